"""Reports: the board page, made from the records of today, and its editions, which stay as they were made."""
