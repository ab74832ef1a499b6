"""What each change by imports is called in the record."""

from __future__ import annotations

WORDS = {
    "imports.upload": "Brought in a list to be checked",
    "imports.apply": "Applied a list",
    "imports.undo": "Undid a list as a whole",
    "imports.refuse": "Set a list aside",
    "imports.settle": "Settled what a word in a list means",
    "imports.forget": "Took back what a word in a list means",
    "imports.let_go": "Let go of the rows of a list that was not applied",
}
