from __future__ import annotations

from django.urls import path

from safeload.people.views import accounts, commitments, places, posts, practitioners, reasons

urlpatterns = [
    path("", practitioners.people, name="people"),
    path("me/", practitioners.me, name="me"),
    path("add/", practitioners.add_practitioner, name="add_practitioner"),
    path("<int:pk>/", practitioners.practitioner, name="practitioner"),
    path("<int:pk>/looks/", practitioners.looks, name="looks"),
    path("<int:pk>/correct/", practitioners.correct_practitioner, name="correct_practitioner"),
    path("<int:pk>/answers/", practitioners.answer_practitioner, name="answer_practitioner"),
    path("<int:pk>/last-day/", practitioners.end_practitioner, name="end_practitioner"),
    path("<int:pk>/last-day/take-back/", practitioners.keep_practitioner, name="keep_practitioner"),
    path("<int:pk>/posts/add/", posts.add_post, name="add_post"),
    path("posts/<int:post_id>/correct/", posts.correct_post, name="correct_post"),
    path("posts/<int:post_id>/hours/", posts.change_hours, name="change_hours"),
    path("posts/<int:post_id>/last-day/", posts.end_post, name="end_post"),
    path("<int:pk>/commitments/add/", commitments.add_commitment, name="add_commitment"),
    path(
        "commitments/<int:commitment_id>/correct/", commitments.correct_commitment, name="correct_commitment"
    ),
    path("commitments/<int:commitment_id>/review/", commitments.review_commitment, name="review_commitment"),
    path("commitments/<int:commitment_id>/remove/", commitments.remove_commitment, name="remove_commitment"),
    path(
        "commitments/<int:commitment_id>/restore/", commitments.restore_commitment, name="restore_commitment"
    ),
    path("reasons/", reasons.reasons, name="reasons"),
    path("commitments/<int:commitment_id>/reason/", reasons.reason, name="reason"),
    path("commitments/<int:commitment_id>/reason/write/", reasons.write_reason, name="write_reason"),
    path("commitments/<int:commitment_id>/reason/readers/", reasons.readers, name="readers"),
    path("<int:pk>/strengths/add/", commitments.add_strength, name="add_strength"),
    path("strengths/<int:strength_id>/remove/", commitments.remove_strength, name="remove_strength"),
    path("strengths/<int:strength_id>/restore/", commitments.restore_strength, name="restore_strength"),
    path("steps/<int:confirmation_id>/confirm/", commitments.confirm_step, name="confirm_step"),
    path("teams/", places.teams, name="teams"),
    path("teams/add/", places.add_team, name="add_team"),
    path("teams/<int:pk>/", places.team, name="team"),
    path("teams/<int:pk>/correct/", places.correct_team, name="correct_team"),
    path("teams/<int:pk>/last-day/", places.end_team, name="end_team"),
    path("teams/<int:pk>/last-day/take-back/", places.keep_team, name="keep_team"),
    path("service-areas/add/", places.add_area, name="add_area"),
    path("service-areas/<int:pk>/correct/", places.correct_area, name="correct_area"),
    path("service-areas/<int:pk>/last-day/", places.end_area, name="end_area"),
    path("employer/", places.employer, name="employer"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/add/", accounts.invite, name="invite"),
    path("accounts/<int:pk>/", accounts.account, name="account"),
    path("accounts/<int:pk>/correct/", accounts.correct_account, name="correct_account"),
    path("accounts/<int:pk>/invitation/", accounts.make_invitation, name="make_invitation"),
    path("accounts/<int:pk>/close/", accounts.close_account, name="close_account"),
    path("accounts/<int:pk>/open/", accounts.reopen_account, name="reopen_account"),
    path("accounts/<int:pk>/second-step/", accounts.reset_second_step, name="reset_second_step"),
    path("accounts/<int:pk>/roles/add/", accounts.grant_role, name="grant_role"),
    path("accounts/roles/<int:grant_id>/end/", accounts.end_grant, name="end_grant"),
    path("who-may-see-what/", accounts.who_may_see_what, name="who_may_see_what"),
    path("record/", accounts.record, name="record"),
]
