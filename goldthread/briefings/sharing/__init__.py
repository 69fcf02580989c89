"""A briefing as a small file for another council, and one that came so."""
