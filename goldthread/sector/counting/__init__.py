"""Countings of the shelf: what goes with a score, who has a system of the same kind, figures that may be compared."""
