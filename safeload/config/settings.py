"""Settings of the product. What an installation may choose comes from the environment (docs/settings.md)."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from safeload.config.databases import database
from safeload.config.keys import kept_key

env = environ.Env()
ROOT = Path(__file__).resolve().parents[2]
#: The database file, keys and outgoing mail of this installation.
DATA = Path(env.str("SAFELOAD_DATA", default=str(ROOT / "var"))).resolve()

# Where people reach it. Everything that depends on https follows from this one setting.
SAFELOAD_ADDRESS = env.str("SAFELOAD_ADDRESS", default="http://127.0.0.1:8000").rstrip("/")
SAFELOAD_DEMO = env.bool("SAFELOAD_DEMO", default=False)
_address = urlsplit(SAFELOAD_ADDRESS)
_https = _address.scheme == "https"
_loopback = _address.hostname in {"127.0.0.1", "localhost", "::1"}

if not _https and not _loopback:
    raise ImproperlyConfigured("SAFELOAD_ADDRESS must be an https address: sign-in would travel readable.")

DEBUG = False
SECRET_KEY = env.str("SAFELOAD_SECRET_KEY", default="") or kept_key(DATA / "secret-key", "secret")
SECRET_KEY_FALLBACKS = env.list("SAFELOAD_OLD_SECRET_KEYS", default=[])
# Encrypts sealed reasons and TOTP secrets. The first encrypts; all of them decrypt.
SAFELOAD_FIELD_KEYS = env.list("SAFELOAD_FIELD_KEYS", default=[]) or [kept_key(DATA / "field-key", "fernet")]

# Makes pseudonyms of staff in exports. Another key makes other ones, that no longer fit rows exported before.
SAFELOAD_EXPORT_KEY = env.str("SAFELOAD_EXPORT_KEY", default="") or kept_key(DATA / "export-key", "secret")

ALLOWED_HOSTS = [_address.hostname or "127.0.0.1", *env.list("SAFELOAD_MORE_HOSTS", default=[])]
if _loopback:
    ALLOWED_HOSTS += ["127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [SAFELOAD_ADDRESS]

INSTALLED_APPS = [
    # Ours first: a template of ours takes the place of a library’s of the same name.
    "safeload.audit",
    "safeload.web",
    "safeload.people",
    "safeload.notices",
    "safeload.caseloads",
    "safeload.schemes",
    "safeload.workload",
    "safeload.imports",
    "safeload.allocation",
    "safeload.planner",
    "safeload.whatif",
    "safeload.api",
    "safeload.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_q",
    "template_partials",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "safeload.api.middleware.as_problems",
    "safeload.web.middleware.refuse_nul",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "safeload.web.middleware.not_kept",
    "safeload.web.middleware.form_only",
    "safeload.people.signin.middleware.SignInRequired",
    "safeload.people.signin.middleware.session_limits",
    "safeload.people.signin.middleware.require_second_step",
    "safeload.people.signin.middleware.ScopeOfToday",
    "safeload.notices.middleware.unread_notices",
]

ROOT_URLCONF = "safeload.config.urls"
WSGI_APPLICATION = "safeload.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["safeload.web.templatetags.web", "template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "safeload.web.context.page",
            ],
        },
    }
]

DATABASES = {"default": database(env, DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
#: The counters of sign-in tries live here: shared by all processes, and they survive a restart.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "safeload_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "safeload.config.storage.ModuleManifestStorage"},
}
MEDIA_ROOT = DATA / "files"
# Imported workbooks: larger uploads go to a file at once, and the reader sets its own limits.
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
SECURE_REFERRER_POLICY = "same-origin"
if env.bool("SAFELOAD_BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
SESSION_COOKIE_NAME = "__Host-session" if _https else "safeload-session"
CSRF_COOKIE_NAME = "__Host-csrf" if _https else "safeload-csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "safeload.web.errors.form_expired"
# Seconds. The middleware holds to both; the cookie itself outlives neither.
SAFELOAD_SESSION_IDLE = 30 * 60
SAFELOAD_SESSION_LONGEST = SESSION_COOKIE_AGE = 12 * 60 * 60
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

SAFELOAD_NAVIGATION = "safeload.config.navigation.ENTRIES"

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60  # seconds that an invitation or a reset link is good for

ACCOUNT_ADAPTER = "safeload.people.signin.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Safeload: "
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True  # how long a session lasts is for session_limits to say
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
_tries_by_address = env.int("SAFELOAD_TRIES_PER_ADDRESS", default=5)
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": f"5/15m/key,{_tries_by_address}/15m/ip",
    "reauthenticate": "5/15m/user",
    "change_password": "5/15m/user",
    "reset_password": "20/15m/ip,5/15m/key",
    "reset_password_from_key": "20/15m/ip",
}
ACCOUNT_FORMS = {
    "login": "safeload.people.signin.forms.LoginForm",
    "reset_password": "safeload.people.signin.forms.ResetPasswordForm",
}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
MFA_FORMS = {
    "authenticate": "safeload.people.signin.forms.AuthenticateForm",
    "reauthenticate": "safeload.people.signin.forms.ReauthenticateForm",
    "activate_totp": "safeload.people.signin.forms.ActivateTOTPForm",
}
MFA_ADAPTER = "safeload.people.signin.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Safeload"
MFA_TOTP_TOLERANCE = 1
# Accounts are made by an administrator who knows the address; nobody can sign up with somebody else's.
MFA_ALLOW_UNVERIFIED_EMAIL = True

EMAIL_TIMEOUT = 10  # seconds; a mail server that hangs does not hold up the jobs
DEFAULT_FROM_EMAIL = env.str("SAFELOAD_MAIL_FROM", default="safeload@localhost")
if env.str("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
    SAFELOAD_MAILS = True
else:
    SAFELOAD_MAILS = False  # notices stand on their page alone: no letters are written that nobody gets
    # Without a mail server, letters are kept as files for whoever runs the installation.
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(DATA / "mail")

Q_CLUSTER = {
    "name": "safeload",
    "orm": "default",
    "workers": env.int("SAFELOAD_JOB_WORKERS", default=2),
    "timeout": 600,
    "retry": 660,  # seconds; longer than the timeout, or a long job would be started twice
    "max_attempts": 3,
    "poll": 1,
    "queue_limit": 4,
    "bulk": 1,
    "save_limit": 1_000,
    "ack_failures": True,
    "catch_up": False,
    "label": "Jobs",
}

# Ids and counts only. Addresses of pages hold references of people, so requests are not logged.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"no_request": {"()": "safeload.config.logs.WithoutRequest"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["no_request"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        # Of 4xx answers nothing: mistyped addresses are no fault of ours.
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
        "django-q": {"handlers": ["console"], "level": "WARNING", "propagate": False},
    },
}

SILENCED_SYSTEM_CHECKS = [
    "security.W004",  # HSTS: set where the address is https; the loopback demo has none
    "security.W008",  # redirect to https: the proxy or granian does it; the address says which
    "security.W012",  # Secure cookies follow the address; safeload.E001 refuses http beyond loopback
    "security.W016",
    "security.W005",  # whether other names of the domain are https is for the authority to say
    "security.W021",
]
