"""Settings of the tests: the product's own, with files in a folder that goes away, and cheap passwords."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_folder = Path(tempfile.mkdtemp(prefix="safeload-tests-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
# Before the product's settings are read: they make keys in the data folder.
for _name in [
    name for name in os.environ if name.startswith("SAFELOAD_") and name != "SAFELOAD_TESTS_DATABASE_ONLY"
]:
    del os.environ[_name]
os.environ["SAFELOAD_DATA"] = str(_folder)
# Playwright's synchronous interface runs an event loop in the test's own thread.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from safeload.config.settings import *  # noqa: E402, F403
from safeload.config.settings import DATABASES, LOGGING, STORAGES  # noqa: E402

ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The live server serves by finders, not from collected files; test_serving drives the real storage.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # A file, as in the product (an in-memory database has no WAL); nobody needs it to survive a power cut.
    DATABASES["default"]["TEST"] = {"NAME": str(_folder / "test.sqlite3")}
    _pragmas = DATABASES["default"]["OPTIONS"]["init_command"]
    DATABASES["default"]["OPTIONS"]["init_command"] = _pragmas.replace("synchronous=FULL", "synchronous=OFF")
# The live server's threads end without closing theirs, and PostgreSQL drops no database that is in use.
DATABASES["default"]["CONN_MAX_AGE"] = 0
# pytest shows what was logged; a second copy on the terminal helps nobody.
LOGGING = LOGGING | {"handlers": {"console": {"class": "logging.NullHandler"}}}
