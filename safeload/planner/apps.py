from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PlannerConfig(AppConfig):
    """Who could take what waits, which moves would help, what if: with proof, and no decision of its own."""

    name = "safeload.planner"
    label = "planner"
    verbose_name = "Planner"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from safeload.allocation import weighed
        from safeload.audit.words import tell
        from safeload.planner.queries.runs import address_of
        from safeload.planner.words import WORDS

        tell(WORDS)
        weighed.tell(address_of)
        post_migrate.connect(_schedule, dispatch_uid="planner.schedule")


def _schedule(sender: Any, **_: Any) -> None:
    """Let go, every night, of what was asked long ago."""
    if sender.name != "django_q":
        return
    from django_q.models import Schedule

    daily = {"func": "safeload.planner.actions.let_go", "schedule_type": Schedule.DAILY}
    Schedule.objects.get_or_create(name="planner: let go", defaults=daily)
