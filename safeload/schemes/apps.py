"""Schemes: versioned definitions, and which service area measures by which from when."""

from __future__ import annotations

from django.apps import AppConfig


class SchemesConfig(AppConfig):
    """Agreed ways of measuring workload."""

    name = "safeload.schemes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The forms of people and cases follow the schemes in force."""
        from safeload.people import asked
        from safeload.schemes.asking import Schemes

        asked.ask(Schemes())
