"""Ideas to take up: strengths that other councils' reports describe, which this council considers."""
