"""Pages of casework: one case, its remedies, and the lists."""
