"""Server time of the pages against a bare Django page that draws as many rows, in the same run.

An authority of 500 practitioners and 8,000 cases, and one team of 60 with 900, each in a temporary SQLite database;
the product's own middleware, base template and static files for all. Prints one JSON line for each page; the
ratio is to be at most 3.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.clock import tell

LIMIT = 3
ROUNDS = 15
_HTMX = {"HX-Request": "true"}


def run() -> None:
    """Measure in a process of its own: settings are read once in a process."""
    for place in ("authority", "team"):
        with tempfile.TemporaryDirectory() as folder:
            surroundings = os.environ | {
                "SAFELOAD_DATA": folder,
                "SAFELOAD_DEMO": "0",
                "DATABASE_URL": f"sqlite:///{Path(folder) / 'bench.sqlite3'}",
                "DJANGO_SETTINGS_MODULE": "safeload.config.settings",
            }
            command = [sys.executable, "-m", "bench.pages", place]
            subprocess.run(command, env=surroundings, check=True)


def main(place: str) -> None:
    """Build the place, then time each page and its bare counterpart in turn."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    settings.ROOT_URLCONF = "bench.bare"
    django.setup()
    for command in ("migrate", "createcachetable"):
        call_command(command, verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    (_authority if place == "authority" else _team)()


def _team() -> None:
    """In a team of 60: who could take a case (the team board of everybody takes no more); one change of a what-if."""
    from django.urls import reverse

    from bench.authority import build
    from safeload.caseloads.models import Allocation, Case

    made = build(practitioners=60, cases=900, areas_of=1, teams_of=1)
    _what_if(made)
    held = Allocation.objects.open_parts().values("case")
    waits = Case.objects.exclude(pk__in=held).order_by("pk").values_list("pk", flat=True)[0]
    _compare("who could take a case", made.manager, reverse("place_case", args=[waits]))


def _what_if(made: Any) -> None:
    """One change supposed of a board of 60, sent as the page sends it, and every line drawn anew.

    To be within 50 milliseconds of server time where nothing else runs: five times the bare page of as many rows,
    which changes nothing.
    """
    from itertools import cycle

    from django.urls import reverse

    from safeload.caseloads.models import Allocation
    from safeload.people.models import Post
    from safeload.whatif.models import Scenario

    posts = cycle(list(Post.objects.filter(team=made.team).order_by("pk").values_list("pk", flat=True)[:2]))
    held = Allocation.objects.open_parts().holders().exclude(post__in=[next(posts), next(posts)])
    case = held.order_by("pk").values_list("case__reference", flat=True)[0]

    def anew() -> dict[str, Any]:
        Scenario.objects.update(changes=[])
        return {"reference": case, "post": next(posts)}

    address = reverse("suppose", args=[made.team.pk, "move"])
    _compare("what if, one change", made.manager, address, anew, limit=5)


def _authority() -> None:
    from django.urls import reverse

    from bench.authority import build

    made = build()
    for page, who, address in (
        ("team board", made.manager, reverse("team_board", args=[made.team.pk])),
        ("my workload", made.practitioner, reverse("my_workload")),
        ("service view", made.director, reverse("service")),
    ):
        _compare(page, who, address)


def _compare(
    page: str, who: Any, address: str, send: Callable[[], Any] | None = None, limit: int = LIMIT
) -> None:
    """``send``: makes what is sent to the address each time, by htmx; without it the page is looked at."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.accounts import signed_in

    client = signed_in(who)
    client.defaults["HTTP_HOST"] = "127.0.0.1"

    def asked(path: str) -> tuple[float, Any]:
        data = send() if send and path == address else None
        started = perf_counter()
        answer = client.get(path) if data is None else client.post(path, data, headers=_HTMX)
        taken = perf_counter() - started
        assert answer.status_code == 200, (path, answer.status_code)
        return taken, answer

    def seconds(path: str) -> float:
        return asked(path)[0]

    drawn = len(re.findall(r"<tr\b", asked(address)[1].content.decode()))
    bare = f"/bare/{drawn}/"
    seconds(bare)
    with CaptureQueriesContext(connection) as queries:
        seconds(address)
    count = len(queries)  # here: every later request empties the log
    times = [(seconds(address), seconds(bare)) for _ in range(ROUNDS)]
    ours, theirs = (min(column) for column in zip(*times, strict=True))
    tell(
        f"page: {page}",
        milliseconds=round(ours * 1000, 1),
        bare_milliseconds=round(theirs * 1000, 1),
        ratio=round(ours / theirs, 2),
        limit=limit,
        queries=count,
        rows=drawn,
    )


if __name__ == "__main__":
    main(sys.argv[1])
