"""Recognisers of personal data, one kind to a file."""
