"""The API: the same queries and actions as the pages, for machines. Its house rules: ``docs/api.md``."""
