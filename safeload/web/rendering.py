"""Django's form fields as components of the design system."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from safeload.web.fields import DayWidget
from safeload.web.govuk import component, kept_component
from safeload.web.wrong import errors_of

_TYPES: dict[type[forms.Widget], str] = {
    forms.EmailInput: "email",
    forms.URLInput: "url",
    forms.NumberInput: "text",  # the design system advises against type=number: it scrolls and rounds
}


def render_field(bound: BoundField, **options: Any) -> SafeString:
    """One field with its label, hint and error. ``options`` are passed on to the component.

    ``hint`` replaces the help text, ``legend`` or ``label`` the label, ``width`` is a number of
    characters (2, 3, 4, 5, 10, 20, 30). Raises TypeError for a widget that has no component.
    """
    widget = bound.field.widget
    if widget.is_hidden:
        return SafeString(bound)
    for kind, render in _RENDERERS:
        if isinstance(widget, kind):
            rendered: SafeString = render(bound, _common(bound, options), options)
            return rendered
    raise TypeError(f"{type(widget).__name__} of field {bound.name} has no component in web/rendering.py.")


def render_fields(form: forms.BaseForm) -> SafeString:
    """All fields of a form, in order."""
    return mark_safe("\n".join(render_field(form[name]) for name in form.fields))  # noqa: S308


def error_summary(form: forms.BaseForm, title: str = "There is a problem") -> SafeString:
    """What is wrong with a form, each with a link to its field; nothing if nothing is."""
    listed: list[dict[str, Any]] = [{"text": error} for error in form.non_field_errors()]
    for name in form.fields:
        bound = form[name]
        listed += [{"text": error, "href": f"#{_first_input(bound)}"} for error in errors_of(bound)]
    if not listed:
        return SafeString("")
    return component("errorSummary", {"titleText": title, "errorList": listed})


def _first_input(bound: BoundField) -> str:
    if isinstance(bound.field.widget, DayWidget):
        return f"{bound.auto_id}_day"
    if isinstance(bound.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return f"{bound.auto_id}_0"
    return str(bound.auto_id)


def _common(bound: BoundField, options: dict[str, Any]) -> dict[str, Any]:
    label = options.get("label") or bound.label or ""
    plain = options.get("plain_label") or getattr(bound.field, "plain_label", False)
    if not bound.field.required and not plain and not _says_optional(label):
        label = f"{label} (optional)"
    params: dict[str, Any] = {
        "id": bound.auto_id,
        "name": bound.html_name,
        "label": {"text": label, "classes": options.get("label_classes", "")},
    }
    hint = options.get("hint") or bound.help_text
    if hint:
        params["hint"] = {"text": hint}
    if bound.errors:
        params["errorMessage"] = {"text": errors_of(bound)[0]}
    classes = options.get("classes", "")
    if width := options.get("width"):
        classes = f"{classes} govuk-input--width-{width}".strip()
    if classes:
        params["classes"] = classes
    return params


def _says_optional(label: Any) -> bool:
    return "optional" in str(label)


def _value(bound: BoundField) -> str:
    value = bound.field.widget.format_value(bound.value())
    return "" if value is None else str(value)


def _attributes(bound: BoundField) -> dict[str, Any]:
    """What the form asks of the input itself; required is said in words, not by the browser's bubble."""
    kept = {"placeholder", "required", "class", "autocomplete", "cols", "rows", "id"}
    given = {name: value for name, value in bound.field.widget.attrs.items() if name not in kept}
    if isinstance(bound.field, forms.CharField) and bound.field.max_length:
        given.setdefault("maxlength", bound.field.max_length)
    return given


def _input(bound: BoundField, params: dict[str, Any], options: dict[str, Any]) -> SafeString:
    widget = bound.field.widget
    params |= {
        "value": _value(bound),
        "type": _TYPES.get(type(widget), "text"),
        "attributes": _attributes(bound),
    }
    if isinstance(widget, forms.NumberInput):
        params["inputmode"] = "decimal" if isinstance(bound.field, forms.DecimalField) else "numeric"
    for name in ("prefix", "suffix"):
        if name in options:
            params[name] = {"text": options[name]}
    if complete := widget.attrs.get("autocomplete"):
        params["autocomplete"] = complete
    return _shown(bound, "input", params)


def _password(bound: BoundField, params: dict[str, Any], options: dict[str, Any]) -> SafeString:
    params["autocomplete"] = bound.field.widget.attrs.get("autocomplete", "current-password")
    return _shown(bound, "passwordInput", params)


def _textarea(bound: BoundField, params: dict[str, Any], options: dict[str, Any]) -> SafeString:
    params |= {"value": _value(bound), "rows": options.get("rows", 4)}
    limit = getattr(bound.field, "max_length", None)
    if limit:
        return _shown(bound, "characterCount", params | {"maxlength": limit})
    return _shown(bound, "textarea", params)


def _choices(bound: BoundField) -> list[tuple[str, str]]:
    found = []
    for value, label in bound.field.widget.choices:
        if isinstance(label, list | tuple):
            found += [(str(inner), str(text)) for inner, text in label]
        else:
            found.append(("" if value is None else str(value), str(label)))
    return found


def _chosen(bound: BoundField) -> set[str]:
    value = bound.value()
    values = value if isinstance(value, list | tuple | set) else [value]
    return {str(getattr(item, "pk", item)) for item in values if item is not None}


def _select(bound: BoundField, params: dict[str, Any], options: dict[str, Any]) -> SafeString:
    chosen = _chosen(bound)
    params["items"] = [
        {"value": value, "text": text, "selected": value in chosen} for value, text in _choices(bound)
    ]
    params["attributes"] = _attributes(bound)
    return _shown(bound, "select", params)


def _options(bound: BoundField, params: dict[str, Any], options: dict[str, Any], name: str) -> SafeString:
    chosen = _chosen(bound)
    legend = params.pop("label")
    legend["classes"] = legend["classes"] or "govuk-fieldset__legend--s"
    params |= {"fieldset": {"legend": legend}, "idPrefix": params.pop("id")}
    hints = options.get("hints") or {}
    params["items"] = [
        {
            "id": f"{bound.auto_id}_{number}",
            "value": value,
            "text": text,
            "checked": value in chosen,
            **({"hint": {"text": hints[value]}} if value in hints else {}),
        }
        for number, (value, text) in enumerate(_choices(bound))
    ]
    return _shown(bound, name, params)


def _radios(bound: BoundField, params: dict[str, Any], options: dict[str, Any]) -> SafeString:
    return _options(bound, params, options, "radios")


def _checkboxes(bound: BoundField, params: dict[str, Any], options: dict[str, Any]) -> SafeString:
    return _options(bound, params, options, "checkboxes")


def _checkbox(bound: BoundField, params: dict[str, Any], options: dict[str, Any]) -> SafeString:
    item: dict[str, Any] = {
        "id": params.pop("id"),
        "value": "on",
        "text": options.get("label") or bound.label,
        "checked": bool(bound.value()),
    }
    if hint := params.pop("hint", None):
        item["hint"] = hint
    params.pop("label")
    return _shown(bound, "checkboxes", params | {"idPrefix": f"{item['id']}-box", "items": [item]})


def _file(bound: BoundField, params: dict[str, Any], options: dict[str, Any]) -> SafeString:
    return _shown(bound, "fileUpload", params | {"attributes": _attributes(bound)})


def _day(bound: BoundField, params: dict[str, Any], options: dict[str, Any]) -> SafeString:
    parts = bound.field.widget.parts(bound.value())
    legend = params.pop("label")
    legend["classes"] = legend["classes"] or "govuk-fieldset__legend--s"
    widths = {"day": 2, "month": 2, "year": 4}
    wrong = " govuk-input--error" if bound.errors else ""
    params["fieldset"] = {"legend": legend}
    params["items"] = [
        {
            "id": f"{bound.auto_id}_{name}",
            "name": f"{bound.html_name}_{name}",
            "label": name.capitalize(),
            "value": parts[name],
            "classes": f"govuk-input--width-{width}{wrong}",
        }
        for name, width in widths.items()
    ]
    params.pop("name")
    return _shown(bound, "dateInput", params)


def _shown(bound: BoundField, name: str, params: dict[str, Any]) -> SafeString:
    """A form as it is first shown looks the same to everybody; what somebody sent is theirs, and rendered for them."""
    return component(name, params) if bound.form.is_bound else kept_component(name, params)


def hidden_fields(form: forms.BaseForm) -> SafeString:
    """The hidden fields of a form, for forms whose visible fields are placed one by one."""
    return format_html("{}", mark_safe("".join(str(field) for field in form.hidden_fields())))  # noqa: S308


_RENDERERS: list[tuple[type[forms.Widget], Any]] = [
    (DayWidget, _day),
    (forms.PasswordInput, _password),
    (forms.Textarea, _textarea),
    (forms.CheckboxSelectMultiple, _checkboxes),  # Django's is a kind of RadioSelect: it comes first
    (forms.RadioSelect, _radios),
    (forms.CheckboxInput, _checkbox),
    (forms.FileInput, _file),
    (forms.Select, _select),
    (forms.widgets.Input, _input),
]
