"""What hangs on a piece of work: who signed it off, how taking part was, and what was made by whom."""
