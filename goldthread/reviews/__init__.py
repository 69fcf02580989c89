"""Formal reviews of the council and their findings."""
