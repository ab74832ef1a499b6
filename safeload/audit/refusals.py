"""What an action says when it will not do as asked: one sentence for the person, and where it belongs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_LEAVE_OUT = "Each says what; put it right, or leave it out, and send it again."
#: Of a row among many that is not there, or not for whoever asks: which of the two, it does not say.
NOT_FOR_YOU = "It is not there, or it is not for you."


class Refusal(Exception):
    """Nothing was changed; the sentence says why and what to do. ``field`` names the input at fault.

    ``rows``: of a change of many, what stands in the way of which, by the key of the case or whatever it is about.
    """

    def __init__(self, sentence: str, field: str = "", rows: Mapping[int, str] | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
        self.rows = dict(rows or {})


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


class RowsRefused(Refusal):
    """Nothing of a change of many was done; ``rows`` says of each that cannot be what stands in the way."""

    def __init__(self, rows: Mapping[int, str], number: int, noun: str, advice: str = _LEAVE_OUT) -> None:
        """``number``: of how many; ``noun``: of what, such as "case"; ``advice``: what to do about it."""
        of = f"{len(rows)} of {number} {noun}{'' if number == 1 else 's'}"
        if number == 1:
            of = f"the {noun}"
        super().__init__(f"Nothing was done: something stands in the way with {of}. {advice}", rows=rows)


class NotAllowed(Refusal):
    """The account has no right to do this here (``people/roles.py``)."""


def check_version(row: object, version: int | None, what: str) -> None:
    """Raise ChangedMeanwhile unless the form was filled in from the row as it stands; None: no check."""
    if version is not None and getattr(row, "version", version) != version:
        raise ChangedMeanwhile(
            f"Somebody changed {what} since you opened this page. What you typed is kept below; "
            "look at what it says now and save again."
        )
