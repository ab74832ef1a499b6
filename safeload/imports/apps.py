from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ImportsConfig(AppConfig):
    """Lists from other systems: read, checked, applied as a whole, undone as a whole."""

    name = "safeload.imports"
    label = "imports"
    verbose_name = "Lists"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from safeload.audit.words import tell
        from safeload.imports.words import WORDS

        tell(WORDS)
        post_migrate.connect(_schedule, dispatch_uid="imports.schedule")


def _schedule(sender: Any, **_: Any) -> None:
    """Let go, every night, of the rows of lists that nobody applied."""
    if sender.name != "django_q":
        return
    from django_q.models import Schedule

    daily = {"func": "safeload.imports.actions.let_go", "schedule_type": Schedule.DAILY}
    Schedule.objects.get_or_create(name="imports: let go", defaults=daily)
