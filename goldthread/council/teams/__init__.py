"""What becomes of teams: renamed, merged, split or closed from a day on, with the open work that moves."""
