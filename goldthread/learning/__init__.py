"""Lessons and actions."""
