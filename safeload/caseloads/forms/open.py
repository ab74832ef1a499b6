"""Forms about waiting cases, plans, reasons for closing and agreed times."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from safeload.caseloads.models import Case, ClosureReason
from safeload.people.forms.versioned import VersionedForm
from safeload.web.fields import DayField

_FEW = "A few words. No names or addresses."


class TogetherForm(VersionedForm):
    """Asks whether what is said goes for the others of the household as well, where there are any."""

    together = forms.BooleanField(label="Also for the others of the household", required=False)

    def __init__(self, *args: Any, others: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = "There is one" if others == 1 else f"There are {others}"
        self.fields["together"].help_text = f"{there} in the same hands, or waiting as this one does."
        self.order_fields([name for name in self.fields if name != "together"])
        if not others:
            del self.fields["together"]

    def taken(self) -> dict[str, Any]:
        """What was typed, without the version and whom it goes for."""
        return {name: value for name, value in super().taken().items() if name != "together"}


class ContactForm(TogetherForm):
    """The family was seen or spoken to; while the case waits, when next."""

    on = DayField(label="Contact made on")
    next_on = DayField(label="Next contact due on", required=False)

    def __init__(self, *args: Any, waits: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not waits:
            del self.fields["next_on"]


class RatingForm(TogetherForm):
    """The priority looked at again: it stays or changes, and is looked at next on a day."""

    priority = forms.ChoiceField(
        label="Priority", choices=Case.Priority.choices, help_text="As it is, if it stays."
    )
    why = forms.CharField(label="Why", max_length=200, required=False, help_text=_FEW)
    again_on = DayField(label="Rate again on", required=False)


class KeeperForm(TogetherForm):
    """Who looks after a case while it waits."""

    who = forms.ChoiceField(
        label="Who looks after it while it waits",
        required=False,
        help_text="It is not counted as their load. They are told, and can open this case until somebody holds it.",
    )

    def __init__(self, *args: Any, choices: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = [("", "Nobody yet"), *choices]  # type: ignore[attr-defined]

    def whom(self) -> dict[str, int]:
        """Who was chosen, for the action."""
        chosen = self.cleaned_data["who"]
        name = "practitioner_id" if chosen.startswith("p") else "account_id"
        return {name: int(chosen[1:])} if chosen else {}


class ApproveForm(TogetherForm):
    """Why a case waits, approved by whoever sends it."""

    why = forms.CharField(
        label="Why it waits",
        max_length=200,
        help_text=_FEW,
        error_messages={"required": "Say why it waits"},
    )


class PlanForm(VersionedForm):
    """The plan in a line, why the case stays open and with whom that was agreed, the next review."""

    plan = forms.CharField(
        label="The plan, in a line",
        max_length=200,
        help_text="What is being done, such as: parenting assessment until the review. No names or addresses.",
        error_messages={"required": "Say in a line what is being done"},
    )
    ends_on = DayField(label="The plan ends on", required=False)
    why_open = forms.CharField(
        label="Why the case stays open", max_length=200, required=False, help_text=_FEW
    )
    agreed_with_id = forms.TypedChoiceField(
        label="Agreed with", coerce=int, empty_value=None, required=False, help_text="They are told."
    )
    agreed_on = DayField(label="Agreed on", required=False)
    next_review_on = DayField(label="Next review on", required=False)

    def __init__(self, *args: Any, managers: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed_with_id"].choices = [("", "Not agreed with anybody yet"), *managers]  # type: ignore[attr-defined]


class ReopenForm(VersionedForm):
    """From which day a closed case is open again."""

    on = DayField(label="Open again from")


class ClosureReasonForm(forms.Form):
    """An employer's own reason for closing, and its code in the census."""

    label = forms.CharField(label="Reason", max_length=80, error_messages={"required": "Enter the reason"})
    code = forms.ChoiceField(
        label="Returned as",
        choices=[
            (one.value, f"{one.value}: {one.label}")
            for one in ClosureReason.Code
            if one != ClosureReason.Code.AS_LISTED
        ],
        help_text="The code of the children in need census.",
    )


def _days(label: str, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=365, **more)


class TimesForm(forms.Form):
    """What was agreed about waiting and about when something is asked again."""

    urgent_days = _days("Urgent: days until a practitioner holds it", required=False)
    high_days = _days("High: days until a practitioner holds it", required=False)
    standard_days = _days("Standard: days until a practitioner holds it", required=False)
    low_days = _days("Can wait: days until a practitioner holds it", required=False)
    contact_days = _days("While it waits: days until the next contact")
    rating_days = _days("While it waits: days until the priority is rated again")
    contact_weeks = _days("Weeks without contact after which a case is asked about")
    score_weeks = _days("Weeks after which a score that nobody touched is asked about")
    starts_on = DayField(label="From")
    agreed_by = forms.CharField(
        label="Who agreed it", max_length=200, error_messages={"required": "Enter who agreed it"}
    )
    agreed_on = DayField(label="Agreed on")
