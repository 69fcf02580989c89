"""Boards and groups as anybody may read about them: what each raised, and what became of it."""
