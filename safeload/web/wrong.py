"""What is wrong with a field, as a sentence that names it and says what to do.

Django's own messages name no field ("This field is required."): here they get the label. Messages of ours are
shown as they are; those of Django are told apart by being translated only when they are shown.
"""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.functional import Promise

from safeload.web import formats
from safeload.web.fields import DayField

_BROKEN = "This page did not send everything that belongs to it. Load it anew, and send it again."
_WHOLE_LIST = (forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple)


def sentences(form: forms.BaseForm) -> list[str]:
    """Everything that is wrong with a form: first what is wrong with it as a whole, then field by field."""
    found = [str(error) for error in form.non_field_errors()]
    return found + [said for name in form.fields for said in errors_of(form[name])]


def errors_of(bound: BoundField) -> list[str]:
    """Everything that is wrong with one field, in the order in which it was found."""
    return [_said(bound, error) for error in bound.errors.as_data()]


def _said(bound: BoundField, error: ValidationError) -> str:
    field, code = bound.field, error.code or ""
    if isinstance(field, DayField) and error.message == field.default_error_messages.get(code):
        said = error.messages[0]
        return _named(bound, said[0].lower() + said[1:])
    if not isinstance(error.message, Promise):
        return str(error.messages[0])
    if bound.is_hidden:
        return _BROKEN
    what = _missing(field) if code == "required" else _wrong(field, code, error)
    return _named(bound, what) if what else str(error.messages[0])


def _named(bound: BoundField, what: str) -> str:
    return f"“{bound.label}”: {what}"


def _missing(field: forms.Field) -> str:
    if isinstance(field.widget, _WHOLE_LIST):
        return "choose one"
    if isinstance(field.widget, forms.CheckboxInput):
        return "tick this to go on"
    if isinstance(field, forms.FileField):
        return "choose a file"
    return f"enter {_number(field)}" if isinstance(field, forms.IntegerField) else "fill this in"


def _wrong(field: forms.Field, code: str, error: ValidationError) -> str:
    """What to do instead; empty for what is not known here."""
    params = error.params or {}
    if code in ("max_length", "min_length"):
        verb = "shorten this to" if code == "max_length" else "write at least"
        length = formats.plural(int(params["limit_value"]), "character")
        return f"{verb} {length}; it has {formats.amount(int(params['show_value']))}"
    if code in ("invalid_choice", "invalid_list"):
        return "choose one of those that are offered"
    if isinstance(field, forms.IntegerField):
        return f"enter {_number(field)}"
    return (
        "enter an e-mail address, such as name@council.gov.uk" if isinstance(field, forms.EmailField) else ""
    )


def _number(field: forms.IntegerField) -> str:
    """Which numbers a field takes; Django's decimals are a kind of whole number."""
    low, high = (at() if callable(at) else at for at in (field.min_value, field.max_value))
    number = "a whole number"
    if isinstance(field, forms.DecimalField):
        number = "a number" if field.decimal_places else number
    if low is not None and high is not None:
        number += f" from {formats.amount(low)} to {formats.amount(high)}"
    elif low is not None:
        number += f" of {formats.amount(low)} or more"
    elif high is not None:
        number += f" of {formats.amount(high)} or less"
    places = getattr(field, "decimal_places", None)
    return f"{number}, with at most {formats.plural(places, 'decimal place')}" if places else number
