"""Meetings: planned or read from a calendar, held, written up with what was raised, and answered."""
