"""Every address of the product. Each app brings its own ``urls``."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("safeload.web.urls")),
    path("", include("safeload.workload.urls")),
    path("", include("safeload.caseloads.search_urls")),
    path("account/", include("safeload.people.signin.urls")),
    path("people/", include("safeload.people.urls")),
    path("cases/", include("safeload.caseloads.urls")),
    path("cases/", include("safeload.allocation.case_urls")),
    path("schemes/", include("safeload.schemes.urls")),
    path("imports/", include("safeload.imports.urls")),
    path("for-you/", include("safeload.notices.urls")),
    path("allocation/", include("safeload.allocation.urls")),
    path("planner/", include("safeload.planner.urls")),
    path("what-if/", include("safeload.whatif.urls")),
    path("api/v1/", include("safeload.api.urls")),
    path("", include("safeload.api.token_urls")),
]

handler400 = "safeload.web.errors.bad_request"
handler403 = "safeload.web.errors.not_allowed"
handler404 = "safeload.web.errors.not_found"
handler500 = "safeload.web.errors.broken"
