"""Workload: everybody's load against their line, kept as it stands and as it was each Monday, and shown."""
