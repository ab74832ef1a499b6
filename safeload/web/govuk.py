"""The GOV.UK Design System’s own Jinja macros, called from Django templates by Django’s rule of escaping."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from django.utils.encoding import force_str
from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, PackageLoader, PrefixLoader


@cache
def _environment() -> Environment:
    package = "govuk_frontend_jinja"
    return Environment(loader=PrefixLoader({package: PackageLoader(package)}), autoescape=True)


@cache
def _macro(name: str) -> Any:
    folder = "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name)
    template = _environment().get_template(f"govuk_frontend_jinja/components/{folder}/macro.html")
    return getattr(template.module, f"govuk{name[0].upper()}{name[1:]}")


def kept_component(name: str, params: Mapping[str, Any]) -> SafeString:
    """``component``, rendered once for the same parameters: for what looks alike each time it is shown."""
    return _kept(name, _Parameters(params))


class _Parameters:
    """Parameters that are equal if they render alike: a safe string is another than the same text to be escaped."""

    def __init__(self, params: Mapping[str, Any]) -> None:
        self.params = params
        self.key = _frozen(params)
        self.hash = hash(self.key)

    def __hash__(self) -> int:
        return self.hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Parameters) and self.key == other.key


def _frozen(value: Any) -> Any:
    if isinstance(value, Mapping):
        return tuple((name, _frozen(item)) for name, item in value.items())
    if isinstance(value, list | tuple):
        return (list, *map(_frozen, value))
    if isinstance(value, Promise):
        value = force_str(value)
    return type(value), value


@lru_cache(maxsize=512)
def _kept(name: str, parameters: _Parameters) -> SafeString:
    return component(name, parameters.params)


def component(name: str, params: Mapping[str, Any]) -> SafeString:
    """Render a component such as "button" or "errorSummary" with the parameters of the design system.

    Text in a parameter named ``html`` (or ending so) is escaped unless it is marked safe. Raises
    jinja2.TemplateNotFound for a component that does not exist.
    """
    rendered: str = _macro(name)(_clean(params)).strip()
    return mark_safe(rendered)  # noqa: S308 - the macros escape


def _clean(value: Any, key: str = "") -> Any:
    if isinstance(value, Mapping):
        return {name: _clean(item, name) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item, key) for item in value]
    if isinstance(value, Promise):
        value = force_str(value)
    if isinstance(value, str) and key.lower().endswith("html"):
        return str(conditional_escape(value))
    # A safe string in a text parameter is markup already; Jinja knows it by __html__.
    return value
