"""The forms of signing in, with labels and hints in Safeload's words."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import ResetPasswordForm as AllauthResetForm
from allauth.mfa.base.forms import AuthenticateForm as AllauthAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as AllauthReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm as AllauthActivateForm
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.exceptions import ValidationError

from safeload.audit.refusals import Refusal
from safeload.people.actions.accounts import choose_password

_CODE_ATTRS = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}


class LoginForm(AllauthLoginForm):  # type: ignore[misc]
    """E-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login = self.fields["login"]
        login.label = "E-mail address"
        login.error_messages["required"] = "Enter your e-mail address"
        login.widget.attrs = {"autocomplete": "username", "spellcheck": "false"}
        self.fields["password"].help_text = ""
        self.fields["password"].error_messages["required"] = "Enter your password"


class ResetPasswordForm(AllauthResetForm):  # type: ignore[misc]
    """The address to which a link is sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "E-mail address"
        self.fields["email"].widget.attrs = {"autocomplete": "email", "spellcheck": "false"}


class _CodeLabels:
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label = "Code from your authenticator app"
        code.help_text = (
            "Six digits. If you have lost your telephone, type one of your recovery codes instead."
        )
        code.error_messages["required"] = "Enter the code"
        code.widget.attrs = dict(_CODE_ATTRS)


class AuthenticateForm(_CodeLabels, AllauthAuthenticateForm):  # type: ignore[misc]
    """The second step of signing in: a code, or a recovery code."""


class ReauthenticateForm(_CodeLabels, AllauthReauthenticateForm):  # type: ignore[misc]
    """The second step again, before something that matters for the account's safety."""


class ActivateTOTPForm(_CodeLabels, AllauthActivateForm):  # type: ignore[misc]
    """The first code of a new authenticator, which shows that it was set up rightly."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = "Six digits, shown by the app beside “Safeload”."


class WelcomeForm(forms.Form):
    """The password that an invited person chooses, typed once: it can be shown while typing."""

    password = forms.CharField(
        label="Choose a password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Choose a password"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def choose(self, key: str, token: str) -> Any:
        """Take the password and return the account; None, with the error noted, where it is refused."""
        try:
            return choose_password(key=key, token=token, password=self.cleaned_data["password"])
        except Refusal as refusal:
            self.add_error(refusal.field or None, ValidationError(refusal.sentence))
            return None
