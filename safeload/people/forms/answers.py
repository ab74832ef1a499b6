"""A form made of what a scheme asks: one field for each of its fields, with its own words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from safeload.audit.refusals import Refusal
from safeload.domain.scheme.model import Field
from safeload.people.answers import checked
from safeload.people.forms.versioned import VersionedForm
from safeload.web.fields import DayField

#: What stands for "none of these" where several codes may be chosen; nothing chosen is "not known".
NONE_OF_THESE = "-"
_NOT_KNOWN = ("", "Not known yet")


class AnswersForm(VersionedForm):
    """Answers to a scheme's fields. ``taken`` gives them as they are kept."""

    def __init__(self, *args: Any, asked: Mapping[str, Field], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        for name, field in asked.items():
            self.fields[name] = _made(field)

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError, beside its field, for an answer that the scheme does not allow."""
        given: dict[str, Any] = super().clean() or {}
        for name, field in self.asked.items():
            if name in given:
                try:
                    given[name] = checked(field, _meant(field, given[name]))
                except Refusal as refusal:
                    self.add_error(name, refusal.sentence)
        return given


def shown(asked: Mapping[str, Field], values: Mapping[str, Any]) -> dict[str, Any]:
    """Kept answers as the form shows them."""
    return {name: _shown(field, values.get(name)) for name, field in asked.items()}


def _made(field: Field) -> forms.Field:
    more: dict[str, Any] = {"label": field.title, "help_text": field.hint, "required": False}
    if field.kind == "code":
        return forms.ChoiceField(choices=[_NOT_KNOWN, *field.codes.items()], **more)
    if field.kind == "codes":
        choices = [*field.codes.items(), (NONE_OF_THESE, "None of these")]
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **more)
    if field.kind == "yes-no":
        choices = [("yes", "Yes"), ("no", "No"), _NOT_KNOWN]
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **more)
    if field.kind == "date":
        return DayField(**more)
    return forms.CharField(max_length=12, **more)


def _meant(field: Field, value: Any) -> Any:
    if field.kind == "codes":
        return [code for code in value if code != NONE_OF_THESE] if value else None
    return value or None


def _shown(field: Field, value: Any) -> Any:
    if field.kind == "codes":
        return [NONE_OF_THESE] if value == [] else value or []
    if field.kind == "yes-no":
        return {True: "yes", False: "no"}.get(value, "")
    if field.kind == "date" and isinstance(value, str):
        return date.fromisoformat(value)
    return value
