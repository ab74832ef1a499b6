from __future__ import annotations

from django.urls import path

from safeload.web import views

urlpatterns = [
    path("", views.home, name="home"),
    path("status", views.status, name="status"),
    path("accessibility", views.accessibility, name="accessibility"),
    path("privacy", views.privacy, name="privacy"),
    path("licences", views.licences, name="licences"),
]
