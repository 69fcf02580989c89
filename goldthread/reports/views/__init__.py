"""Pages of reports: the list of kinds and editions, one edition and its files, what is done to it, and the rows counted."""
