"""The primary navigation, in order. A page is here once, with who may open it; the rest follows.

The first entry that is open to somebody is their first page.
"""

from __future__ import annotations

from django.http import HttpRequest

from safeload.allocation.queries.proposals import takes_part
from safeload.people.rights import Sight, Thing
from safeload.people.scope import Scope
from safeload.planner.queries.runs import takes_part as asks_the_planner
from safeload.web.navigation import Entry


def _scope(request: HttpRequest) -> Scope:
    found: Scope = request.scope  # type: ignore[attr-defined]
    return found


def _is_practitioner(request: HttpRequest) -> bool:
    return _scope(request).practitioner_id is not None


def _sees_a_team(request: HttpRequest) -> bool:
    reach = _scope(request).sees(Thing.LOAD)
    return reach.everywhere or bool(reach.teams)


def _sees_a_service(request: HttpRequest) -> bool:
    reach = _scope(request).sees(Thing.TOTALS, Sight.TOTALS)
    return reach.everywhere or len(reach.teams) > 1


def _sees_some_people(request: HttpRequest) -> bool:
    return bool(_scope(request).sees(Thing.LOAD).practitioners)


def _sees_cases(request: HttpRequest) -> bool:
    return _is_practitioner(request) or bool(_scope(request).sees(Thing.CASES))


def _takes_part_in_allocation(request: HttpRequest) -> bool:
    return takes_part(_scope(request))


def _allocates(request: HttpRequest) -> bool:
    return bool(_scope(request).does("allocate", Thing.CASES))


def _asks_the_planner(request: HttpRequest) -> bool:
    return asks_the_planner(_scope(request))


def _sees_people(request: HttpRequest) -> bool:
    return bool(_scope(request).sees(Thing.PEOPLE))


def _has_a_role(request: HttpRequest) -> bool:
    return _is_practitioner(request) or bool(_scope(request).roles)


def _keeps_accounts(request: HttpRequest) -> bool:
    return bool(_scope(request).does("change", Thing.ACCOUNTS))


def _reads_the_record(request: HttpRequest) -> bool:
    return _scope(request).sees(Thing.RECORD).everywhere


def _brings_in_lists(request: HttpRequest) -> bool:
    return bool(_scope(request).does("change", Thing.LISTS))


ENTRIES: tuple[Entry, ...] = (
    Entry("Service view", "service", _sees_a_service, under=("service_week",)),
    Entry(
        "Team board",
        "team_boards",
        _sees_a_team,
        under=("team_board", "what_if", "scenario", "scenarios", "compare_scenarios"),
    ),
    Entry("My workload", "my_workload", _is_practitioner),
    Entry("People I support", "my_people", _sees_some_people),
    Entry(
        "Cases",
        "cases",
        _sees_cases,
        under=("case", "add_case", "household", "case_then", "close_case", "waiting", "why_open"),
    ),
    Entry(
        "Proposals",
        "proposals",
        _takes_part_in_allocation,
        under=("proposal", "cases_given", "fairness", "place_case", "hand_over", "hand_over_cases"),
    ),
    Entry(
        "Planner",
        "planner",
        _asks_the_planner,
        under=("planner_run", "planner_household", "rehearse", "change_weights", "agree_weights"),
    ),
    Entry("Worklist", "worklist", _allocates),
    Entry("People", "people", _sees_people, under=("practitioner", "add_practitioner")),
    Entry("Teams", "teams", _has_a_role, under=("team", "change_reasons", "closure_reasons", "agreed_times")),
    Entry("Schemes", "schemes", _has_a_role, under=("scheme", "add_scheme", "change_scheme", "adopt_scheme")),
    Entry(
        "Lists",
        "lists",
        _brings_in_lists,
        under=("bring_in_lists", "brought_list", "list_rows", "list_words"),
    ),
    Entry("Accounts", "accounts", _keeps_accounts, under=("account", "invite")),
    Entry("Record", "record", _reads_the_record),
)
