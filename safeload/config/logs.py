"""What goes into the log: what happened, never to whom."""

from __future__ import annotations

import logging
import re

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PATH = re.compile(r"(?<![\w.])/[^\s'\"]*")


class WithoutRequest(logging.Filter):
    """Takes paths and e-mail addresses out of what Django says of requests; tracebacks stay."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("django"):
            said = record.getMessage()
            record.msg, record.args = _PATH.sub("[page]", _ADDRESS.sub("[address]", said)), None
        return True
