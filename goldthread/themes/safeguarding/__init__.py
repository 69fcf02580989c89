"""Possible safeguarding concerns: screening of all feedback, prompts and their reviews."""
