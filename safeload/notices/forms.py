"""The choice of what comes by e-mail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from safeload.notices.choices import choice_of
from safeload.notices.kinds import known
from safeload.notices.models import Notice


class ChooseMailForm(forms.Form):
    """For each kind of notice: at once, once a day, or not."""

    def __init__(self, *args: Any, preferences: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in known():
            self.fields[kind.code] = forms.ChoiceField(
                label=kind.title,
                choices=Notice.ByMail.choices,
                initial=choice_of(preferences, kind),
                error_messages={"required": f"Choose how you hear of this: {kind.title.lower()}."},
            )
