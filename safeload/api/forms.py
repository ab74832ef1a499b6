"""The form of a token."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from safeload.web.fields import DayField


class TokenForm(forms.Form):
    """What a token is for, until when it works, and how little it may do."""

    name = forms.CharField(
        label="What it is for",
        max_length=80,
        help_text="Such as: warehouse, every night.",
        error_messages={"required": "Say what it is for"},
    )
    expires_on = DayField(label="The last day on which it works", help_text="Within the next twelve months.")
    reads_only = forms.BooleanField(label="It only reads", required=False, initial=True)
    role = forms.ChoiceField(
        label="What it acts by",
        required=False,
        help_text="It never sees more than you do on the day. A program that needs one role gets that one.",
    )

    def __init__(self, *args: Any, roles: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", "All that I have"), *roles]  # type: ignore[attr-defined]
