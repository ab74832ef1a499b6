"""Forms about court dates, skills asked for, conflicts of interest and tasks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from safeload.caseloads.models import Case, CourtDate, SkillAsked
from safeload.domain.scheme.model import Field
from safeload.people.forms.answers import AnswersForm
from safeload.people.models import Practitioner
from safeload.web.fields import DayField


class CourtDateForm(forms.Form):
    """A hearing or a filing date."""

    on = DayField(label="Date")
    kind = forms.ChoiceField(label="What it is", choices=CourtDate.Kind.choices)


class SkillForm(forms.Form):
    """A skill, language or patch that a case asks for."""

    kind = forms.ChoiceField(label="Kind", choices=SkillAsked.Kind.choices)
    text = forms.CharField(
        label="What it asks for",
        max_length=80,
        help_text="Such as Polish, court work, the north of the county.",
        error_messages={"required": "Enter what it asks for"},
    )


class ConflictForm(forms.Form):
    """Somebody who should not hold a case."""

    practitioner_id = forms.TypedChoiceField(
        label="Who should not hold it", coerce=int, error_messages={"required": "Choose a practitioner"}
    )
    why = forms.CharField(
        label="Why, in few words",
        max_length=200,
        required=False,
        help_text="Only the team’s manager and whoever notes it can read this. No names of families.",
    )
    household = forms.BooleanField(label="It goes for the whole household", required=False)

    def __init__(self, *args: Any, people: Iterable[Practitioner], grouped: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Choose somebody"), *((person.pk, person.name) for person in people)]
        self.fields["practitioner_id"].choices = choices  # type: ignore[attr-defined]
        if not grouped:
            del self.fields["household"]


#: Among those whose work a task may be: whoever holds its case.
HOLDER = "holder"


class TaskForm(AnswersForm):
    """A task in hand: what the schemes ask of one, how many, and until when."""

    number = forms.DecimalField(
        label="How many",
        min_value=0,
        max_value=999,
        decimal_places=2,
        initial=1,
        error_messages={"invalid": "How many must be a number, such as 1 or 2.5"},
    )
    post_id = forms.TypedChoiceField(label="In which post", coerce=int)
    case = forms.CharField(label="Case reference", max_length=40, required=False)
    owner = forms.ChoiceField(
        label="Whose work it is",
        required=False,
        help_text="Where somebody does it for a colleague: by a scheme that says so, the colleague is relieved of it.",
    )
    starts_on = DayField(label="From", required=False)
    ends_on = DayField(label="Until", required=False, help_text="The last day on which it counts.")

    def __init__(
        self,
        *args: Any,
        posts: Sequence[tuple[int, str]],
        asked: Mapping[str, Field],
        people: Iterable[Practitioner] = (),
        case: Case | None = None,
        **kwargs: Any,
    ) -> None:
        """``posts``: in which it can be done, in words. ``people``: whose it may be. ``case``: for which it is."""
        super().__init__(*args, asked=asked, **kwargs)
        self.fields["post_id"].choices = posts  # type: ignore[attr-defined]
        if len(posts) == 1:
            self.fields["post_id"].widget = forms.HiddenInput()
            self.fields["post_id"].initial = posts[0][0]
        if case is not None:
            del self.fields["case"]
            self.fields["post_id"].label = "Who does it"
            if len(posts) > 1:
                self.fields["post_id"].choices = [("", "Choose somebody"), *posts]  # type: ignore[attr-defined]
                self.fields["post_id"].error_messages["required"] = "Choose who does it"
        named = [(str(one.pk), one.name) for one in people]
        own = ("", "Of whoever does it")
        self.fields["owner"].choices = [own, (HOLDER, "Of whoever holds the case"), *named]  # type: ignore[attr-defined]
        self.fields["task"].required = True
        kinds = self.fields["task"].choices[1:]  # type: ignore[attr-defined]
        self.fields["task"].choices = [("", "Choose a kind"), *kinds]  # type: ignore[attr-defined]
        self.fields["task"].error_messages["required"] = "Choose what kind of task it is"
        self.order_fields(["task", "number", *asked])

    def answers(self) -> dict[str, Any]:
        """What the schemes ask of the task besides its kind."""
        return {
            name: self.cleaned_data[name]
            for name in self.asked
            if name != "task" and self.cleaned_data.get(name) is not None
        }
