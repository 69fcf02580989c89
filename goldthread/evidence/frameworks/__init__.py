"""Versions of the framework: those that are shipped, those that a council loads, and what changed between two."""
