"""The public form on paper: blank, to fill in by hand, in standard and easy read; and where it is sent."""
