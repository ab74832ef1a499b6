"""Forms about accounts and roles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from safeload.people.forms.versioned import VersionedForm
from safeload.people.models import Account, Practitioner, ServiceArea, Team
from safeload.people.rights import Where
from safeload.people.roles import GRANTED
from safeload.web.fields import DayField


class AccountForm(VersionedForm):
    """Somebody who signs in."""

    name = forms.CharField(label="Name", max_length=120, error_messages={"required": "Enter a name"})
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        error_messages={
            "required": "Enter an e-mail address",
            "invalid": "Enter an e-mail address in the right form, such as name@council.example",
        },
    )
    practitioner_id = forms.TypedChoiceField(
        label="Which practitioner this is",
        coerce=int,
        empty_value=None,
        required=False,
        help_text="Choose one where this person has a workload of their own.",
    )

    def __init__(self, *args: Any, people: Iterable[Practitioner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(person.pk, f"{person.name} ({person.staff_ref})") for person in people]
        self.fields["practitioner_id"].choices = [("", "None"), *choices]  # type: ignore[attr-defined]


class GrantForm(forms.Form):
    """A role, over what, from when to when."""

    role = forms.ChoiceField(label="Role", error_messages={"required": "Choose a role"})
    over = forms.ChoiceField(
        label="Over what",
        error_messages={"required": "Choose over what"},
        help_text="A team, a service area, one practitioner, or the whole employer.",
    )
    starts_on = DayField(label="From")
    ends_on = DayField(
        label="Last day",
        required=False,
        help_text="For cover during an absence. Leave empty if there is no end.",
    )
    covers_id = forms.TypedChoiceField(label="Covering for", coerce=int, empty_value=None, required=False)

    def __init__(
        self,
        *args: Any,
        teams: Iterable[Team],
        areas: Iterable[ServiceArea],
        people: Iterable[Practitioner],
        accounts: Iterable[Account],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._choose("role", [("", "Choose a role"), *((role.code, role.title) for role in GRANTED.values())])
        self._choose("over", _places(teams, areas, people))
        self._choose("covers_id", [("", "Nobody"), *((account.pk, account.name) for account in accounts)])

    def _choose(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def taken(self) -> dict[str, Any]:
        """What ``grant_role`` takes: the role, the days, and the one thing that it reaches over."""
        given = dict(self.cleaned_data)
        where, _, pk = given.pop("over").partition(":")
        return {**given, **({"everywhere": True} if where == "everywhere" else {where: int(pk)})}

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError where the role is not given over such a thing, or ends before it begins."""
        given: dict[str, Any] = super().clean() or {}
        role, over = given.get("role"), given.get("over")
        if role and over and _where(over) not in GRANTED[role].where:
            allowed = " or ".join(_SAID[where] for where in GRANTED[role].where)
            self.add_error("over", f"This role is given over {allowed}")
        first, last = given.get("starts_on"), given.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "The last day is before the first")
        return given


_SAID = {
    Where.TEAM: "a team",
    Where.AREA: "a service area",
    Where.PRACTITIONER: "one practitioner",
    Where.EVERYWHERE: "the whole employer",
}
_NAMES = {"team_id": Where.TEAM, "service_area_id": Where.AREA, "practitioner_id": Where.PRACTITIONER}


def _where(over: str) -> Where:
    return _NAMES.get(over.partition(":")[0], Where.EVERYWHERE)


def _places(teams: Iterable[Team], areas: Iterable[ServiceArea], people: Iterable[Practitioner]) -> list[Any]:
    return [
        ("", "Choose over what"),
        ("everywhere", "The whole employer"),
        ("Service areas", [(f"service_area_id:{area.pk}", area.name) for area in areas]),
        ("Teams", [(f"team_id:{team.pk}", team.name) for team in teams]),
        ("Practitioners", [(f"practitioner_id:{person.pk}", person.name) for person in people]),
    ]
