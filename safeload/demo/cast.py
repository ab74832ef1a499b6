"""Who can sign in to the demo, and the stories that its pages tell."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from safeload.caseloads import actions as caseloads
from safeload.caseloads.models import Allocation
from safeload.demo.people import TEAM
from safeload.people import actions as people
from safeload.people.models import Account, Practitioner, ServiceArea, Team

_DOMAIN = "westhaven.example"
#: Practitioners of the cast, with what the sign-in page says of them.
_HOLDERS = (
    ("Dee Pemberton", "dee", "Team manager of Locality East: who is over their line, and why?"),
    ("Amira Hussain", "amira", "Newly qualified, eight months in practice, four days a week"),
    ("Ben Carter", "ben", "Social worker of five years, over his line for five weeks"),
    ("Priya Nair", "priya", "Works in two teams"),
    (
        "Gwenllian Tŵr",
        "gwenllian",
        "Holds the caseload of the published example: green, red and at the limit",
    ),
)
#: Everybody else: name, mailbox, role, where, what the sign-in page says.
_OTHERS = (
    (
        "Helen Ravenscroft",
        "helen",
        "service-manager",
        "Assessment and safeguarding",
        "Head of service, assessment and safeguarding",
    ),
    (
        "Sol Abara",
        "sol",
        "team-manager",
        "Locality West",
        "Team manager of another team: sees nothing of Locality East",
    ),
    ("Ruth Clegg", "ruth", "principal-social-worker", "", "Principal social worker"),
    ("Martin Oakes", "martin", "director", "", "Director of children’s services"),
    ("Yusuf Iqbal", "yusuf", "hr", "", "HR and workforce"),
    ("Tess Norcliffe", "tess", "analyst", "", "Analyst: lists, completeness, exports"),
    ("Bev Hartley", "bev", "union-rep", "", "Union representative"),
    ("Cllr Joan Sykes", "joan", "elected-member", "", "Elected member"),
    ("Imran Sheard", "imran", "auditor", "", "Auditor and data protection officer"),
)


def sign_up(on: date) -> None:
    """Accounts of the cast; the founding administrator is one of them."""
    team = Team.objects.get(name=TEAM)
    for name, mailbox, words in _HOLDERS:
        person = Practitioner.objects.get(name=name)
        account = _account(name, mailbox, words, person.pk)
        if mailbox in ("dee", "gwenllian"):
            role = "team-manager" if mailbox == "dee" else "advanced-practitioner"
            people.grant_role(
                by=None, account_id=account.pk, role=role, team_id=team.pk, starts_on=on - timedelta(days=400)
            )
    for name, mailbox, role, where, words in _OTHERS:
        account = _account(name, mailbox, words, None)
        place: dict[str, object] = {"everywhere": True}
        if role == "service-manager":
            place = {"service_area_id": ServiceArea.objects.get(name=where).pk}
        elif role == "team-manager":
            place = {"team_id": Team.objects.get(name=where).pk}
        people.grant_role(
            by=None, account_id=account.pk, role=role, starts_on=on - timedelta(days=400), **place
        )
    founder = Account.objects.get(email=f"admin@{_DOMAIN}")
    people.set_preferences(account=founder, introduction="Administrator: accounts, roles, teams")
    Account.objects.filter(pk=founder.pk).update(demo=True)


def _account(name: str, mailbox: str, words: str, practitioner_id: int | None) -> Account:
    account = people.invite(
        by=None, email=f"{mailbox}@{_DOMAIN}", name=name, practitioner_id=practitioner_id, demo=True
    )
    people.set_preferences(account=account, introduction=words)
    return account


def stories(on: date) -> None:
    """An expired adjustment, somebody away, a leaver with open work, a step due, court dates, strengths."""
    _commitments(on)
    _leaver(on)
    _strengths()
    amira = Practitioner.objects.get(name="Amira Hussain")
    people.step_due(
        by=None,
        practitioner_id=amira.pk,
        step="second-year",
        title="Second year of practice: 40 points",
        due_on=on + timedelta(days=120),
    )
    jo = Practitioner.objects.get(name="Jo Lindqvist")
    people.step_due(
        by=None,
        practitioner_id=jo.pk,
        step="third-year",
        title="Third year of practice: 45 points",
        due_on=on - timedelta(days=24),
    )
    kofi = Practitioner.objects.get(name="Kofi Mensah")
    held = (
        Allocation.objects.filter(post__practitioner=kofi, ends_on=None)
        .order_by("id")
        .values_list("case_id", flat=True)
    )
    for week, case_id in enumerate(held[:3]):
        caseloads.add_court_date(
            by=None, case_id=case_id, on=on + timedelta(days=4 + 9 * week), kind="hearing"
        )


def _commitments(on: date) -> None:
    agreed = on - timedelta(days=95)
    dee = Account.objects.get(email=f"dee@{_DOMAIN}")
    for name, kind, amount, unit, starts, ends, review in (
        (
            "Ivo Marsden",
            "adjustment",
            "20",
            "percent",
            agreed,
            on - timedelta(days=6),
            on - timedelta(days=9),
        ),
        (
            "Chloe Evans",
            "adjustment",
            "40",
            "percent",
            on - timedelta(days=30),
            on + timedelta(days=60),
            on + timedelta(days=25),
        ),
        (
            "Gwenllian Tŵr",
            "practice_teaching",
            None,
            "",
            on - timedelta(days=70),
            on + timedelta(days=100),
            None,
        ),
        ("Kofi Mensah", "leave", "20", "percent", on + timedelta(days=8), on + timedelta(days=22), None),
    ):
        person = Practitioner.objects.get(name=name)
        people.add_commitment(
            by=None,
            practitioner_id=person.pk,
            kind=kind,
            amount=None if amount is None else Decimal(amount),
            unit=unit,
            starts_on=starts,
            ends_on=ends,
            review_on=review,
            agreed_by=dee,
            agreed_on=agreed,
        )
    away = Practitioner.objects.filter(
        posts__team__name="Children in Care 2", posts__role="practitioner"
    ).order_by("id")[0]
    people.add_commitment(
        by=None,
        practitioner_id=away.pk,
        kind="leave",
        amount=Decimal(100),
        unit="percent",
        starts_on=on - timedelta(days=50),
        ends_on=on + timedelta(days=200),
        agreed_on=agreed,
    )


def _leaver(on: date) -> None:
    """Somebody left last week and their work was not yet given to anybody: it counts as unallocated."""
    leaver = Practitioner.objects.filter(
        posts__team__name="Locality Harbour", posts__role="practitioner"
    ).order_by("id")[0]
    people.end_practitioner(by=None, practitioner_id=leaver.pk, on=on - timedelta(days=5))


def _strengths() -> None:
    for name, kind, text in (
        ("Amira Hussain", "language", "Urdu"),
        ("Amira Hussain", "interest", "Court work, with a co-worker"),
        ("Ben Carter", "skill", "Care proceedings"),
        ("Ben Carter", "patch", "Harbour"),
        ("Kofi Mensah", "skill", "Achieving best evidence interviews"),
        ("Kofi Mensah", "patch", "Riverside"),
        ("Gwenllian Tŵr", "language", "Welsh"),
        ("Gwenllian Tŵr", "skill", "Practice education"),
        ("Priya Nair", "skill", "Life story work"),
        ("Ivo Marsden", "language", "Polish"),
        ("Jo Lindqvist", "interest", "Family group conferences"),
        ("Chloe Evans", "skill", "Pre-birth assessments"),
    ):
        person = Practitioner.objects.get(name=name)
        people.add_strength(by=None, practitioner_id=person.pk, kind=kind, text=text)
