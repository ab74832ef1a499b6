"""What allocating rests on: figures before and after, and what speaks against asking somebody."""

from safeload.allocation.facts.considered import Objection, considered_of, objections
from safeload.allocation.facts.figures import (
    DISCUSS_WITHIN,
    BeforeAfter,
    figures_by_post,
    figures_for,
    figures_of_many,
    mix_of,
    opens_figures,
    same_figures,
    shares_add_up,
    working_days_after,
)
from safeload.allocation.facts.sharing import figures_of_shares

__all__ = [
    "DISCUSS_WITHIN",
    "BeforeAfter",
    "Objection",
    "considered_of",
    "figures_by_post",
    "figures_for",
    "figures_of_many",
    "figures_of_shares",
    "mix_of",
    "objections",
    "opens_figures",
    "same_figures",
    "shares_add_up",
    "working_days_after",
]
