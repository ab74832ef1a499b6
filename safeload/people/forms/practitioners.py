"""Forms about practitioners and their posts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from safeload.people.forms.versioned import VersionedForm
from safeload.people.models import Post, Team
from safeload.people.models.hours import PLACES
from safeload.web.fields import DayField

#: More than 60 hours a week is a typing error or against the law.
_MOST_HOURS = 60


def _text(label: str, longest: int, *, hint: str = "", required: bool = True) -> forms.CharField:
    wrong = {"required": f"Enter {label[0].lower()}{label[1:]}"}
    return forms.CharField(
        label=label, max_length=longest, help_text=hint, required=required, error_messages=wrong
    )


def hours_field(required: bool = False) -> forms.DecimalField:
    """Hours a week; empty is unknown, which is not the same as none."""
    return forms.DecimalField(
        label="Hours a week",
        required=required,
        min_value=0,
        max_value=_MOST_HOURS,
        decimal_places=PLACES,
        help_text="Contracted hours, such as 37 or 22.2. Leave empty if they are not known yet.",
        error_messages={
            "invalid": "Hours a week must be a number, such as 37 or 22.2",
            "max_value": f"Hours a week must be {_MOST_HOURS} or fewer",
            "min_value": "Hours a week must be 0 or more",
        },
    )


class PractitionerForm(VersionedForm):
    """What is known of a practitioner."""

    name = _text("Name", 120)
    staff_ref = _text("Staff reference", 40, hint="As in your HR or case system, such as S1042.")
    swe_number = _text("Social Work England number", 20, hint="Such as SW123456.", required=False)
    qualified_on = DayField(
        label="Qualified on", required=False, help_text="Their line follows from this date."
    )
    asye = forms.BooleanField(label="In their assessed and supported year (ASYE)", required=False)
    agency = forms.BooleanField(label="Agency worker", required=False)
    started_on = DayField(label="First day here", required=False)
    returning_until = DayField(
        label="Building up after a long absence, until",
        required=False,
        help_text="Until then no room is shown for more work.",
    )
    protected_until = DayField(
        label="Not to be asked for more, until",
        required=False,
        help_text="Agreed with them. The reason does not belong here.",
    )


class PostForm(VersionedForm):
    """A post in a team."""

    team_id = forms.TypedChoiceField(label="Team", coerce=int, error_messages={"required": "Choose a team"})
    role = forms.ChoiceField(label="Role", choices=Post.Role.choices)
    weekly_hours = hours_field()
    grade = _text("Grade", 40, required=False)
    started_on = DayField(label="First day in this post", required=False)

    def __init__(self, *args: Any, teams: Iterable[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(team.pk, f"{team.name} ({team.service_area.name})") for team in teams]
        self.fields["team_id"].choices = [("", "Choose a team"), *choices]  # type: ignore[attr-defined]


class NewPractitionerForm(PractitionerForm, PostForm):
    """A practitioner with their first post."""

    returning_until = None  # type: ignore[assignment]
    protected_until = None  # type: ignore[assignment]
    started_on = DayField(label="First day here", required=False)

    field_order = (
        "name",
        "staff_ref",
        "team_id",
        "role",
        "weekly_hours",
        "grade",
        "started_on",
        "qualified_on",
    )

    def parts(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """What belongs to the person, and what to the post."""
        taken = self.taken()
        post = {name: taken.pop(name) for name in ("team_id", "role", "weekly_hours", "grade")}
        return taken, {**post, "started_on": taken["started_on"]}


class HoursForm(VersionedForm):
    """Hours a week from a day on."""

    weekly_hours = hours_field()
    from_on = DayField(label="From", help_text="Figures of earlier days stay as they were.")


class LastDayForm(VersionedForm):
    """The last day of a post, of a person here, or of a team."""

    on = DayField(label="Last day", help_text="They still belong here on that day.")

    def __init__(self, *args: Any, earliest: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.earliest = earliest

    def clean_on(self) -> date:
        """The last day. Raises ValidationError where it is before the first."""
        day: date = self.cleaned_data["on"]
        if self.earliest and day < self.earliest:
            raise forms.ValidationError("The last day is before the first")
        return day
