"""What allocating rests on: figures before and after, and what speaks against asking somebody."""

from safeload.allocation.facts.considered import Objection, considered_of, objections
from safeload.allocation.facts.days import (
    DISCUSS_WITHIN,
    FAR_AHEAD,
    measured_on,
    working_days_after,
)
from safeload.allocation.facts.figures import (
    BeforeAfter,
    figures_by_post,
    figures_for,
    figures_of_many,
    mix_of,
    opens_figures,
    same_figures,
    shares_add_up,
)

__all__ = [
    "DISCUSS_WITHIN",
    "FAR_AHEAD",
    "BeforeAfter",
    "Objection",
    "considered_of",
    "figures_by_post",
    "figures_for",
    "figures_of_many",
    "measured_on",
    "mix_of",
    "objections",
    "opens_figures",
    "same_figures",
    "shares_add_up",
    "working_days_after",
]
