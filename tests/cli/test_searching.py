"""Ctrl-C during a search gives the best so far with its honest gap, and the status says how far it is."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import pytest
from rich.console import Console

from bench.planner.instances import service
from safeload.cli import proposing
from safeload.cli import searching as searching_module
from safeload.cli.main import main
from safeload.cli.searching import counting, found_said, searching
from safeload.domain.allocation.solver import Effort


def test_what_is_found_so_far_is_said_with_its_gap():
    assert found_said(float("inf"), 3.0) == "Nothing found yet."
    assert found_said(12_000.0, float("-inf")) == "The best so far costs 12,000."
    assert found_said(12_000.0, 11_940.0) == (
        "The best so far costs 12,000, nothing can cost less than 11,940 (gap 0.50 %)."
    )


def test_ctrl_c_asks_the_search_to_stop_and_a_second_one_ends_at_once():
    before = signal.getsignal(signal.SIGINT)
    with Console(stderr=True).status("") as status, searching(status, "Looking …") as search:
        search.told(12.0, 11.0)
        assert not search()
        signal.raise_signal(signal.SIGINT)
        assert search()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_command_that_is_interrupted_prints_the_best_so_far(tmp_path: Path):
    asked = tmp_path / "question.json"
    asked.write_text(json.dumps(service("service", 1, 0.9).as_data()))
    code = (
        "import os, signal, sys\n"
        "from safeload.cli import searching\n"
        "from safeload.cli.main import main\n"
        "asked = searching.Search.__call__\n"
        "def interrupted(search):\n"
        "    if not search.stopped:\n"
        "        os.kill(os.getpid(), signal.SIGINT)\n"
        "    return asked(search)\n"
        "searching.Search.__call__ = interrupted\n"
        f"sys.exit(main(['propose', {str(asked)!r}, '--format', 'json']))\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    answer = json.loads(ended.stdout)
    assert 0 <= answer["bound"] <= answer["cost"]
    assert "it was stopped" in answer["proof"]


def test_seconds_count_from_the_beginning_whatever_they_went_into():
    effort = counting(Effort(seconds=5.0), perf_counter() - 4.0)
    assert 0.0 < effort.left < 1.0
    effort.spend(3.0)  # the solver's time is part of what has passed
    assert effort.left > 0.0
    assert counting(Effort(seconds=5.0), perf_counter() - 6.0).left == 0.0


def test_a_large_search_that_is_stopped_has_its_plan_without_everybody_else(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(proposing, "_LONG", 0)
    monkeypatch.setattr(searching_module.Search, "__call__", lambda search: search.stop() or True)
    asked = tmp_path / "question.json"
    asked.write_text(json.dumps(service("team", 1, 0.9).as_data()))
    before = signal.getsignal(signal.SIGINT)
    assert main(["propose", str(asked), "--format", "json"]) == 0
    assert signal.getsignal(signal.SIGINT) is before
    answer = json.loads(capsys.readouterr().out)
    assert "it was stopped" in answer["proof"]
    assert {one["others"] for one in (*answer["assignments"], *answer["waiting"])} == {None}
    assert all(one["reasons"] for one in (*answer["assignments"], *answer["waiting"]))
