"""Boards and networks, and the meetings where people speak: who comes, what is raised, what is owed."""
