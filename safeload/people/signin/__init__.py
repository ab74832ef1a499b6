"""Signing in: password and authenticator app, recovery codes, invitations, how long a session lasts."""
