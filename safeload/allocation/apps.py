from __future__ import annotations

from django.apps import AppConfig


class AllocationConfig(AppConfig):
    name = "safeload.allocation"
    label = "allocation"
    verbose_name = "Allocation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from safeload.allocation.presenters.matters import matters
        from safeload.allocation.words import WORDS
        from safeload.audit.words import tell
        from safeload.workload import matters as todo

        tell(WORDS)
        todo.tell("allocation", matters)
