"""The rules of safe workloads, as plain Python: no Django, no clock, no files, no randomness.

Dates, schemes and rows are passed in; results carry the lines they are made of.
"""
