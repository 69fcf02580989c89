"""Agreement between people who code or grade the same things."""
