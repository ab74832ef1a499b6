"""Forms of workload: closing a case, with what it frees beside it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from safeload.caseloads.actions import CLOSURE_REASONS
from safeload.people.forms.versioned import VersionedForm
from safeload.web.fields import DayField


class ClosingForm(VersionedForm):
    """From which day, why, and what was achieved."""

    on = DayField(
        label="Closed from", help_text="Today or a day before. Whoever holds it held it until then."
    )
    reason = forms.ChoiceField(label="Why it closes", error_messages={"required": "Choose why it closes"})
    achieved = forms.CharField(
        label="What was achieved, in a line",
        max_length=200,
        required=False,
        help_text="If you want to say. No names or addresses.",
    )

    def __init__(
        self, *args: Any, own_reasons: Iterable[tuple[int, str]], waits: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if waits:
            self.fields["on"].help_text = "Today or a day before. It waits until then."
        codes = [(code.value, code.label) for code in CLOSURE_REASONS]
        own = [(f"own-{pk}", label) for pk, label in own_reasons]
        self.fields["reason"].choices = [("", "Choose one"), *own, *codes]  # type: ignore[attr-defined]

    def taken(self) -> dict[str, Any]:
        """What was typed, for the action."""
        given = super().taken()
        chosen = given.pop("reason")
        if chosen.startswith("own-"):
            return {**given, "own_reason_id": int(chosen.removeprefix("own-"))}
        return {**given, "reason": chosen}
