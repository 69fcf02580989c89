"""Consent of a person for whom somebody else speaks: asked of them alone, reminded once, then a person's task."""
