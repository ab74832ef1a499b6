"""The search of the page header, at the top of the site."""

from __future__ import annotations

from django.urls import path

from safeload.caseloads.views import cases

urlpatterns = [path("search", cases.search, name="search")]
