"""Evidence asked for while a case is looked into, with its own due date, and whether it came."""
