from __future__ import annotations

from django.urls import path

from safeload.notices import views

urlpatterns = [
    path("", views.notices, name="notices"),
    path("<int:pk>/open/", views.open_notice, name="open_notice"),
    path("read/", views.read_notices, name="read_notices"),
    path("e-mail/", views.choose_mail, name="choose_mail"),
    path("not-sent/", views.mail_not_sent, name="mail_not_sent"),
]
