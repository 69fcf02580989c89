"""Actions gone through at quality assurance meetings, grouped by lesson, with a decision on each."""
