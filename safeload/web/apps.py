from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "safeload.web"
    label = "web"
    verbose_name = "Web"
