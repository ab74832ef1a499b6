from __future__ import annotations

from django.urls import path

from safeload.whatif.views import kept, supposing

urlpatterns = [
    path("", kept.scenarios, name="scenarios"),
    path("teams/<int:team_id>/", supposing.what_if, name="what_if"),
    path("teams/<int:team_id>/suppose/<slug:kind>/", supposing.suppose, name="suppose"),
    path("teams/<int:team_id>/compare/", kept.compare_scenarios, name="compare_scenarios"),
    path("<int:pk>/", supposing.scenario, name="scenario"),
    path("<int:pk>/take-out/", supposing.take_out_of_scenario, name="take_out_of_scenario"),
    path("<int:pk>/keep/", kept.keep_scenario, name="keep_scenario"),
    path("<int:pk>/share/", kept.share_scenario, name="share_scenario"),
    path("<int:pk>/copy/", kept.copy_scenario, name="copy_scenario"),
    path("<int:pk>/delete/", kept.delete_scenario, name="delete_scenario"),
    path("<int:pk>/workbook/", kept.scenario_workbook, name="scenario_workbook"),
]
