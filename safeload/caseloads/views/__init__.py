"""Pages of cases: request, form, one query or action, page."""
