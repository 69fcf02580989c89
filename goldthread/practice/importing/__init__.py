"""Audit sheets as Microsoft Forms and case systems give them: columns matched, each cell read, loaded as a round."""
