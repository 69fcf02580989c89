"""Measures, readings and verdicts."""
