"""A field of allocation's own forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

#: No key of a row is that long.
_DIGITS = 18


class KeysField(forms.CharField):
    """Keys of what a page said, as they come back from it: whole numbers; whatever else comes is none."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        """Never asked for: where nothing was said there is none."""
        super().__init__(**{"required": False, "max_length": 2000, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        """Keys with commas between them."""
        return value if isinstance(value, str) or value is None else ",".join(map(str, value))

    def clean(self, value: Any) -> list[int]:
        """The keys."""
        parts = super().clean(value).split(",")
        return [int(part) for part in parts if part.isascii() and part.isdigit() and len(part) < _DIGITS]


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
