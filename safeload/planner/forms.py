"""The shape of what is asked of the planner."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms

#: What stands for everything that the account may ask about, and for a service area.
ALL, AREA = "all", "area"


class AskForm(forms.Form):
    """For which team, service or employer who could take what waits is looked for."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    about = forms.ChoiceField(label="For")

    def __init__(self, *args: Any, choices: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"key": uuid.uuid4()})
        super().__init__(*args, **kwargs)
        field = self.fields["about"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)
