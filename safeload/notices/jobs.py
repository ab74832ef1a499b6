"""What happens by itself: letters leave the outbox each minute, digests are made in the morning, old ones go."""

from __future__ import annotations

from safeload.notices import actions


def send_mail() -> int:
    """Send what is due; how many letters left. Run each minute, and soon after something was told."""
    return actions.send_due()


def morning() -> int:
    """Make the digests of the day, once it has begun; how many. Run every quarter of an hour."""
    return actions.make_digests()


def night() -> int:
    """Let go of what was kept long enough; how many. Run daily."""
    return actions.let_go()
