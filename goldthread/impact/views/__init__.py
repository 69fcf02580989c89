"""Pages of measures: list, setup, readings, charts and results."""
