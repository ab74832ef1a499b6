"""What is kept of a file until it is applied: the cells that are read, and nothing else.

Names of children, dates of birth, postcodes, reasons and columns that nobody reads are blanked; an age becomes
the first year of its band. Rows and columns stay where they were, so that a list read again, with new answers
to its questions, gives the same places.
"""

from __future__ import annotations

import datetime
import json
import zlib
from collections.abc import Callable, Sequence
from typing import Any, Literal

from safeload.imports.sources import annexa_lists, cells, forms, headings
from safeload.imports.sources.annexa_lists import LISTS
from safeload.imports.sources.annexa_rows import speaks_of_a_child
from safeload.imports.sources.case_forms import CASES, TASKS
from safeload.imports.sources.forms import Form
from safeload.imports.sources.headings import plain
from safeload.imports.sources.staff_forms import COMMITMENTS, PRACTITIONERS
from safeload.imports.sources.workbook import Row, Table

Kind = Literal["annex-a", "practitioners", "commitments", "safeload-workbook"]

OUR_FORMS: dict[str, Form] = {
    "practitioners": PRACTITIONERS,
    "commitments": COMMITMENTS,
    "cases": CASES,
    "tasks": TASKS,
}
#: By these a list of tasks is known; "Kind" stands in commitments too.
_TASK_HEADINGS = {"task", "task type", "kind of task"}
#: Age band → an age that reads as the same band.
_YEARS = {"unborn": -1, "under 1": 0, "1-4": 1, "5-9": 5, "10-15": 10, "16-17": 16, "18+": 18, "unknown": ""}
#: Stands for a reference that is a name, which is refused again by the same rule.
_A_NAME = "Name Withheld"
#: The most characters of a cell that are kept; a wording longer than this is no code.
_LONGEST = 120
_USED = range(3, 10)


def kind_of(tables: Sequence[Table]) -> Kind | None:
    """What the sheets are, by names and headings; None where they are none of the lists that are read."""
    names = {plain(table.sheet) for table in tables}
    if len(names & OUR_FORMS.keys()) >= 2 or names & {"cases", "tasks"}:
        return "safeload-workbook"
    if any(annexa_lists.recognise(found[1]) for table in tables if (found := _annexa_heading(table))):
        return "annex-a"
    rated = {
        name: max((forms.looks_like(OUR_FORMS[name], table) for table in tables), default=0)
        for name in ("practitioners", "commitments")
    }
    best = max(rated, key=lambda name: rated[name])
    if rated[best] < 3:
        return None
    return "practitioners" if best == "practitioners" else "commitments"


def called_by_their_lists(tables: Sequence[Table]) -> list[Table]:
    """Our own lists of cases and tasks as .csv, called as the sheets of our workbook are."""
    return [Table(one.file, _list_name(one), one.rows) if not one.sheet else one for one in tables]


def _list_name(table: Table) -> str:
    """Cases by a case with its holder, household or team; Tasks by a task with its holder. Else no name."""
    if (found := _annexa_heading(table)) and annexa_lists.recognise(found[1]):
        return ""
    heading = headings.find(table.rows, lambda words: len(headings.places(words, CASES.synonyms())))
    words = heading[1] if heading else []
    cases, tasks = (set(headings.places(words, form.synonyms())) for form in (CASES, TASKS))
    if _TASK_HEADINGS & set(words) and tasks & {"staff_id", "worker"}:
        return TASKS.name
    people = headings.places(words, PRACTITIONERS.synonyms())
    beside = cases & {"household", "staff_id", "worker", "team"}
    return CASES.name if "ref" in cases and beside and "weekly_hours" not in people else ""


def without_the_rest(kind: Kind, tables: Sequence[Table], on: datetime.date) -> list[Table]:
    """The same sheets with only what is read; ``on`` is the day for which ages are reckoned."""
    if kind == "annex-a":
        return [_annexa(table, on) for table in tables]
    return [_ours(table, _form_of(kind, table)) for table in tables]


def packed(tables: Sequence[Table]) -> bytes:
    """Sheets as bytes for the database."""
    plain_tables = [[table.file, table.sheet, list(map(list, table.rows))] for table in tables]
    text = json.dumps(plain_tables, default=_as_json, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode(), 6)


def unpacked(content: bytes) -> list[Table]:
    """Sheets from the bytes that ``packed`` made."""
    found = json.loads(zlib.decompress(content), object_hook=_from_json)
    return [Table(file, sheet, rows) for file, sheet, rows in found]


def _annexa_heading(table: Table) -> tuple[int, list[str]] | None:
    return headings.find(table.rows, annexa_lists.rate)


def _annexa(table: Table, on: datetime.date) -> Table:
    found = _annexa_heading(table)
    number = annexa_lists.recognise(found[1]) if found else None
    if found is None or number is None or number not in _USED:
        return _emptied(table, found[0] if found else None)
    at = headings.places(found[1], LISTS[number].fields)
    ages, births = at.get("age"), at.pop("born", None)
    at.pop("-", None)
    place = ages if ages is not None else births
    heading = list(table.rows[found[0]])
    if ages is None and place is not None:
        heading[place] = "Age"

    def kept(row: Row) -> list[Any]:
        line = [_short(cell) if column in wanted else _mark(cell) for column, cell in enumerate(row)]
        if place is not None and place < len(row):
            age = row[ages] if ages is not None and ages < len(row) else ""
            born = row[births] if births is not None and births < len(row) else ""
            line[place] = _YEARS[cells.age_band(age, born, on)]
        if at.get("ref") is not None and at["ref"] < len(row):
            ref = cells.text(row[at["ref"]])
            line[at["ref"]] = _short(row[at["ref"]]) if not ref or speaks_of_a_child(ref) else _A_NAME
        return line

    wanted = set(at.values())
    return _with_rows(table, found[0], heading, kept)


def _ours(table: Table, form: Form | None) -> Table:
    synonyms = form.synonyms() if form else {}
    found = headings.find(table.rows, lambda words: len(headings.places(words, synonyms))) if form else None
    if found is None:
        return _emptied(table, None)
    wanted = set(headings.places(found[1], synonyms).values())
    wanted |= {place for place, word in enumerate(found[1]) if word.startswith(forms.SCHEME_COLUMNS)}
    heading = list(table.rows[found[0]])
    return _with_rows(
        table,
        found[0],
        heading,
        lambda row: [_short(cell) if place in wanted else _mark(cell) for place, cell in enumerate(row)],
    )


def _form_of(kind: Kind, table: Table) -> Form | None:
    if kind == "safeload-workbook":
        return OUR_FORMS.get(plain(table.sheet))
    return OUR_FORMS[kind]


def _with_rows(table: Table, at: int, heading: list[Any], kept: Callable[[Row], list[Any]]) -> Table:
    above: list[Any] = [[] for _ in range(at)]
    return Table(table.file, table.sheet, [*above, heading, *(kept(row) for row in table.rows[at + 1 :])])


def _emptied(table: Table, heading: int | None) -> Table:
    """As many rows with nothing in them, but for the headings by which the sheet was recognised."""
    return Table(
        table.file, table.sheet, [list(row) if at == heading else [] for at, row in enumerate(table.rows)]
    )


def _mark(cell: Any) -> str:
    """A cell that is not read: that something stood there tells a blank row from one without a reference."""
    return "" if cells.is_nothing(cell) else "."


def _short(cell: Any) -> Any:
    return cell[:_LONGEST] if isinstance(cell, str) else cell


def _as_json(value: Any) -> Any:
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return {type(value).__name__: value.isoformat()}
    if isinstance(value, datetime.timedelta):
        return {"timedelta": value.total_seconds()}
    raise TypeError(f"A cell holds no {type(value).__name__}.")


def _from_json(value: dict[str, Any]) -> Any:
    ((name, text),) = value.items()
    if name == "timedelta":
        return datetime.timedelta(seconds=text)
    return getattr(datetime, name).fromisoformat(text)
