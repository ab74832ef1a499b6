"""Case status, plan and legal status of a list as the codes by which schemes call them: one place for all readers."""

from __future__ import annotations

from collections.abc import Mapping

from safeload.domain.scheme.model import Field

#: Status of the readers → the codes by which schemes may call it; the first that the scheme has counts.
STATUS: Mapping[str, tuple[str, ...]] = {
    "assessment": ("assessment", "CIN", "cin", "child_in_need"),
    "child_in_need": ("CIN", "cin", "child_in_need"),
    "child_protection": ("CP", "cp", "child_protection"),
    "looked_after": ("LAC", "CLA", "lac", "cla", "looked_after"),
    "care_leaver": ("care_leaver", "CL", "leaving_care"),
    # Care proceedings run under an interim care order or an emergency order (C1, L2). A full care order (C2)
    # ended them, and under a placement order (E1) an adoption application is what is left: a scheme that
    # weighs it has a code of its own.
    "care": ("care", "care_proceedings"),
    "adoption": ("adoption",),
}
_WEIGHTIEST = ("looked_after", "child_protection", "care_leaver", "child_in_need", "assessment")


def is_on_plan(status: str, has_plan: bool) -> bool:
    """Whether a case is under a protection plan: by its status, or looked after with the day of a plan."""
    return status == "child_protection" or (status == "looked_after" and has_plan)


def weightiest(status: str, on_plan: bool, field: Field) -> str | None:
    """For a field of one code: the weightiest that is said."""
    said = {status} | ({"child_protection"} if on_plan else set())
    known = (_code(name, field) for name in _WEIGHTIEST if name in said)
    return next((code for code in known if code), None)


def codes_of(status: str, on_plan: bool, proceedings: str, field: Field) -> set[str]:
    """For a field of several codes: all that are said."""
    said = {status, proceedings} | ({"child_protection"} if on_plan else set())
    return {code for name in said if name and (code := _code(name, field))}


def tellable_codes(legal_status_known: bool, field: Field) -> set[str]:
    """The codes that a list can tell; proceedings only with a legal status."""
    settles = set(STATUS) if legal_status_known else set(STATUS) - {"care", "adoption"}
    return {code for name in settles if (code := _code(name, field))}


def _code(name: str, field: Field) -> str | None:
    return next((code for code in STATUS.get(name, ()) if code in field.codes), None)
