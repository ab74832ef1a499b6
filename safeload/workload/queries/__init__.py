"""Reads of workload. Every public one that returns figures of people takes ``scope=``."""
