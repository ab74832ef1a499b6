"""The shape of each change that can be supposed, of a scenario's name, and of what is compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from safeload.domain.scheme import Scheme
from safeload.domain.scheme.model import Field
from safeload.people.facts import OWN_FIELDS
from safeload.people.forms.answers import AnswersForm
from safeload.whatif.changes import ANSWERED, Change, Kind

Choices = list[tuple[Any, str]]
_CHOOSE = ("", "Choose")
_KEYS = 2**53


class ChangeForm(forms.Form):
    """One change; ``made`` is the change as it was typed.

    What is chosen is held against the day by the action; ``offer`` fills the lists for the page alone.
    """

    kind: Kind
    scenario = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def offer(self, choices: Mapping[str, Choices]) -> None:
        """Fill the lists to choose from."""
        for name, field in self.fields.items():
            if isinstance(field.widget, forms.Select) and name in choices:
                field.widget.choices = [_CHOOSE, *choices[name]]

    def made(self) -> Change:
        """The change, not yet held against the day."""
        return Change(self.kind, **self.parts())

    def parts(self) -> dict[str, Any]:
        """What of a change this form asks."""
        return {}


def _choice(label: str, missing: str) -> forms.IntegerField:
    wrong = {"required": missing, "invalid": missing, "min_value": missing, "max_value": missing}
    return forms.IntegerField(
        label=label, widget=forms.Select, min_value=-_KEYS, max_value=_KEYS, error_messages=wrong
    )


def _reference() -> forms.CharField:
    wrong = {"required": "Enter the reference of a case"}
    return forms.CharField(
        label="Case", max_length=40, error_messages=wrong, help_text="Its reference, such as 4471."
    )


def _whole() -> forms.BooleanField:
    return forms.BooleanField(label="With brothers and sisters in the same hands", required=False)


class MoveForm(ChangeForm):
    """A case, or a household, to somebody: from whoever holds it, or from what waits."""

    kind = Kind.MOVE
    reference = _reference()
    whole = _whole()
    post = _choice("To", "Choose who would take it")

    def parts(self) -> dict[str, Any]:
        """Cases are looked up by the view: which are meant depends on who asks."""
        return {"post": self.cleaned_data["post"]}


class CloseForm(ChangeForm):
    """A case, or a household, is closed."""

    kind = Kind.CLOSE
    reference = _reference()
    whole = _whole()


class ImagineForm(ChangeForm):
    """A household that does not exist, for somebody. Its answers stand in ``answers``."""

    kind = Kind.IMAGINE
    post = _choice("For", "Choose who would take it")
    children = forms.IntegerField(
        label="Children", min_value=1, max_value=20, initial=1, help_text="How many cases the household has."
    )
    like = forms.CharField(
        label="Counting as much as",
        max_length=40,
        required=False,
        help_text="The reference of a case of the team. Empty: what is answered below.",
    )

    def parts(self) -> dict[str, Any]:
        """For whom, and how many children."""
        return {"post": self.cleaned_data["post"], "children": self.cleaned_data["children"]}


class HoursForm(ChangeForm):
    """Somebody works other hours."""

    kind = Kind.HOURS
    post = _choice("Who", "Choose whose hours would change")
    hours = forms.CharField(
        label="Hours a week", max_length=12, error_messages={"required": "Enter hours a week, such as 22.2"}
    )

    def parts(self) -> dict[str, Any]:
        """Whose post, and how many hours."""
        return {"post": self.cleaned_data["post"], "value": self.cleaned_data["hours"].strip()}


class JoinForm(ChangeForm):
    """Somebody joins the team."""

    kind = Kind.JOIN
    stage = forms.CharField(label="Step of the line", widget=forms.Select, required=False)
    hours = forms.CharField(
        label="Hours a week", max_length=12, error_messages={"required": "Enter hours a week, such as 37"}
    )
    asye = forms.BooleanField(label="In their assessed and supported year (ASYE)", required=False)

    def parts(self) -> dict[str, Any]:
        """On which step, with which hours."""
        data = self.cleaned_data
        return {"code": data["stage"], "value": data["hours"].strip(), "asye": data["asye"]}


class LeaveForm(ChangeForm):
    """Somebody leaves; what they hold waits."""

    kind = Kind.LEAVE
    person = _choice("Who", "Choose who would leave")

    def parts(self) -> dict[str, Any]:
        """Who leaves."""
        return {"person": self.cleaned_data["person"]}


class ThresholdForm(ChangeForm):
    """A number of the scheme is another."""

    kind = Kind.THRESHOLD
    code = forms.CharField(
        label="Which number",
        widget=forms.Select,
        error_messages={"required": "Choose a number of the scheme"},
    )
    value = forms.CharField(label="Would be", max_length=12, error_messages={"required": "Enter a number"})

    def parts(self) -> dict[str, Any]:
        """Which number, and what it would be."""
        return {"code": self.cleaned_data["code"], "value": self.cleaned_data["value"].strip()}


FORMS: dict[Kind, type[ChangeForm]] = {
    one.kind: one for one in (MoveForm, ImagineForm, CloseForm, HoursForm, JoinForm, LeaveForm, ThresholdForm)
}


def asked_by(kind: Kind, scheme: Scheme | None) -> dict[str, Field]:
    """The scheme's fields that a change of this kind is answered by."""
    if scheme is None or kind not in ANSWERED:
        return {}
    if kind is Kind.IMAGINE:
        return scheme.asked_of("case")
    own = set(OWN_FIELDS) - {"grade"}
    return {name: one for name, one in scheme.asked_of("practitioner").items() if name not in own}


def answers_form(kind: Kind, scheme: Scheme | None, data: Any) -> AnswersForm | None:
    """The form of those fields; none where nothing is asked."""
    asked = asked_by(kind, scheme)
    return AnswersForm(data, asked=asked, prefix="answers") if asked else None


class NameForm(forms.Form):
    """What a scenario is called."""

    name = forms.CharField(
        label="Name",
        max_length=80,
        error_messages={"required": "Enter a name"},
        help_text="Without names of families.",
    )


class CompareForm(forms.Form):
    """Two scenarios side by side."""

    one = forms.TypedChoiceField(label="This", coerce=int, required=False, empty_value=None)
    other = forms.TypedChoiceField(label="Beside this", coerce=int, required=False, empty_value=None)

    def __init__(self, *args: Any, choices: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [("", "How things stand"), *choices]
        for name in ("one", "other"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = offered
