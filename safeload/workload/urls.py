from __future__ import annotations

from django.urls import path

from safeload.workload.views import (
    board,
    closing,
    colours,
    practitioner,
    score,
    scores,
    service,
    waiting,
    why_open,
)

urlpatterns = [
    path("my/", practitioner.my_workload, name="my_workload"),
    path("boards/", board.team_boards, name="team_boards"),
    path("boards/<int:team_id>/", board.team_board, name="team_board"),
    path("boards/people/", board.my_people, name="my_people"),
    path("loads/<int:practitioner_id>/", practitioner.practitioner_load, name="practitioner_load"),
    path("loads/<int:practitioner_id>/proof/", practitioner.proof, name="proof"),
    path("scores/<int:case_id>/", score.case_score, name="case_score"),
    path("service/", service.service, name="service"),
    path("service/teams/<int:team_id>/", service.service_team, name="service_team"),
    path("service/teams/<int:team_id>/weeks/<str:monday>/", service.service_week, name="service_week"),
    path("waiting/", waiting.waiting, name="waiting"),
    path("open/", why_open.why_open, name="why_open"),
    path("scores/", scores.scores_due, name="scores_due"),
    path("scores/<int:case_id>/right/", scores.score_still_right, name="score_still_right"),
    path("closing/<int:case_id>/", closing.close_case, name="close_case"),
    path("colours/", colours.choose_colours, name="choose_colours"),
]
