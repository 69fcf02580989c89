"""What members of a body were given, and which leaders came to it and what they promised."""
