"""Deciding: lessons drawn, and actions agreed."""
