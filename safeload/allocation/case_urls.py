"""Addresses below ``cases/`` of pages that measure what they change."""

from __future__ import annotations

from django.urls import path

from safeload.allocation.views import by_hand

urlpatterns = [path("<int:pk>/holder/", by_hand.hold_case, name="hold_case")]
