"""The product's addresses and one more: a page that draws so many cases from the database, and no more."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from safeload.caseloads.models import Case
from safeload.config.urls import handler400, handler403, handler404, handler500
from safeload.config.urls import urlpatterns as of_the_product

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

_PAGE = """{% extends "web/base.html" %}
{% block content %}
  <h1 class="govuk-heading-l">Cases</h1>
  <table class="govuk-table">
    {% for case in cases %}
      <tr class="govuk-table__row">
        <th scope="row" class="govuk-table__header">
          <a class="govuk-link" href="/cases/{{ case.pk }}/">{{ case.reference }}</a>
        </th>
        <td class="govuk-table__cell">{{ case.household.reference }}</td>
        <td class="govuk-table__cell">{{ case.team.name }}</td>
        <td class="govuk-table__cell">{{ case.opened_on|day }}</td>
        <td class="govuk-table__cell">{{ case.kind }}</td>
        <td class="govuk-table__cell">{{ case.priority }}</td>
      </tr>
    {% endfor %}
  </table>
{% endblock content %}
"""
_template = engines["django"].from_string(_PAGE)


def bare(request: HttpRequest, rows: int) -> HttpResponse:
    """So many rows of six cells."""
    cases = Case.objects.select_related("household", "team").order_by("pk")[:rows]
    return HttpResponse(_template.render({"cases": cases}, request))


urlpatterns = [*of_the_product, path("bare/<int:rows>/", bare)]
