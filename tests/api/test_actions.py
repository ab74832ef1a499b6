"""Every public action of every app has an address, or stands with its reason in the table of exclusions."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import safeload
from safeload.api.door import OPENED
from safeload.api.exclusions import EXCLUDED
from safeload.api.v1 import door

#: Whose actions are no changes of an installation's data by a person.
_NOT_WALKED = {"safeload.demo.actions"}


def _modules() -> Iterator[str]:
    root = Path(safeload.__file__).parent
    for found in pkgutil.walk_packages([str(root)], "safeload."):
        if found.name.rpartition(".")[2] == "actions" and found.name not in _NOT_WALKED:
            yield found.name


def _actions() -> dict[str, Callable[..., Any]]:
    found: dict[str, Callable[..., Any]] = {}
    for name in _modules():
        module = importlib.import_module(name)
        app = name.split(".")[-2]
        own = [
            one
            for one in vars(module)
            if not one.startswith("_") and getattr(vars(module)[one], "__module__", "") == name
        ]
        for public in getattr(module, "__all__", own):
            thing = getattr(module, public)
            if inspect.isfunction(thing):
                found[f"{app}.{public}"] = thing
    return found


def test_every_action_is_opened_or_excluded_with_a_reason() -> None:
    assert door
    actions = _actions()
    assert len(actions) > 100
    unplaced = {name for name, action in actions.items() if action not in OPENED and name not in EXCLUDED}
    assert not unplaced, "give it an address in api/nouns, or a reason in api/exclusions"


def test_no_exclusion_is_of_something_that_is_open_or_gone() -> None:
    actions = _actions()
    assert set(EXCLUDED) <= set(actions)
    assert not {name for name in EXCLUDED if actions[name] in OPENED}
    assert all(EXCLUDED.values())


def test_every_operation_opens_a_public_action() -> None:
    known = set(_actions().values())
    assert not {name for action, name in OPENED.items() if action not in known}
