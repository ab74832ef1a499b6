from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "safeload.people"
    label = "people"
    verbose_name = "People"
    default_auto_field = "django.db.models.BigAutoField"
