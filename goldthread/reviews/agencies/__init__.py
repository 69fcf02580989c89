"""What each agency answers to a finding: its decision and reason, what it does, by when, and what shows it."""
