from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "safeload.people"
    label = "people"
    verbose_name = "People"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from safeload.audit.words import tell
        from safeload.people.words import WORDS

        tell(WORDS)
