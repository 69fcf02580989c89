"""The board page: what it counts, its sentences, and the page itself."""
