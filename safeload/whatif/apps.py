from __future__ import annotations

from django.apps import AppConfig


class WhatIfConfig(AppConfig):
    """Scenarios of a team's board: changes that are only thought of, kept, compared, shared."""

    name = "safeload.whatif"
    label = "whatif"
    verbose_name = "What if"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from safeload.audit.words import tell
        from safeload.whatif.words import WORDS

        tell(WORDS)
