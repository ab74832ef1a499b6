from __future__ import annotations

from django.urls import path

from safeload.planner.views import asking, distances, households, runs, weights

urlpatterns = [
    path("", asking.planner, name="planner"),
    path("rehearse/", asking.rehearse, name="rehearse"),
    path("weights/", weights.planner_weights, name="planner_weights"),
    path("distances/", distances.patch_distances, name="patch_distances"),
    path("weights/change/", weights.change_weights, name="change_weights"),
    path("<int:pk>/agree/", weights.agree, name="agree_weights"),
    path("<int:pk>/", runs.planner_run, name="planner_run"),
    path("<int:pk>/progress/", runs.planner_progress, name="planner_progress"),
    path("<int:pk>/stop/", runs.stop_run, name="stop_run"),
    path("<int:pk>/again/", runs.start_run_again, name="start_run_again"),
    path("<int:pk>/replay/", runs.replay_run, name="replay_run"),
    path("<int:pk>/households/<slug:unit>/", households.planner_household, name="planner_household"),
    path("<int:pk>/households/<slug:unit>/help/", households.ask_with_help, name="ask_with_help"),
]
