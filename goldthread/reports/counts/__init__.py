"""What reports count: each figure with its base, its period and the rows behind it, and what of it may be shown."""
