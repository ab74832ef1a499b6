"""Every table for the employer's warehouse: without names, words or secrets, staff by keyed hash."""
