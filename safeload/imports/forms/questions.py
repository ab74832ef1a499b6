"""The questions that a list asks, each once: whom a name means, which team, which value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from safeload.imports import actions
from safeload.imports.models import SettledName
from safeload.imports.names import normalise
from safeload.people.models import Practitioner

#: Questions on one page; the rest are asked when these are answered.
AT_ONCE = 100
SOMEBODY = "somebody"
LEAVE = "-"
_LATER = ("", "Choose")


class QuestionsForm(forms.Form):
    """One field a question; for a name also a box for somebody who is not among the near matches."""

    def __init__(
        self,
        *args: Any,
        asked: Sequence[Mapping[str, Any]],
        people: Mapping[int, str],
        teams: Iterable[tuple[int, str]],
        areas: Iterable[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked = list(asked)[:AT_ONCE]
        self._teams, self._areas = list(teams), list(areas)
        if sum(one["about"] == "team" for one in self.asked) > 1 and self._areas:
            self.fields["all_teams"] = forms.ChoiceField(
                label="Are they all new teams?",
                help_text="Add every team below for which you choose nothing to this service area.",
                choices=[("", "No, I choose for each"), *((str(pk), name) for pk, name in self._areas)],
                required=False,
            )
        for number, one in enumerate(self.asked):
            self._add(f"q{number}", one, people)

    def _add(self, name: str, one: Mapping[str, Any], people: Mapping[int, str]) -> None:
        rows = "1 row" if one["rows"] == 1 else f"{one['rows']} rows"
        hint = f"{rows}, first in {one['first']}." if one["first"] else f"{rows}."
        if one["about"] == "name":
            near = [(str(pk), people[pk]) for pk in one["proposals"] if pk in people]
            meanings = [pair for pair in SettledName.Meaning.choices if pair[0] != "practitioner"]
            choices = [_LATER, *near, *meanings, (SOMEBODY, "Somebody else who works here")]
            self.fields[name] = _choice(f"Who is “{one['written']}”?", hint, choices)
            self.fields[f"{name}_who"] = forms.CharField(
                label=f"Who “{one['written']}” is, if somebody else",
                help_text="Staff reference or full name.",
                max_length=120,
                required=False,
            )
        elif one["about"] == "team":
            known = dict(self._teams)
            near = [(str(pk), known.pop(pk)) for pk in one["proposals"] if pk in known]
            new = [(f"new{pk}", f"Add it as a new team of {title}") for pk, title in self._areas]
            rest = [(str(pk), title) for pk, title in known.items()]
            choices = [_LATER, *near, *new, *rest, (LEAVE, "Not one of our teams")]
            self.fields[name] = _choice(f"Which team is “{one['written']}”?", hint, choices)
        else:
            values = [(code, label) for code, label in one["choices"]]
            choices = [("", "Not decided: left out this time"), *values, (LEAVE, "Always leave it out")]
            field = one["field"].replace("_", " ")
            self.fields[name] = _choice(f"What is “{one['written']}” ({field})?", hint, choices)

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError where somebody else is named whom nobody knows, or whose name two bear."""
        given: dict[str, Any] = super().clean() or {}
        wanted = {name: given.get(f"{name}_who", "") for name, value in given.items() if value == SOMEBODY}
        known = _people_named(wanted.values()) if wanted else {}
        for name, text in wanted.items():
            found = known.get(text.strip().lower()) or known.get(normalise(text)) or []
            if len(found) == 1:
                given[name] = str(found[0])
            elif not text.strip():
                self.add_error(f"{name}_who", "Enter the staff reference or the full name")
            elif found:
                self.add_error(f"{name}_who", "Several people have this name. Enter the staff reference")
            else:
                self.add_error(f"{name}_who", f"Nobody here is called “{text}”, nor has that staff reference")
        return given

    def settle(self, by: Any) -> int:
        """Remember every answer given; how many. Raises Refusal as the actions do."""
        count = 0
        everywhere = self.cleaned_data.get("all_teams")
        for number, one in enumerate(self.asked):
            value = self.cleaned_data.get(f"q{number}") or ""
            if not value and one["about"] == "team" and everywhere:
                value = f"new{everywhere}"
            if value:
                _settle(by, one, value)
                count += 1
        return count


def _settle(by: Any, one: Mapping[str, Any], value: str) -> None:
    if one["about"] == "name":
        person = int(value) if value.isdigit() else None
        meaning = "practitioner" if person else value
        actions.settle_name(by=by, written=one["written"], meaning=meaning, practitioner_id=person)
    elif one["about"] == "team":
        team = int(value) if value.isdigit() else None
        area = int(value.removeprefix("new")) if value.startswith("new") else None
        actions.settle_team(by=by, written=one["written"], team_id=team, area_id=area)
    else:
        field, _, wording = one["key"].partition("/")
        code = "" if value == LEAVE else value
        actions.settle_value(by=by, field=field, wording=wording, written=one["written"], code=code)


def _choice(label: str, hint: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, help_text=hint, choices=choices, required=False)


def _people_named(texts: Iterable[str]) -> dict[str, list[int]]:
    """People by staff reference and by normalised name."""
    if not any(text.strip() for text in texts):
        return {}
    found: dict[str, list[int]] = {}
    for pk, ref, name in Practitioner.objects.values_list("pk", "staff_ref", "name"):
        found.setdefault(ref.lower(), []).append(pk)
        found.setdefault(normalise(name), []).append(pk)
    return found
