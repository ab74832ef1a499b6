"""What goes, waits or is shared if somebody takes the cases: said while it is still open, read by both sides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from safeload.allocation.actions.saying import ONE_OR_NOTHING
from safeload.allocation.actions.telling_after import tell_traded_off
from safeload.allocation.models import Proposal
from safeload.allocation.queries.moving import held_by
from safeload.allocation.queries.proposals import may_trade_off
from safeload.audit.refusals import ChangedMeanwhile, NotAllowed, Refusal
from safeload.audit.screening import screened
from safeload.audit.writing import record, write
from safeload.people import permits
from safeload.people.rows import locked


@dataclass(frozen=True)
class TradeOff:
    """What makes room: words, and which of the practitioner's cases each is about."""

    goes: str = ""
    goes_case_id: int | None = None
    waits: str = ""
    waits_case_id: int | None = None
    shared: str = ""
    shared_case_id: int | None = None
    #: That nothing can, and why.
    nothing_because: str = ""


@write
def trade_off(*, by: Any, proposal_id: int, what: TradeOff, version: int | None = None) -> Proposal:
    """Say what makes room for the cases of an open proposal; the practitioner is told of it, and reads it first.

    Raises Refusal for a case that the practitioner does not hold.
    """
    one = locked(Proposal, proposal_id, version, "this proposal")
    if not may_trade_off(permits.scope_of(by), one):
        raise NotAllowed("Only who manages the practitioner’s team can say this.")
    if one.outcome:
        raise ChangedMeanwhile(f"This proposal is closed: {one.get_outcome_display().lower()}.")
    room = any(value for name, value in vars(what).items() if name != "nothing_because")
    if room and what.nothing_because.strip():
        raise Refusal(ONE_OR_NOTHING, "nothing_because")
    theirs = {part.case_id for part in held_by(one.post_id, timezone.localdate())}
    changed = []
    for name, value in vars(what).items():
        if name.endswith("_case_id") and value is not None and value not in theirs:
            raise Refusal(f"{one.post.practitioner.name} does not hold this case.", name)
        said = screened(value, name) if isinstance(value, str) else value
        if getattr(one, name) != said:
            setattr(one, name, said)
            changed.append(name)
    if not changed:
        return one
    one.version += 1
    one.save(update_fields=[*changed, "version"])
    record(by=by, did="allocation.trade_off", on=("proposal", one.pk), rows=len(changed))
    tell_traded_off(by, one)
    return one
