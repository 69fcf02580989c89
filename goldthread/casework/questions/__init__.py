"""Questions to the person who complained: in their format, with a date by which, and what they answer."""
