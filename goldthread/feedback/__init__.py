"""Hearing: what people, carers, staff and partners say, and the points in it."""
