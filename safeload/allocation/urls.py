from __future__ import annotations

from django.urls import path

from safeload.allocation.views import (
    afterwards,
    evidence,
    following_up,
    given,
    hand_overs,
    handing_over,
    offers,
    placing,
    proposals,
    quoting,
    sharing,
    trading_off,
)

urlpatterns = [
    path("", proposals.proposals, name="proposals"),
    path("cases/<int:pk>/", placing.place_case, name="place_case"),
    path("<int:pk>/", proposals.proposal, name="proposal"),
    path("<int:pk>/answer/", proposals.answer_proposal, name="answer_proposal"),
    path("<int:pk>/decide/", proposals.decide_proposal, name="decide_proposal"),
    path("<int:pk>/undo/", afterwards.undo_allocation, name="undo_allocation"),
    path("<int:pk>/cover/", afterwards.end_cover, name="end_cover"),
    path("<int:pk>/override/", proposals.override_limit, name="override_limit"),
    path("<int:pk>/ask/", proposals.ask_senior, name="ask_senior"),
    path("cases/<int:pk>/share/", sharing.share_case, name="share_case"),
    path("posts/<int:post_id>/hand-over/", handing_over.hand_over_cases, name="hand_over_cases"),
    path("hand-overs/<int:pk>/", hand_overs.hand_over, name="hand_over"),
    path("hand-overs/<int:pk>/decide/", hand_overs.decide_hand_over, name="decide_hand_over"),
    path("hand-overs/<int:pk>/withdraw/", hand_overs.withdraw_hand_over, name="withdraw_hand_over"),
    path("hand-overs/<int:pk>/undo/", afterwards.undo_hand_over, name="undo_hand_over"),
    path("given/", given.cases_given, name="cases_given"),
    path("evidence/<int:practitioner_id>/", evidence.asye_evidence, name="asye_evidence"),
    path("offer/", offers.offer_to_take, name="offer_to_take"),
    path("offer/<int:post_id>/back/", offers.take_back_offer, name="take_back_offer"),
    path("reasons/", offers.change_reasons, name="change_reasons"),
    path("reasons/<int:row_id>/off/", offers.retire_change_reason, name="retire_change_reason"),
    path("reasons/<int:row_id>/on/", offers.retire_change_reason, {"back": True}, name="offer_change_reason"),
    path("<int:pk>/withdraw/", proposals.withdraw_proposal, name="withdraw_proposal"),
    path("<int:pk>/discussed/", following_up.note_discussion, name="note_discussion"),
    path("<int:pk>/words/", quoting.quote_words, name="quote_words"),
    path("<int:pk>/words/heard/", quoting.confirm_words, name="confirm_words"),
    path("<int:pk>/follow-up/", following_up.follow_up_proposal, name="follow_up_proposal"),
    path("<int:pk>/trade-off/", trading_off.trade_off, name="trade_off"),
]
