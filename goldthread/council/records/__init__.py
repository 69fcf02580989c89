"""What every record has: its type, numbering, saving, history, audit trail, search and retention."""
