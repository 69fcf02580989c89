"""The safeguarding pages: prompts, the duty list and the council's share, and the monthly sample."""
