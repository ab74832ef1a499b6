"""Pages of people: request, form, one query or action, page."""
