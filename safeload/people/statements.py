"""Queries that a page asks anew each time, put together once: the statement is kept, only its values change.

Putting a query together takes Django four times as long as most of ours take to run. Here the query is written as
everywhere, with the ORM, as a function of the values in it; it is compiled with stand-ins for them, and run with what
is given. What Django does to the columns that come back it does here too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from datetime import date, timedelta
from functools import wraps
from itertools import count
from threading import local
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections

#: Stand-ins: keys and days that no statement of ours names.
_KEYS, _DAYS = 2_100_000_000, date(9000, 1, 1)
#: So many shapes of one query are kept: lists of keys of other lengths are other statements.
_SHAPES = 32

Key = date | int
Value = Key | Collection[Key]


class _Kept(NamedTuple):
    compiler: Any
    sql: str
    #: The parameters in order; where the place is a number, the given value of that place stands instead.
    parameters: tuple[tuple[int | None, Any], ...]


def prepared(made: Callable[..., Any]) -> Callable[..., list[Any]]:
    """A function that makes a ``values_list`` of the values in it, as one that gives the rows.

    Values are given by position: keys, days, or collections of keys. They may only be compared with columns: what is
    worked out from them is worked out by the caller. Raises ValueError for a value that the query does not use.
    """
    here = local()

    @wraps(made)
    def rows(*given: Value) -> list[Any]:
        told = [tuple(one) if isinstance(one, Collection) else (one,) for one in given]
        if not all(told):
            return list(made(*given))  # Django knows without asking what nothing can be in
        known: dict[Any, _Kept] = here.__dict__.setdefault("known", {})
        shape = tuple(map(len, told))
        kept = known.get(shape)
        if kept is None or kept.compiler.connection is not connections[DEFAULT_DB_ALIAS]:
            if len(known) >= _SHAPES:
                known.clear()
            kept = known[shape] = _put_together(made, given)
        return _run(kept, [value for values in told for value in values])

    return rows


def _put_together(made: Callable[..., Any], given: Sequence[Value]) -> _Kept:
    connection, numbers = connections[DEFAULT_DB_ALIAS], count()

    def stand_in(value: Key) -> Key:
        number = next(numbers)
        return _DAYS + timedelta(days=number) if isinstance(value, date) else _KEYS + number

    asked: list[Value] = [
        tuple(map(stand_in, one)) if isinstance(one, Collection) else stand_in(one) for one in given
    ]
    query = made(*asked)
    compiler = query.query.get_compiler(connection=connection)
    sql, parameters = compiler.as_sql()
    places = {_adapted(one, connection): place for place, one in enumerate(_flat(asked))}
    found = tuple((places.get(one) if isinstance(one, Hashable) else None, one) for one in parameters)
    if missing := set(range(len(places))) - {place for place, _ in found}:
        raise ValueError(f"{made.__qualname__} does not compare value {min(missing)} with a column.")
    return _Kept(compiler, sql, found)


def _run(kept: _Kept, values: list[Key]) -> list[Any]:
    compiler = kept.compiler
    connection = compiler.connection
    adapted = [_adapted(value, connection) for value in values]
    with connection.cursor() as cursor:
        cursor.execute(
            kept.sql, [constant if place is None else adapted[place] for place, constant in kept.parameters]
        )
        found = cursor.fetchall()
    return list(compiler.results_iter(results=[found], tuple_expected=True))


def _adapted(value: Key, connection: Any) -> Any:
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def _flat(asked: Sequence[Value]) -> Iterator[Key]:
    for one in asked:
        yield from one if isinstance(one, Collection) else (one,)
