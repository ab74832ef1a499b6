"""Who may sign in, and what each may see and do from when to when."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import get_random_string, salted_hmac

from safeload.people.models.places import ServiceArea, Team
from safeload.people.models.practitioners import Practitioner
from safeload.people.models.versioned import Versioned


def new_stamp() -> str:
    """A fresh stamp: sessions signed with the old one end at their next request."""
    return get_random_string(24)


class AccountManager(BaseUserManager["Account"]):
    """Accounts by e-mail address, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(email=(username or "").lower())

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Account:
        """An account with a password, or with none until its holder chooses one."""
        account = self.model(email=self.normalize_email(email).lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser, Versioned):
    """Somebody who signs in. What they may see hangs on their grants and on the practitioner they are."""

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    #: Kept in small letters, so that one person cannot have two accounts by capitals.
    email = models.EmailField(
        max_length=254,
        unique=True,
        error_messages={"unique": "There is an account with this e-mail address already."},
    )
    name = models.CharField(max_length=120)
    practitioner = models.OneToOneField(
        Practitioner, models.PROTECT, null=True, blank=True, related_name="account"
    )
    is_active = models.BooleanField(default=True)
    #: The last day of access, inclusive: leavers lose access the same day (rules 5.1).
    ends_on = models.DateField(null=True, blank=True)
    #: One of the demo's cast, offered on the sign-in page in demo mode only.
    demo = models.BooleanField(default=False)
    #: How this person likes the pages, such as two colours only.
    preferences = models.JSONField(default=dict, blank=True)
    invited_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    #: A new stamp ends every session at once: a change of role, a lost telephone, a leaver.
    session_stamp = models.CharField(max_length=24, default=new_stamp)

    objects = AccountManager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="people_account_email_small"
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_session_auth_hash(self) -> str:
        """What a session is signed with: the password and the stamp."""
        return self._session_hash()

    def get_session_auth_fallback_hash(self) -> Any:
        from django.conf import settings

        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._session_hash(secret)

    def _session_hash(self, secret: str | None = None) -> str:
        salt = "safeload.people.Account.get_session_auth_hash"
        signed = f"{self.password}{self.session_stamp}"
        return salted_hmac(salt, signed, secret=secret, algorithm="sha256").hexdigest()


class RoleGrant(models.Model):
    """A role over a team, a service area, one practitioner or the whole employer, from one day to another.

    Cover for absence is a grant with a last day. What a role may do stands in ``people/roles.py``.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=30)
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")
    service_area = models.ForeignKey(ServiceArea, models.PROTECT, null=True, blank=True, related_name="+")
    practitioner = models.ForeignKey(Practitioner, models.PROTECT, null=True, blank=True, related_name="+")
    everywhere = models.BooleanField(default=False)
    starts_on = models.DateField()
    #: The last day, inclusive; none: until somebody ends it.
    ends_on = models.DateField(null=True, blank=True)
    #: Whose absence this covers, if it does.
    covers = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    granted_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["starts_on", "id"]
        indexes = [models.Index(fields=["account", "ends_on"], name="people_grant_account")]
        constraints = [
            models.CheckConstraint(
                name="people_grant_one_scope",
                condition=(
                    models.Q(team__isnull=False, service_area=None, practitioner=None, everywhere=False)
                    | models.Q(team=None, service_area__isnull=False, practitioner=None, everywhere=False)
                    | models.Q(team=None, service_area=None, practitioner__isnull=False, everywhere=False)
                    | models.Q(team=None, service_area=None, practitioner=None, everywhere=True)
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.role
