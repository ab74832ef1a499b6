"""What is known of a case: values that schemes ask for, tasks, court dates, conflicts, skills asked for."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from safeload.caseloads.models.cases import Case, Household
from safeload.people.models.versioned import Versioned


class CaseValue(models.Model):
    """One answer to one field of a scheme, from a day until a day, and who agreed it when."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="value_rows")
    field = models.CharField(max_length=60)
    #: A code, a list of codes, a decimal as text, true or false, or a date as text.
    value = models.JSONField()
    valid_from = models.DateField()
    #: The day on which it no longer held; none: it holds.
    valid_to = models.DateField(null=True, blank=True)
    #: Where it came from: "import 12", "by hand", "agreed".
    source = models.CharField(max_length=40)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    agreed_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["field", "valid_from", "id"]
        indexes = [
            models.Index(fields=["valid_from"], name="caseloads_value_from"),
            models.Index(fields=["valid_to"], name="caseloads_value_to"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "field"],
                condition=models.Q(valid_to__isnull=True),
                name="caseloads_one_open_value",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="caseloads_value_dates",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field} of case {self.case_id}"


class CaseTask(Versioned):
    """Work that a post has in hand, for a case or none: reports, visits, a course (TSK-03)."""

    post = models.ForeignKey("people.Post", models.PROTECT, related_name="tasks")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="tasks")
    #: Whose work it is, where somebody else does it: the helper's credit is the owner's debit.
    owner = models.ForeignKey("people.Practitioner", models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=60)
    number = models.DecimalField(max_digits=8, decimal_places=2, default=1)
    #: Values of further fields that a scheme asks of a task, by field name.
    values = models.JSONField(default=dict, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    #: The last day, inclusive.
    ends_on = models.DateField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["kind", "id"]
        indexes = [models.Index(fields=["post", "ends_on"], name="caseloads_task_post")]
        constraints = [
            models.CheckConstraint(condition=models.Q(number__gte=0), name="caseloads_task_number"),
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="caseloads_task_dates",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of post {self.post_id}"


class CourtDate(models.Model):
    """A hearing or a filing date."""

    class Kind(models.TextChoices):
        HEARING = "hearing", "Hearing"
        FILING = "filing", "Statement or report to be filed"
        FINAL = "final", "Final hearing"

    case = models.ForeignKey(Case, models.PROTECT, related_name="court_dates")
    on = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.HEARING)
    #: When it was noted; none: before Safeload kept that.
    added_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "on", "kind"],
                condition=models.Q(removed_at__isnull=True),
                name="caseloads_court_date_once",
                violation_error_message="This court date is on the list already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.on}"


class ConflictOfInterest(models.Model):
    """A practitioner who should not hold a case or a household, and in few words why. Restricted."""

    practitioner = models.ForeignKey("people.Practitioner", models.PROTECT, related_name="conflicts")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="conflicts")
    household = models.ForeignKey(Household, models.PROTECT, null=True, blank=True, related_name="conflicts")
    why = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_on = models.DateField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["recorded_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(case__isnull=False, household=None)
                | models.Q(case=None, household__isnull=False),
                name="caseloads_conflict_with_one",
            )
        ]

    def __str__(self) -> str:
        return f"conflict of practitioner {self.practitioner_id}"


class SkillAsked(models.Model):
    """A skill, a language or a patch that a case asks of who works on it (ALL-05)."""

    class Kind(models.TextChoices):
        SKILL = "skill", "Skill"
        LANGUAGE = "language", "Language"
        PATCH = "patch", "Patch"

    case = models.ForeignKey(Case, models.PROTECT, related_name="skills_asked")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.SKILL)
    text = models.CharField(max_length=80)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["kind", "text"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind", "text"],
                condition=models.Q(removed_at__isnull=True),
                name="caseloads_skill_once",
                violation_error_message="This is on the list already.",
            )
        ]

    def __str__(self) -> str:
        return self.text
