"""Coding of points: the queue, decisions, double coding, and the quotes that pages show."""
