from __future__ import annotations

from django.urls import path

from safeload.imports.views import bringing, checking, words

urlpatterns = [
    path("", bringing.lists, name="lists"),
    path("bring-in/", bringing.bring_in_lists, name="bring_in_lists"),
    path("try/", bringing.try_lists, name="try_lists"),
    path("files/<str:name>", bringing.example_file, name="example_file"),
    path("words/", words.list_words, name="list_words"),
    path("words/<str:about>/<int:pk>/forget/", words.forget_word, name="forget_word"),
    path("activity/", words.list_activity, name="list_activity"),
    path("<int:pk>/", checking.brought_list, name="brought_list"),
    path("<int:pk>/progress/", checking.list_progress, name="list_progress"),
    path("<int:pk>/check/", checking.check_list, name="check_list"),
    path("<int:pk>/settle/", checking.settle_list, name="settle_list"),
    path("<int:pk>/apply/", checking.apply_list, name="apply_list"),
    path("<int:pk>/undo/", checking.undo_list, name="undo_list"),
    path("<int:pk>/aside/", checking.set_list_aside, name="set_list_aside"),
    path("<int:pk>/rows/<str:part>/", checking.list_rows, name="list_rows"),
]
