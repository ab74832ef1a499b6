"""What each change by the API's own actions is called in the record."""

from __future__ import annotations

WORDS = {
    "api.make_token": "Made a token for the API",
    "api.export": "Exported a table",
    "api.revoke_token": "Revoked a token for the API",
}
