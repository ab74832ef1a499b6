"""A form that knows what it was filled in from."""

from __future__ import annotations

from typing import Any

from django import forms


class VersionedForm(forms.Form):
    """A form that carries the version of what it was filled in from."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def taken(self) -> dict[str, Any]:
        """What was typed, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}
