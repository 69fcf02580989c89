"""Words of a review that may be quoted: whose they are, of which day, and who may quote them."""
