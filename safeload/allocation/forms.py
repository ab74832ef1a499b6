"""Shapes of what is sent about a proposal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from safeload.allocation.models import Answer
from safeload.people.forms.versioned import VersionedForm
from safeload.web.fields import DayField

_NO_NAMES = "No names, addresses or dates of birth of children or families."


class PlaceForm(forms.Form):
    """Which cases, from when, with what words; the button names the post."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    case_ids = forms.TypedMultipleChoiceField(
        label="Cases to place together",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one case"},
    )
    from_on = DayField(label="From")
    message = forms.CharField(
        label="What you want to say to the practitioner",
        max_length=500,
        required=False,
        widget=forms.Textarea,
        help_text=_NO_NAMES,
    )

    def __init__(self, *args: Any, cases: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case_ids"].choices = cases  # type: ignore[attr-defined]


class AnswerForm(VersionedForm):
    """The practitioner's answer."""

    says = forms.ChoiceField(
        label="Your answer",
        choices=Answer.Says.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose your answer"},
    )
    words = forms.CharField(
        label="In your own words",
        max_length=1000,
        required=False,
        widget=forms.Textarea,
        help_text="What you need for it, or why not; you may leave it empty if you simply agree. "
        f"Nobody changes what you write. {_NO_NAMES}",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].plain_label = True  # type: ignore[attr-defined]


class DecideForm(VersionedForm):
    """The manager's decision; what is asked for depends on the answer and on the line (X-26, X-27)."""

    seen = forms.JSONField(widget=forms.HiddenInput)
    notified = forms.BooleanField(
        label="I have told them by telephone or e-mail; it is still to be discussed",
        required=False,
        help_text="A discussion is then due in two working days.",
    )
    reason = forms.CharField(
        label="Why", max_length=500, required=False, widget=forms.Textarea, help_text=_NO_NAMES
    )
    what_will_be_done = forms.CharField(
        label="What will be done about the load over the line",
        max_length=500,
        required=False,
        widget=forms.Textarea,
    )
    over_until = DayField(label="Over the line until", required=False)

    def __init__(
        self, *args: Any, without: Iterable[str] = (), asked: Iterable[str] = (), **kwargs: Any
    ) -> None:
        """``without``: what this situation does not ask. ``asked``: what it does, so it is not called optional."""
        super().__init__(*args, **kwargs)
        for name in without:
            del self.fields[name]
        for name in asked:
            self.fields[name].plain_label = True  # type: ignore[attr-defined]


class DiscussedForm(VersionedForm):
    """When it was discussed."""

    on = DayField(label="Discussed on")
