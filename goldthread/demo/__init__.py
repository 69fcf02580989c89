"""The made-up council that Goldthread shows itself with: Avonshire, its people, its voices and its two years."""
