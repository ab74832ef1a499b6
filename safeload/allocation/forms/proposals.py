"""Shapes of what is sent about a proposal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from safeload.allocation.actions import GIVEN, Terms
from safeload.allocation.fields import KeysField, SeenField
from safeload.allocation.models import Answer
from safeload.people.forms.versioned import VersionedForm
from safeload.web.fields import DayField

NO_NAMES = "No names, addresses or dates of birth of children or families."


def room_fields() -> tuple[forms.CharField, ...]:
    """What goes, waits or is shared for a case, or that nothing can: one of them is asked for at red."""
    titles = ("What goes", "What waits", "What is shared", "Nothing can go, wait or be shared, because")
    found = tuple(forms.CharField(label=title, max_length=200, required=False) for title in titles)
    found[0].help_text = f"Where somebody would be red, one of these is asked for. {NO_NAMES}"
    return found


class TermsForm(VersionedForm):
    """How a change of hands is meant: why, what the next practitioner needs to know, for how long."""

    change_reason = forms.ChoiceField(label="Why the worker changes", required=False)
    notes = forms.CharField(
        label="Handover notes",
        max_length=2000,
        required=False,
        widget=forms.Textarea,
        help_text=f"What the next practitioner needs to know of the work. {NO_NAMES}",
    )
    joint_visit = forms.BooleanField(label="A joint visit is asked for", required=False)
    cover_until = DayField(
        label="Temporary cover until",
        required=False,
        help_text="Leave empty if it is for good. On that day you are asked whether it ends; nothing ends by itself.",
    )

    def __init__(self, *args: Any, own_reasons: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        """``own_reasons``: the employer's own, by key, beside those of the SSDA903 return."""
        super().__init__(*args, **kwargs)
        own = [(f"own-{pk}", label) for pk, label in own_reasons]
        codes = [(code.value, code.label) for code in GIVEN]
        grouped = [("", "As it is: a first allocation, or managing caseloads"), *codes]
        self.fields["change_reason"].choices = [*grouped, *own]  # type: ignore[attr-defined]

    def terms(self) -> Terms:
        """What was said, for the action."""
        given = self.cleaned_data
        chosen = given["change_reason"]
        own = int(chosen.removeprefix("own-")) if chosen.startswith("own-") else None
        return Terms(
            change_reason="" if own else chosen,
            own_reason_id=own,
            notes=given["notes"],
            joint_visit=given["joint_visit"],
            cover_until=given["cover_until"],
        )


class TogetherForm(TermsForm):
    """A change of hands that may part a household; where it does, it is asked whether that is meant."""

    split_meant = forms.BooleanField(
        label="It is meant that these brothers and sisters are with different practitioners", required=False
    )

    def ask_split(self, which: str) -> None:
        """Ask whether it is meant, and say of which; not at all where nobody would be parted."""
        if which:
            self.fields["split_meant"].help_text = which
            self.fields["split_meant"].plain_label = True  # type: ignore[attr-defined]
        else:
            del self.fields["split_meant"]


class PlaceForm(TogetherForm):
    """Which cases, from when, with what words; the button names the post."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    case_ids = forms.TypedMultipleChoiceField(
        label="Cases to place together",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose at least one case",
            "invalid_choice": "One of these cases is not in the same hands any more. Look at them again.",
        },
    )
    from_on = DayField(label="From")
    share = forms.DecimalField(
        label="As a co-worker, with percent of the load",
        required=False,
        max_digits=5,
        decimal_places=2,
        help_text="Leave empty to hand the case over. With a share, whoever holds it goes on holding it.",
    )
    message = forms.CharField(
        label="What you want to say to the practitioner",
        max_length=500,
        required=False,
        widget=forms.Textarea,
        help_text=NO_NAMES,
    )

    field_order = ("key", "case_ids", "from_on", "message")

    def __init__(
        self, *args: Any, cases: Sequence[tuple[int, str]], held: bool = True, **kwargs: Any
    ) -> None:
        """``held``: somebody holds the cases, so that they can be handed over or worked on together."""
        super().__init__(*args, **kwargs)
        self.fields["case_ids"].choices = cases  # type: ignore[attr-defined]
        if not held:
            del self.fields["share"]


class AnswerForm(VersionedForm):
    """The practitioner's answer."""

    says = forms.ChoiceField(
        label="Your answer",
        choices=Answer.Says.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose your answer"},
    )
    words = forms.CharField(
        label="In your own words",
        max_length=1000,
        required=False,
        widget=forms.Textarea,
        help_text="What you need for it, or why not; you may leave it empty if you simply agree. "
        f"Nobody changes what you write. {NO_NAMES}",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].plain_label = True  # type: ignore[attr-defined]


class DecideForm(VersionedForm):
    """The manager's decision; what is asked for depends on the answer and on the line (X-26, X-27)."""

    seen = SeenField()
    left_household = KeysField()
    in_conflict = KeysField()
    notified = forms.BooleanField(
        label="I have told them by telephone or e-mail; it is still to be discussed",
        required=False,
        help_text="A discussion is then due in two working days; bank holidays count as working days.",
    )
    reason = forms.CharField(
        label="Why",
        max_length=500,
        required=False,
        widget=forms.Textarea,
        help_text=f"Asked for if you do not allocate: the practitioner reads it. {NO_NAMES}",
    )
    what_will_be_done = forms.CharField(
        label="What will be done about the load over the line",
        max_length=500,
        required=False,
        widget=forms.Textarea,
    )
    over_until = DayField(label="Over the line until", required=False)
    goes, waits, shared, nothing_because = room_fields()

    def __init__(
        self, *args: Any, without: Iterable[str] = (), asked: Iterable[str] = (), **kwargs: Any
    ) -> None:
        """``without``: what this situation does not ask. ``asked``: what it does, so it is not called optional."""
        super().__init__(*args, **kwargs)
        for name in without:
            del self.fields[name]
        for name in asked:
            self.fields[name].plain_label = True  # type: ignore[attr-defined]


class OverrideForm(VersionedForm):
    """Why a senior lets a limit of the scheme be exceeded."""

    reason = forms.CharField(
        label="Why the limit may be exceeded",
        max_length=500,
        widget=forms.Textarea,
        help_text=f"It is recorded under your name and reported upwards. {NO_NAMES}",
        error_messages={"required": "Say why the limit may be exceeded"},
    )


class TakeBackForm(forms.Form):
    """Why an allocation is taken back."""

    why = forms.CharField(
        label="Why is it taken back?",
        max_length=200,
        help_text="A few words. No names or addresses.",
        error_messages={"required": "Say in a few words why it is taken back"},
    )


class CoverForm(VersionedForm):
    """What becomes of temporary cover."""

    what = forms.ChoiceField(
        label="What happens now?",
        widget=forms.RadioSelect,
        choices=[
            ("back", "It ends: the cases go back"),
            ("on", "It goes on until another day"),
            ("for-good", "It stays like this for good"),
        ],
        error_messages={"required": "Choose what happens"},
    )
    day = DayField(
        label="From which day, or until when",
        required=False,
        help_text="Where it ends: from when the cases are back. Where it goes on: until when. For good needs no day.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].plain_label = True  # type: ignore[attr-defined]


class OfferForm(VersionedForm):
    """ "I can take one"."""

    post_id = forms.TypedChoiceField(label="In which team", coerce=int)
    from_on = DayField(label="From when")
    until_on = DayField(label="Until when this holds", required=False)
    kind = forms.CharField(
        label="Of which kind",
        max_length=200,
        required=False,
        help_text=f"Such as: an assessment, court work with a co-worker, a family that speaks Welsh. {NO_NAMES}",
    )

    def __init__(self, *args: Any, posts: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post_id"].choices = posts  # type: ignore[attr-defined]
        if len(posts) == 1:
            self.fields["post_id"].widget = forms.HiddenInput()
            self.initial.setdefault("post_id", posts[0][0])


class ChangeReasonForm(VersionedForm):
    """The employer's own reason for a change of worker."""

    label = forms.CharField(
        label="In your own words", max_length=80, error_messages={"required": "Enter the reason"}
    )
    code = forms.ChoiceField(
        label="Returned as",
        choices=[(code.value, f"{code.label} ({code.value})") for code in GIVEN],
        help_text="The list of the SSDA903 return.",
    )


class DiscussedForm(VersionedForm):
    """When it was discussed."""

    on = DayField(label="Discussed on")
