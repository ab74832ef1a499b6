"""A scenario as a workbook that goes on working: another holder in a cell moves the loads, other hours the lines.

Every text is written as text, never as a formula. Amounts are numbers as the engine found them; formulas round off
what binary numbers add to them, so that nothing crosses a boundary (X-02).
"""

from __future__ import annotations

import io
from collections import Counter
from fractions import Fraction
from typing import Any

import xlsxwriter

from safeload.domain.bands import edges
from safeload.domain.scheme import Scheme
from safeload.domain.scheme.model import Rounding
from safeload.people.scope import Scope
from safeload.web import formats
from safeload.whatif.facts import AsItWouldBe
from safeload.whatif.facts.hourly import hourly
from safeload.whatif.facts.worth import Held, holdings_of, is_imagined
from safeload.whatif.presenters.changes import Words
from safeload.whatif.queries.scenarios import opens_cases
from safeload.workload.presenters import board as boards
from safeload.workload.presenters import figures
from safeload.workload.queries.board import PersonRow

_PEOPLE = (
    ("Practitioner", 26), ("Hours a week", 12), ("Line", 10), ("Cases", 10), ("Commitments and tasks", 14),
    ("Load", 10), ("Per cent of the line", 12), ("To the line", 12), ("Band", 16),
    ("Load as it stands", 14), ("Band as it stands", 16),
    ("Line for each hour a week", 14), ("Line beside the hours", 14),
)  # fmt: skip
_CASES = (("Household or case", 26), ("Cases", 44), ("Held by (empty: waits)", 26), ("Counts", 10))
_CHANGES = (("Number", 10), ("Supposed", 70), ("Why it does not apply today", 60))
_FIRST = 1


def workbook(seen: AsItWouldBe, scope: Scope, team_name: str, name: str) -> bytes:
    """The workbook of a scenario, for this reader: cases by reference only where they are open to them."""
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_numbers": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        _Sheets(book, seen, scope).write(team_name, name)
    return buffer.getvalue()


class _Sheets:
    """The four sheets, which name each other's cells."""

    def __init__(self, book: Any, seen: AsItWouldBe, scope: Scope) -> None:
        self._book, self._seen, self._scope = book, seen, scope
        self._head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        assert seen.adoption is not None
        self._pk = seen.adoption.pk
        self._scheme: Scheme = seen.adopted_after[self._pk][1]
        self._opens = opens_cases(scope, seen.supposed.team)
        self._labels = _labels(seen.after.people)
        found = holdings_of(scope.on, seen)
        self._held = list(found.held) if self._opens else _together(found.held)
        self._others = found.others
        self._hourly = hourly(scope.on, seen, self._scheme)

    def write(self, team_name: str, name: str) -> None:
        """Fill them in the order in which they are looked at."""
        people, cases = self._sheet("People", _PEOPLE), self._sheet("Cases", _CASES)
        scheme, changes = self._book.add_worksheet("Scheme"), self._sheet("Changes", _CHANGES)
        bands = self._write_scheme(scheme, team_name, name)
        for at, row in enumerate(self._seen.after.people, _FIRST):
            self._write_person(people, at, row, bands)
        self._write_cases(cases)
        words = Words(self._seen, self._opens)
        for at, one in enumerate(words.changes(), _FIRST):
            changes.write_number(at, 0, one.n)
            changes.write_string(at, 1, one.words)
            changes.write_string(at, 2, one.obstacle)

    def _sheet(self, title: str, columns: tuple[tuple[str, int], ...]) -> Any:
        sheet = self._book.add_worksheet(title)
        for at, (heading, width) in enumerate(columns):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, heading, self._head)
        sheet.freeze_panes(1, 1)
        return sheet

    def _write_scheme(self, sheet: Any, team_name: str, name: str) -> list[tuple[str, str, bool]]:
        """What measures; each band, highest first: its cell, and whether the edge belongs to it."""
        sheet.set_column(0, 0, 40)
        sheet.set_column(1, 2, 14)
        facts = (
            ("Team", team_name),
            ("Scenario", name or "without a name"),
            ("Measured on the rows of", formats.day(self._scope.on)),
            ("Scheme", f"{self._scheme.title}, version {self._scheme.version}"),
            ("Unit", self._scheme.unit),
            ("", "Nothing real is changed by a scenario, nor by what is typed here."),
            (
                "",
                "A household counts here as for its holder; brothers and sisters held by another count apart.",
            ),
        )
        for at, (what, words) in enumerate(facts):
            sheet.write_string(at, 0, what, self._head)
            sheet.write_string(at, 1, words)
        top = len(facts) + 1
        sheet.write_string(top, 0, "Band", self._head)
        sheet.write_string(top, 1, "Begins at per cent of the line", self._head)
        if self._scheme.advisory:
            return []
        found = []
        for at, (band, multiple, inclusive) in enumerate(
            edges(self._scheme.bands, self._scheme.line), top + 1
        ):
            sheet.write_string(at, 0, f"{band} ({'from' if inclusive else 'above'} this)")
            sheet.write_number(at, 1, float(multiple * 100))
            found.append((band, f"Scheme!$B${at + 1}", inclusive))
        return found

    def _write_person(self, sheet: Any, at: int, row: PersonRow, bands: list[tuple[str, str, bool]]) -> None:
        adopted = self._seen.adopted_after[row.adoption][1]
        posts = self._seen.after.posts.get(row.id, [])
        fig = boards.person_figure(row, adopted, posts)
        sheet.write_string(at, 0, self._labels[row.id])
        hours = [post.hours for post in posts]
        if hours and None not in hours:
            sheet.write_number(at, 1, sum(one or 0 for one in hours) / 100)
        self._write_line(sheet, at, row, fig)
        if row.adoption == self._pk:
            self._write_formulas(sheet, at, row, fig, bands)
        else:  # a post under another scheme: as the engine has it
            sheet.write_number(at, 5, float(fig.load))
            sheet.write_string(at, 8, _word(fig))
        before = next((one for one in self._seen.before.people if one.id == row.id), None)
        if before is not None:
            held = self._seen.before.posts.get(row.id, [])
            was = boards.person_figure(before, self._seen.adopted[before.adoption][1], held)
            sheet.write_number(at, 9, float(was.load))
            sheet.write_string(at, 10, _word(was))

    def _write_line(self, sheet: Any, at: int, row: PersonRow, fig: figures.Figure) -> None:
        """The line as it goes with the hours; typed where it is no matter of hours alone."""
        if fig.line is None:
            return
        by_hours = self._hourly.get(row.id) if row.adoption == self._pk else None
        if by_hours is None:
            sheet.write_number(at, 2, float(fig.line))
            return
        n = at + 1
        sheet.write_number(at, 11, float(by_hours.each))
        sheet.write_number(at, 12, float(by_hours.beside))
        line = _rounded(f"B{n}*L{n}+M{n}", self._scheme.line_rounding)
        sheet.write_formula(at, 2, f'=IF(ISNUMBER(B{n}),MAX(0,{line}),"")', None, float(fig.line))

    def _write_formulas(
        self, sheet: Any, at: int, row: PersonRow, fig: figures.Figure, bands: list[tuple[str, str, bool]]
    ) -> None:
        n, last = at + 1, len(self._held) + 1
        other = self._others.get(row.id, Fraction(0))
        held = sum((one.worth for one in self._held if one.who == row.id), Fraction(0))
        sheet.write_formula(
            at, 3, f"=SUMIFS(Cases!$D$2:$D${last},Cases!$C$2:$C${last},{_equals(f'A{n}')})", None, float(held)
        )
        sheet.write_number(at, 4, float(other))
        sheet.write_formula(
            at, 5, f"={_rounded(f'D{n}+E{n}', self._scheme.load_rounding)}", None, float(fig.load)
        )
        percent = "" if fig.percent is None else float(formats.cut(fig.percent, 1))
        sheet.write_formula(at, 6, f'=IF(N(C{n})<=0,"",ROUNDDOWN(ROUND(F{n}*100/C{n},8),1))', None, percent)
        far = "" if not fig.line or fig.hides_distance else float(fig.line - fig.load)
        absolute = self._scheme.bands.kind == "absolute"
        word = figures.WORDS["green"] if absolute else fig.shield or figures.WORDS["room"]
        none = f"N(C{n})<=0"
        if fig.shield:  # how far below the line is not told either
            none = "TRUE" if absolute else f'OR({none},I{n}="{word}")'
        sheet.write_formula(at, 7, f'=IF({none},"",ROUND(C{n}-F{n},8))', None, far)
        sheet.write_formula(at, 8, f"={self._band(n, bands, word)}", None, _word(fig))

    def _band(self, n: int, bands: list[tuple[str, str, bool]], lowest: str) -> str:
        """The band of a row, highest first; both sides rounded to a millionth, since 50 × 1.1 is a little over 55.

        ``lowest``: what stands below all of them; of whoever is protected or manages no room is shown (X-01).
        """
        found = f'"{lowest}"'
        for band, cell, inclusive in reversed(bands):
            reached = f"ROUND(F{n}*100,6){'>=' if inclusive else '>'}ROUND(C{n}*{cell},6)"
            found = f'IF({reached},"{figures.WORDS[band]}",{found})'
        if not bands:
            found = f'"{figures.WORDS[""]}"'
        if not self._scheme.line.published:
            return found
        set_ = f'IF(C{n}<=0,"{figures.WORDS["not_available"]}",{found})'
        return f'IF(NOT(ISNUMBER(C{n})),"{figures.WORDS["not_set"]}",{set_})'

    def _write_cases(self, sheet: Any) -> None:
        for at, one in enumerate(self._held, _FIRST):
            sheet.write_string(at, 0, _spelt(one.home))
            sheet.write_string(at, 1, ", ".join(_spelt(reference) for reference in one.references))
            sheet.write_string(at, 2, self._labels.get(one.who, ""))
            sheet.write_number(at, 3, float(one.worth))
        if self._held:
            people = f"=People!$A$2:$A${len(self._labels) + 1}"
            sheet.data_validation(
                _FIRST, 2, len(self._held), 2, {"validate": "list", "source": people, "ignore_blank": True}
            )


def _labels(people: list[PersonRow]) -> dict[int, str]:
    """Names that are told apart, since loads are added up by them."""
    counts: Counter[str] = Counter()
    found = {}
    for one in people:
        counts[one.name.lower()] += 1
        number = counts[one.name.lower()]
        found[one.id] = one.name if number == 1 else f"{one.name} ({number})"
    return found


def _together(held: tuple[Held, ...]) -> list[Held]:
    """For those to whom single cases are not open: all that each holds as one."""
    found: dict[int, Fraction] = {}
    for one in held:
        found[one.who] = found.get(one.who, Fraction(0)) + one.worth
    return [Held("All of it together", (), who, worth) for who, worth in found.items()]


def _spelt(reference: str) -> str:
    return f"Imagined ({reference[1:]})" if is_imagined(reference) else reference


def _equals(cell: str) -> str:
    """A criterion that is this text and nothing else: no wildcard, no comparison."""
    found = cell
    for sign in "~*?":
        found = f'SUBSTITUTE({found},"{sign}","~{sign}")'
    return f'"="&{found}'


def _word(fig: figures.Figure) -> str:
    """A band in words; of whoever is protected or manages no room is shown (X-01)."""
    return fig.shield if fig.hides_room else figures.WORDS[fig.band or ""]


def _rounded(total: str, rounding: Rounding) -> str:
    """The scheme's own rounding of a load or a line, after what binary numbers added is gone."""
    exact = f"ROUND({total},8)"
    if rounding.how == "exact":
        return exact
    return f"{'ROUNDDOWN' if rounding.how == 'cut' else 'ROUND'}({exact},{rounding.places})"
