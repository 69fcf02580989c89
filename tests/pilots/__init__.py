"""Tests of pilots."""
