"""Forms about the employer, service areas and teams."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from safeload.people.forms.versioned import VersionedForm
from safeload.people.models import Employer, ServiceArea


class EmployerForm(VersionedForm):
    """The employer's name, nation and agreed times."""

    name = forms.CharField(label="Employer’s name", max_length=120)
    nation = forms.ChoiceField(label="Nation", choices=Employer.Nation.choices)
    discussion_days = forms.IntegerField(
        label="Working days to discuss a case that was only notified",
        min_value=1,
        max_value=20,
        help_text="Two, unless you have agreed otherwise.",
    )


class AreaForm(VersionedForm):
    """A service area."""

    name = forms.CharField(
        label="Name of the service area",
        max_length=80,
        help_text="A service that works to its own scheme, such as assessment or children in care.",
        error_messages={"required": "Enter a name"},
    )


class TeamForm(VersionedForm):
    """A team."""

    name = forms.CharField(
        label="Name of the team", max_length=80, error_messages={"required": "Enter a name"}
    )
    service_area_id = forms.TypedChoiceField(label="Service area", coerce=int)
    is_desk = forms.BooleanField(
        label="This is a duty desk",
        required=False,
        help_text="What a duty desk holds counts as not allocated yet.",
    )

    def __init__(self, *args: Any, areas: Iterable[ServiceArea], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service_area_id"].choices = [(area.pk, area.name) for area in areas]  # type: ignore[attr-defined]
