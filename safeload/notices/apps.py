from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class NoticesConfig(AppConfig):
    name = "safeload.notices"
    label = "notices"
    verbose_name = "Notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(_schedule, dispatch_uid="notices.schedule")


def _schedule(sender: Any, **_: Any) -> None:
    if sender.name != "django_q":
        return
    from django_q.models import Schedule

    jobs = "safeload.notices.jobs"
    for name, often in {
        "notices: send mail": {
            "func": f"{jobs}.send_mail",
            "schedule_type": Schedule.MINUTES,
            "minutes": 1,
        },
        "notices: morning": {"func": f"{jobs}.morning", "schedule_type": Schedule.MINUTES, "minutes": 15},
        "notices: night": {"func": f"{jobs}.night", "schedule_type": Schedule.DAILY},
    }.items():
        Schedule.objects.get_or_create(name=name, defaults=often)
