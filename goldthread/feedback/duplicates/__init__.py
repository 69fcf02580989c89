"""Duplicates and campaigns: feedback with the same words, counted once."""
