"""Pilots: what is tried before it is spread, what was predicted, what was seen, and what was decided."""
