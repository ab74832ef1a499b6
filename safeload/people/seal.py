"""Seals a text with the installation's field keys, so that the database alone tells nobody what it says."""

from __future__ import annotations

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from safeload.audit.refusals import Refusal


def sealed(text: str) -> str:
    """The text, encrypted with the first field key."""
    return _keys().encrypt(text.encode()).decode()


def opened(token: str) -> str:
    """What was sealed, under any of the keys. Raises Refusal where no key of this installation fits."""
    try:
        return _keys().decrypt(token.encode()).decode()
    except InvalidToken as problem:
        raise Refusal("This text was sealed with a key that this installation no longer has.") from problem


def _keys() -> MultiFernet:
    """New keys are put first in the setting; older ones stay behind them until everything is sealed anew."""
    return MultiFernet([Fernet(key) for key in settings.SAFELOAD_FIELD_KEYS])
