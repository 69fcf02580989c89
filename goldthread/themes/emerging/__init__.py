"""Emerging topics: found among the points that no theme covers; a person names, adds or dismisses each."""
