"""Bringing in a spreadsheet: columns matched and remembered, checked, then brought in by a job that can be cut off."""
