"""The codes that Safeload keeps of a case, and the wordings that are recognised for each.

Codes and labels: Ofsted, Annex A, sheet Codes_used (August 2019); DfE children looked after return for legal
statuses. Wordings are those seen in authorities' files. What is not here is asked once and remembered (`values`).
Keys of `words` are in the plain form of `headings.plain`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_YES_WORDS = {"yes": "yes", "y": "yes", "true": "yes", "1": "yes", "no": "no", "n": "no", "false": "no", "0": "no"}
_UNKNOWN_WORDS = dict.fromkeys(
    ("unknown", "not known", "not stated", "not recorded", "not stated recorded", "not yet known", "not collected"), "unknown"
)


@dataclass(frozen=True, slots=True)
class CodeList:
    """The codes of one field: `labels` code → what a page calls it; `words` plain wording → code.

    Where `leading` is set a value may begin with its code (“C1: ICO”, “N1 - Abuse or neglect”).
    """

    name: str
    labels: Mapping[str, str]
    words: Mapping[str, str] = field(default_factory=dict)
    leading: re.Pattern[str] | None = None


YES_NO_UNKNOWN = CodeList(
    "yes_no_unknown",
    {"yes": "Yes", "no": "No", "unknown": "Not known"},
    {**_YES_WORDS, **_UNKNOWN_WORDS},
)

DISABILITY = CodeList(
    "disability",
    {"yes": "Disabled", "no": "Not disabled", "unknown": "Not known"},
    {**_YES_WORDS, **_UNKNOWN_WORDS, "none": "no", "no disability": "no", "disabled": "yes", "not disabled": "no"},
)

CASE_STATUS = CodeList(
    "case_status",
    {
        "looked_after": "Looked after",
        "child_protection": "Child protection plan",
        "child_in_need": "Child in need plan",
        "assessment": "Open assessment",
        "care_leaver": "Care leaver",
        "closed": "Closed episode",
    },
    {
        **dict.fromkeys(("looked after child", "looked after", "lac", "cla", "child looked after", "child in care", "in care", "cic"), "looked_after"),
        **dict.fromkeys(("child protection plan", "child protection", "cp", "cpp", "cp plan", "subject to a child protection plan"), "child_protection"),
        **dict.fromkeys(("child in need plan", "child in need", "cin", "cin plan", "chin"), "child_in_need"),
        **dict.fromkeys(("open assessment", "assessment", "c f assessment", "child and family assessment", "single assessment", "in assessment"), "assessment"),
        **dict.fromkeys(("care leaver", "leaving care"), "care_leaver"),
        **dict.fromkeys(("closed episode", "closed", "closed case", "case closed"), "closed"),
    },
)  # fmt: skip

LEGAL_STATUS = CodeList(
    "legal_status",
    {
        "C1": "Interim care order",
        "C2": "Full care order",
        "D1": "Freeing order",
        "E1": "Placement order",
        "V2": "Section 20, single period",
        "V3": "Short breaks, episodes recorded",
        "V4": "Short breaks, agreements recorded",
        "L1": "Police protection",
        "L2": "Emergency protection order",
        "L3": "Child assessment order",
        "J1": "Remanded",
        "J2": "PACE accommodation",
        "J3": "Youth rehabilitation order",
    },
    {
        **dict.fromkeys(("ico", "interim care order", "interim co", "interim"), "C1"),
        **dict.fromkeys(("fco", "full care order", "care order", "co", "s31"), "C2"),
        **dict.fromkeys(("freeing order", "freeing order granted", "freed for adoption"), "D1"),
        **dict.fromkeys(("placement order", "placement order granted", "po"), "E1"),
        **dict.fromkeys(
            ("single period under s20", "s20", "s 20", "section 20", "sec 20", "accommodated under s20", "accommodated s20",
             "single period of accommodation under section 20", "voluntary accommodation", "accommodated"), "V2"),
        **dict.fromkeys(("short term breaks episodes recorded",), "V3"),
        **dict.fromkeys(("short term breaks agreements recorded", "short breaks"), "V4"),
        **dict.fromkeys(("police protection", "police protection la accommodation", "pp", "ppo"), "L1"),
        **dict.fromkeys(("epo", "emergency protection order"), "L2"),
        **dict.fromkeys(("child assessment order", "child assessment order la accommodation"), "L3"),
        **dict.fromkeys(("remanded to la or youth detention", "remand", "remanded"), "J1"),
        **dict.fromkeys(("la accommodation under pace", "pace"), "J2"),
        **dict.fromkeys(("youth rehabilitation order", "yro"), "J3"),
    },
    re.compile(r"(c1|c2|d1|e1|v[234]|l[123]|j[123])\b"),
)  # fmt: skip

#: Legal statuses under which proceedings run: an interim order is made within them, and a placement order
#: leaves the adoption application to come. Which of these a scheme counts is for the scheme to say.
PROCEEDINGS: Mapping[str, str] = {"C1": "care", "L2": "care", "E1": "adoption"}

NEED = CodeList(
    "need",
    {
        "N0": "Not stated",
        "N1": "Abuse or neglect",
        "N2": "Child’s disability",
        "N3": "Parental disability or illness",
        "N4": "Family in acute stress",
        "N5": "Family dysfunction",
        "N6": "Socially unacceptable behaviour",
        "N7": "Low income",
        "N8": "Absent parenting",
        "N9": "Cases other than children in need",
    },
    {
        "abuse or neglect": "N1", "abuse and neglect": "N1", "childs disability": "N2", "child disability": "N2",
        "disability": "N2", "childs disability or illness": "N2", "parental disability or illness": "N3",
        "parental illness or disability": "N3", "family in acute stress": "N4", "acute stress": "N4",
        "family dysfunction": "N5", "socially unacceptable behaviour": "N6", "low income": "N7",
        "absent parenting": "N8", "cases other than children in need": "N9", "not stated": "N0",
    },
    re.compile(r"(n[0-9])\b"),
)  # fmt: skip

ABUSE = CodeList(
    "abuse",
    {
        "neglect": "Neglect",
        "physical": "Physical abuse",
        "sexual": "Sexual abuse",
        "emotional": "Emotional abuse",
        "multiple": "Multiple or not recommended",
    },
    {
        "neglect": "neglect", "neg": "neglect", "physical abuse": "physical", "physical": "physical", "phy": "physical",
        "sexual abuse": "sexual", "sexual": "sexual", "sab": "sexual", "emotional abuse": "emotional",
        "emotional": "emotional", "emo": "emotional", "multiple not recommended": "multiple", "multiple": "multiple",
        "mul": "multiple", "not recommended": "multiple",
    },
)  # fmt: skip

OUT_OF_AREA = CodeList(
    "out_of_area",
    {"no": "Placed in the authority’s area", "yes": "Placed out of area"},
    {
        **dict.fromkeys(("in", "inside", "in area", "in borough", "in county", "inside la", "in la", "inside local authority"), "no"),
        **dict.fromkeys(("out", "outside", "out of area", "out of borough", "out of county", "outside la", "out of la", "outside local authority"), "yes"),
    },
)  # fmt: skip

ELIGIBILITY = CodeList(
    "eligibility",
    {
        "relevant": "Relevant child",
        "former_relevant": "Former relevant child",
        "qualifying": "Qualifying care leaver",
        "eligible": "Eligible child",
    },
    {
        "relevant child": "relevant", "relevant": "relevant", "former relevant child": "former_relevant",
        "former relevant": "former_relevant", "qualifying care leaver": "qualifying", "qualifying": "qualifying",
        "eligible child": "eligible", "eligible": "eligible",
    },
)  # fmt: skip

ROLE = CodeList(
    "role",
    {
        "social_worker": "Social worker",
        "senior_practitioner": "Senior or advanced practitioner",
        "manager": "Team manager",
        "assistant_manager": "Assistant or deputy team manager",
        "family_support_worker": "Family support worker",
        "personal_adviser": "Personal adviser",
        "student": "Student on placement",
        "other": "Other",
    },
    {
        **dict.fromkeys(("sw", "qualified social worker", "nqsw", "newly qualified social worker", "social worker asye", "asye social worker", "case holder", "agency social worker", "locum social worker"), "social_worker"),
        **dict.fromkeys(("senior social worker", "senior practitioner", "advanced practitioner", "advanced social worker", "ssw", "sp", "ap", "practice lead", "consultant social worker"), "senior_practitioner"),
        **dict.fromkeys(("manager", "tm", "first line manager", "practice supervisor", "practice manager"), "manager"),
        **dict.fromkeys(("assistant team manager", "deputy team manager", "atm", "dtm", "deputy manager", "assistant manager"), "assistant_manager"),
        **dict.fromkeys(("fsw", "family worker", "family practitioner", "social work assistant", "swa", "social care worker", "support worker"), "family_support_worker"),
        **dict.fromkeys(("pa", "personal advisor", "leaving care pa", "leaving care personal adviser"), "personal_adviser"),
        **dict.fromkeys(("student social worker", "social work student", "apprentice", "apprentice social worker"), "student"),
    },
)  # fmt: skip

#: What a commitment is. Facility time of union representatives, and anything else whose name would say something of
#: a person's health or beliefs, is “agreed other duty”; why an adjustment was agreed has no place here at all.
COMMITMENT = CodeList(
    "commitment",
    {
        "annual_leave": "Annual leave",
        "other_leave": "Other leave",
        "absence": "Absence",
        "duty": "Duty",
        "training": "Training and development",
        "supervision": "Supervision",
        "other_duty": "Agreed other duty",
        "adjustment": "Agreed adjustment",
    },
    {
        **dict.fromkeys(("leave", "al", "holiday", "a l"), "annual_leave"),
        **dict.fromkeys(("maternity leave", "paternity leave", "parental leave", "adoption leave", "study leave", "special leave", "unpaid leave", "toil", "maternity", "carers leave"), "other_leave"),
        **dict.fromkeys(("sickness", "sick", "sick leave", "absent", "sickness absence", "long term sick"), "absence"),
        **dict.fromkeys(("duty rota", "duty day", "duty desk", "on duty", "out of hours duty"), "duty"),
        **dict.fromkeys(("training", "cpd", "development", "asye", "course", "study"), "training"),
        **dict.fromkeys(("supervising", "practice education", "practice educator", "student supervision", "mentoring"), "supervision"),
        **dict.fromkeys(("other duty", "union", "tu facility time", "trade union facility time", "facility time", "union duties", "union facility time", "project", "champion", "lead role", "other"), "other_duty"),
        **dict.fromkeys(("adjustment", "reasonable adjustment", "phased return", "reduced caseload", "protected caseload"), "adjustment"),
    },
)  # fmt: skip

UNIT = CodeList(
    "unit",
    {"hours": "Hours a week", "percent": "Per cent of capacity", "points": "Points"},
    {
        **dict.fromkeys(("hour", "hrs", "h", "hours a week", "weekly hours", "hours per week"), "hours"),
        **dict.fromkeys(("%", "percent", "per cent", "percentage", "pct"), "percent"),
        **dict.fromkeys(("point", "pts"), "points"),
    },
)  # fmt: skip

AGE_BAND = CodeList(
    "age_band",
    {band: band for band in ("unborn", "under 1", "1-4", "5-9", "10-15", "16-17", "18+", "unknown")},
    {"0": "under 1", "1 to 4": "1-4", "5 to 9": "5-9", "10 to 15": "10-15", "16 to 17": "16-17", "18 and over": "18+", "18": "18+", "not known": "unknown"},
)  # fmt: skip
