from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, post_save


class WorkloadConfig(AppConfig):
    name = "safeload.workload"
    label = "workload"
    verbose_name = "Workload"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from safeload.people.signals import load_changed
        from safeload.schemes.models import Adoption
        from safeload.workload.actions.refresh import follow_adoption, follow_change

        post_save.connect(follow_adoption, sender=Adoption, dispatch_uid="workload.follow_adoption")
        load_changed.connect(follow_change, dispatch_uid="workload.follow_change")
        post_migrate.connect(_schedule, dispatch_uid="workload.schedule")


def _schedule(sender: AppConfig, **_: Any) -> None:
    """Every quarter of an hour: does nothing but at the first run of a day."""
    if sender.name != "django_q":
        return
    from django_q.models import Schedule

    often = {"func": "safeload.workload.jobs.new_day", "schedule_type": Schedule.MINUTES, "minutes": 15}
    Schedule.objects.get_or_create(name="workload: new day", defaults=often)
