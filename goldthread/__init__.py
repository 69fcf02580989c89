"""Goldthread follows what people say about adult social care through to what changed."""
