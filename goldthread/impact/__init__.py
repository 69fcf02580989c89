"""Proving: measures, readings and verdicts."""
