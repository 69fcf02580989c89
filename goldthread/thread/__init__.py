"""Home, search, gaps, help, and the golden thread of each record."""
