from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.contrib.auth.decorators import login_not_required as open_to_all
from django.urls import path, re_path
from django.views.generic import RedirectView

from safeload.people.signin import views

_to_account = RedirectView.as_view(pattern_name="account_home")

# Only those of the library's pages that Safeload offers, each with a template of our own.
urlpatterns = [
    path("", views.account_home, name="account_home"),
    path("sign-in/", open_to_all(views.SignIn.as_view()), name="account_login"),
    path("sign-in/code/", open_to_all(mfa.authenticate), name="mfa_authenticate"),
    path("sign-in/demo/<int:account_id>/", views.demo_sign_in, name="demo_sign_in"),
    path("sign-up/", open_to_all(account.signup), name="account_signup"),
    path("sign-out/", open_to_all(account.logout), name="account_logout"),
    path("closed/", open_to_all(account.account_inactive), name="account_inactive"),
    path("welcome/<str:key>/<str:token>/", views.welcome, name="account_welcome"),
    path("confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("confirm/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/forgotten/", open_to_all(account.password_reset), name="account_reset_password"),
    path(
        "password/forgotten/sent/",
        open_to_all(account.password_reset_done),
        name="account_reset_password_done",
    ),
    path(
        "password/new/done/",
        open_to_all(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    # The library fills in the two parts itself, joined by a dash.
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        open_to_all(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("second-step/", _to_account, name="mfa_index"),
    path("second-step/set-up/", totp.activate_totp, name="mfa_activate_totp"),
    # Where the library leads somebody who has an authenticator already; it cannot be given up.
    path("second-step/stays/", _to_account, name="mfa_deactivate_totp"),
    path("recovery-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("recovery-codes/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("recovery-codes/file/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
]
