"""Writes the example Annex A workbook of an invented authority, with its practitioners and commitments.

Run `python examples/annex-a/make.py`: the same files come out each time. Every name is invented; the dirt
is what real files have: titles or none, `List_6` beside `List 7`, curly apostrophes, trailing spaces, a
doubled bracket, “Sum of …”, “#N/A” and non-breaking spaces in workers' names, bare, coded and local values,
formulas, serial numbers, ISO and British dates, thousands of blank formatted rows, decimal ages, blank
dates of birth, repeated children, lists that disagree.
"""

from __future__ import annotations

import csv
import datetime
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlsxwriter

HERE = Path(__file__).parent
DAY = datetime.date(2026, 11, 16)
NOBODY = "#N/A"
DUTY = "Duty"
MANAGER = "Hepzibah Crumblewick"
LEAVER = "Peregrine Dusk-Hollow"
TWO_SPELLINGS = ("Ignatius Fernsby-Vale", "Ignatious Fernsby Vale")
BLANK_ROWS = 2_000

#: Team → those who hold its cases, with a weight for how many each has.
TEAMS: dict[str, list[tuple[str, int]]] = {
    "Assessment Team": [
        ("Ottoline Quillfeather", 14),
        ("Barnaby Thistlewick", 17),
        ("Siân Gwyllfa-Môr", 13),
        ("Caspian Underbough", 9),
        ("Thaddeus Gloam", 11),
        (DUTY, 7),
    ],
    "Locality North": [
        ("Marigold Sparrowhawke", 19),
        (TWO_SPELLINGS[0], 13),
        (TWO_SPELLINGS[1], 3),
        ("Łucja Kwiatoszek", 15),
        ("Tamsin Hobbleditch", 10),
        (MANAGER, 6),
    ],
    "Locality South": [
        ("Rafferty Moonbeam", 16),
        ("Clementine Pockett", 18),
        ("Zebedee Larkspurr", 12),
        ("Winifred O'Bracken", 14),
        (LEAVER, 5),
    ],
    "Children with Disabilities": [("Ezekiel Marshwiggle", 16), ("Persephone Tuck", 13)],
    "Children in Care": [
        ("Horatio Bellweather", 15),
        ("Dulcie Ravenscar-Pugh", 17),
        ("Montague Fizzlewood", 14),
        ("Araminta Cobb", 11),
        ("Tamsin Hobbleditch", 5),
    ],
    "Care Leavers": [("Jocasta Millrace", 18), ("Balthazar Pennywhistle", 16), ("Philomena Starling", 8)],
}
#: How each team's open children divide: (List 6 only: need or assessment, protection plan, looked after,
#: care leaver).
MIX = {
    "Assessment Team": (68, 0, 0, 0),
    "Locality North": (46, 21, 4, 0),
    "Locality South": (48, 19, 4, 0),
    "Children with Disabilities": (25, 2, 3, 0),
    "Children in Care": (2, 0, 60, 0),
    "Care Leavers": (0, 0, 0, 44),
}

CHILD = ("Child Unique ID", "Gender", "Ethnicity", "Date of Birth")
HOLDER = ("Allocated Team", "Allocated Worker")
HEADINGS: dict[int, tuple[str, ...]] = {
    3: (
        *CHILD,
        "Age of Child (Years)",
        "Date of referral",
        "Referral Source",
        "Referral NFA?",
        "Sum of Number of Referrals in Last 12 Months",
        *HOLDER,
    ),
    4: (
        *CHILD,
        "Age",
        "Does the Child have a Disability",
        "Continuous Assessment Start Date",
        "Child Seen During Continuous Assessment",
        "Continuous Assessment Date of Authorisation",
        "Was the child assessed as requiring LA children’s social care support",
        *HOLDER,
    ),
    5: (
        *CHILD,
        "Age of Child (Years)",
        "Does the Child have a Disability",
        "Strategy discussion initiating Section 47 Enquiry Start Date",
        "Was an Initial Child Protection Conference deemed unnecessary?",
        "Date of Initial Child Protection Conference",
        "Did the Initial Child Protection Conference Result in a Child Protection Plan",
        "Sum of Number of Section 47 Enquiries in the last 12 months",
        "Number of ICPCs in the last 12 months",
        *HOLDER,
    ),
    6: (
        *CHILD,
        "Age of Child (Years)",
        "Does the Child have a Disability",
        "CIN Start Date",
        "Primary Need Code",
        "Date Child Was Last Seen",
        "CIN Closure Date",
        "Reason for Closure",
        "Case status",
        *HOLDER,
    ),
    7: (
        *CHILD,
        "Age of Child (Years)",
        "Does the Child have a Disability",
        "Child Protection Plan Start Date",
        "Initial Category of Abuse",
        "Latest Category of Abuse",
        "Date of the Last Statutory Visit",
        "Was the Child Seen Alone?",
        "Date of latest review conference",
        "Child Protection Plan End Date",
        "Subject to Emergency Protection Order or Protected Under Police Powers in Last Six Months (Y/N)",
        "Number of Previous Child Protection Plans",
        *HOLDER,
    ),
    8: (
        *CHILD,
        "Age",
        "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N))",
        "Does the Child have a Disability",
        "Date Started to be Looked After",
        "Child’s Category of Need",
        "Child's Legal Status",
        "Date of Latest Statutory Review",
        "Date of Last Social Work Visit",
        "Number of Placements in the Last 12 months",
        "Date Ceased to be Looked After ",
        "Reason Ceased to be Looked After",
        "Placement Type",
        "Placement postcode",
        "Placement Location",
        "LA of Placement",
        "Number of Episodes the Child has been ‘Missing’ from their Placement in the last 12 months",
        *HOLDER,
    ),
    9: (
        *CHILD,
        "Age",
        "Does the Child have a Disability",
        *HOLDER,
        "Allocated Personal Advisor",
        "Eligibility Category",
        "Latest Pathway Plan Review Date",
        "LA In Touch ",
        "Latest Date of Contact",
        "Type of Accommodation",
    ),
}
TITLES = {
    3: "List 3: Referral",
    4: "List 4: Assessments",
    5: "List 5: Section 47 enquiries and Initial Child Protection Conferences",
    6: "List 6: Children in Need",
    7: "List 7: Child protection",
    9: "List 9: Care leavers",
}
SHEETS = {3: "List_3", 4: "List_4", 5: "List_5", 6: "List_6", 7: "List 7 ", 8: "List 8", 9: "List_9"}

PROTECTED = next(heading for heading in HEADINGS[7] if heading.startswith("Subject to Emergency"))
MISSING = next(heading for heading in HEADINGS[8] if "‘Missing’" in heading)


@dataclass
class Child:
    """An invented child: everything that the lists say of it."""

    ref: int
    kind: str
    team: str
    worker: str
    born: datetime.date
    disability: str
    start: datetime.date
    lists: dict[int, dict[str, Any]] = field(default_factory=dict)


class Maker:
    """Invents the children with one source of chance, so that each run invents the same."""

    def __init__(self, seed: int = 1948) -> None:
        self.chance = random.Random(seed)  # noqa: S311 invented children, no secret
        self.reference = 700_100

    def back(self, least: int, most: int) -> datetime.date:
        """A day between `least` and `most` days before the lists were made."""
        return DAY - datetime.timedelta(days=self.chance.randint(least, most))

    def pick(self, *choices: Any) -> Any:
        """One of the choices."""
        return self.chance.choice(choices)

    def children(self) -> list[Child]:
        """Every open child of every team, the shares of the teams as in `MIX`."""
        made = []
        for team, shares in MIX.items():
            names = [name for name, weight in TEAMS[team] for _ in range(weight)]
            for kind, number in zip(("need", "plan", "care", "leaver"), shares, strict=True):
                made += [self.child(kind, team, self.chance.choice(names)) for _ in range(number)]
        return made

    def child(self, kind: str, team: str, worker: str) -> Child:
        """One child of a kind: need, plan, care or leaver."""
        self.reference += self.chance.randint(3, 97)
        age_days = (
            self.chance.randint(18 * 365, 21 * 365) if kind == "leaver" else self.chance.randint(40, 17 * 365)
        )
        disabled = team == "Children with Disabilities" or self.chance.random() < 0.08
        child = Child(
            self.reference,
            kind,
            team,
            worker,
            DAY - datetime.timedelta(days=age_days),
            self.pick("a) Yes", "Yes") if disabled else self.pick("b) No", "b) No", "No", "N", "c) Unknown"),
            self.back(20, 900),
        )
        if kind != "leaver":
            child.lists[6] = self.need(child)
        if kind == "plan":
            child.lists[7] = self.plan(child)
        if kind == "care":
            child.lists[8] = self.care(child)
        if kind == "leaver":
            child.lists[9] = self.leaver(child)
        return child

    def need(self, child: Child) -> dict[str, Any]:
        """The row of List 6. Of looked-after children it names no worker, as the report there fails."""
        assessment = child.team == "Assessment Team" and self.chance.random() < 0.8
        status = {
            "plan": ("b) Child Protection plan", "CP"),
            "care": ("a) Looked after child", "LAC"),
            "need": ("d) Open assessment", "d) Open assessment ")
            if assessment
            else ("c) Child in need plan", "CIN"),
        }[child.kind]
        return {
            "CIN Start Date": child.start,
            "Primary Need Code": self.pick(
                "N1 - Abuse or neglect",
                "N1 - Abuse or Neglect",
                "N1",
                "N5 - Family dysfunction",
                "N2 - Child’s disability",
                "N4 - Family in acute stress",
            ),
            "Date Child Was Last Seen": self.back(1, 40),
            "CIN Closure Date": "",
            "Reason for Closure": "",
            "Case status": self.pick(*status),
            "Allocated Worker": NOBODY if child.kind == "care" else child.worker,
        }

    def plan(self, child: Child) -> dict[str, Any]:
        """The row of List 7."""
        abuse = self.pick(
            "a) Neglect", "Neglect", "d) Emotional abuse", "Emotional abuse", "b) Physical abuse", "NEG"
        )
        return {
            "Child Protection Plan Start Date": max(
                child.start + datetime.timedelta(days=14), self.back(10, 400)
            ),
            "Initial Category of Abuse": abuse,
            "Latest Category of Abuse": abuse,
            "Date of the Last Statutory Visit": self.back(1, 24),
            "Was the Child Seen Alone?": self.pick("a) Yes", "b) No", "Yes"),
            "Date of latest review conference": self.back(5, 160),
            "Child Protection Plan End Date": "",
            PROTECTED: "b) No",
            "Number of Previous Child Protection Plans": self.pick(0, 0, 0, 1),
        }

    def care(self, child: Child) -> dict[str, Any]:
        """The row of List 8."""
        return {
            "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N))": self.pick(
                *["b) No"] * 14, "a) Yes"
            ),
            "Date Started to be Looked After": child.start,
            "Child’s Category of Need": self.pick("N1 - Abuse or neglect", "N5 - Family dysfunction", "N8"),
            "Child's Legal Status": self.pick(
                "C1: ICO",
                "C1",
                "C2: FCO",
                "C2: FCO",
                "C2",
                "Care order",
                "E1: Placement order",
                "V2: Single period under S20",
                "S20",
                "s.20",
            ),
            "Date of Latest Statutory Review": self.back(5, 170),
            "Date of Last Social Work Visit": self.back(1, 40),
            "Number of Placements in the Last 12 months": self.pick(1, 1, 2, 3),
            "Date Ceased to be Looked After ": "",
            "Reason Ceased to be Looked After": "",
            "Placement Type": self.pick("f) U6: Foster placement - not FFA", "q) K2: Children’s Homes", "U1"),
            "Placement postcode": self.pick("nope", "", "ZZ99 3WZ", "ZZ99 4QQ"),
            "Placement Location": self.pick("a) In", "a) In", "b) Out", "In", "Out"),
            "LA of Placement": self.pick("Home Town", "Home Town", "Other Town 1"),
            MISSING: self.pick(0, 0, 0, 1, 4),
        }

    def leaver(self, child: Child) -> dict[str, Any]:
        """The row of List 9."""
        return {
            "Allocated Personal Advisor": child.worker,
            "Eligibility Category": self.pick(
                "b) Former relevant child",
                "Former relevant child",
                "a) Relevant child",
                "c) Qualifying care leaver",
            ),
            "Latest Pathway Plan Review Date": self.back(10, 200),
            "LA In Touch ": self.pick("a) Yes", "Yes"),
            "Latest Date of Contact": self.back(1, 60),
            "Type of Accommodation": self.pick("U: Independent living", "Y: Other accommodation"),
        }


def rows(number: int, children: Sequence[Child], maker: Maker) -> list[list[Any]]:
    """The rows of one of Lists 6 to 9, in the order of the headings, with the columns that all lists
    share."""
    found = []
    for child in children:
        if number in child.lists:
            own = {"Allocated Team": child.team, "Allocated Worker": child.worker} | child.lists[number]
            found.append([_cell(heading, child, own, maker) for heading in HEADINGS[number]])
    return found


def _cell(heading: str, child: Child, own: dict[str, Any], maker: Maker) -> Any:
    shared = {
        "Child Unique ID": child.ref,
        "Gender": maker.pick("a) Male", "b) Female", "Female", "Male"),
        "Ethnicity": maker.pick("a) WBRI", "WBRI", "d) WOTH", "k) APKN", "o) BAFR"),
        "Date of Birth": child.born if maker.chance.random() > 0.03 else "",
        "Age": (DAY - child.born).days / 365.25,
        "Age of Child (Years)": (DAY - child.born).days // 365,
        "Does the Child have a Disability": child.disability,
    }
    value = own.get(heading, shared.get(heading, ""))
    if (
        heading in {"Allocated Worker", "Allocated Personal Advisor"}
        and " " in str(value)
        and maker.chance.random() < 0.5
    ):
        return value.replace(" ", "\u00a0")
    return value


def activity_rows(number: int, maker: Maker, children: Sequence[Child]) -> list[list[Any]]:
    """Rows of Lists 3 to 5: half a year of referrals, assessments and enquiries, most of children long
    since closed."""
    people = [name for name, _ in TEAMS["Assessment Team"] if name != DUTY]
    amount = {3: 150, 4: 110, 5: 40}[number]
    found = []
    for at in range(amount):
        known = children[(at * 7) % len(children)] if at % 3 == 0 else None
        start = maker.back(1, 180)
        own = {
            "Child Unique ID": known.ref if known else 600_000 + number * 10_000 + at,
            "Age": 8.4,
            "Age of Child (Years)": 8,
            "Does the Child have a Disability": "b) No",
            "Date of referral": start,
            "Referral Source": maker.pick("q) 6: Police", "e) 2A: Schools", "s) 8: Other"),
            "Referral NFA?": maker.pick("b) No", "No", "a) Yes"),
            "Sum of Number of Referrals in Last 12 Months": maker.pick(0, 0, 1, 2),
            "Continuous Assessment Start Date": start,
            "Child Seen During Continuous Assessment": maker.pick("Yes", "a) Yes", "c) Unknown"),
            "Continuous Assessment Date of Authorisation": ""
            if at % 4 == 0
            else min(DAY, start + datetime.timedelta(days=maker.chance.randint(10, 62))),
            "Was the child assessed as requiring LA children’s social care support": maker.pick(
                "a) Yes", "b) No", "CS Assessment Updated"
            ),
            "Strategy discussion initiating Section 47 Enquiry Start Date": start,
            "Was an Initial Child Protection Conference deemed unnecessary?": maker.pick("a) Yes", "No"),
            "Date of Initial Child Protection Conference": ""
            if at % 2
            else start + datetime.timedelta(days=14),
            "Did the Initial Child Protection Conference Result in a Child Protection Plan": ""
            if at % 2
            else maker.pick("a) Yes", "b) No"),
            "Sum of Number of Section 47 Enquiries in the last 12 months": 0,
            "Number of ICPCs in the last 12 months": 0,
            "Allocated Team": "Assessment Team",
            "Allocated Worker": maker.chance.choice(people),
        }
        found.append([own.get(heading, "") for heading in HEADINGS[number]])
    return found


def trouble(lists: dict[int, list[list[Any]]], maker: Maker) -> None:
    """The dirt that must stand in a known place: the tests and the guide speak of it."""
    six, seven, eight, nine = lists[6], lists[7], lists[8], lists[9]
    column = {number: {heading: at for at, heading in enumerate(HEADINGS[number])} for number in HEADINGS}
    # Two lists that name different workers for the same child.
    for at in (2, 9):
        place = column[7]["Allocated Worker"]
        here = seven[at][place].replace("\u00a0", " ")
        seven[at][place] = "Clementine Pockett" if here != "Clementine Pockett" else "Rafferty Moonbeam"
    of_eight = eight[5][0]
    next(row for row in six if row[0] == of_eight)[column[6]["Allocated Worker"]] = "Rafferty Moonbeam"
    # Closed in List 6 and still looked after in List 8.
    closed = next(row for row in six if row[0] == eight[8][0])
    closed[column[6]["CIN Closure Date"]] = maker.back(5, 30)
    # Local wordings and free text.
    six[3][column[6]["Primary Need Code"]] = "PSRMEM - Support with memory and cognition"
    six[14][column[6]["Primary Need Code"]] = "PSRMEM - Support with memory and cognition"
    six[30][column[6]["Case status"]] = "Step down to Early Help"
    six[31][column[6]["Does the Child have a Disability"]] = "Awaiting CS assessment"
    eight[3][column[8]["Child's Legal Status"]] = "S.20 vol. accom."
    eight[4][column[8]["Child's Legal Status"]] = "ICO (extended)"
    six[20][column[6]["Date Child Was Last Seen"]] = "see case note"
    # Plans and care that ended, episodes that closed.
    for at in (6, 12):
        seven[at][column[7]["Child Protection Plan End Date"]] = maker.back(3, 90)
    eight[20][column[8]["Date Ceased to be Looked After "]] = maker.back(3, 90)
    for at in range(40):
        row = list(six[at])
        row[0] = 500_000 + at * 13
        row[column[6]["CIN Closure Date"]] = maker.back(1, 170)
        row[column[6]["Reason for Closure"]] = (
            "RC7 - Services ceased for any other reason, including child no longer in need"
        )
        row[column[6]["Case status"]] = "e) Closed episode"
        six.append(row)
    # The same child twice, once word for word and once with another worker; a row without a child.
    six.append(list(six[10]))
    again = list(six[11])
    again[column[6]["Allocated Worker"]] = "Zebedee Larkspurr"
    six.append(again)
    six.append(["", *[""] * 12, "Report run by CS Performance"])
    nine[1][column[9]["Allocated Worker"]] = ""


def dress(lists: dict[int, list[list[Any]]], maker: Maker) -> None:
    """Write dates in the ways in which they come: true dates, ISO text, British text and serial numbers."""
    for found in lists.values():
        for row in found:
            row[:] = [_dressed(cell, maker) if isinstance(cell, datetime.date) else cell for cell in row]


def _dressed(day: datetime.date, maker: Maker) -> Any:
    way = maker.chance.random()
    if way < 0.05:
        return day.isoformat()
    if way < 0.1:
        return f"{day:%d/%m/%Y}"
    if way < 0.13:
        return float((day - datetime.date(1899, 12, 30)).days)
    return day


def write_workbook(path: Path, lists: dict[int, list[list[Any]]]) -> None:
    """Write the sheets; List 8 has no title, List 6 is followed by blank formatted rows, some dates are
    formulas."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        book.set_properties({"created": datetime.datetime(2026, 11, 16, 9, 0, tzinfo=datetime.UTC)})
        look = {
            "date": book.add_format({"num_format": "dd/mm/yyyy"}),
            "blank": book.add_format({"border": 1}),
        }
        front = book.add_worksheet("Front_Sheet")
        front.write_string(0, 0, "Annex A - Child level data")
        front.write_string(1, 0, "An invented authority: every name and number here is made up.")
        for number, found in sorted(lists.items()):
            sheet = book.add_worksheet(SHEETS[number])
            top = 0
            if number in TITLES:
                sheet.write_string(0, 0, TITLES[number])
                top = 1
            sheet.write_row(top, 0, HEADINGS[number])
            for at, row in enumerate(found, top + 1):
                _write_row(sheet, at, row, look)
            if number == 6:
                for at in range(len(found) + top + 1, len(found) + top + 1 + BLANK_ROWS):
                    for place in range(len(HEADINGS[6])):
                        sheet.write_blank(at, place, None, look["blank"])


def _write_row(sheet: Any, at: int, row: Sequence[Any], look: dict[str, Any]) -> None:
    for place, cell in enumerate(row):
        if isinstance(cell, datetime.date) and at % 11 == 0:
            serial = (cell - datetime.date(1899, 12, 30)).days
            sheet.write_formula(
                at, place, f"=DATE({cell.year},{cell.month},{cell.day})", look["date"], serial
            )
        elif isinstance(cell, datetime.date):
            sheet.write_datetime(at, place, cell, look["date"])
        elif cell != "":
            sheet.write(at, place, cell)


def practitioners() -> list[list[str]]:
    """The list of HR: one row a post. The leaver has an end; “Duty” is nobody; one works in two teams."""
    head = [
        "Staff ID",
        "Name",
        "SWE number",
        "Team",
        "Job title",
        "Weekly hours",
        "FTE",
        "Qualified date",
        "Start date",
        "End date",
        "ASYE",
        "Agency",
    ]
    people: list[list[str]] = [head]
    number = 4100
    staff: dict[str, tuple[str, str]] = {}
    manager_of = {"Locality North": MANAGER}
    for team, names in TEAMS.items():
        for name, _ in names:
            if name in {DUTY, TWO_SPELLINGS[1]}:
                continue
            if name not in staff:
                number += 7
                staff[name] = (f"E{number}", "" if team == "Care Leavers" else f"SW{number + 500_000}")
            people.append(_post(staff[name], name, team, manager_of.get(team) == name))
    return people


_ASYE = {"Caspian Underbough", "Araminta Cobb"}
_PART_TIME = {"Siân Gwyllfa-Môr": "22.2", "Zebedee Larkspurr": "29.6", "Philomena Starling": "18.5"}
_AGENCY = {"Rafferty Moonbeam", "Montague Fizzlewood"}


def _post(staff: tuple[str, str], name: str, team: str, manager: bool) -> list[str]:
    role = "Team Manager" if manager else "Personal Adviser" if team == "Care Leavers" else "Social Worker"
    hours, whole = _PART_TIME.get(name, "37"), ""
    if name == "Tamsin Hobbleditch":
        hours, whole = "", "0.6" if team == "Locality North" else "0.4"
    year = 2025 if name in _ASYE else 2008 + len(name) % 15
    qualified = "" if team == "Care Leavers" else f"{1 + len(name) % 27:02d}/07/{year}"
    ends = "30/09/2026" if name == LEAVER else ""
    shown = ", ".join(reversed(name.rsplit(" ", 1))) if name == "Persephone Tuck" else name
    asye = "Y" if name in _ASYE else "N"
    return [
        staff[0],
        shown,
        staff[1],
        team,
        role,
        hours,
        whole,
        qualified,
        f"01/09/{year + 1 if year < 2025 else 2025}",
        ends,
        asye,
        "Yes" if name in _AGENCY else "No",
    ]


def commitments(people: Sequence[Sequence[str]]) -> list[list[str]]:
    """Leave, duty and adjustments that go with the practitioners; a column of reasons that Safeload will
    not read."""
    by_name = {row[1]: row[0] for row in people[1:]}
    head = ["Staff ID", "Practitioner", "Kind", "Amount", "Unit", "Starts", "Ends", "Review date", "Reason"]
    lines = [
        ("Ottoline Quillfeather", "Duty", "7.4", "hours", "01/09/2026", "", "01/03/2027"),
        ("Barnaby Thistlewick", "Duty", "7.4", "hours", "01/09/2026", "", "01/03/2027"),
        ("Marigold Sparrowhawke", "Adjustment", "20%", "", "05/10/2026", "03/01/2027", "07/12/2026"),
        ("Clementine Pockett", "Practice educator", "5", "points", "07/09/2026", "18/12/2026", ""),
        ("Rafferty Moonbeam", "Annual leave", "37", "hours", "16/11/2026", "20/11/2026", ""),
        ("Winifred O'Bracken", "TU facility time", "7.4", "hours", "01/04/2026", "31/03/2027", ""),
        ("Horatio Bellweather", "Adjustment", "10", "percent", "01/06/2026", "30/09/2026", "15/09/2026"),
        ("Caspian Underbough", "Training", "7.4", "hours", "01/09/2026", "31/08/2027", ""),
        ("Jocasta Millrace", "Annual leave", "14.8", "hours", "17/11/2026", "18/11/2026", ""),
    ]
    return [head, *[[by_name[name], name, *rest, ""] for name, *rest in lines]]


def write_list(path: Path, lines: Sequence[Sequence[str]]) -> None:
    """Write a .csv as HR systems do, with the mark that makes spreadsheet programs read it as UTF-8."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, lineterminator="\r\n").writerows(lines)


def make(folder: Path, say: Callable[[str], object] = lambda line: None) -> None:
    """Write the three files into a folder."""
    maker = Maker()
    children = maker.children()
    lists = {number: rows(number, children, maker) for number in (6, 7, 8, 9)}
    lists |= {number: activity_rows(number, maker, children) for number in (3, 4, 5)}
    trouble(lists, maker)
    dress(lists, maker)
    write_workbook(folder / "annex-a.xlsx", lists)
    people = practitioners()
    write_list(folder / "practitioners.csv", people)
    write_list(folder / "commitments.csv", commitments(people))
    say(f"{len(children)} children, {len(people) - 1} posts")


if __name__ == "__main__":
    make(HERE, print)
