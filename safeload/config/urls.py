"""Every address of the product. Each app brings its own ``urls``."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import include, path

_PLACES = {
    "": ("safeload.web.urls", "safeload.workload.urls", "safeload.caseloads.search_urls"),
    "account/": ("safeload.people.signin.urls",),
    "people/": ("safeload.people.urls",),
    "cases/": ("safeload.caseloads.urls",),
    "schemes/": ("safeload.schemes.urls",),
    "imports/": ("safeload.imports.urls",),
}

urlpatterns = [
    path(prefix, include(module))
    for prefix, modules in _PLACES.items()
    for module in modules
    if find_spec(module)
]

handler400 = "safeload.web.errors.bad_request"
handler403 = "safeload.web.errors.not_allowed"
handler404 = "safeload.web.errors.not_found"
handler500 = "safeload.web.errors.broken"
