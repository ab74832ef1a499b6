"""Tags and filters that every template has without loading them (settings: builtins)."""

from __future__ import annotations

from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.utils.html import format_html
from django.utils.safestring import SafeString

from safeload.web import formats, listing, rendering
from safeload.web.govuk import component

register = template.Library()


@register.simple_tag
def govuk(name: str, params: dict[str, Any] | None = None, **options: Any) -> SafeString:
    """``{% govuk "button" text="Save" %}`` or ``{% govuk "table" params %}``: see web/govuk.py."""
    return component(name, {**(params or {}), **options})


@register.simple_tag
def field(bound: forms.BoundField, **options: Any) -> SafeString:
    """``{% field form.name width=10 %}``: one field with label, hint and error."""
    return rendering.render_field(bound, **options)


@register.simple_tag
def fields(form: forms.BaseForm) -> SafeString:
    """``{% fields form %}``: all fields of a form."""
    return rendering.render_fields(form)


@register.simple_tag
def hidden(form: forms.BaseForm) -> SafeString:
    """``{% hidden form %}``: only its hidden fields."""
    return rendering.hidden_fields(form)


@register.simple_tag
def errors(form: forms.BaseForm) -> SafeString:
    """``{% errors form %}``: the error summary, to stand above the page's heading."""
    return rendering.error_summary(form)


@register.simple_tag(takes_context=True)
def sort_link(context: template.Context, name: str, text: str, sort: listing.Sort) -> SafeString:
    """``{% sort_link "name" "Name" sort %}`` inside ``<th scope="col" {% sorted "name" sort %}>``."""
    current = sort.by == name
    target = f"-{name}" if current and not sort.descending else name
    arrow = ("▼" if sort.descending else "▲") if current else "↕"
    href = listing.address_with(context["request"], sort=target, page=None)
    return format_html(
        '<a class="govuk-link govuk-link--no-visited-state" href="{}">{}'
        '<span class="safeload-sort__arrow" aria-hidden="true">{}</span></a>',
        href,
        text,
        arrow,
    )


@register.simple_tag(name="sorted")
def sorted_by(name: str, sort: listing.Sort) -> SafeString:
    """The aria-sort attribute of a column's heading."""
    if sort.by != name:
        return SafeString("")
    return format_html('aria-sort="{}"', "descending" if sort.descending else "ascending")


@register.simple_tag(takes_context=True)
def pages(context: template.Context, page: Page[Any], noun: str = "row", nouns: str = "") -> SafeString:
    """``{% pages page "case" %}``: which rows these are, and the links to the others."""
    total = formats.plural(page.paginator.count, noun, nouns)
    if page.paginator.num_pages < 2:
        return format_html('<p class="govuk-body safeload-quiet">{}</p>', total)
    which = f"{formats.amount(page.start_index())} to {formats.amount(page.end_index())} of {total}"
    links = component("pagination", listing.pagination_params(context["request"], page))
    return format_html(
        '<div class="safeload-pages"><p class="govuk-body safeload-quiet">{}</p>{}</div>', which, links
    )


@register.simple_tag(takes_context=True)
def address(context: template.Context, **changes: Any) -> str:
    """``{% address team=4 page=None %}``: this page's address with some of its query changed."""
    return listing.address_with(context["request"], **changes)


register.filter("day", lambda value: formats.day(value))
register.filter("short_day", lambda value: formats.day(value, weekday=False))
register.filter("moment", formats.moment)
register.filter("amount", lambda value, places=1: formats.amount(value, int(places)))
register.filter("percent", lambda value: formats.percent(value))
register.filter("signed", lambda value: formats.signed(value))


@register.filter
def plural(number: Any, words: str) -> str:
    """``{{ number|plural:"case" }}`` or ``{{ number|plural:"child,children" }}``."""
    one, _, many = words.partition(",")
    return formats.plural(number, one, many)
