"""What each step of a scenario is called in the record."""

from __future__ import annotations

WORDS = {
    "whatif.change": "Supposed a change in a scenario",
    "whatif.take_out": "Took a supposed change out of a scenario",
    "whatif.keep": "Named a scenario",
    "whatif.share": "Shared a scenario, or ended that",
    "whatif.copy": "Copied a scenario",
    "whatif.delete": "Deleted a scenario",
}
