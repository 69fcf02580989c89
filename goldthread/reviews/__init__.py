"""Formal looks at the council and what they found."""
