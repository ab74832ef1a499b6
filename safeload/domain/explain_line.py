"""Opening a line: the full line in proportion to hours, and everything that lowered it; the lines add up to it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from safeload.domain.amounts import Columns
from safeload.domain.capacity import default_hours, full_line
from safeload.domain.commitments import in_force
from safeload.domain.explain import Line, typed
from safeload.domain.frames import collected
from safeload.domain.quantity import DATA_UNIT, plain
from safeload.domain.scheme import Scheme
from safeload.domain.scheme.model import Commitment

if TYPE_CHECKING:
    from safeload.domain.reading import Reading

Row = dict[str, Any]
_HOURS = ("hours", "hours a week")


def line_lines(reading: Reading, practitioner: str) -> list[Line]:
    """What a practitioner's line is made of, post by post; none where it is not set, or the scheme names none."""
    if reading.practitioner(practitioner).line is None:
        return []
    posts, held = _posts(reading, practitioner), _reductions(reading, practitioner)
    together = sum((Fraction(post["contracted"] or 0, reading.hours_unit) for post in posts), Fraction(0))
    return [
        line
        for post in posts
        for line in _of_post(
            reading, post, [row for row in held if row.get("post") in (None, post["post"])], together
        )
    ]


def _posts(reading: Reading, practitioner: str) -> list[Row]:
    x, shape, scheme = reading.given.shape.x, reading.given.shape, reading.scheme
    people = Columns(x, "practitioners", scheme.asked_of("practitioner"), shape.practitioners)
    full, default = full_line(scheme, people), default_hours(scheme, people)
    main = [x.col("main")] if shape.several_posts else []
    mine = reading.posts.filter(x.col("practitioner") == typed(reading.posts, "practitioner", practitioner))
    found = mine.select(
        "post", "contracted", "here", "line", *main, full.expr.alias("full"), default.expr.alias("default")
    )
    return [
        row
        | {
            "full": Fraction(row["full"] or 0, full.den),
            "default": Fraction(row["default"] or 0, default.den),
            "post": str(row["post"]),
        }
        for row in sorted(collected(found).iter_rows(named=True), key=lambda row: str(row["post"]))
    ]


def _reductions(reading: Reading, practitioner: str) -> list[Row]:
    """The commitments in force that take from the line."""
    x, shape, frame = reading.given.shape.x, reading.given.shape, reading.given.commitments
    rules = {rule.kind: rule for rule in reading.scheme.commitments if rule.treat == "capacity"}
    counts = in_force(Columns(x, "commitments", {}, shape.commitments), reading.scheme, reading.on)
    mine = frame.filter(counts & x.col("kind").is_in(list(rules)))
    mine = mine.filter(x.col("practitioner") == typed(frame, "practitioner", practitioner))
    rows = collected(mine).iter_rows(named=True)
    return [row | {"rule": rules[row["kind"]]} for row in rows]


def _of_post(reading: Reading, post: Row, held: list[Row], together: Fraction) -> Iterator[Line]:
    """The lines of one post. A whole person's hours and load are taken at the main post, percentages at each."""
    if not post["here"]:
        return
    scheme, contracted = reading.scheme, Fraction(post["contracted"] or 0, reading.hours_unit)
    start = post["full"] * (contracted * _an_hour(scheme, post) if _by_hours(scheme) else 1)
    yield Line("line", post["post"], "line", _title(scheme, post, contracted), start, _rule(scheme, post))
    left = start
    for row in held:
        rule = row["rule"]
        unit = row.get("unit") or rule.unit
        if row.get("post") is None and not post.get("main", True) and unit != "percent":
            continue
        amount = _taken(row, rule, unit, contracted, together)
        if unit != "load":
            off = amount * contracted / 100 if unit == "percent" else amount
            amount = post["full"] * off * _an_hour(scheme, post) if _by_hours(scheme) else Fraction(0)
        left -= amount
        if amount:
            source = str(row.get("id") or rule.kind)
            yield Line("commitment", source, rule.kind, rule.title, -amount, rule.rule)
    yield from _rest(reading, post, left)


def _rest(reading: Reading, post: Row, left: Fraction) -> Iterator[Line]:
    """What "never below nothing" gives back, and the stated rounding."""
    if left < 0:
        yield Line("line", post["post"], "line", "Never below nothing", -left, reading.scheme.line.rule)
        left = Fraction(0)
    rounding = reading.amount(post["line"]) - left
    if rounding:
        policy = f"Rounded {reading.scheme.line_rounding.how}, as the scheme states"
        yield Line("rounding", "rounding", "rounding", policy, rounding, "")


def _taken(row: Row, rule: Commitment, unit: str, contracted: Fraction, together: Fraction) -> Fraction:
    amount = _hundredths(row.get("amount")) if rule.amount is None else rule.amount
    if rule.highest is not None:
        amount = min(amount, rule.highest)
    if rule.highest_percent is not None and unit != "load":
        hours = together if row.get("post") is None else contracted
        whole = hours if unit in _HOURS else Fraction(100)
        amount = min(amount, whole * rule.highest_percent / 100)
    return amount


def _by_hours(scheme: Scheme) -> bool:
    return scheme.line.weeks is not None or scheme.line.pro_rata


def _an_hour(scheme: Scheme, post: Row) -> Fraction:
    """Which part of the full line one contracted hour is."""
    if scheme.line.weeks is not None:
        return Fraction(1)
    return 1 / post["default"] if post["default"] else Fraction(0)


def _title(scheme: Scheme, post: Row, contracted: Fraction) -> str:
    title = scheme.line.title
    if scheme.line.weeks is not None:
        return f"{title}: {scheme.line.weeks} weeks of {plain(contracted)} hours"
    if not scheme.line.pro_rata:
        return title
    return f"{title}: {plain(post['full'])} for {plain(contracted)} of {plain(post['default'])} hours"


def _rule(scheme: Scheme, post: Row) -> str:
    step = next((step for step in scheme.line.stages if step.amount == post["full"] and step.rule), None)
    return step.rule if step else scheme.line.rule


def _hundredths(value: int | None) -> Fraction:
    return Fraction(value or 0, DATA_UNIT)
