"""Pages of lessons and actions."""
