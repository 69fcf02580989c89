"""Requests that people made, the answers that they are owed, what became of them, and who was told."""
