from __future__ import annotations

from django.apps import AppConfig


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
