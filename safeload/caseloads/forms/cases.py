"""Forms about cases, households and who holds what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from safeload.caseloads.models import Allocation, Case
from safeload.people.forms.versioned import VersionedForm
from safeload.people.models import Team
from safeload.web.fields import DayField

_NO_NAMES = "As in your case system, such as 4471. No names, addresses or dates of birth."
_Reason = Allocation.Reason
_NOT_CHOSEN = {_Reason.AS_LISTED, _Reason.CLOSED, _Reason.WAITING, _Reason.TAKEN_BACK}


class CaseForm(VersionedForm):
    """What is known of a case."""

    reference = forms.CharField(
        label="Case reference",
        max_length=40,
        help_text=_NO_NAMES,
        error_messages={"required": "Enter the case reference"},
    )
    kind = forms.ChoiceField(label="Child or adult", choices=Case.Kind.choices)
    team_id = forms.TypedChoiceField(label="Team", coerce=int, error_messages={"required": "Choose a team"})
    opened_on = DayField(label="Opened on", required=False)
    priority = forms.ChoiceField(
        label="Priority", choices=Case.Priority.choices, initial=Case.Priority.STANDARD
    )
    reached_team_on = DayField(label="Reached the team on", required=False)

    def __init__(self, *args: Any, teams: Iterable[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(team.pk, team.name) for team in teams]
        self.fields["team_id"].choices = choices  # type: ignore[attr-defined]


class NewCaseForm(CaseForm):
    """A case, with its household if it is known."""

    household = forms.CharField(
        label="Household reference",
        max_length=40,
        required=False,
        help_text="The same for all who are allocated together. Leave empty if it stands alone.",
    )
    field_order = ("reference", "household", "kind", "team_id")


class WaitingForm(VersionedForm):
    """What is noted while a case waits for somebody to hold it."""

    next_contact_due_on = DayField(label="Next contact due on", required=False)
    next_contact_made_on = DayField(label="Contact made on", required=False)
    why_waiting = forms.CharField(
        label="Why it waits", max_length=200, required=False, help_text="A few words. No names or addresses."
    )


class ThenForm(forms.Form):
    """A day, and the day as of which it is asked what was known of it."""

    on = DayField(label="On which day")
    known_on = DayField(label="As it was known at the end of")

    def clean_known_on(self) -> date:
        """What will be known on a day to come, nobody knows yet."""
        day: date = self.cleaned_data["known_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(
                "Choose today or a day before: nobody knows yet what will be known then"
            )
        return day


class HolderForm(VersionedForm):
    """Who holds a case, from when, and why that changes. It carries who held it when the form was opened."""

    expected = forms.CharField(widget=forms.HiddenInput, required=False)
    post_id = forms.ChoiceField(
        label="Who holds it", help_text="With what it would make of their load, where it is open to you."
    )
    from_on = DayField(label="From", help_text="A day that has passed, to put right what was so; or today.")
    reason = forms.ChoiceField(
        label="Why it changes", help_text="Your own reasons, and those of the SSDA903 return."
    )
    together = forms.BooleanField(
        label="Also the others of the household that are in the same hands", required=False, initial=True
    )

    def __init__(
        self,
        *args: Any,
        people: Sequence[tuple[str, Any]],
        others: int,
        own_reasons: Iterable[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        """``people``: posts by key, in words. ``own_reasons``: the employer's own, by key."""
        super().__init__(*args, **kwargs)
        own = [(f"own-{pk}", label) for pk, label in own_reasons]
        codes = [(code.value, code.label) for code in _Reason if code not in _NOT_CHOSEN]
        self.fields["reason"].choices = [*own, *codes]  # type: ignore[attr-defined]
        self.fields["post_id"].choices = [("", "Nobody: it waits"), *people]  # type: ignore[attr-defined]
        self.fields["post_id"].required = False
        if others:
            self.fields[
                "post_id"
            ].help_text = "With what it would make of their load, together with the others of the household."
            self.fields["together"].help_text = f"There {'is one' if others == 1 else f'are {others}'}."
        else:
            del self.fields["together"]

    def clean(self) -> dict[str, Any]:
        """Put the chosen post and the expected one as keys, None for nobody."""
        given: dict[str, Any] = super().clean() or {}
        for name in ("post_id", "expected"):
            text = given.get(name) or ""
            given[name] = int(text) if text.isascii() and text.isdigit() else None
        given["own_reason_id"] = None
        if (chosen := given.get("reason", "")).startswith("own-"):
            given["own_reason_id"] = int(chosen.removeprefix("own-"))
        if given["post_id"] is None:
            given["reason"] = _Reason.WAITING
        return given


class GroupForm(VersionedForm):
    """The household of a case."""

    household = forms.CharField(
        label="Household reference",
        max_length=40,
        help_text="Cases with the same household reference are allocated together. A new one is added.",
        error_messages={"required": "Enter the household reference"},
    )


class HouseholdForm(VersionedForm):
    """A household's reference and patch."""

    reference = forms.CharField(label="Household reference", max_length=40, help_text=_NO_NAMES)
    patch = forms.CharField(
        label="Patch",
        max_length=80,
        required=False,
        help_text="The part of your area where they live, in your own words. No address.",
    )
