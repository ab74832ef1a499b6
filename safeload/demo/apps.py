"""The demo authority."""

from __future__ import annotations

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Invented data, and nothing of it in a real installation."""

    name = "safeload.demo"
