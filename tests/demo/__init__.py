"""Tests of the made-up council."""
