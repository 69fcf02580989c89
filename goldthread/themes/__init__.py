"""Themes: the codebook, coding, suggestions, counts, safeguarding screening and emerging topics."""
