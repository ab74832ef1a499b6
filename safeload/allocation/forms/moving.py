"""The shape of what is typed about a hand-over, and about the shares of a case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from safeload.allocation.fields import SeenField
from safeload.allocation.forms.proposals import NO_NAMES, TermsForm
from safeload.people.forms.versioned import VersionedForm
from safeload.web.fields import DayField


class HandOverForm(TermsForm):
    """Cases of one practitioner and who takes each, from when, with what words."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    from_on = DayField(label="From")
    message = forms.CharField(
        label="What you want to say to those who take them",
        max_length=500,
        required=False,
        widget=forms.Textarea,
        help_text=NO_NAMES,
    )
    field_order = ("key", "from_on", "message")


class HandOverDecideForm(forms.Form):
    """The decision about a hand-over as a whole."""

    seen = SeenField()
    notified = forms.BooleanField(
        label="I have told those who have not answered by telephone or e-mail; it is still to be discussed",
        required=False,
        help_text="A discussion with each of them is then due in two working days.",
    )
    reason = forms.CharField(
        label="Why", max_length=500, required=False, widget=forms.Textarea, help_text=NO_NAMES
    )
    what_will_be_done = forms.CharField(
        label="What will be done where a load goes over the line",
        max_length=500,
        required=False,
        widget=forms.Textarea,
    )
    over_until = DayField(label="Over the line until", required=False)


class ShareForm(VersionedForm):
    """The share of each who works on a case."""

    from_on = DayField(label="From")

    def __init__(self, *args: Any, parts: Sequence[Any], **kwargs: Any) -> None:
        """``parts``: who works on it now, the holder first."""
        super().__init__(*args, **kwargs)
        for part in parts:
            role = "holds it" if part.role == "holder" else "co-worker; 0 ends their part"
            self.fields[f"share-{part.post_id}"] = forms.DecimalField(
                label=f"{part.post.practitioner.name}, {role}: percent",
                initial=part.share.normalize(),
                min_value=0,
                max_value=100,
                max_digits=5,
                decimal_places=2,
            )

    def shares(self) -> list[tuple[int, Any]]:
        """Post and percent of each."""
        given = self.cleaned_data
        return [
            (int(name.removeprefix("share-")), value)
            for name, value in given.items()
            if name.startswith("share-")
        ]
