"""The pages of reviews: reviews with their remedies, findings with their decisions, and published figures."""
