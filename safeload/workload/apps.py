from __future__ import annotations

from django.apps import AppConfig


class WorkloadConfig(AppConfig):
    name = "safeload.workload"
    label = "workload"
    verbose_name = "Workload"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from safeload.people.signals import load_changed
        from safeload.workload.actions.refresh import follow_change

        load_changed.connect(follow_change, dispatch_uid="workload.follow_change")
