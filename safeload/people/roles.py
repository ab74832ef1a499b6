"""Who may see and do what: one table for the code and for the page "Who may see what" (rules 5.1)."""

from __future__ import annotations

from safeload.people.rights import Right, Role, Sight, Thing, Where
from safeload.people.rights import right as _right

_READ = _right("Sees", Sight.NAMED)
_WRITE = _right("Sees and changes", Sight.NAMED, "change")
_TOTALS = _right("Totals of five people or more", Sight.TOTALS)
_ALL_TOTALS = _right("Sees", Sight.NAMED)
_UNNAMED = _right("Without names", Sight.UNNAMED)
_AMOUNTS = _right("Amounts without names", Sight.UNNAMED)
_CHOSEN = Right("Only if the worker chose them")
_SHARED = Right("Only if shared with them")
_COMMENT = _right("Sees and comments", Sight.NAMED, "comment")
_PUBLISHED = _right("Published totals", Sight.TOTALS)

_OWN: dict[Thing, Right] = {
    Thing.LOAD: Right("Their own; of colleagues nothing, unless the employer’s scheme opens bands"),
    Thing.CASES: Right("Their own, and what they look after while it waits: sees and changes"),
    Thing.ADJUSTMENTS: Right("Their own"),
    Thing.REASONS: Right("Their own: writes, and chooses who may read"),
    Thing.CONCERNS: Right("Their own: writes"),
    Thing.TOTALS: _TOTALS,
    Thing.SCHEME: _COMMENT,
    Thing.RECORD: Right("Their own: who looked at them, and when"),
    Thing.PEOPLE: Right("Their own, with languages, skills and interests to keep"),
}

ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        Role("practitioner", "Practitioner, agency practitioner", (), _OWN),
        Role("nqsw", "Newly qualified social worker (ASYE)", (), _OWN),
        Role(
            "asye-assessor",
            "ASYE assessor, practice educator",
            (Where.PRACTITIONER,),
            {
                Thing.LOAD: _right("Of those assigned to them", Sight.NAMED),
                Thing.CASES: _right("Of those assigned to them", Sight.NAMED),
                Thing.ADJUSTMENTS: _right("Of those assigned to them", Sight.NAMED),
                Thing.PEOPLE: _right("Of those assigned to them", Sight.NAMED),
                Thing.CONCERNS: _SHARED,
                Thing.SCHEME: _READ,
            },
        ),
        Role(
            "advanced-practitioner",
            "Advanced practitioner, deputy manager",
            (Where.PRACTITIONER, Where.TEAM),
            {
                Thing.LOAD: _right("Of those they supervise", Sight.NAMED),
                Thing.CASES: _right("Of those they supervise: sees and changes", Sight.NAMED, "change"),
                Thing.ADJUSTMENTS: _right("Of those they supervise", Sight.NAMED),
                Thing.REASONS: _CHOSEN,
                Thing.CONCERNS: _SHARED,
                Thing.TOTALS: _TOTALS,
                Thing.SCHEME: _READ,
                Thing.PEOPLE: _right("Of those they supervise", Sight.NAMED),
            },
        ),
        Role(
            "team-manager",
            "Team manager",
            (Where.TEAM,),
            {
                Thing.LOAD: _right("Of their team", Sight.NAMED),
                Thing.CASES: _right(
                    "Of their team: sees, changes and allocates", Sight.NAMED, "change", "allocate"
                ),
                Thing.ADJUSTMENTS: _right("Of their team: sees and agrees", Sight.NAMED, "change"),
                Thing.REASONS: _CHOSEN,
                Thing.CONCERNS: _right("Of their team: sees and responds", Sight.NAMED, "respond"),
                Thing.TOTALS: _right("Of their team", Sight.NAMED),
                Thing.SCHEME: _right("Sees and proposes", Sight.NAMED, "comment", "propose"),
                Thing.RECORD: _right("Of their team", Sight.NAMED),
                Thing.PEOPLE: _right("Of their team: sees and changes", Sight.NAMED, "change"),
                Thing.LISTS: _right("Yes", Sight.NAMED, "change"),
            },
        ),
        Role(
            "service-manager",
            "Service manager, head of service",
            (Where.AREA, Where.EVERYWHERE),
            {
                Thing.LOAD: _right("Of their service", Sight.NAMED),
                Thing.CASES: Right(
                    "Only when escalated to them: may override a limit of the scheme",
                    does=frozenset({"override"}),
                ),
                Thing.CONCERNS: Right("Only when escalated to them"),
                Thing.TOTALS: _right("Of their service", Sight.NAMED),
                Thing.SCHEME: _right("Sees and approves", Sight.NAMED, "comment", "propose", "approve"),
                Thing.RECORD: _right("Of their service", Sight.NAMED),
                Thing.PEOPLE: _right("Of their service", Sight.NAMED),
            },
        ),
        Role(
            "principal-social-worker",
            "Principal social worker",
            (Where.EVERYWHERE,),
            {
                Thing.LOAD: _TOTALS,
                Thing.CASES: _right("A sample, without names", Sight.UNNAMED),
                Thing.ADJUSTMENTS: _TOTALS,
                Thing.CONCERNS: _right("Themes, and those escalated if the worker agrees", Sight.TOTALS),
                Thing.TOTALS: _ALL_TOTALS,
                Thing.SCHEME: _right(
                    "Changes it, with the working group", Sight.NAMED, "comment", "propose", "change"
                ),
                Thing.RECORD: _READ,
            },
        ),
        Role(
            "director",
            "Director",
            (Where.EVERYWHERE,),
            {
                Thing.LOAD: _right("Totals; by name only when escalated", Sight.TOTALS),
                Thing.ADJUSTMENTS: _TOTALS,
                Thing.CONCERNS: Right("Those escalated to their level"),
                Thing.TOTALS: _ALL_TOTALS,
                Thing.SCHEME: _right("Sees and approves", Sight.NAMED, "comment", "approve"),
                Thing.RECORD: _READ,
            },
        ),
        Role(
            "hr",
            "HR and workforce",
            (Where.AREA, Where.EVERYWHERE),
            {
                Thing.ADJUSTMENTS: _right("Dates and amounts: sees and changes", Sight.NAMED, "change"),
                Thing.REASONS: Right("Writes where the record is theirs; reads only if chosen by the worker"),
                Thing.TOTALS: _TOTALS,
                Thing.SCHEME: _READ,
                Thing.PEOPLE: _WRITE,
                Thing.LISTS: _right("Yes", Sight.NAMED, "change"),
            },
        ),
        Role(
            "analyst",
            "Analyst",
            (Where.EVERYWHERE,),
            {
                Thing.LOAD: _UNNAMED,
                Thing.CASES: _UNNAMED,
                Thing.ADJUSTMENTS: _AMOUNTS,
                Thing.CONCERNS: _right("Counts", Sight.TOTALS),
                Thing.TOTALS: _right("Sees and exports", Sight.NAMED, "export"),
                Thing.SCHEME: _READ,
                Thing.RECORD: _READ,
                Thing.LISTS: _right("Yes", Sight.NAMED, "change"),
            },
        ),
        Role(
            "elected-member",
            "Elected member",
            (Where.EVERYWHERE,),
            {Thing.TOTALS: _PUBLISHED, Thing.SCHEME: _READ},
        ),
        Role(
            "union-rep",
            "Union representative, steward",
            (Where.EVERYWHERE,),
            {
                Thing.CONCERNS: Right("Only with the member’s consent"),
                Thing.TOTALS: _TOTALS,
                Thing.SCHEME: _COMMENT,
            },
        ),
        Role(
            "administrator",
            "Administrator (IT)",
            (Where.EVERYWHERE,),
            {
                Thing.REASONS: Right("No: sealed, also from administrators"),
                Thing.SCHEME: _READ,
                Thing.RECORD: _READ,
                Thing.STRUCTURE: _WRITE,
                Thing.ACCOUNTS: _WRITE,
                Thing.LISTS: _right("Yes", Sight.NAMED, "change"),
            },
        ),
        Role(
            "auditor",
            "Auditor, data protection officer",
            (Where.EVERYWHERE,),
            {Thing.TOTALS: _ALL_TOTALS, Thing.SCHEME: _READ, Thing.RECORD: _READ},
        ),
    )
}

#: Roles that somebody is given; the others come with being a practitioner.
GRANTED: dict[str, Role] = {code: role for code, role in ROLES.items() if role.where}
