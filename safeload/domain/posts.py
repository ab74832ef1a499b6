"""Who works in two teams has two posts: which of them a case, and a household's own part, belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from safeload.domain.frames import Frame, Given


def with_posts(x: Any, held: Frame, given: Given, named: bool) -> Frame:
    """A case whose row names no post belongs to its holder's main post. ``named``: some rows may name one."""
    main = given.practitioners.filter(x.col("main")).select("practitioner", x.col("post").alias("main_post"))
    held = held.join(main, on="practitioner", how="left")
    own = [x.col("post")] if named else []
    return held.with_columns(x.coalesce(*own, x.col("main_post")).alias("post"))


def household_bearers(x: Any, of_home: Sequence[str]) -> Iterator[Any]:
    """For sums by practitioner, post and household: what the whole household has, and the post that bears it.

    What counts per case stays in the post that holds the case. What counts once per household counts in the post
    that holds most of its cases, the lowest id among equals: ``bears`` is 1 there, else 0. ``of_home``: columns of
    which the household's highest counts.
    """
    over = ("practitioner", "home")
    cases = x.col("cases")
    most = cases == cases.max().over(*over)
    first = x.when(most).then(x.col("post")).otherwise(None).min().over(*over)
    yield cases.alias("here")
    yield cases.sum().over(*over).alias("cases")
    yield x.when(x.col("post") == first).then(1).otherwise(0).cast(x.Int64).alias("bears")
    yield from (x.col(name).max().over(*over).alias(name) for name in of_home)
