"""Shapes of what is sent about a hand-over, and about the shares of a case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone

from safeload.allocation.actions import ROOM, OverLine
from safeload.allocation.fields import KeysField, SeenField
from safeload.allocation.forms.proposals import NO_NAMES, TogetherForm, room_fields
from safeload.caseloads.actions import Part
from safeload.people.forms.versioned import VersionedForm
from safeload.web.fields import DayField


class HandOverForm(TogetherForm):
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
    """The decision about a hand-over as a whole; all that it still needs is said at once."""

    seen = SeenField()
    left_household = KeysField()
    in_conflict = KeysField()
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
    goes, waits, shared, nothing_because = room_fields()

    def __init__(
        self,
        *args: Any,
        asked: Mapping[str, str],
        without: Iterable[str] = (),
        room: str = "",
        **kwargs: Any,
    ) -> None:
        """``asked``: what handing over needs here, with what is said where it is missing. ``without``: not asked.

        ``room``: what is said where somebody would be red and nothing is said of what makes room for it.
        """
        super().__init__(*args, **kwargs)
        self.asked, self.room = asked, room
        for name in without:
            del self.fields[name]
        for name in (*asked, *(ROOM if room else ())):
            self.fields[name].plain_label = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Where it is handed over, everything that is missing, each beside its field."""
        given: dict[str, Any] = super().clean() or {}
        if "allocate" in self.data:
            for name, sentence in self.asked.items():
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
            if self.room and not any(given.get(name) for name in ROOM):
                self.add_error("goes", self.room)
            until = given.get("over_until")
            if until is not None and until <= timezone.localdate():
                self.add_error("over_until", "The end date lies in the past. Choose a day to come.")
        return given


#: What is said where the holder would be over the line with their part.
_OVER = ("reason", "what_will_be_done", "room", "over_until")


class ShareForm(VersionedForm):
    """The share of each who works on a case; and what is said where the holder would be over the line."""

    from_on = DayField(label="From")
    reason = forms.CharField(
        label="Why they are to carry it all the same",
        max_length=500,
        required=False,
        widget=forms.Textarea,
        help_text=NO_NAMES,
    )
    what_will_be_done = forms.CharField(
        label="What will be done about the load over the line",
        max_length=500,
        required=False,
        widget=forms.Textarea,
    )
    room = forms.CharField(
        label="What goes, waits or is shared for it, or why nothing can",
        max_length=200,
        required=False,
        help_text=NO_NAMES,
    )
    over_until = DayField(label="Over the line until", required=False)

    def __init__(self, *args: Any, parts: Sequence[Any], **kwargs: Any) -> None:
        """``parts``: who works on it now, the holder first."""
        super().__init__(*args, **kwargs)
        for part in parts:
            role = "holds it" if part.role == "holder" else "co-worker; 0 ends their part"
            self.fields[f"share-{part.post_id}"] = forms.DecimalField(
                label=f"{part.post.practitioner.name}, {role}: percent",
                initial=f"{part.share.normalize():f}",
                min_value=0,
                max_value=100,
                max_digits=5,
                decimal_places=2,
            )
        self.order_fields(["from_on", *(f"share-{part.post_id}" for part in parts)])

    def ask_over(self, asked: bool, red: bool) -> None:
        """Ask what X-27 asks, or do not: it is needed where the holder would be over the line; more of it at red."""
        for name in _OVER:
            if red if name == "room" else asked:
                self.fields[name].plain_label = True  # type: ignore[attr-defined]
            else:
                del self.fields[name]

    def shares(self) -> dict[int, Any]:
        """Percent by post."""
        return {
            int(name.removeprefix("share-")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("share-")
        }

    def parts(self) -> list[Part]:
        """Who works on it with which share; who has none is not among them."""
        return [Part(post, share) for post, share in self.shares().items() if share]

    def over(self) -> OverLine:
        """What was said, for the action."""
        return OverLine(**{name: self.cleaned_data[name] for name in _OVER if name in self.cleaned_data})
