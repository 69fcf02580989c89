"""Working a complaint: its procedure and clocks, what was found, remedies, what was learned, and closing it."""
