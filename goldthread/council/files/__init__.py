"""Files attached to records of any type: checked by content, kept in the database, served as downloads."""
