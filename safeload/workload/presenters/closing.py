"""What closing a case frees: before and after, and the thanks in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from safeload.domain.reading import PractitionerReading
from safeload.domain.scheme import Scheme
from safeload.workload.presenters import figures, pictures
from safeload.workload.presenters.figures import Figure
from safeload.workload.presenters.pictures import Palette


@dataclass(frozen=True)
class Freed:
    """The holder's load with and without the case."""

    picture: SafeString
    #: "Closing case 4471 frees 4 points. Your load would go from 56 of 50 points to 52 of 50 points, 2 over."
    sentence: str
    #: The same once it is done.
    done: str


def freed(
    before: PractitionerReading,
    after: PractitionerReading,
    scheme: Scheme,
    colours: Palette,
    whose: str,
    case: str,
    protection: tuple[str, date | None],
) -> Freed:
    """Before and after; ``whose``: "Your", or a name with its ’s; ``protection``: theirs, and until when."""
    was, now = (figures.measured(one, scheme, protection) for one in (before, after))
    amount = figures.units(was.load - now.load, scheme) if was.load > now.load else "nothing"
    far = f", {figures.distance(now)}" if figures.distance(now) else ""
    goes = f"from {figures.of_line(was)} to {figures.of_line(now)}{far}"
    opening = f"Closing case {case} frees {amount}."
    if was.load == now.load:
        stays = f"{whose} load stays at {figures.of_line(was)}."
        return Freed(
            _picture(was, now, colours, whose), f"{opening} {stays}", f"Thank you. {opening} {stays}"
        )
    return Freed(
        picture=_picture(was, now, colours, whose),
        sentence=f"{opening} {whose} load would go {goes}.",
        done=f"Thank you. {opening} {whose} load goes {goes}.",
    )


def _picture(was: Figure, now: Figure, colours: Palette, whose: str) -> SafeString:
    ghost = now.load if now.load != was.load else None
    return pictures.load_line(was, colours, ghost=ghost, title=f"{whose} load: {figures.said(was)}")
