from __future__ import annotations

from datetime import date
from html import unescape

import pytest
from django import forms
from django.template import Context, Template
from django.utils.safestring import mark_safe

from safeload.web import rendering
from safeload.web.fields import DayField
from safeload.web.govuk import component, kept_component
from safeload.web.wrong import errors_of, sentences


class EveryField(forms.Form):
    name = forms.CharField(max_length=40, help_text="As in the staff list")
    email = forms.EmailField()
    hours = forms.DecimalField(required=False)
    password = forms.CharField(widget=forms.PasswordInput)
    note = forms.CharField(widget=forms.Textarea, required=False)
    team = forms.ChoiceField(choices=[("", "Choose"), ("1", "North"), ("2", "South")])
    grouped = forms.ChoiceField(choices=[("Stages", [("a", "First"), ("b", "Second")])])
    stage = forms.ChoiceField(choices=[("n", "NQSW"), ("x", "Others")], widget=forms.RadioSelect)
    skills = forms.MultipleChoiceField(
        choices=[("w", "Welsh"), ("p", "Polish")], widget=forms.CheckboxSelectMultiple
    )
    agreed = forms.BooleanField(label="We agreed this")
    file = forms.FileField()
    starts = DayField(label="Starts on")
    key = forms.CharField(widget=forms.HiddenInput, initial="7")


def test_every_kind_of_field_has_a_label_that_belongs_to_it() -> None:
    html = rendering.render_fields(EveryField())
    for name in ("name", "email", "hours", "password", "team", "file", "agreed"):
        assert f'for="id_{name}"' in html
        assert f'id="id_{name}"' in html
    assert 'name="starts_month"' in html
    assert 'type="hidden" name="key" value="7"' in html
    assert "Hours (optional)" in html


def test_what_was_typed_is_kept_and_escaped() -> None:
    form = EveryField({"name": '"><script>', "team": "2", "skills": ["w"], "stage": "n", "starts_day": "31"})
    assert not form.is_valid()
    html = rendering.render_fields(form)
    assert "<script>" not in html
    assert 'value="2" selected' in html
    assert 'value="31"' in html
    assert html.count("checked") == 2


def test_the_summary_links_to_the_first_input_of_each_wrong_field() -> None:
    form = EveryField({"name": "x"})
    form.is_valid()
    form.add_error(None, "The two do not fit together")
    html = rendering.error_summary(form)
    for target in ("#id_email", "#id_stage_0", "#id_starts_day", "#id_skills_0"):
        assert f'href="{target}"' in html
        assert f'id="{target[1:]}"' in rendering.render_fields(form)
    assert "The two do not fit together" in html
    assert rendering.error_summary(EveryField()) == ""


def test_a_widget_without_a_component_is_refused() -> None:
    class Odd(forms.Form):
        when = forms.DateTimeField(widget=forms.SplitDateTimeWidget)

    with pytest.raises(TypeError, match="has no component"):
        rendering.render_fields(Odd())


def test_text_is_escaped_and_html_only_if_marked_safe() -> None:
    assert "&lt;b&gt;" in component("button", {"text": "<b>"})
    assert "&lt;b&gt;" in component("insetText", {"html": "<b>x</b>"})
    assert "<b>x</b>" in component("insetText", {"html": mark_safe("<b>x</b>")})
    page = Template('{% govuk "button" text=words %}').render(Context({"words": "Save & close"}))
    assert "Save &amp; close" in page


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (("3", "3", "2026"), date(2026, 3, 3)),
        (("3", "March", "26"), date(2026, 3, 3)),
        (("31", "dec", "2026"), date(2026, 12, 31)),
    ],
)
def test_a_day_is_read_as_people_write_it(typed: tuple[str, str, str], meant: date) -> None:
    assert DayField().clean(dict(zip(("day", "month", "year"), typed, strict=True))) == meant


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"day": "3", "month": "", "year": ""}, "must include a month and year"),
        ({"day": "31", "month": "2", "year": "2026"}, "real date"),
        ({"day": "x", "month": "2", "year": "2026"}, "real date"),
        (None, "Enter the date"),
    ],
)
def test_a_day_that_is_none_says_what_is_missing(typed: dict[str, str] | None, said: str) -> None:
    with pytest.raises(forms.ValidationError, match=said):
        DayField().clean(typed)


def test_what_is_kept_is_what_would_be_rendered() -> None:
    """Text that is equal but for being safe is not the same."""
    for html in ("<b>x</b>", mark_safe("<b>x</b>"), "<b>x</b>", mark_safe("<b>x</b>")):
        assert kept_component("insetText", {"html": html}) == component("insetText", {"html": html})
    for checked in (True, 1, False, 0):
        params = {"name": "a", "items": [{"value": 1, "text": "<i>", "checked": checked}]}
        assert kept_component("radios", params) == component("radios", params)


def test_what_somebody_sent_is_not_kept() -> None:
    class Words(forms.Form):
        words = forms.CharField(initial="first")

    assert 'value="first"' in rendering.render_fields(Words())
    assert 'value="&lt;mine&gt;"' in rendering.render_fields(Words({"words": "<mine>"}))
    assert 'value="second"' in rendering.render_fields(Words(initial={"words": "second"}))


class Wrong(forms.Form):
    why = forms.CharField(label="Why", max_length=5)
    who = forms.ChoiceField(label="Who", choices=[("", "Choose"), ("1", "Ada")])
    part = forms.IntegerField(label="Their part in percent", min_value=1, max_value=99)
    most = forms.IntegerField(label="At most", min_value=0)
    amount = forms.DecimalField(label="Amount", min_value=0, max_value=1000, decimal_places=2)
    mail = forms.EmailField(label="E-mail")
    tick = forms.BooleanField(label="We agreed this")
    day = DayField(label="From")
    own = forms.CharField(label="Own", error_messages={"required": "Say it in your own words"})
    key = forms.UUIDField(widget=forms.HiddenInput)


@pytest.mark.parametrize(
    ("name", "sent", "said"),
    [
        ("why", "", "“Why”: fill this in"),
        ("why", "because", "“Why”: shorten this to 5 characters; it has 7"),
        ("who", "", "“Who”: choose one"),
        ("who", "7", "“Who”: choose one of those that are offered"),
        ("part", "", "“Their part in percent”: enter a whole number from 1 to 99"),
        ("part", "100", "“Their part in percent”: enter a whole number from 1 to 99"),
        ("part", "half", "“Their part in percent”: enter a whole number from 1 to 99"),
        ("most", "-1", "“At most”: enter a whole number of 0 or more"),
        ("amount", "1.234", "“Amount”: enter a number from 0 to 1,000, with at most 2 decimal places"),
        ("amount", "-1", "“Amount”: enter a number from 0 to 1,000, with at most 2 decimal places"),
        ("mail", "x", "“E-mail”: enter an e-mail address, such as name@council.gov.uk"),
        ("tick", "", "“We agreed this”: tick this to go on"),
        ("day", "", "“From”: enter the date, with day, month and year"),
        ("day", "2026-13-01", "“From”: this must be a real date, such as 31 3 2026"),
        ("own", "", "Say it in your own words"),
        ("key", "", "This page did not send everything that belongs to it. Load it anew, and send it again."),
    ],
)
def test_what_is_wrong_names_its_field_and_says_what_to_do(name: str, sent: str, said: str) -> None:
    form = Wrong({name: sent})
    form.is_valid()
    assert errors_of(form[name]) == [said]
    assert said in sentences(form)
    assert said in html_of(rendering.error_summary(form))
    if name != "key":
        assert said in html_of(rendering.render_field(form[name]))


def html_of(html: str) -> str:
    return unescape(html)
