"""The command line: what a council's administrator or an analyst types."""
