"""The table of rights against rules 5.1, typed again here by hand: an independent second reading."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from safeload.audit.refusals import NotAllowed, Refusal
from safeload.people import actions, permits
from safeload.people.models import RoleGrant
from safeload.people.rights import THINGS, Sight, Thing
from safeload.people.roles import GRANTED, ROLES
from safeload.people.scope import OWN, Scope, scope_for
from tests.cast import EVERYBODY, Cast

TODAY = date(2026, 11, 23)

#: Who sees a thing by name, over anybody at all. Everybody else sees it of themselves at most.
NAMED = {
    Thing.LOAD: {"asye-assessor", "advanced-practitioner", "team-manager", "service-manager"},
    Thing.CASES: {"asye-assessor", "advanced-practitioner", "team-manager"},
    Thing.ADJUSTMENTS: {"asye-assessor", "advanced-practitioner", "team-manager", "hr"},
    Thing.REASONS: set(),
    Thing.CONCERNS: {"team-manager"},
    Thing.ACCOUNTS: {"administrator"},
    Thing.STRUCTURE: {"administrator"},
    Thing.RECORD: {"team-manager", "service-manager", "principal-social-worker", "director", "analyst"}
    | {"administrator", "auditor"},
}
CHANGES = {
    Thing.CASES: {"advanced-practitioner", "team-manager"},
    Thing.ADJUSTMENTS: {"team-manager", "hr"},
    Thing.PEOPLE: {"team-manager", "hr"},
    Thing.ACCOUNTS: {"administrator"},
    Thing.STRUCTURE: {"administrator"},
    Thing.SCHEME: {"principal-social-worker"},
    Thing.REASONS: set(),
    Thing.LOAD: set(),
    Thing.RECORD: set(),
}


@pytest.mark.parametrize("thing", NAMED)
def test_who_sees_by_name(thing: Thing) -> None:
    assert {code for code, role in GRANTED.items() if role.right(thing).sees == Sight.NAMED} == NAMED[thing]


@pytest.mark.parametrize("thing", CHANGES)
def test_who_changes(thing: Thing) -> None:
    assert {code for code, role in GRANTED.items() if "change" in role.right(thing).does} == CHANGES[thing]


def test_every_cell_of_the_table_has_words() -> None:
    for role in ROLES.values():
        assert all(role.right(thing).words for thing in THINGS)
    assert set(THINGS) == set(Thing)


def test_no_role_opens_a_reason_or_lets_anybody_change_a_load() -> None:
    for role in ROLES.values():
        assert role.right(Thing.REASONS).sees == Sight.NOTHING
        assert not role.right(Thing.REASONS).does
        assert not role.right(Thing.LOAD).does


def reach(cast: Cast, who: str, thing: Thing = Thing.LOAD) -> set[str]:
    """Whom of the cast somebody sees by name."""
    from safeload.people.models import Practitioner

    scope = scope_for(cast.accounts[who], TODAY)
    seen = Practitioner.objects.within(scope.sees(thing), TODAY, scope.practitioner_id)
    return {name for name, person in cast.people.items() if person in seen}


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("practitioner", {"practitioner"}),
        ("nqsw", {"nqsw"}),
        ("peer", {"peer"}),
        ("stranger", {"stranger"}),
        ("assessor", {"nqsw"}),
        ("manager", {"practitioner", "nqsw", "peer", "manager"}),
        ("stranger_manager", {"stranger", "stranger_manager"}),
        ("head", {"practitioner", "nqsw", "peer", "manager", "stranger", "stranger_manager"}),
        ("psw", set()), ("director", set()), ("hr", set()), ("analyst", set()), ("member", set()),
        ("union", set()), ("administrator", set()), ("auditor", set()),
    ],
)  # fmt: skip
def test_whose_load_each_of_the_cast_sees(cast: Cast, who: str, seen: set[str]) -> None:
    assert reach(cast, who) == seen


def test_a_visitor_and_a_closed_account_see_nobody(cast: Cast) -> None:
    from django.contrib.auth.models import AnonymousUser

    empty = Scope(on=TODAY)
    assert scope_for(AnonymousUser(), TODAY) == empty
    noor = cast.accounts["manager"]
    noor.is_active = False
    assert scope_for(noor, TODAY) == empty


def test_cover_for_an_absence_begins_and_ends_by_itself(cast: Cast) -> None:
    actions.grant_role(
        by=cast.accounts["administrator"],
        account_id=cast.accounts["stranger_manager"].pk,
        role="team-manager",
        team_id=cast.assessment.pk,
        starts_on=TODAY,
        ends_on=TODAY + timedelta(days=6),
        covers_id=cast.accounts["manager"].pk,
    )
    covered = [
        scope_for(cast.accounts["stranger_manager"], day).sees(Thing.LOAD).covers(team_id=cast.assessment.pk)
        for day in (TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=6), TODAY + timedelta(days=7))
    ]
    assert covered == [False, True, True, False]


def test_who_moved_to_another_team_is_out_of_sight_and_who_left_is_not(cast: Cast) -> None:
    before = TODAY - timedelta(days=1)
    actions.end_post(by=None, post_id=cast.posts["peer"].pk, on=before)
    actions.add_post(by=None, practitioner_id=cast.people["peer"].pk, team_id=cast.court.pk, started_on=TODAY)
    actions.end_practitioner(by=None, practitioner_id=cast.people["nqsw"].pk, on=before)
    assert reach(cast, "manager") == {"practitioner", "nqsw", "manager"}
    assert "peer" in reach(cast, "stranger_manager")


def test_a_scope_is_worked_out_in_two_queries_at_most(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for who in EVERYBODY:
        with django_assert_max_num_queries(2):
            scope = scope_for(cast.accounts[who], TODAY)
        with django_assert_max_num_queries(0):
            assert scope.sees(Thing.LOAD) is not None


def test_roles_reach_over_what_they_may_and_one_thing_only(cast: Cast) -> None:
    administrator, account = cast.accounts["administrator"], cast.accounts["peer"]
    for over in ({"everywhere": True}, {}, {"team_id": cast.court.pk, "service_area_id": cast.children.pk}):
        with pytest.raises(Refusal):
            actions.grant_role(by=administrator, account_id=account.pk, role="team-manager", **over)
    assert not RoleGrant.objects.filter(account=account).exists()


def test_nobody_gives_a_role_to_themselves(cast: Cast) -> None:
    administrator = cast.accounts["administrator"]
    with pytest.raises(Refusal, match="to themselves"):
        actions.grant_role(by=administrator, account_id=administrator.pk, role="director", everywhere=True)


def test_the_last_administrator_stays(cast: Cast) -> None:
    administrator = cast.accounts["administrator"]
    with pytest.raises(Refusal, match="last administrator"):
        actions.close_account(by=administrator, account_id=administrator.pk)
    with pytest.raises(Refusal, match="last administrator"):
        actions.end_grant(by=administrator, grant_id=administrator.grants.get().pk)


@pytest.mark.parametrize("who", [who for who in EVERYBODY if who != "administrator"])
def test_only_administrators_give_roles(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        actions.grant_role(
            by=cast.accounts[who], account_id=cast.accounts["peer"].pk, role="director", everywhere=True
        )


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("role", [*GRANTED, OWN])
def test_one_role_alone_never_opens_more(cast: Cast, who: str, role: str) -> None:
    whole = scope_for(cast.accounts[who], TODAY)
    alone = whole.only(role)
    for thing in Thing:
        for sight in (Sight.TOTALS, Sight.UNNAMED, Sight.NAMED):
            assert whole.sees(thing, sight) | alone.sees(thing, sight) == whole.sees(thing, sight)
    assert alone.practitioner_id in {None, whole.practitioner_id}
    assert alone.roles == whole.roles & {role}


def test_actions_are_asked_by_the_one_role_and_by_all_again_afterwards(cast: Cast) -> None:
    noor, team = cast.accounts["manager"], cast.assessment.pk
    with permits.by_role(noor, "union-rep"):
        assert not permits.scope_of(noor).roles
        with pytest.raises(NotAllowed):
            actions.add_practitioner(by=noor, team_id=team, staff_ref="S-9", name="Nine")
        # Whoever else acts meanwhile, such as the product itself, acts by all that they have.
        assert permits.scope_of(cast.accounts["head"]).roles
        assert permits.scope_of(None).system
    assert actions.add_practitioner(by=noor, team_id=team, staff_ref="S-9", name="Nine").pk
