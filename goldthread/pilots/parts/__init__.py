"""What belongs to a pilot: cycles, decisions, partners, counts of use, and who else took it up."""
