"""E-mail in: what comes to the council's mailbox, read once, sorted by a person, and joined to its case."""
