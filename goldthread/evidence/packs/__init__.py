"""Evidence packs: the self-assessment frozen on a day, its files, whom it was sent to, recall, and what changed since."""
