from __future__ import annotations

from django.urls import path

from safeload.allocation.views import placing, proposals

urlpatterns = [
    path("", proposals.proposals, name="proposals"),
    path("cases/<int:pk>/", placing.place_case, name="place_case"),
    path("<int:pk>/", proposals.proposal, name="proposal"),
    path("<int:pk>/answer/", proposals.answer_proposal, name="answer_proposal"),
    path("<int:pk>/decide/", proposals.decide_proposal, name="decide_proposal"),
    path("<int:pk>/withdraw/", proposals.withdraw_proposal, name="withdraw_proposal"),
    path("<int:pk>/discussed/", proposals.note_discussion, name="note_discussion"),
]
