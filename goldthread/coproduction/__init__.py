"""Pieces of work that people were involved in: who was asked at which stage, how each side saw it, and what changed."""
