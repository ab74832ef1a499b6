"""Actions without an address in the API, each with its reason. Every other public action has one; a test walks them."""

from __future__ import annotations

_KEPT_UP = "figures are kept up by themselves; reads see to it"
_NIGHT = "the product does it by itself, at night"
_TOLD = "people are told by what is done, not by itself"
_REASON = (
    "a reason is written, shared and read signed in, with the second step; no token opens it (fixture 12)"
)
_PERSON = "belongs to signing in: a person does it, in front of a page"
_LIST = "a part of applying or undoing a list, which has an address"

#: "app.action" → why it has no address.
EXCLUDED: dict[str, str] = {
    "people.choose_password": _PERSON,
    "people.choose_readers": _REASON,
    "people.end_sessions": "follows from closing or correcting an account",
    "people.found": "an installation is begun once, from its own command line",
    "people.invitation": "the link opens an account: an administrator hands it over in person",
    "people.invited": _PERSON,
    "people.read_reason": _REASON,
    "people.step_due": _NIGHT,
    "people.write_reason": _REASON,
    "signin.reset_second_step": _PERSON,
    "audit.looked": "written by the reads themselves",
    "caseloads.share_case": "allocation.change_shares does it, having looked at the loads; it has the address",
    "caseloads.meet_list": _LIST,
    "caseloads.put_cases": _LIST,
    "caseloads.unmeet_list": _LIST,
    "workload.bring_up_to_date": _KEPT_UP,
    "workload.bring_waiting_up_to_date": _KEPT_UP,
    "workload.keep_beside": _KEPT_UP,
    "workload.keep_detail": _KEPT_UP,
    "workload.refresh": _KEPT_UP,
    "workload.refresh_waiting": _KEPT_UP,
    "workload.take_missing_mondays": _NIGHT,
    "workload.take_monday_snapshot": _NIGHT,
    "imports.bring_in_tables": "bring_in tells the kind from the headings, or takes it",
    "imports.let_go": _NIGHT,
    "planner.let_go": _NIGHT,
    "planner.run": "carried out by whoever asks, or by the job process; asking has the address",
    "allocation.bring_back": _NIGHT,
    "allocation.close_left": _NIGHT,
    "allocation.end_over_the_line": _NIGHT,
    "allocation.tell_covers": _NIGHT,
    "allocation.tell_over_ends": _NIGHT,
    "allocation.tell_overdue": _NIGHT,
    "notices.let_go": _NIGHT,
    "notices.make_digests": _NIGHT,
    "notices.send_due": _NIGHT,
    "notices.tell": _TOLD,
    "notices.tell_all": _TOLD,
    "api.let_go": _NIGHT,
    "api.make_token": "a token cannot make another: tokens are made signed in, with the second step",
    "api.note_export": "written by the export itself",
    "api.note_use": "written by the use itself",
    "api.once": "how every keyed change is made",
    "api.revoke_token": "tokens are revoked signed in, with the second step",
}
