"""Ordered rules by which new feedback gets its team and its owner."""
