"""The wall between councils, locks within one, and the first tables."""
