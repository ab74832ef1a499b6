from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AllocationConfig(AppConfig):
    name = "safeload.allocation"
    label = "allocation"
    verbose_name = "Allocation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from safeload.allocation.actions.by_hand import check_by_hand
        from safeload.allocation.actions.overtaking import follow_hands, follow_last_days
        from safeload.allocation.actions.settling import on_load_changed
        from safeload.allocation.presenters.matters import matters, red_by_decision
        from safeload.allocation.presenters.proposed import OpenProposals
        from safeload.allocation.told import KINDS
        from safeload.allocation.told_afterwards import KINDS as AFTERWARDS
        from safeload.allocation.words import WORDS
        from safeload.audit.words import tell
        from safeload.caseloads import proposed
        from safeload.caseloads.actions import checks
        from safeload.caseloads.signals import hands_changed
        from safeload.notices.kinds import tell_of
        from safeload.people.signals import last_days_set, load_changed
        from safeload.workload import matters as todo

        tell(WORDS)
        tell_of((*KINDS, *AFTERWARDS))
        todo.tell("allocation", matters)
        todo.tell_red("allocation", red_by_decision)
        load_changed.connect(on_load_changed, dispatch_uid="allocation.settle")
        proposed.tell(OpenProposals())
        hands_changed.connect(follow_hands, dispatch_uid="allocation.follow_hands")
        last_days_set.connect(follow_last_days, dispatch_uid="allocation.follow_last_days")
        checks.register(check_by_hand)
        post_migrate.connect(_schedule, dispatch_uid="allocation.schedule")


def _schedule(sender: Any, **_: Any) -> None:
    """Remind, once a day, of discussions that are overdue."""
    if sender.name != "django_q":
        return
    from django_q.models import Schedule

    daily = {"func": "safeload.allocation.jobs.remind", "schedule_type": Schedule.DAILY}
    Schedule.objects.get_or_create(name="allocation: remind", defaults=daily)
