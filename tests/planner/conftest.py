from __future__ import annotations

from tests.allocation.conftest import committed_meeting, meeting

__all__ = ["committed_meeting", "meeting"]
