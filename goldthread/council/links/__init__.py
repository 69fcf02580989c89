"""Private links: without an account, for one purpose and one record, until a date; only the secret's hash is kept."""
