"""Reads of scenarios, and of the cases that they speak of."""
