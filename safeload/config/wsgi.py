"""The WSGI application: ``granian --interface wsgi safeload.config.wsgi:application`` (or gunicorn)."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safeload.config.settings")
application = get_wsgi_application()
