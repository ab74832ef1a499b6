"""The dry run: what a list would change, what it asks, what it could not use. It changes nothing."""
