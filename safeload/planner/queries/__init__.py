"""Reads of the planner; every public one takes ``scope=``."""
