"""Addresses of schemes."""

from __future__ import annotations

from django.urls import path

from safeload.schemes import views

urlpatterns = [
    path("", views.schemes, name="schemes"),
    path("add/", views.add_scheme, name="add_scheme"),
    path("<int:pk>/", views.scheme, name="scheme"),
    path("<int:pk>/text/", views.scheme_text, name="scheme_text"),
    path("<int:pk>/change/", views.change_scheme, name="change_scheme"),
    path("<int:pk>/adopt/", views.adopt_scheme, name="adopt_scheme"),
    path("adoptions/<int:pk>/stop/", views.stop_showing, name="stop_showing"),
]
