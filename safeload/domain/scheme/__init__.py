"""A workload scheme as data: refuses to exist if it is inconsistent."""

from safeload.domain.scheme.model import (
    Agreed,
    Bands,
    Commitment,
    Condition,
    Factor,
    Field,
    Limit,
    Line,
    Scheme,
    SchemeError,
    Step,
)
from safeload.domain.scheme.read import read_scheme

__all__ = [
    "Agreed",
    "Bands",
    "Commitment",
    "Condition",
    "Factor",
    "Field",
    "Limit",
    "Line",
    "Scheme",
    "SchemeError",
    "Step",
    "read_scheme",
]
