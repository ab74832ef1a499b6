"""Tables of imports: each list brought in, what its words mean, what it changed, and counts of activity."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Import(models.Model):
    """One list (or set of files of one kind) on its way: checked, applied all or nothing, undone as a whole."""

    class Kind(models.TextChoices):
        ANNEX_A = "annex-a", "Annex A child-level data"
        PRACTITIONERS = "practitioners", "List of practitioners"
        COMMITMENTS = "commitments", "List of commitments"
        WORKBOOK = "safeload-workbook", "Safeload workbook"

    class State(models.TextChoices):
        UPLOADED = "uploaded", "Not checked yet"
        CHECKED = "checked", "Checked, not applied"
        APPLIED = "applied", "Applied"
        UNDONE = "undone", "Undone"
        REFUSED = "refused", "Not used"

    class Work(models.TextChoices):
        NOTHING = "", "Nothing"
        CHECKING = "checking", "Checking"
        APPLYING = "applying", "Applying"
        UNDOING = "undoing", "Undoing"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    file_names = models.JSONField(default=list)
    #: SHA-256 of the files, in the order of their own digests.
    digest = models.CharField(max_length=64)
    #: The day for which the list says how things are.
    on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.UPLOADED)
    #: The list is all there is: what it leaves out ends.
    full_snapshot = models.BooleanField(default=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict)
    #: What was found and would change: references, staff ids, names of workers as written; nothing more.
    report = models.JSONField(default=dict)
    #: Stands for all that the report says would change, so that what was confirmed is what is done.
    plan = models.CharField(max_length=64, blank=True)
    #: The cells that are read, packed; deleted once applied or set aside, or after 14 days.
    kept = models.BinaryField(null=True, blank=True)
    #: What a job is doing with it, since when, and a sentence where it could not.
    work = models.CharField(max_length=10, choices=Work.choices, default=Work.NOTHING, blank=True)
    work_since = models.DateTimeField(null=True, blank=True)
    trouble = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["digest"], name="imports_import_digest")]

    def __str__(self) -> str:
        return f"import {self.pk}"


class SettledName(models.Model):
    """What a worker's name in lists means, once asked. ``name`` is the normalised form."""

    class Meaning(models.TextChoices):
        PRACTITIONER = "practitioner", "Somebody who works here"
        DESK = "desk", "A duty desk"
        TEAM = "team", "A team, not a person"
        NOBODY = "nobody", "Nobody"
        ELSEWHERE = "elsewhere", "Not one of ours"

    name = models.CharField(max_length=200, unique=True)
    written = models.CharField(max_length=200)
    meaning = models.CharField(max_length=12, choices=Meaning.choices)
    practitioner = models.ForeignKey(
        "people.Practitioner", models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(meaning="practitioner", practitioner__isnull=False)
                | (~models.Q(meaning="practitioner") & models.Q(practitioner__isnull=True)),
                name="imports_name_meaning",
            )
        ]

    def __str__(self) -> str:
        return self.name


class SettledTeam(models.Model):
    """Which team a team's name in lists means; with neither team nor area, its rows keep the team they have."""

    name = models.CharField(max_length=200, unique=True)
    written = models.CharField(max_length=200)
    team = models.ForeignKey("people.Team", models.PROTECT, null=True, blank=True, related_name="+")
    #: To be added as a team of this service area when the list is applied.
    new_in = models.ForeignKey("people.ServiceArea", models.PROTECT, null=True, blank=True, related_name="+")
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(team__isnull=True) | models.Q(new_in__isnull=True),
                name="imports_team_old_or_new",
            )
        ]

    def __str__(self) -> str:
        return self.name


class SettledValue(models.Model):
    """Which code a wording in lists means; an empty code leaves it out."""

    field = models.CharField(max_length=30)
    wording = models.CharField(max_length=200)
    written = models.CharField(max_length=200)
    code = models.CharField(max_length=40, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField()

    class Meta:
        ordering = ["field", "wording"]
        constraints = [
            models.UniqueConstraint(fields=["field", "wording"], name="imports_value_settled_once")
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.wording}"


class Journal(models.Model):
    """One thing that an import changed: how it was before and what it became, so that it can be undone."""

    source = models.ForeignKey(Import, models.PROTECT, related_name="journal")
    #: What kind of thing, such as "case", "post" or "team", and its key.
    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    label = models.CharField(max_length=130)
    #: None: the import added it.
    before = models.JSONField(null=True)
    after = models.JSONField(default=dict)
    #: The version that the import left; a higher one means that somebody changed it since.
    version = models.PositiveIntegerField(null=True)
    #: The version that it found: the list that left that one can be undone again once this one is.
    version_before = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["kind", "object_id"], name="imports_journal_thing")]
        constraints = [
            models.UniqueConstraint(fields=["source", "kind", "object_id"], name="imports_journal_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class MonthlyActivity(models.Model):
    """How many referrals, assessments or enquiries a team began in a month: counts, never children."""

    class Kind(models.TextChoices):
        REFERRAL = "referral", "Referrals"
        ASSESSMENT = "assessment", "Assessments"
        ENQUIRY = "enquiry", "Section 47 enquiries"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    #: The first day of the month.
    month = models.DateField()
    #: The team's name as the list has it: teams that are no longer ours were busy too.
    team_name = models.CharField(max_length=120, blank=True)
    team = models.ForeignKey("people.Team", models.PROTECT, null=True, blank=True, related_name="+")
    begun = models.PositiveIntegerField()
    finished = models.PositiveIntegerField()

    class Meta:
        ordering = ["-month", "kind", "team_name"]
        verbose_name_plural = "monthly activity"
        constraints = [
            models.UniqueConstraint(fields=["kind", "month", "team_name"], name="imports_activity_once"),
        ]

    def __str__(self) -> str:
        return f"{self.begun} {self.kind} in {self.month:%B %Y}"
