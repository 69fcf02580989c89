"""Telling: short briefings, and who read and used them."""
