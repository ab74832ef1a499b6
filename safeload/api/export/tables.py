"""Which column of which table leaves with an export, and which stays, with its reason.

Every column of every table of the product stands here, one way or the other; a test compares. Keys of
practitioners, posts and accounts leave as keyed hashes wherever they occur (``export.rows``).
"""

from __future__ import annotations

from safeload.api.export.table import Table
from safeload.api.export.table import table as _table
from safeload.people.rights import Thing

_NAME = "names a person"
_WORDS = "words that somebody typed"
_SECRET = "a secret"  # noqa: S105 - says why a column stays
_FORM = "belongs to a form, says nothing"
_RAW = "holds keys or references as they are"
_WORKS = "would show when somebody works"
_PLACE = "how far a job has come"


_FIGURES = "adoption_id unit load line provisional households cases"
_MOVING = "change_reason own_reason_id joint_visit cover_until"

TABLES: dict[str, Table] = {
    one.name: one
    for one in (
        _table("people.Employer", Thing.TOTALS, "id version name nation discussion_days settings"),
        _table("people.ServiceArea", Thing.TOTALS, "id version name ended_on"),
        _table("people.Team", Thing.TOTALS, "id version service_area_id name is_desk ended_on"),
        _table(
            "people.Practitioner",
            Thing.LOAD,
            "id version qualified_on step_confirmed_on stage asye agency returning_until protected_until "
            "started_on ended_on",
            staff_ref=_NAME,
            name=_NAME,
            swe_number=_NAME,
            values="a scheme may ask anything of a person",
        ),
        _table(
            "people.Post",
            Thing.LOAD,
            "id version practitioner_id team_id role weekly_hours started_on ended_on",
            grade=_WORDS,
        ),
        _table("people.HoursChange", Thing.LOAD, "id post_id from_on weekly_hours"),
        _table(
            "people.StepConfirmation",
            Thing.LOAD,
            "id practitioner_id step title due_on practitioner_at practitioner_by_id manager_at manager_by_id",
        ),
        _table("people.Strength", Thing.LOAD, "id practitioner_id kind removed_at", text=_WORDS),
        _table(
            "people.Account",
            Thing.TOTALS,
            "id version practitioner_id is_active ends_on demo created_at",
            password=_SECRET,
            session_stamp=_SECRET,
            email=_NAME,
            name=_NAME,
            last_login=_WORKS,
            invited_at=_WORKS,
            preferences="how somebody likes their pages",
        ),
        _table(
            "people.RoleGrant",
            Thing.TOTALS,
            "id account_id role team_id service_area_id practitioner_id everywhere starts_on ends_on covers_id "
            "granted_by_id granted_at",
        ),
        _table(
            "people.Commitment",
            Thing.ADJUSTMENTS,
            "id version practitioner_id post_id kind amount unit starts_on ends_on review_on reviewed_on outcome "
            "agreed_by_id agreed_on recorded_by_id removed_at",
            neutral="kind",
        ),
        _table("caseloads.Household", Thing.CASES, "id version reference provisional", "reference", patch=_WORDS),
        _table(
            "caseloads.Case",
            Thing.CASES,
            "id version reference household_id kind opened_on closed_on priority team_id reached_team_on "
            "next_contact_due_on next_contact_made_on rate_again_on waiting_approved_by_id waiting_approved_on "
            "last_contact_on last_review_on listed values",
            "reference",
            why_waiting=_WORDS,
        ),
        _table(
            "caseloads.Allocation",
            Thing.CASES,
            "id case_id post_id role share starts_on ends_on known_from known_to reason end_reason own_reason "
            "own_end_reason allocated_by_id",
        ),
        _table(
            "caseloads.CaseValue",
            Thing.CASES,
            "id case_id field value valid_from valid_to source agreed_by_id agreed_on recorded_by_id recorded_at",
        ),
        _table(
            "caseloads.CaseTask",
            Thing.CASES,
            "id version post_id case_id owner_id kind number values starts_on ends_on removed_at",
        ),
        _table("caseloads.CourtDate", Thing.CASES, "id case_id on kind added_at removed_at"),
        _table(
            "caseloads.ConflictOfInterest",
            Thing.CASES,
            "id case_id household_id recorded_on removed_at",
            practitioner_id="with a family it could be guessed whose it is",
            recorded_by_id="with a family it could be guessed whose it is",
            why=_WORDS,
        ),
        _table("caseloads.SkillAsked", Thing.CASES, "id case_id kind removed_at", text=_WORDS),
        _table(
            "caseloads.WorklistRow",
            Thing.CASES,
            "id case_id what was_id was_closed post_id closed from_on made_at made_by_id ticked_at ticked_by_id "
            "ticked_through differed list_post_id",
        ),
        _table(
            "caseloads.CasePlan",
            Thing.CASES,
            "id case_id valid_from valid_to ends_on agreed_with_id agreed_on next_review_on recorded_by_id recorded_at",
            plan=_WORDS,
            why_open=_WORDS,
        ),
        _table("caseloads.ClosureReason", Thing.CASES, "id version label code retired_at"),
        _table(
            "caseloads.Closing",
            Thing.CASES,
            "id case_id on reason own_reason_id closed_by_id closed_at reopened_on reopened_by_id reopened_at",
            achieved=_WORDS,
        ),
        _table("caseloads.ScoreConfirmation", Thing.CASES, "id case_id at", by_id=_WORKS),
        _table("caseloads.HouseholdMove", Thing.CASES, "id household_id case_id joined at"),
        _table(
            "caseloads.Keeping",
            Thing.CASES,
            "id case_id account_id practitioner_id starts_on ends_on ended_by_holder named_by_id named_at",
        ),
        _table("caseloads.Rating", Thing.CASES, "id case_id on was priority again_on by_id at", why=_WORDS),
        _table(
            "caseloads.AgreedTimes",
            Thing.CASES,
            "id starts_on urgent_days high_days standard_days low_days contact_days rating_days contact_weeks "
            "score_weeks agreed_on recorded_by_id recorded_at",
            agreed_by=_WORDS,
        ),
        _table(
            "schemes.SchemeVersion",
            Thing.SCHEME,
            "id scheme_id version title text created_by_id created_at",
            note=_WORDS,
        ),
        _table(
            "schemes.Adoption",
            Thing.SCHEME,
            "id version_id service_area_id main chosen starts_on ends_on agreed_on recorded_by_id",
            agreed_by=_WORDS,
        ),
        _table(
            "workload.Standing",
            Thing.LOAD,
            f"practitioner_id {_FIGURES} band stage protected protected_until weeks_over weeks_red computed_for",
        ),
        _table("workload.Beside", Thing.LOAD, f"id practitioner_id {_FIGURES} band computed_for"),
        _table(
            "workload.PostStanding",
            Thing.LOAD,
            f"post_id practitioner_id team_id {_FIGURES} work allocatable hours",
        ),
        _table(
            "workload.TeamWaiting",
            Thing.TOTALS,
            "place team_id adoption_id unit load provisional cases households",
            fingerprint=_FORM,
        ),
        _table(
            "whatif.Scenario", Thing.LOAD, "id version team_id owner_id shared counter made_at",
            name=_WORDS, changes=_RAW, changed_at=_WORKS),
        _table("workload.Freshness", Thing.TOTALS, "id computed_for adoptions"),
        _table(
            "workload.PractitionerWeek",
            Thing.LOAD,
            f"id monday practitioner_id {_FIGURES} band weeks_over weeks_red",
        ),
        _table(
            "workload.PostWeek", Thing.LOAD,
            f"id monday post_id practitioner_id team_id {_FIGURES} work allocatable hours"),
        _table(
            "workload.TeamWeek", Thing.TOTALS,
            f"id monday team_id {_FIGURES} band waiting parked waiting_cases parked_cases people bands",
        ),
        _table(
            "imports.Import",
            Thing.LISTS,
            "id kind digest on state full_snapshot uploaded_by_id uploaded_at checked_at applied_by_id applied_at "
            "undone_by_id undone_at counts",
            file_names=_WORDS,
            report=_RAW,
            plan=_FORM,
            kept=_RAW,
            work=_PLACE,
            work_since=_PLACE,
            trouble=_RAW,
        ),
        _table(
            "imports.SettledTeam", Thing.LISTS, "id team_id new_in_id settled_by_id settled_at",
            name=_WORDS, written=_WORDS,
        ),
        _table(
            "imports.SettledValue", Thing.LISTS, "id field code settled_by_id settled_at",
            wording=_WORDS, written=_WORDS,
        ),
        _table("imports.MonthlyActivity", Thing.TOTALS, "id kind month team_name team_id begun finished"),
        _table("allocation.ChangeReason", Thing.CASES, "id version label code retired_at"),
        _table(
            "allocation.HandOver", Thing.CASES, f"id version {_MOVING} post_id from_on made_by_id made_at",
            notes=_WORDS, key=_FORM,
        ),
        _table("allocation.FollowUp", Thing.CASES, "id proposal_id what until_on by_id at", words=_WORDS),
        _table("allocation.Override", Thing.CASES, "id proposal_id limits by_id at", reason=_WORDS),
        _table(
            "allocation.Offer", Thing.LOAD, "id version post_id from_on until_on made_at ended_at", kind=_WORDS
        ),
        _table(
            "allocation.Proposal",
            Thing.CASES,
            f"id version {_MOVING} post_id team_id share hand_over_id from_on proposed_by_id proposed_at seen outcome "
            "decided_by_id decided_at decided_on_figures over_until escalated_at discussion_due_on discussed_on "
            "heard_at disagreed_at left_at over_ended_at tier_answered_at goes_case_id waits_case_id shared_case_id "
            "limits cover_ended_at undone_by_id undone_at",
            undone_why=_WORDS,
            notes=_WORDS,
            key=_FORM,
            message=_WORDS, reason=_WORDS, split_said=_WORDS, conflict_said=_WORDS, what_will_be_done=_WORDS,
            goes=_WORDS, waits=_WORDS, shared=_WORDS, nothing_because=_WORDS,
            considered="everybody who could have been asked, by the keys that the product itself uses",
        ),
        _table(
            "allocation.AgreedWeights", Thing.SCHEME,
            "id service_area_id values new_a_week new_a_week_first_year recorded_by_id recorded_at", reason=_WORDS,
        ),
        _table("allocation.PatchDistance", Thing.SCHEME, "id one other band said_by_id said_at"),
        _table(
            "planner.Run", Thing.LOAD,
            "id kind on asked_by_id asked_at adoption_id agreed_weights_id weights effort state began_at ended_at "
            "stop_asked_at solver took replayed_at replayed_by_id replayed_same replayed_solver "
            "let_go_at proof",
            key=_FORM, asks=_RAW, question=_RAW, answer=_RAW, at_work=_PLACE, heard_at=_PLACE, trouble=_PLACE,
        ),
        _table("planner.RunTeam", Thing.LOAD, "id run_id team_id"),
        _table("allocation.ProposedCase", Thing.CASES, "id proposal_id case_id held_by_id helped_with open"),
        _table("allocation.DroppedCase", Thing.CASES, "id proposal_id case_id held_by_id at", said=_WORDS),
        _table(
            "allocation.PartOverLine", Thing.CASES,
            "id case_id post_id share from_on figures over_until decided_by_id decided_at escalated_at",
            reason=_WORDS, what_will_be_done=_WORDS, room=_WORDS,
        ),
        _table("allocation.Answer", Thing.CASES, "id proposal_id says by_id at", words=_WORDS),
        _table(
            "allocation.Quoted", Thing.CASES,
            "id proposal_id says said_on how by_id at heard_by_id heard_how heard_at", words=_WORDS,
        ),
        _table(
            "audit.Entry",
            Thing.RECORD,
            "id number at who_id did on_kind on_id previous hash",
            details=_RAW,
        ),
        _table("audit.Head", Thing.RECORD, "id number hash"),
    )
}  # fmt: skip

#: Tables of which nothing leaves.
WITHHELD: dict[str, str] = {
    "people.CommitmentReason": "sealed: the reason for an adjustment is for whom the worker chose (fixture 12)",
    "audit.Look": "who looked at whom is for the person who was looked at (rules 5.1)",
    "notices.Notice": "what one person was told, with names",
    "notices.Mail": "letters to persons",
    "workload.Detail": "holds references; its figures stand in the other tables of workload",
    "imports.SettledName": "names of workers as lists write them",
    "imports.Journal": "rows as they were before a list, with names and references",
    "api.Token": "secrets",
    "api.StoredAnswer": "keys that clients made up, and what they were answered",
}
