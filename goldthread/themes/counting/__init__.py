"""Counts of themes by month, their charts, signals and comparisons, and the theme pages."""
