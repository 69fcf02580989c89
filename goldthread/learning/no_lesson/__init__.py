"""Why no lesson is drawn from an issue that was upheld."""
