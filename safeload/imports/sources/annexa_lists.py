"""The eleven lists of Ofsted's Annex A: their headings, and how each is recognised by them.

Headings: published template, “Update: August 2019”; List 9 also as authorities send it since January 2024.
A list is known by headings that no other list has: sheet names and titles are the first thing that people change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from safeload.imports.sources.headings import plain

_CHILD = {
    "Child Unique ID": "ref",
    "Child ID": "ref",
    "Unique Child ID": "ref",
    "Child Unique Identifier": "ref",
    "Age": "age",
    "Age of Child (Years)": "age",
    "Date of Birth": "born",
    "DOB": "born",
}
_HOLDER = {
    "Allocated Team": "team",
    "Team": "team",
    "Allocated Worker": "worker",
    "Allocated Social Worker": "worker",
    "Allocated Worker Name": "worker",
}
_DISABILITY = {"Does the Child have a Disability": "disability", "Disability": "disability"}


@dataclass(frozen=True, slots=True)
class ListForm:
    """One list: its number and title, plain heading → field, the plain headings that are its own, fields needed."""

    number: int
    title: str
    fields: Mapping[str, str]
    own: frozenset[str]
    needed: tuple[str, ...] = ("ref",)

    def heading(self, field: str) -> str:
        """The heading that the published template gives to a field."""
        return _PUBLISHED[self.number][field]


_UASC = "Unaccompanied Asylum Seeking Child (UASC)"
_OWN: dict[int, tuple[str, dict[str, str]]] = {
    1: ("Contacts", {"Date of Contact": "-", "Contact Source": "-"}),
    2: ("Early Help", {"Assessment start date": "-", "Assessment completion date": "-", "Organisation completing assessment": "-"}),
    3: (
        "Referral",
        {
            "Date of referral": "started",
            "Referral Source": "-",
            "Referral NFA?": "outcome",
            "Number of Referrals in Last 12 Months": "-",
        },
    ),
    4: (
        "Assessments",
        {
            "Continuous Assessment Start Date": "started",
            "Child Seen During Continuous Assessment": "-",
            "Continuous Assessment Date of Authorisation": "finished",
            "Was the child assessed as requiring LA children’s social care support": "-",
        },
    ),
    5: (
        "Section 47 enquiries and Initial Child Protection Conferences",
        {
            "Strategy discussion initiating Section 47 Enquiry Start Date": "started",
            "Was an Initial Child Protection Conference deemed unnecessary?": "-",
            "Date of Initial Child Protection Conference": "finished",
            "Did the Initial Child Protection Conference Result in a Child Protection Plan": "outcome",
            "Number of Section 47 Enquiries in the last 12 months": "-",
            "Number of ICPCs in the last 12 months": "-",
        },
    ),
    6: (
        "Children in Need",
        {
            "CIN Start Date": "start",
            "Primary Need Code": "need",
            "Date Child Was Last Seen": "last_visit",
            "CIN Closure Date": "ended",
            "Reason for Closure": "-",
            "Case status": "status",
        },
    ),
    7: (
        "Child protection",
        {
            "Child Protection Plan Start Date": "plan_start",
            "Initial Category of Abuse": "first_abuse",
            "Latest Category of Abuse": "abuse",
            "Date of the Last Statutory Visit": "last_visit",
            "Was the Child Seen Alone?": "-",
            "Date of latest review conference": "last_review",
            "Child Protection Plan End Date": "ended",
            "Subject to Emergency Protection Order or Protected Under Police Powers in Last Six Months (Y/N)": "-",
            "Number of Previous Child Protection Plans": "-",
        },
    ),
    8: (
        "Children in care",
        {
            f"{_UASC} within the Last 12 Months (Y/N)": "uasc",
            "Date Started to be Looked After": "care_start",
            "Child's Category of Need": "need",
            "Start date of current legal status": "-",
            "Child's Legal Status": "legal_status",
            "Date of Latest Statutory Review": "last_review",
            "Date of Last Social Work Visit": "last_visit",
            "Date Ceased to be Looked After": "ended",
            "Reason Ceased to be Looked After": "-",
            "Start Date of Most Recent Placement": "-",
            "Placement Type": "-",
            "Placement Provider": "-",
            "Placement postcode": "-",
            "Placement Location": "out_of_area",
            "LA of Placement": "-",
            "Number of Episodes the Child has been 'Missing' from their Placement in the last 12 months": "missing",
        },
    ),
    9: (
        "Care leavers",
        {
            f"{_UASC}, or formerly UASC if 18 or over (Y/N)": "uasc",
            "Allocated Personal Advisor": "adviser",
            "Allocated Personal Adviser": "adviser",
            "Eligibility Category": "eligibility",
            "Latest Pathway Plan Review Date": "last_review",
            "LA In Touch": "-",
            "Latest Date of Contact": "last_visit",
            "Type of Accommodation": "-",
            "Suitability of Accommodation": "-",
            "Activity Status": "-",
        },
    ),
    10: (
        "Adoption",
        {
            "Date the Child Entered Care": "-",
            "Date of Decision that Child Should be Placed for Adoption": "-",
            "Date of Placement Order": "-",
            "Date of Matching Child and Prospective Adopters": "-",
            "Date Placed for Adoption": "-",
        },
    ),
    11: (
        "Adopters",
        {
            "Individual adopter identifier": "-",
            "Date enquiry received": "-",
            "Date Stage 1 started": "-",
            "Date Stage 2 started": "-",
            "Reason for leaving adoption process": "-",
        },
    ),
}
_NEEDED: dict[int, tuple[str, ...]] = {
    3: ("ref",),
    4: ("ref",),
    5: ("ref",),
    6: ("ref", "ended", "worker"),
    7: ("ref", "ended", "worker"),
    8: ("ref", "ended", "worker"),
    9: ("ref", "worker"),
}


def _form(number: int) -> ListForm:
    title, own = _OWN[number]
    known = dict(_CHILD) if number != 11 else {}
    if number in range(3, 10):
        known |= _HOLDER
    if number in range(4, 10):
        known |= _DISABILITY
    fields = {plain(heading): field for heading, field in (known | own).items()}
    return ListForm(number, title, fields, frozenset(map(plain, own)), _NEEDED.get(number, ()))


def _published(number: int) -> dict[str, str]:
    """Field → the template's heading; the first heading given for a field is the published one."""
    found: dict[str, str] = {}
    for heading, field in (_CHILD | _DISABILITY | _HOLDER | _OWN[number][1]).items():
        found.setdefault(field, heading)
    return found


def published_headings(number: int) -> list[tuple[str, str]]:
    """The headings of a list with the field of each, one heading a field, those not kept included (field “-”)."""
    form, seen, found = LISTS[number], set(), []
    for heading in (*_CHILD, *_DISABILITY, *_OWN[number][1], *_HOLDER):
        field = form.fields.get(plain(heading))
        if field == "-" or (field is not None and field not in seen):
            seen.add(field)
            found.append((heading, field))
    return found


_PUBLISHED = {number: _published(number) for number in _OWN}
LISTS: dict[int, ListForm] = {number: _form(number) for number in _OWN}
#: A plain heading → the numbers of the lists that alone have it.
_OWNERS: dict[str, list[int]] = {}
for _number, _list in LISTS.items():
    for _heading in _list.own:
        _OWNERS.setdefault(_heading, []).append(_number)

#: So many of its own headings must a list show; two, because one may be a local column of another list.
_ENOUGH = 2


def rate(words: list[str]) -> int:
    """How much a row looks like the headings of a list: its own headings count twice, the common ones once."""
    best = recognise(words)
    if best is None:
        return 0
    known = LISTS[best]
    return sum(2 if word in known.own else word in known.fields for word in words)


def recognise(words: list[str]) -> int | None:
    """The number of the list whose own headings these plain headings show most; None where none shows enough."""
    points: dict[int, int] = {}
    for word in set(words):
        for number in _OWNERS.get(word, ()):
            points[number] = points.get(number, 0) + 1
    if not points:
        return None
    number = max(points, key=lambda one: (points[one], -one))
    return number if points[number] >= _ENOUGH else None
