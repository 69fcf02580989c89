"""Command line for a council's administrator or an analyst."""
