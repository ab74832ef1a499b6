from __future__ import annotations

from django.urls import path

from safeload.caseloads.views import cases, details, holding, worklist

urlpatterns = [
    path("", cases.cases, name="cases"),
    path("add/", cases.add_case, name="add_case"),
    path("<int:pk>/", cases.case, name="case"),
    path("<int:pk>/then/", worklist.case_then, name="case_then"),
    path("worklist/", worklist.worklist, name="worklist"),
    path("worklist/tick/", worklist.worklist_tick, name="worklist_tick"),
    path("worklist/<int:row_id>/back/", worklist.worklist_put_back, name="worklist_put_back"),
    path("<int:pk>/correct/", cases.correct_case, name="correct_case"),
    path("<int:pk>/waiting/", cases.note_waiting, name="note_waiting"),
    path("<int:pk>/close/", cases.close_case, name="close_case"),
    path("<int:pk>/open/", cases.reopen_case, name="reopen_case"),
    path("<int:pk>/holder/", holding.hold_case, name="hold_case"),
    path("<int:pk>/answers/", holding.answer_case, name="answer_case"),
    path("<int:pk>/household/", holding.group_case, name="group_case"),
    path("<int:pk>/household/leave/", holding.split_case, name="split_case"),
    path("households/<int:pk>/", holding.household, name="household"),
    path("households/<int:pk>/correct/", holding.correct_household, name="correct_household"),
    path("<int:pk>/court-dates/add/", details.add_court_date, name="add_court_date"),
    path("court-dates/<int:row_id>/off/", details.court_date_off, name="court_date_off"),
    path("court-dates/<int:row_id>/back/", details.court_date_off, {"undo": True}, name="court_date_back"),
    path("<int:pk>/skills/add/", details.add_skill_asked, name="add_skill_asked"),
    path("skills/<int:row_id>/off/", details.skill_asked_off, name="skill_asked_off"),
    path("skills/<int:row_id>/back/", details.skill_asked_off, {"undo": True}, name="skill_asked_back"),
    path("<int:pk>/conflicts/add/", details.add_conflict, name="add_conflict"),
    path("<int:pk>/conflicts/<int:row_id>/off/", details.conflict_off, name="conflict_off"),
    path("<int:pk>/conflicts/<int:row_id>/back/", details.conflict_off, {"undo": True}, name="conflict_back"),
    path("tasks/<int:practitioner_id>/", details.tasks, name="tasks"),
    path("tasks/<int:practitioner_id>/add/", details.add_task, name="add_task"),
    path("tasks/<int:row_id>/off/", details.task_off, name="task_off"),
    path("tasks/<int:row_id>/back/", details.task_off, {"undo": True}, name="task_back"),
]
