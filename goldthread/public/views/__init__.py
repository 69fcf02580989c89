"""Pages of the public form, and of what came by it for staff."""
