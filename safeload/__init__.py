"""Workload management for social work employers."""
