"""Audit tools that a council builds: questions by domain and scale, in versions of which none in use changes."""
