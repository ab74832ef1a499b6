"""What allocating rests on: figures before and after, and what speaks against asking somebody."""

from safeload.allocation.facts.considered import Objection, considered_of, objections, weighed
from safeload.allocation.facts.days import (
    DISCUSS_WITHIN,
    FAR_AHEAD,
    measured_on,
    working_days_after,
)
from safeload.allocation.facts.figures import (
    BeforeAfter,
    exact,
    figures_beside,
    figures_by_post,
    figures_for,
    figures_of_many,
    mix_of,
    opens_figures,
    same_figures,
    schemes_run,
    shares_add_up,
)
from safeload.allocation.facts.sharing import figures_of_shares

__all__ = [
    "DISCUSS_WITHIN",
    "FAR_AHEAD",
    "BeforeAfter",
    "Objection",
    "considered_of",
    "exact",
    "figures_beside",
    "figures_by_post",
    "figures_for",
    "figures_of_many",
    "figures_of_shares",
    "measured_on",
    "mix_of",
    "objections",
    "opens_figures",
    "same_figures",
    "schemes_run",
    "shares_add_up",
    "weighed",
    "working_days_after",
]
