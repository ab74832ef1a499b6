from __future__ import annotations

from django.apps import AppConfig


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
