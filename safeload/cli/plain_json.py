"""Files in JSON that people write: read whole or refused in one sentence, with the line where there is one."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from safeload.cli.measuring import Refused
from safeload.imports.sources.records import quoted

#: A name with its colon, any other text, or the beginning and end of an object.
_TOKEN = re.compile(r'("(?:[^"\\]|\\.)*")(\s*:)?|[{}]')


class _TwiceError(Exception):
    """An object names something twice."""


def read_json(path: str, like: str) -> Any:
    """What a file says. Raises Refused, ending with what it should be ``like``, where it cannot be read.

    A name that stands twice in one object is refused too: which of the two was meant nobody can say.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
        return json.loads(text, object_pairs_hook=_once)
    except _TwiceError:
        line, name = _twice(text)
        raise Refused(
            [f"{path}, line {line}: {quoted(name)} is there twice. Take one of them out."]
        ) from None
    except OSError as wrong:
        raise Refused([f"{path}: there is no such file, or it may not be read."]) from wrong
    except RecursionError as wrong:
        raise Refused([f"{path}: it is nested too deeply to be read as JSON. {like}"]) from wrong
    except json.JSONDecodeError as wrong:
        raise Refused([f"{path}, line {wrong.lineno}: it cannot be read as JSON. {like}"]) from wrong
    except ValueError as wrong:
        raise Refused([f"{path}: it cannot be read as JSON. {like}"]) from wrong


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _TwiceError
    return found


def _twice(text: str) -> tuple[int, str]:
    """The line and the name that stands twice first; objects within objects have names of their own."""
    open_: list[set[str]] = []
    for token in _TOKEN.finditer(text):
        if token[0] == "{":
            open_.append(set())
        elif token[0] == "}":
            open_.pop()
        elif token[2]:
            name = json.loads(token[1])
            if name in open_[-1]:
                return text.count("\n", 0, token.start()) + 1, name
            open_[-1].add(name)
    raise AssertionError("a name was there twice")
