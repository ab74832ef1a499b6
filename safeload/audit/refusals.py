"""What an action says when it will not do as asked: one sentence for the person, and where it belongs."""

from __future__ import annotations

from collections.abc import Sequence


class Refusal(Exception):
    """Nothing was changed; the sentence says why and what to do. ``field`` names the input at fault."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class Several(Refusal):
    """Several things stand in the way; all of them are said at once, each at its own field."""

    def __init__(self, parts: Sequence[Refusal]) -> None:
        super().__init__(" ".join(part.sentence for part in parts), parts[0].field)
        self.parts = tuple(parts)


def refuse_all(parts: Sequence[Refusal]) -> None:
    """Raise what was refused: the one thing, or all of them together; nothing where nothing was."""
    if parts:
        raise parts[0] if len(parts) == 1 else Several(parts)


class ChangedMeanwhile(Refusal):
    """Somebody else changed the same thing since the form was opened: nothing of either is lost."""


class NotAllowed(Refusal):
    """The account has no right to do this here (``people/roles.py``)."""


def check_version(row: object, version: int | None, what: str) -> None:
    """Raise ChangedMeanwhile unless the form was filled in from the row as it stands; None: no check."""
    if version is not None and getattr(row, "version", version) != version:
        raise ChangedMeanwhile(
            f"Somebody changed {what} since you opened this page. What you typed is kept below; "
            "look at what it says now and save again."
        )
