"""Counts, percentages and small tables: intervals, suppression, ratings, cells as councils write them."""
