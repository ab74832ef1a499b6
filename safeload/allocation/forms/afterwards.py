"""The shape of what is typed beside a proposal and after its decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from safeload.allocation.forms.proposals import NO_NAMES
from safeload.allocation.models import FollowUp
from safeload.people.forms.versioned import VersionedForm
from safeload.web.fields import DayField


class FollowUpForm(VersionedForm):
    """What becomes of an allocation after its decision."""

    what = forms.ChoiceField(
        label="What do you say to it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you say to it"},
    )
    until_on = DayField(
        label="Until when, or on which day",
        required=False,
        help_text="Where it goes on, where you agree for a while, or where you want to see it again.",
    )
    words = forms.CharField(
        label="In your own words", max_length=500, required=False, widget=forms.Textarea, help_text=NO_NAMES
    )
    field_order = ("what", "until_on", "words")

    def __init__(self, *args: Any, choices: Sequence[str], **kwargs: Any) -> None:
        """``choices``: what can be said as it stands, by whoever says it."""
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = [(code, FollowUp.What(code).label) for code in choices]  # type: ignore[attr-defined]
        if not set(choices) & set(FollowUp.WITH_DAY):
            del self.fields["until_on"]

    def clean(self) -> dict[str, Any]:
        """A day that was not asked for is none."""
        return {"until_on": None, **(super().clean() or self.cleaned_data)}


class TradeOffForm(VersionedForm):
    """What makes room for the cases, and which of the practitioner's cases each is about."""

    def __init__(self, *args: Any, cases: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        """``cases``: those that the practitioner holds, by key and reference."""
        super().__init__(*args, **kwargs)
        for name, label in (("goes", "What goes"), ("waits", "What waits"), ("shared", "What is shared")):
            self.fields[name] = forms.CharField(
                label=label, max_length=200, required=False, help_text=NO_NAMES
            )
            self.fields[f"{name}_case_id"] = forms.TypedChoiceField(
                label=f"{label}: of which case",
                choices=[("", "None in particular"), *cases],
                coerce=int,
                empty_value=None,
                required=False,
            )
