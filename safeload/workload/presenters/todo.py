"""What workload itself has for somebody's own page: what one looks after, weights to look at, why cases are open."""

from __future__ import annotations

from django.urls import reverse

from safeload.caseloads.queries import own_keepings, times_on
from safeload.people.scope import Scope
from safeload.web import formats
from safeload.workload.presenters.deciding import Matter
from safeload.workload.presenters.open_cases import open_matters
from safeload.workload.presenters.waiting import waiting_row
from safeload.workload.queries.open_cases import counts, open_cases
from safeload.workload.queries.scores import scores_due
from safeload.workload.queries.unallocated import looked_after


def own_matters(scope: Scope, practitioner_id: int) -> list[Matter]:
    """One line each, with a number. At most eleven queries, for any number of cases."""
    times = times_on(scope.on)
    held = open_cases(scope.on, practitioners=[practitioner_id])
    keys = list(own_keepings(scope).values_list("case", flat=True))
    waits = [waiting_row(row, scope.on, times) for row in looked_after(scope, keys)] if keys else []
    found = []
    if waits:
        said = f"You look after {formats.plural(len(waits), 'waiting case')}"
        late, rating = sum(row.contact_late for row in waits), sum(row.rating_late for row in waits)
        due = [f"contact is overdue for {late}"] if late else []
        due += [f"priority is to be rated again for {rating}"] if rating else []
        said += f": {' and '.join(due)}" if due else ""
        found.append(Matter(f"{said}.", f"{reverse('waiting')}?which=mine", "See which"))
    if due_scores := len(scores_due(held, scope.on, times)):
        do = "Look at it" if due_scores == 1 else "Look at them"
        said = f"{formats.plural(due_scores, 'weight')} to look at."
        found.append(Matter(said, reverse("scores_due"), do))
    return found + open_matters(counts(held, scope.on, times), times, f"{reverse('why_open')}?", own=True)
