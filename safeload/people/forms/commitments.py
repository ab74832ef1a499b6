"""Forms about commitments, reasons and strengths."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from safeload.people.asked import Kind
from safeload.people.forms.versioned import VersionedForm
from safeload.people.models import Account, Commitment, Post, Strength
from safeload.web.fields import DayField

_UNITS = (("", "As the scheme says for this kind"), *Commitment.Unit.choices)


class CommitmentForm(VersionedForm):
    """Leave, a duty or an adjustment. There is no box for a reason: that is the worker's, and sealed."""

    kind = forms.ChoiceField(label="What it is")
    amount = forms.DecimalField(
        label="How much",
        required=False,
        min_value=0,
        max_value=100_000,
        decimal_places=2,
        help_text="Such as 7.4 hours, or 20 percent. Leave empty where the scheme says how much it counts.",
        error_messages={"invalid": "How much must be a number, such as 7.4"},
    )
    unit = forms.ChoiceField(label="Counted in", choices=_UNITS, required=False)
    post_id = forms.TypedChoiceField(label="Which post", coerce=int, empty_value=None, required=False)
    starts_on = DayField(label="First day", required=False)
    ends_on = DayField(label="Last day", required=False, help_text="Leave empty if there is no end yet.")
    review_on = DayField(
        label="To be reviewed on",
        required=False,
        help_text="An adjustment holds until somebody has reviewed it.",
    )
    agreed_on = DayField(label="Agreed with them on", required=False)

    def __init__(self, *args: Any, kinds: Iterable[Kind], posts: Iterable[Post] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.code, kind.title) for kind in kinds]  # type: ignore[attr-defined]
        several = [(post.pk, f"{post.get_role_display()}, {post.team.name}") for post in posts]
        if len(several) > 1:
            self.fields["post_id"].choices = [("", "All their posts"), *several]  # type: ignore[attr-defined]
        else:
            del self.fields["post_id"]

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError for an amount without a unit, and a last day before the first."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("amount") is not None and not given.get("unit"):
            self.add_error("unit", "Say what the amount is counted in")
        if given.get("unit") and given.get("amount") is None and "amount" in given:
            self.add_error("amount", "Enter how much it is")
        first, last = given.get("starts_on"), given.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "The last day is before the first")
        return given


class ReviewForm(VersionedForm):
    """What a review of a commitment found."""

    outcome = forms.ChoiceField(
        label="What was found",
        choices=Commitment.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say what was found"},
    )
    reviewed_on = DayField(label="Reviewed on")
    ends_on = DayField(
        label="It goes on until", required=False, help_text="Only if it goes on or was changed."
    )
    review_on = DayField(label="Next review on", required=False)


class ReasonForm(forms.Form):
    """The reason for an adjustment, in the worker's own words."""

    text = forms.CharField(
        label="The reason, in your own words",
        widget=forms.Textarea,
        max_length=2000,
        help_text="It is encrypted. Nobody can read it but you and those you choose on the next page.",
        error_messages={"required": "Write the reason, or leave this page without saving"},
    )


class ReadersForm(forms.Form):
    """Who may read a reason."""

    readers = forms.TypedMultipleChoiceField(
        label="Who may read it",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="You can change this at any time. Each reading is noted, and you see who read it and when.",
    )

    def __init__(self, *args: Any, accounts: Iterable[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["readers"].choices = [(account.pk, account.name) for account in accounts]  # type: ignore[attr-defined]


class StrengthForm(forms.Form):
    """A skill, language, patch or development interest."""

    kind = forms.ChoiceField(label="Kind", choices=Strength.Kind.choices)
    text = forms.CharField(
        label="What",
        max_length=80,
        help_text="Such as Polish, life story work, the north of the county, court work.",
        error_messages={"required": "Enter what it is"},
    )
