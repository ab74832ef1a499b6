"""Choosing files, their day and what they are."""

from __future__ import annotations

from typing import Any

from django import forms

from safeload.imports.models import Import
from safeload.web.fields import DayField

_KINDS = (("", "Tell it from the headings"), *Import.Kind.choices)


class ManyFiles(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files; ``clean`` gives them as a list."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files. Raises ValidationError where there is none, or an empty one."""
        given = data if isinstance(data, list | tuple) else [data]
        return [super(ManyFilesField, self).clean(one, initial) for one in given]


class UploadForm(forms.Form):
    """Files to bring in."""

    lists = ManyFilesField(
        label="Files",
        widget=ManyFiles(attrs={"multiple": True, "accept": ".xlsx,.xls,.csv"}),
        help_text=(
            "An Annex A workbook, or one file for each of its lists; a list of practitioners; a list of "
            "commitments; or Safeload’s own workbook. Excel (.xlsx, .xls) or .csv, up to 25 MB each. "
            "You may choose several."
        ),
        error_messages={"required": "Choose at least one file", "empty": "One of the files is empty"},
    )
    on = DayField(
        label="The day for which the lists say how things are",
        help_text="Usually the day on which they were made in your case system.",
    )
    kind = forms.ChoiceField(label="What they are", choices=_KINDS, required=False)


class ConfirmForm(forms.Form):
    """Apply a list as the check shows it."""

    plan = forms.CharField(widget=forms.HiddenInput, max_length=64)
    plan_full = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    full_snapshot = forms.BooleanField(required=False)

    def __init__(self, *args: Any, left_out: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if left_out:
            self.fields["full_snapshot"].label = left_out
        else:
            del self.fields["full_snapshot"]

    def chosen(self) -> tuple[str, bool]:
        """The digest of what was confirmed, and whether what is left out ends."""
        full = bool(self.cleaned_data.get("full_snapshot"))
        return self.cleaned_data["plan_full" if full else "plan"], full
