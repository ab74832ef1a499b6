from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ApiConfig(AppConfig):
    name = "safeload.api"
    label = "api"
    verbose_name = "API"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from safeload.api.words import WORDS
        from safeload.audit.words import tell

        tell(WORDS)
        post_migrate.connect(_schedule, dispatch_uid="api.schedule")


def _schedule(sender: Any, **_: Any) -> None:
    """Let go, once a day, of answers that nobody will ask for again."""
    if sender.name != "django_q":
        return
    from django_q.models import Schedule

    daily = {"func": "safeload.api.actions.let_go", "schedule_type": Schedule.DAILY}
    Schedule.objects.get_or_create(name="api: let go", defaults=daily)
