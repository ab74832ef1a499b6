"""What needs the practitioner's own answer."""

from __future__ import annotations

from django.urls import reverse

from safeload.web import formats
from safeload.workload.presenters.deciding import Matter
from safeload.workload.presenters.proof import ProofGroup
from safeload.workload.queries.person import PersonView


def needs(view: PersonView, homes: list[ProofGroup]) -> list[Matter]:
    """Steps to confirm, reviews that are due, values that rest on a default."""
    found = []
    for step in view.steps:
        if not step.by_practitioner:
            day = formats.day(step.due_on, weekday=False)
            said = f"A step of your line was due on {day}: {step.title.lower()}."
            said += " Your old line holds until you both confirm it."
            found.append(
                Matter(said, reverse("practitioner", args=[step.practitioner_id]), "Read and confirm")
            )
    for due in view.reviews:
        if due.ends_on is not None:
            day = formats.day(due.ends_on, weekday=False)
            said = f"An adjustment of yours ended on {day}. It holds until it has been reviewed with you."
            found.append(Matter(said, "", ""))
    doubtful = [home for home in homes if home.provisional]
    if doubtful:
        count = formats.plural(len(doubtful), "household or case", "households and cases")
        said = f"{count} counted at a stated default. Say how it really is."
        found.append(Matter(said, "#cases", "See which"))
    return found
