"""Reads of allocation, each within a scope."""
