"""Who the members of a body are, counted once a year, and how that compares with the population."""
