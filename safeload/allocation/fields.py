"""A field of allocation's own forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError


class SeenField(forms.JSONField):
    """The figures that a page showed, as they come back from it; an object without any where none were shown."""

    widget = forms.HiddenInput
    empty_values = [None, ""]
    default_error_messages = {
        "required": "The figures of this page did not come back with it. Look at them and decide again.",
        "invalid": "The figures of this page did not come back with it. Look at them and decide again.",
    }

    def to_python(self, value: Any) -> Any:
        """The object. Raises ValidationError for anything else."""
        found = super().to_python(value)
        if found is not None and not isinstance(found, dict):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found
