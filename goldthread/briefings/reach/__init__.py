"""What becomes of a briefing: opened, read, discussed in the team, understood, used in practice."""
