"""What every manager of the race reads before they propose: the page of candidates of each case, as its form sends it.

``python -m bench.race.looking`` prints it as JSON. Everybody reads the same figures, signed for each: so they are
measured once a case, and not by every client anew. What is raced for is the proposal.
"""

from __future__ import annotations

import json
import sys


def main() -> None:
    """Print, by manager and case, what the hidden field of the page holds."""
    import django

    django.setup()
    from django.utils import timezone

    from safeload.allocation.facts import considered_of, figures_of_many, weighed
    from safeload.allocation.presenters.shown import Shown
    from safeload.allocation.queries.candidates import candidates
    from safeload.caseloads.models import Case
    from safeload.people.models import Account
    from safeload.people.scope import scope_for

    on = timezone.localdate()
    managers = list(Account.objects.filter(email__startswith="m").order_by("pk"))
    scope, told = scope_for(managers[0], on), []
    for case in Case.objects.filter(reference__startswith="p").order_by("pk"):
        found = candidates(scope, case.team_id, [case], None, on)
        measured = figures_of_many([one.post for one in found], [case.pk], on)
        shown = Shown({case.pk: None}, "", considered_of(found, measured, weighed(found, measured, on)))
        told.append([shown.sealed(one.pk) for one in managers])
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
