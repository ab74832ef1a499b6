"""The shape of what is typed about schemes; a scheme's text is checked as it is sent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from safeload.domain.scheme import Scheme, SchemeError
from safeload.people.models import ServiceArea
from safeload.schemes import files
from safeload.web.fields import DayField

ELSEWHERE = "0"


class TextForm(forms.Form):
    """A scheme's text: typed, or as a file."""

    file = forms.FileField(
        label="A scheme file",
        required=False,
        help_text="Choose a file, or change the text below.",
    )
    text = forms.CharField(
        label="Text of the scheme",
        required=False,
        widget=forms.Textarea,
        help_text="Give every change a new version. The schemes that come with Safeload show how things are written.",
    )
    note = forms.CharField(
        label="What has changed, and who agreed it",
        max_length=200,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Read the scheme; each thing that is wrong stands at the text, with its place."""
        given = super().clean() or {}
        text = given.get("text") or ""
        if given.get("file"):
            text = self._file_text(given["file"])
            # What was wrong is looked for, and put right, in the box.
            self.data = {**dict(self.data.items()), "text": text}
        # Browsers send lines that end in two characters; the same text should be the same version.
        text = text.replace("\r\n", "\n").rstrip() + "\n"
        try:
            files.read_text(text)
        except SchemeError as wrong:
            for problem in wrong.problems[:20]:
                self.add_error("text", f"{problem[:1].upper()}{problem[1:]}.")
        given["text"] = text
        return given

    def _file_text(self, file: Any) -> str:
        if file.size > files.LARGEST:
            raise ValidationError(
                {"file": "This file is too large for a scheme, which is some pages of text."}
            )
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError as problem:
            raise ValidationError({"file": "This file is not text. Save it as UTF-8."}) from problem


class AdoptForm(forms.Form):
    """From when a version holds, where, and who agreed it."""

    service_area = forms.ChoiceField(label="Where it holds")
    place = forms.ChoiceField(
        label="What it is for",
        widget=forms.RadioSelect,
        initial="main",
        choices=[
            ("main", "Loads and lines go by it"),
            ("beside", "It is shown beside the scheme that counts"),
        ],
    )
    starts_on = DayField(label="From which day")
    agreed_by = forms.CharField(
        label="Who agreed it",
        max_length=200,
        help_text="Such as the working group with the union’s representatives.",
        error_messages={"required": "Say who agreed it"},
    )
    agreed_on = DayField(label="Agreed on")

    def __init__(self, *args: Any, areas: list[ServiceArea], scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(ELSEWHERE, "Every service area without its own")]
        area: Any = self.fields["service_area"]
        area.choices = choices + [(str(one.pk), one.name) for one in areas]
        for setting in scheme.settings:
            self.fields[f"set_{setting.name}"] = _setting(setting)

    @property
    def chosen(self) -> dict[str, str]:
        """The settings chosen, by name."""
        return {name[4:]: str(value) for name, value in self.cleaned_data.items() if name.startswith("set_")}


def _setting(setting: Any) -> forms.Field:
    given: dict[str, Any] = {
        "label": setting.title,
        "initial": setting.chosen,
        "error_messages": {"required": f"Answer: {setting.title}"},
    }
    if setting.choices:
        return forms.ChoiceField(choices=[(one, one) for one in setting.choices], **given)
    return forms.DecimalField(min_value=0, max_digits=8, decimal_places=2, **given)
