"""Audit rounds: the list of references, the draw, who audits what, each audit, its figures and what it found."""
