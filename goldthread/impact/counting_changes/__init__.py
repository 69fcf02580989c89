"""Changes of counting: from a month on, a measure counts something else than before."""
