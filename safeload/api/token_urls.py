"""Addresses of tokens, on one's account page and on the page of an account for administrators."""

from __future__ import annotations

from django.urls import path

from safeload.api import views

urlpatterns = [
    path("account/tokens/", views.tokens, name="tokens"),
    path("account/tokens/<int:pk>/revoke/", views.revoke_token, name="revoke_token"),
    path("people/accounts/<int:pk>/tokens/", views.account_tokens, name="account_tokens"),
    path("api/", views.api_reference, name="api_reference"),
]
