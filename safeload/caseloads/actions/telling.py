"""Tells practitioners, once for each act whatever its size, that cases came to them or left them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.utils import timezone

from safeload.audit.writing import at_end
from safeload.caseloads.models import Allocation, Case, CasePlan, Keeping
from safeload.notices import actions as notices
from safeload.people import queries as people
from safeload.people.models import Account

#: Keys asked for in one query: databases limit how many.
_AT_ONCE = 5_000


def tell_holders(by: Any, rows: Iterable[Allocation]) -> None:
    """Have the practitioners of these rows told when the act ends; nobody of what the product itself does."""
    if by is not None:
        today = timezone.localdate()
        held = [row for row in rows if row.role == Allocation.Role.HOLDER]
        at_end(_teller(by.pk), [(row.pk, _news(row, today)) for row in held])  # type: ignore[misc]


def _news(row: Allocation, today: date) -> str:
    """What a holder's part that was just put down is to them."""
    if row.ends_on is None:
        if (getattr(row, "was_to_end", None) or today) > today:
            return "stays"
        return "comes" if row.starts_on > today else "came"
    if row.end_reason == Allocation.Reason.CLOSED:
        return ""
    if row.never_was and row.starts_on > today:
        return "off"
    return "goes" if row.ends_on > today else "went"


@cache
def _teller(by_id: int) -> Callable[[set[Any]], None]:
    """One function for each account, so that all that it does in one act is told together."""

    def tell(keys: set[tuple[int, str]]) -> None:
        _tell(by_id, dict(sorted(keys)))

    return tell


def _tell(by_id: int, news: Mapping[int, str]) -> None:
    found: dict[int, dict[str, set[int]]] = {}
    days: dict[tuple[int, str], set[date]] = {}
    keys = [pk for pk, what in news.items() if what]
    for start in range(0, len(keys), _AT_ONCE):
        rows = Allocation.objects.filter(pk__in=keys[start : start + _AT_ONCE])
        for pk, who, case, starts, ends in rows.values_list(
            "pk", "post__practitioner", "case", "starts_on", "ends_on"
        ):
            found.setdefault(who, {}).setdefault(news[pk], set()).add(case)
            days.setdefault((who, news[pk]), set()).add(starts if news[pk] == "comes" else ends or starts)
    accounts = people.accounts_of(found)
    if not set(accounts.values()) - {by_id}:
        return
    by = Account.objects.get(pk=by_id)
    told = [_telling(by, account, who, found[who], days) for who, account in accounts.items()]
    notices.tell_all(by=by, tellings=[one for one in told if one is not None])


def _telling(
    by: Account,
    account: int,
    who: int,
    found: Mapping[str, set[int]],
    days: Mapping[tuple[int, str], set[date]],
) -> notices.Telling | None:
    cases = {what: set(found.get(what, ())) for what in ("came", "went", "comes", "goes", "stays", "off")}
    cases["came"], cases["went"] = cases["came"] - cases["went"], cases["went"] - cases["came"]
    if not any(cases.values()):
        return None
    only = set.union(*cases.values())
    new = cases["came"] | cases["comes"]
    link = ("case", next(iter(new))) if len(new) == 1 and only == new else ("my_workload",)
    words: dict[str, Any] = {"came": len(cases["came"]), "went": len(cases["went"]), "by": by.name}
    words |= {what: len(cases[what]) for what in ("comes", "goes", "stays", "off") if cases[what]}
    for what in ("comes", "goes"):
        if cases[what] and len(on := days[who, what]) == 1:
            words[f"{what}_on"] = next(iter(on)).isoformat()
    return notices.Telling([account], "cases-moved", ("practitioner", who), link, words)


def tell_closed(by: Any, case: Case, practitioner_ids: Iterable[int]) -> None:
    """Those who worked on a case are told that it closed, unless they closed it themselves."""
    if by is not None:
        accounts = people.accounts_of(practitioner_ids).values()
        words = {"case": case.reference, "by": by.name}
        notices.tell(
            by=by,
            to=list(accounts),
            kind="case-closed",
            about=("case", case.pk),
            link=("case", case.pk),
            words=words,
        )


def tell_keepers(by: Any, rows: Iterable[Keeping]) -> None:
    """Whoever came to look after a waiting case, or does no longer, is told once when the act ends."""
    if by is not None:
        at_end(_keepers_teller(by.pk), [row.pk for row in rows if row.account_id])


@cache
def _keepers_teller(by_id: int) -> Callable[[set[int]], None]:
    def tell(keys: set[int]) -> None:
        _tell_keepers(by_id, keys)

    return tell


def _tell_keepers(by_id: int, keys: Iterable[int]) -> None:
    together: dict[tuple[int, str], list[Keeping]] = {}
    for row in Keeping.objects.filter(pk__in=list(keys)).select_related("case").order_by("case__reference"):
        state = "now" if row.ends_on is None else "held" if row.ended_by_holder else "over"
        together.setdefault((row.account_id or 0, state), []).append(row)
    by = Account.objects.get(pk=by_id)
    notices.tell_all(by=by, tellings=[_keeping(by, *key, rows) for key, rows in together.items()])


def _keeping(by: Account, account: int, state: str, rows: Sequence[Keeping]) -> notices.Telling:
    case = rows[0].case
    kind = "case-looked-after" if state == "now" else "case-looked-after-over"
    words = {"case": case.reference, "more": len(rows) - 1, "by": by.name, "held": state == "held"}
    link = ("case", case.pk) if state == "now" else ("notices",)
    return notices.Telling([account], kind, ("case", case.pk), link, words)


def tell_plan(by: Any, case: Case, plan: CasePlan, before: CasePlan | None) -> None:
    """With whom it is said to be agreed, and whoever holds the case, are told what somebody else wrote down."""
    if by is None:
        return
    held = Allocation.objects.open_parts().holders().filter(case=case)
    holders = people.accounts_of(held.values_list("post__practitioner_id", flat=True)).values()
    same = before is not None and (before.agreed_with_id, before.agreed_on) == (
        plan.agreed_with_id,
        plan.agreed_on,
    )
    agreed = [plan.agreed_with_id] if plan.agreed_with_id and not same else []
    about, link = ("case", case.pk), ("case", case.pk)
    words = {"case": case.reference, "by": by.name}
    notices.tell_all(
        by=by,
        tellings=[
            notices.Telling(agreed, "case-plan", about, link, {**words, "with_you": True}),
            notices.Telling([pk for pk in holders if pk not in agreed], "case-plan", about, link, words),
        ],
    )


def tell_shares(
    by: Any, case: Case, from_on: date, whose: Mapping[int, tuple[Decimal | None, Decimal | None]]
) -> None:
    """Everybody whose part of a case changed is told: by practitioner, the share before and after, in percent."""
    if by is None or not whose:
        return
    accounts = people.accounts_of(whose)
    about, day = ("case", case.pk), from_on.isoformat()
    tellings = []
    for who, account in accounts.items():
        was, now = (None if share is None else f"{share.normalize():f}" for share in whose[who])
        link = about if now is not None else ("my_workload",)
        words = {"case": case.reference, "by": by.name, "was": was, "now": now, "from": day}
        tellings.append(notices.Telling([account], "case-shared", about, link, words))
    notices.tell_all(by=by, tellings=tellings)
