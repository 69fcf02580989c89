"""Tests of reports: the board page, its files and its editions."""
