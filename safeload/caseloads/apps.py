from __future__ import annotations

from django.apps import AppConfig


class CaseloadsConfig(AppConfig):
    name = "safeload.caseloads"
    label = "caseloads"
    verbose_name = "Caseloads"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from safeload.audit.words import tell
        from safeload.caseloads.told import KINDS
        from safeload.caseloads.words import WORDS
        from safeload.notices.kinds import tell_of

        tell(WORDS)
        tell_of(KINDS)
