"""Intake of feedback: one piece or many, redacted, numbered and saved once."""
