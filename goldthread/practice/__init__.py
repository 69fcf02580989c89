"""Practice audits: tools and their versions, rounds drawn by lot, audits, what they find, and whether it is embedded."""
