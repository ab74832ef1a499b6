"""The shape of what is typed beside a proposal and after its decision."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django import forms

from safeload.allocation.forms.proposals import NO_NAMES
from safeload.allocation.models import Answer, FollowUp, Quoted
from safeload.people.forms.versioned import VersionedForm
from safeload.web import formats
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
        self._say_what_needs("until_on", FollowUp.WITH_DAY, choices)
        self._say_what_needs("words", FollowUp.WITH_WORDS, choices)

    def _say_what_needs(self, name: str, needing: Collection[str], choices: Sequence[str]) -> None:
        """What some of the choices ask for is neither optional nor always needed: the hint names those."""
        asked = [code for code in choices if code in needing]
        if not asked or name not in self.fields:
            return
        field: Any = self.fields[name]
        field.plain_label = True
        if len(asked) < len(choices):
            labels = formats.listed([f"“{FollowUp.What(code).label}”" for code in asked])
            field.help_text = f"Needed for {labels}. {field.help_text}".strip()

    def clean(self) -> dict[str, Any]:
        """A day that was not asked for is none."""
        return {"until_on": None, **(super().clean() or self.cleaned_data)}


class QuoteForm(VersionedForm):
    """What somebody without an account said, from a discussion with them."""

    says = forms.ChoiceField(
        label="What do they say?",
        choices=Answer.Says.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what they say"},
    )
    words = forms.CharField(
        label="In their own words",
        max_length=1000,
        widget=forms.Textarea,
        help_text=f"As they said it, read back to them. Nobody changes it later. {NO_NAMES}",
        error_messages={"required": "Write down what they said, in their own words"},
    )
    on = DayField(label="When did they say it?")
    how = forms.ChoiceField(
        label="How did you speak?",
        choices=Quoted.How.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how you spoke"},
    )


class HeardForm(VersionedForm):
    """How the next tier heard it from the practitioner."""

    how = forms.ChoiceField(
        label="How did they tell you?",
        choices=Quoted.How.choices,
        widget=forms.RadioSelect,
        help_text="Read to them what is written down. If they say it otherwise, ask for it to be written down again.",
        error_messages={"required": "Choose how they told you"},
    )


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
        self.fields["nothing_because"] = forms.CharField(
            label="Nothing can go, wait or be shared, because", max_length=200, required=False
        )
