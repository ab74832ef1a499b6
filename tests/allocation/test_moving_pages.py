"""The pages of handing over, sharing, cover, limits and offers; nothing for strangers."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.urls import reverse

from safeload.allocation import actions
from safeload.allocation.actions import Terms
from safeload.allocation.models import ChangeReason, HandOver, Offer, Proposal
from safeload.caseloads import actions as caseloads
from safeload.caseloads.models import Allocation
from safeload.people import actions as people
from safeload.people.models import Strength, Team
from tests.accounts import signed_in
from tests.allocation.conftest import Meeting
from tests.allocation.test_moving import agreed, limited, moved, shares_of
from tests.workload.pages import text_of
from tests.workload.town import TODAY, days_ago


def hidden(page: Any, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page.content.decode())
    assert found, name
    return found[1].replace("&quot;", '"')


def day(name: str, on: Any) -> dict[str, Any]:
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def test_a_hand_over_from_choice_to_decision(meeting: Meeting) -> None:
    given = moved(meeting, 12)
    manager = signed_in(meeting.accounts["manager"])
    address = reverse("hand_over_cases", args=[given["post_id"]])
    page = manager.get(address)
    assert "Hand over cases of Amira Hussain" in text_of(page)
    ben = meeting.ben.posts.get().pk
    first, *_ = given["to"]
    sent = {"key": hidden(page, "key"), **day("from_on", TODAY), "all_to": ben, f"to-{first}": "stays"}
    shown = manager.post(address, sent)
    text = text_of(shown)
    assert "What it would do" in text
    held = Allocation.objects.open_parts().filter(post=given["post_id"]).count()
    assert f"takes {held - 1} cases" in text
    unseen = manager.post(address, {**sent, "propose": "yes"})
    assert (unseen.status_code, HandOver.objects.count()) == (422, 0)
    done = manager.post(address, {**sent, "shown": hidden(shown, "shown"), "propose": "yes"}, follow=True)
    made = HandOver.objects.get()
    assert "Proposed to all of them" in text_of(done)
    page = manager.get(reverse("hand_over", args=[made.pk]))
    decide = {"seen": hidden(page, "seen"), "allocate": "yes", "notified": "on", "reason": "Amira leaves."}
    refused = manager.post(reverse("decide_hand_over", args=[made.pk]), decide)
    assert refused.status_code == 422
    assert "Say what will be done" in text_of(refused)
    decide |= {"seen": hidden(refused, "seen"), "what_will_be_done": "A new worker starts in May.",
               "shared": "Two of them", **day("over_until", TODAY + timedelta(days=30))}  # fmt: skip
    done = manager.post(reverse("decide_hand_over", args=[made.pk]), decide, follow=True)
    assert f"{held - 1} cases are in new hands" in text_of(done)
    assert "Take back all that was handed over" in text_of(done)
    assert Allocation.objects.open_parts().filter(post=given["post_id"]).get().case_id == first


def test_a_hand_over_says_at_once_all_that_its_decision_needs(meeting: Meeting) -> None:
    given = moved(meeting, load=20)
    made = actions.hand_over(**given, terms=Terms(change_reason="LEFTRL"))
    manager = signed_in(meeting.accounts["manager"])
    page = manager.get(reverse("hand_over", args=[made.pk]))
    assert "Why: Previous worker left." in text_of(page)
    assert "What waits" in text_of(page)
    assert "over the line (optional)" not in text_of(page)
    decide = {"seen": hidden(page, "seen"), "allocate": "yes"}
    refused = text_of(manager.post(reverse("decide_hand_over", args=[made.pk]), decide))
    for sentence in (
        "Not everybody has answered.",
        "Say why it is handed over all the same.",
        "Say what will be done about the load over the line.",
        "Say until when the load may be over the line.",
        " would be red with it. Say what goes, waits or is shared for it",
    ):
        assert sentence in refused
    page = manager.get(reverse("hand_over", args=[made.pk]))
    said = {"seen": hidden(page, "seen"), "allocate": "yes", "notified": "on", "reason": "Amira leaves.",
            "what_will_be_done": "A new worker.", "waits": "The report",
            **day("over_until", TODAY + timedelta(days=9))}  # fmt: skip
    manager.post(reverse("decide_hand_over", args=[made.pk]), said)
    assert set(made.proposals.values_list("outcome", "waits")) == {("allocated", "The report")}
    address = reverse("undo_hand_over", args=[made.pk])
    assert signed_in(meeting.accounts["ben"]).post(address).status_code == 404
    assert "Taken back." in text_of(manager.post(address, {"why": "Too early."}, follow=True))
    assert Allocation.objects.open_parts().filter(post=given["post_id"], case__in=given["to"]).count() == 3


def test_a_household_is_parted_only_where_that_is_meant(meeting: Meeting) -> None:
    agreed(meeting)
    first, _ = meeting.cases
    post, ben = meeting.amira.posts.get(), meeting.ben.posts.get()
    manager, address = signed_in(meeting.accounts["manager"]), reverse("hand_over_cases", args=[post.pk])
    page = manager.get(address)
    assert "It is meant that" not in text_of(page)
    sent = {"key": hidden(page, "key"), **day("from_on", TODAY), f"to-{first.pk}": ben.pk}
    shown = manager.post(address, sent)
    assert "It is meant that these brothers and sisters" in text_of(shown)
    sent |= {"shown": hidden(shown, "shown"), "propose": "yes"}
    assert "Keep brothers and sisters together, or say" in text_of(manager.post(address, sent))
    manager.post(address, {**sent, "split_meant": "on"})
    assert HandOver.objects.get().proposals.get().cases.get().case == first


def test_what_is_proposed_already_is_not_counted_again(meeting: Meeting) -> None:
    given = moved(meeting, 3)
    actions.hand_over(**{**given, "to": dict([next(iter(given["to"].items()))])})
    manager = signed_in(meeting.accounts["manager"])
    address = reverse("hand_over_cases", args=[given["post_id"]])
    sent = {"key": hidden(manager.get(address), "key"), **day("from_on", TODAY),
            "all_to": meeting.ben.posts.get().pk}  # fmt: skip
    held = Allocation.objects.open_parts().filter(post=given["post_id"]).count()
    assert f"gives {held - 1} cases" in text_of(manager.post(address, sent))


def test_one_case_alone_is_said_in_the_singular(meeting: Meeting) -> None:
    given = moved(meeting, 1)
    made = actions.hand_over(**{**given, "from_on": TODAY + timedelta(days=14)})
    manager = signed_in(meeting.accounts["manager"])
    page = manager.get(reverse("hand_over", args=[made.pk]))
    said = {"seen": hidden(page, "seen"), "allocate": "yes", "notified": "on", "reason": "Amira leaves.",
            "what_will_be_done": "x", **day("over_until", TODAY + timedelta(days=30))}  # fmt: skip
    done = manager.post(reverse("decide_hand_over", args=[made.pk]), said, follow=True)
    assert "1 case will be in new hands on" in text_of(done)


def test_each_row_says_what_happened(meeting: Meeting) -> None:
    given = moved(meeting, 3)
    manager = signed_in(meeting.accounts["manager"])
    address = reverse("hand_over_cases", args=[given["post_id"]])
    page = manager.get(address)
    chloe = next(post for post in set(given["to"].values()) if post != meeting.ben.posts.get().pk)
    sent = {
        "key": hidden(page, "key"),
        **day("from_on", days_ago(40)),
        **{f"to-{pk}": chloe for pk in given["to"]},
    }
    shown = manager.post(address, sent)
    done = manager.post(address, {**sent, "shown": hidden(shown, "shown"), "propose": "yes"})
    assert done.status_code == 422
    text = text_of(done)
    assert "something stands in the way with 3 of 3 cases" in text
    assert text.count("had not begun on that day") == 3
    assert not Proposal.objects.exists()


def test_another_team_is_offered_and_its_figures_are_not(meeting: Meeting) -> None:
    given = moved(meeting, 2)
    town = meeting.town
    south = Team.objects.create(service_area=town.area, name="South")
    farah = town.person("Farah Khan", team=south)
    theirs = town.signs_in(role="team-manager", team=south)
    manager = signed_in(meeting.accounts["manager"])
    address = reverse("hand_over_cases", args=[given["post_id"]]) + f"?team={south.pk}"
    page = manager.get(address)
    assert "Farah Khan" in text_of(page)
    sent = {"key": hidden(page, "key"), **day("from_on", TODAY),
            **{f"to-{pk}": farah.posts.get().pk for pk in given["to"]}}  # fmt: skip
    shown = manager.post(address, sent)
    assert "Their manager sees the figures and decides." in text_of(shown)
    manager.post(address, {**sent, "shown": hidden(shown, "shown"), "propose": "yes"})
    one = Proposal.objects.get()
    mine = manager.get(reverse("proposal", args=[one.pk]))
    assert "points →" not in text_of(mine)
    assert "The decision" not in text_of(mine)
    assert "The decision" in text_of(signed_in(theirs).get(reverse("proposal", args=[one.pk])))


def test_what_waits_for_another_manager_is_not_told_as_done(meeting: Meeting) -> None:
    given = moved(meeting, 2)
    south = Team.objects.create(service_area=meeting.town.area, name="South")
    farah = meeting.town.person("Farah Khan", team=south)
    manager = signed_in(meeting.accounts["manager"])
    address = reverse("hand_over_cases", args=[given["post_id"]]) + f"?team={south.pk}"
    first, second, *_ = given["to"]
    sent = {"key": hidden(manager.get(address), "key"), **day("from_on", TODAY),
            f"to-{first}": meeting.ben.posts.get().pk, f"to-{second}": farah.posts.get().pk}  # fmt: skip
    shown = manager.post(address, sent)
    manager.post(address, {**sent, "shown": hidden(shown, "shown"), "propose": "yes"})
    made = HandOver.objects.get()
    page = manager.get(reverse("hand_over", args=[made.pk]))
    assert "Decided by the manager of South" in text_of(page)
    assert "Hand over those of your teams" in text_of(page)
    decide = {"seen": hidden(page, "seen"), "allocate": "yes", "notified": "on", "reason": "Amira leaves.",
              "what_will_be_done": "A new worker starts.", **day("over_until", TODAY + timedelta(days=30))}  # fmt: skip
    told = text_of(manager.post(reverse("decide_hand_over", args=[made.pk]), decide, follow=True))
    assert "1 case is in new hands. 1 case waits for the decision of another team’s manager." in told


def test_all_that_a_leaver_held_is_handed_over_from_where_one_looks(meeting: Meeting) -> None:
    town, manager = meeting.town, signed_in(meeting.accounts["manager"])
    lewis = town.person("Lewis Sheard")
    case = town.family(1, lewis, days_ago(90), status=["CIN"])[0]
    address = reverse("hand_over_cases", args=[lewis.posts.get().pk])
    for page in ("practitioner", "end_practitioner"):
        assert address in manager.get(reverse(page, args=[lewis.pk])).content.decode(), page
    people.end_practitioner(by=None, practitioner_id=lewis.pk, on=days_ago(2))
    board = manager.get(reverse("team_board", args=[town.team.pk]))
    assert "1 case: was held by Lewis Sheard, who has left. Hand over all of them" in text_of(board)
    assert address in board.content.decode()
    assert address in manager.get(reverse("practitioner", args=[lewis.pk])).content.decode()
    page = manager.get(address)
    assert '<option value="LEFTRL" selected>' in page.content.decode()
    sent = {"key": hidden(page, "key"), **day("from_on", TODAY), "all_to": meeting.ben.posts.get().pk,
            "change_reason": "LEFTRL"}  # fmt: skip
    shown = manager.post(address, sent)
    assert "Has left; no load is measured." in text_of(shown)
    assert "Their manager sees the figures" not in text_of(shown)
    covering = {**sent, **day("cover_until", TODAY + timedelta(days=30)), "propose": "yes"}
    refused = manager.post(address, {**covering, "shown": hidden(shown, "shown")})
    assert "Cover is for somebody who comes back" in text_of(refused)
    manager.post(address, {**sent, "shown": hidden(shown, "shown"), "propose": "yes"})
    assert Proposal.objects.get().cases.get().case == case


def test_what_a_leaver_gave_is_offered_as_a_whole_again_once_it_is_taken_back(meeting: Meeting) -> None:
    town, manager = meeting.town, signed_in(meeting.accounts["manager"])
    lewis = town.person("Lewis Sheard", ended_on=days_ago(2))
    keys = [town.family(1, lewis, days_ago(90), status=["CIN"])[0].pk for _ in range(2)]
    post, ben = lewis.posts.get(), meeting.ben.posts.get()
    caseloads.name_keeper(
        by=meeting.accounts["manager"], case_id=keys[0], account_id=meeting.accounts["head"].pk
    )
    said = "2 cases: was held by Lewis Sheard, who has left. Hand over all of them"
    board, waiting = reverse("team_board", args=[town.team.pk]), reverse("waiting")
    before = [text_of(manager.get(page)) for page in (board, waiting)]
    assert all(said in text for text in before)
    made = actions.hand_over(by=meeting.accounts["manager"], key=uuid.uuid4(), post_id=post.pk,
                             to=dict.fromkeys(keys, ben.pk), from_on=TODAY, seen={})  # fmt: skip
    page = manager.get(reverse("hand_over", args=[made.pk]))
    decide = {"seen": hidden(page, "seen"), "allocate": "yes", "notified": "on", "reason": "Lewis left.",
              "what_will_be_done": "A new worker.", "waits": "The report",
              **day("over_until", TODAY + timedelta(days=9))}  # fmt: skip
    manager.post(reverse("decide_hand_over", args=[made.pk]), decide)
    assert said not in text_of(manager.get(board))
    told = manager.post(reverse("undo_hand_over", args=[made.pk]), {"why": "Too early."}, follow=True)
    assert "waits again since their last day" in text_of(told)
    assert [text_of(manager.get(page)) for page in (board, waiting)] == before
    assert reverse("hand_over_cases", args=[post.pk]) in manager.get(waiting).content.decode()
    assert (
        reverse("hand_over_cases", args=[post.pk])
        in manager.get(reverse("practitioner", args=[lewis.pk])).content.decode()
    )
    assert "Nothing is held" not in text_of(manager.get(reverse("hand_over_cases", args=[post.pk])))


def test_who_only_looks_at_a_person_is_not_offered_to_hand_over(meeting: Meeting) -> None:
    page = signed_in(meeting.accounts["amira"]).get(reverse("practitioner", args=[meeting.amira.pk]))
    assert "Hand over the cases" not in text_of(page)


def test_strangers_find_nothing(meeting: Meeting) -> None:
    one = agreed(meeting, terms=Terms(cover_until=TODAY + timedelta(days=3)))
    made = actions.hand_over(**moved(meeting))
    south = Team.objects.create(service_area=meeting.town.area, name="South")
    case = meeting.cases[0].pk
    gets = [
        reverse("hand_over_cases", args=[meeting.amira.posts.get().pk]),
        reverse("hand_over", args=[made.pk]),
        reverse("end_cover", args=[one.pk]),
        reverse("share_case", args=[case]),
    ]
    posts = [reverse(name, args=[one.pk]) for name in ("undo_allocation", "override_limit", "ask_senior")] + [
        reverse(name, args=[made.pk]) for name in ("decide_hand_over", "withdraw_hand_over")
    ]
    for account in (
        meeting.town.signs_in(role="team-manager", team=south),
        meeting.town.signs_in(role="analyst", everywhere=True),
        meeting.town.signs_in(meeting.town.person("Stranger", team=south)),
    ):
        client = signed_in(account)
        assert {client.get(address).status_code for address in gets} == {404}
        assert {client.post(address).status_code for address in posts} == {404}
    worker = signed_in(meeting.accounts["amira"])
    assert {worker.get(address).status_code for address in (gets[0], gets[2], gets[3])} == {404}
    assert worker.post(posts[0]).status_code == 404


def test_taken_back_from_its_page(meeting: Meeting) -> None:
    one = agreed(meeting)
    manager = signed_in(meeting.accounts["manager"])
    assert "Take this allocation back" in text_of(manager.get(reverse("proposal", args=[one.pk])))
    address = reverse("undo_allocation", args=[one.pk])
    assert manager.post(address).status_code == 422
    page = manager.post(address, {"why": "It was the wrong case."}, follow=True)
    assert "It was the wrong case." in text_of(page)
    assert "Allocated, and taken back" in text_of(page)
    assert "Take this allocation back" not in text_of(page)


def test_cover_is_asked_about_on_the_board(meeting: Meeting) -> None:
    one = agreed(
        meeting, terms=Terms(cover_until=TODAY + timedelta(days=1), joint_visit=True, notes="Tuesdays.")
    )
    manager = signed_in(meeting.accounts["manager"])
    page = text_of(manager.get(reverse("proposal", args=[one.pk])))
    assert "A joint visit is asked for. Tuesdays." in page
    board = reverse("team_board", args=[meeting.town.team.pk])
    assert "cover by Amira Hussain" not in text_of(manager.get(board))
    Proposal.objects.filter(pk=one.pk).update(cover_until=TODAY)
    assert "cover by Amira Hussain was until" in text_of(manager.get(board))
    address = reverse("end_cover", args=[one.pk])
    assert manager.post(address, {"what": "on"}).status_code == 422
    later = TODAY + timedelta(days=14)
    assert manager.post(address, {"what": "on", **day("day", later)}).status_code == 302
    assert manager.post(address, {"what": "back", **day("day", TODAY)}).status_code == 302
    assert not Allocation.objects.open_parts().filter(case__in=meeting.cases).exists()
    assert manager.get(address).status_code == 404


def test_shares_on_the_page_of_a_case(meeting: Meeting) -> None:
    agreed(meeting)
    case, ben = meeting.cases[0], meeting.ben.posts.get()
    manager = signed_in(meeting.accounts["manager"])
    seen = {"seen": {}}
    one = actions.propose(
        by=meeting.accounts["manager"], key=uuid.uuid4(), case_ids=[case.pk], post_id=ben.pk, from_on=TODAY,
        share=Decimal(40), **seen,
    )  # fmt: skip
    assert "Co-worker, 40" in text_of(manager.get(reverse("proposal", args=[one.pk])))
    actions.withdraw(by=meeting.accounts["manager"], proposal_id=one.pk)
    meeting.town.hold(case, ben, TODAY, role="co-worker", share=40)
    Allocation.objects.filter(case=case, role="holder", known_to=None).update(share=60)
    address = reverse("share_case", args=[case.pk])
    page = manager.get(address)
    assert 'value="60"' in page.content.decode()
    amira = meeting.amira.posts.get().pk
    sent = {"version": hidden(page, "version"), **day("from_on", TODAY)}
    wrong = {**sent, f"share-{amira}": "60", f"share-{ben.pk}": "0"}
    looked = manager.post(address, wrong)
    assert "The shares make 60 percent. Together they must make 100." in text_of(looked)
    assert 'name="save"' not in looked.content.decode()
    wrong |= {"shown": hidden(looked, "shown"), "save": "yes"}
    assert "Together they must make 100" in text_of(manager.post(address, wrong))
    right = {**sent, f"share-{amira}": "100", f"share-{ben.pk}": "0"}
    shown = manager.post(address, right)
    assert "40 → 0 percent of the case" in text_of(shown)
    assert "points →" in text_of(shown)
    assert "What it would do is not what you saw" in text_of(manager.post(address, {**right, "save": "yes"}))
    assert shares_of(case) == {"Amira Hussain": 60, "Ben Carter": 40}
    manager.post(address, {**right, "shown": hidden(shown, "shown"), "save": "yes"})
    assert shares_of(case) == {"Amira Hussain": 100}


def test_a_holder_over_the_line_is_asked_about_on_the_page_of_shares(meeting: Meeting) -> None:
    town, ben, amira = meeting.town, meeting.ben.posts.get(), meeting.amira.posts.get()
    town.points(meeting.ben, 8)
    case = town.family(1, meeting.ben, days_ago(30), status=["CP"], level="medium", intervention="2")[0]
    Allocation.objects.filter(case=case).update(share=60)
    town.hold(case, amira, days_ago(20), role="co-worker", share=40)
    manager, address = signed_in(meeting.accounts["manager"]), reverse("share_case", args=[case.pk])
    page = manager.get(address)
    assert "Over the line until" not in text_of(page)
    sent = {"version": hidden(page, "version"), **day("from_on", TODAY),
            f"share-{ben.pk}": "100", f"share-{amira.pk}": "0"}  # fmt: skip
    shown = manager.post(address, sent)
    assert "Over the line until" in text_of(shown)
    sent |= {"shown": hidden(shown, "shown"), "save": "yes"}
    assert "Ben Carter would be over the line. Say why" in text_of(manager.post(address, sent))
    until = day("over_until", TODAY + timedelta(days=30))
    sent |= {"reason": "Amira leaves.", "what_will_be_done": "A worker starts in May.", **until}
    refused = text_of(manager.post(address, sent))
    assert (
        "Ben Carter would be red with it. Say what goes, waits or is shared for it, or why nothing can"
        in refused
    )
    manager.post(address, {**sent, "room": "The life story work waits."})
    assert shares_of(case) == {"Ben Carter": 100}
    text = text_of(manager.get(address))
    assert "Decided over the line" in text
    assert "A worker starts in May. What makes room: The life story work waits." in text


def test_a_limit_is_shown_asked_about_and_let_through(meeting: Meeting) -> None:
    limited(meeting)
    manager, head = signed_in(meeting.accounts["manager"]), signed_in(meeting.accounts["head"])
    place = manager.get(reverse("place_case", args=[meeting.cases[0].pk]))
    assert "a limit of the scheme, to be let through by the service’s manager" in text_of(place)
    one = meeting.propose(meeting.ben, seen={})
    address = reverse("proposal", args=[one.pk])
    assert head.get(address).status_code == 404
    assert "Ask the service’s manager" in text_of(manager.get(address))
    manager.post(reverse("ask_senior", args=[one.pk]))
    page = head.get(address)
    assert "Let the limit be exceeded" in text_of(page)
    assert head.post(reverse("override_limit", args=[one.pk]), {"reason": ""}).status_code == 422
    done = head.post(reverse("override_limit", args=[one.pk]), {"reason": "Until May."}, follow=True)
    assert "Let through" in text_of(done)


def test_i_can_take_one_is_seen_by_the_manager(meeting: Meeting) -> None:
    amira = signed_in(meeting.accounts["amira"])
    assert "I can take one" in text_of(amira.get(reverse("my_workload")))
    address = reverse("offer_to_take")
    post = meeting.amira.posts.get()
    sent = {"post_id": post.pk, **day("from_on", TODAY), "kind": "A court case"}
    assert amira.post(address, {**sent, "post_id": meeting.ben.posts.get().pk}).status_code == 422
    assert amira.post(address, sent).status_code == 302
    assert "You said that you can take" not in text_of(amira.get(reverse("my_workload")))  # it is no duty
    assert "A court case" in text_of(amira.get(address))
    board = reverse("team_board", args=[post.team_id])
    said = "Amira Hussain can take a case from 19 November 2026: A court case"
    assert said in text_of(signed_in(meeting.accounts["manager"]).get(board))
    page = text_of(
        signed_in(meeting.accounts["manager"]).get(reverse("place_case", args=[meeting.cases[0].pk]))
    )
    assert "offered to take one from 19 November 2026: A court case" in page
    ben = signed_in(meeting.accounts["ben"])
    assert ben.post(reverse("take_back_offer", args=[post.pk])).status_code == 404
    amira.post(reverse("take_back_offer", args=[post.pk]))
    assert not Offer.objects.filter(ended_at=None).exists()
    assert signed_in(meeting.accounts["manager"]).get(address).status_code == 404


def test_case_mix_and_patch(meeting: Meeting) -> None:
    home = meeting.cases[0].household
    assert home is not None
    home.patch = "Harbour"
    home.save()
    Strength.objects.create(practitioner=meeting.amira, kind="patch", text="harbour")
    Strength.objects.create(practitioner=meeting.ben, kind="patch", text="Hills")
    page = text_of(
        signed_in(meeting.accounts["manager"]).get(reverse("place_case", args=[meeting.cases[0].pk]))
    )
    assert "works in Harbour, where the family lives" in page
    assert "works in Hills; the family lives in Harbour" in page
    assert "Mix 7 Child in need, or assessment" in page


def test_the_employers_own_reasons(meeting: Meeting) -> None:
    administrator = signed_in(meeting.town.signs_in(role="administrator", everywhere=True))
    address = reverse("change_reasons")
    assert administrator.post(address, {"label": "", "code": "OTHERS"}).status_code == 422
    administrator.post(address, {"label": "Secondment", "code": "OTHERS"})
    row = ChangeReason.objects.get()
    assert administrator.post(address, {"label": "secondment", "code": "OTHERS"}).status_code == 422
    place = reverse("place_case", args=[meeting.cases[0].pk])
    manager = signed_in(meeting.accounts["manager"])
    assert f'value="own-{row.pk}"' in manager.get(place).content.decode()
    one = meeting.propose(terms=Terms(own_reason_id=row.pk))
    assert (one.change_reason, one.own_reason) == ("OTHERS", row)
    administrator.post(reverse("retire_change_reason", args=[row.pk]))
    assert f'value="own-{row.pk}"' not in manager.get(place).content.decode()
    administrator.post(reverse("offer_change_reason", args=[row.pk]))
    assert f'value="own-{row.pk}"' in manager.get(place).content.decode()
    assert manager.get(address).status_code == 404
    assert manager.post(reverse("retire_change_reason", args=[row.pk])).status_code == 404
