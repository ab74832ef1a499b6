from __future__ import annotations

from django.urls import path

from safeload.api import views
from safeload.api.v1 import door

urlpatterns = [path("openapi.json", views.api_openapi, name="api_openapi"), *door.patterns()]
