"""The shape of what is asked of the planner."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms

from safeload.domain.allocation.weights import ALL as ALL_WEIGHTS
from safeload.domain.allocation.weights import BY_NAME, LARGEST, NonsenseError, weights_of
from safeload.planner.models import Run
from safeload.planner.words import A_WEEK, FIRST_YEAR
from safeload.web.fields import DayField

#: What stands for everything that the account may ask about, and for a service area.
ALL, AREA = "all", "area"


class AskForm(forms.Form):
    """What is looked for, and for which team, service or employer."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    about = forms.ChoiceField(label="For")
    kind = forms.ChoiceField(
        choices=[
            (Run.Kind.PROPOSE, "Who could take what waits"),
            (Run.Kind.REBALANCE, "Which moves would bring everyone to their line"),
        ],
        initial=Run.Kind.PROPOSE,
    )

    def __init__(self, *args: Any, about: Sequence[tuple[str, str]], chosen: str = "", **kwargs: Any) -> None:
        """``chosen``: what is chosen to begin with, where it is among what can be asked about."""
        begin = {"key": uuid.uuid4(), "kind": Run.Kind.PROPOSE}
        kwargs.setdefault("initial", begin | ({"about": chosen} if chosen in dict(about) else {}))
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = list(about)  # type: ignore[attr-defined]


class HelpForm(forms.Form):
    """With a co-worker, who carries a part."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    share = forms.IntegerField(label="The co-worker’s part in percent", min_value=1, max_value=99)


class RehearseForm(forms.Form):
    """What is rehearsed: about whom, from which day, and who is asked to take."""

    KINDS = (
        ("leaver", "Somebody leaves"),
        ("absence", "Somebody is away for long"),
        ("starter", "Somebody starts"),
        ("merge", "Teams become one"),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="What if", choices=KINDS, widget=forms.RadioSelect)
    who = forms.TypedChoiceField(
        label="Who",
        coerce=int,
        required=False,
        empty_value=None,
        help_text="Not needed where teams become one.",
    )
    day = DayField(label="From", help_text="What is booked by then counts.")
    scope = forms.ChoiceField(
        label="Who is asked to take",
        choices=(("team", "Their own team"), ("across", "All teams of the service")),
        initial="team",
        widget=forms.RadioSelect,
    )
    share = forms.IntegerField(
        label="How far somebody who starts is filled, in percent of their line",
        min_value=0,
        max_value=100,
        initial=70,
        required=False,
    )
    teams = forms.TypedMultipleChoiceField(
        label="Which teams become one", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,
        people: Sequence[tuple[int, str]],
        teams: Sequence[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = [("", "Choose"), *people]  # type: ignore[attr-defined]
        self.fields["teams"].choices = list(teams)  # type: ignore[attr-defined]
        if len(teams) < 2:
            del self.fields["teams"]
            self.fields["who"].required, self.fields["who"].help_text = True, ""
            self.fields["kind"].choices = self.KINDS[:-1]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Each kind needs a person, or two teams."""
        given = super().clean() or {}
        if given.get("kind") == "merge":
            if len(given.get("teams") or ()) < 2:
                self.add_error("teams", "Choose two teams or more")
        elif given.get("kind") and not given.get("who"):
            self.add_error("who", "Choose who it is about")
        return given


class WeightsForm(forms.Form):
    """Every weight as a whole number, and how many are given in a week at most."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    new_a_week = forms.IntegerField(
        label=A_WEEK,
        required=False,
        min_value=0,
        max_value=50,
        help_text="Leave empty for no limit. Helping counts half.",
    )
    new_a_week_first_year = forms.IntegerField(
        label=FIRST_YEAR, required=False, min_value=0, max_value=50,
        help_text="Leave empty if it is the same.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in ALL_WEIGHTS:
            self.fields[one.name] = forms.IntegerField(
                label=one.title, help_text=f"For {one.unit}: {one.why}.", min_value=0, max_value=LARGEST
            )

    def groups(self) -> list[tuple[str, list[Any]]]:
        """The fields in the groups of the page."""
        return [
            (heading, [self[one.name] for one in ALL_WEIGHTS if one.name.startswith(starts)])
            for heading, starts in _GROUPS
        ]

    def clean(self) -> dict[str, Any]:
        """Weights that contradict each other are told in their sentences."""
        given = super().clean() or {}
        if not self.errors:
            try:
                weights_of({one.name: given[one.name] for one in ALL_WEIGHTS})
            except NonsenseError as wrong:
                for problem in wrong.problems:
                    self.add_error(*_by_title(problem))
        return given

    def asks(self) -> dict[str, Any]:
        """What was chosen, as a run keeps it."""
        limits = ("new_a_week", "new_a_week_first_year")
        return {
            "values": {one.name: self.cleaned_data[one.name] for one in ALL_WEIGHTS},
            **{name: self.cleaned_data[name] for name in limits},
        }


#: A weight's own name where a sentence gives its value: "over (1)".
_NAMED = re.compile(rf"\b({'|'.join(one.name for one in ALL_WEIGHTS)}) (?=\()")


def _by_title(problem: str) -> tuple[str | None, str]:
    """A sentence about weights in the words of the page, and the field of the weight that it names first."""
    first = _NAMED.search(problem)
    said = _NAMED.sub(lambda found: f"“{BY_NAME[found[1]].title}” ", problem)
    return (first[1] if first else None), said


_GROUPS = (
    ("Waiting", ("waits_",)),
    ("How full somebody is", ("fuller_", "over", "red")),
    ("Who it is", ("travel", "other_team", "no_language", "new_worker", "apart", "no_interest", "unasked")),
    ("When somebody’s worker changes", ("move",)),
)


class AgreeForm(forms.Form):
    """Why these weights."""

    reason = forms.CharField(
        label="Why",
        max_length=500,
        widget=forms.Textarea,
        help_text="It stands beside every proposal that is made with these weights. No names.",
    )
