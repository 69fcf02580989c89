"""Errors of the database engine: what is wrong, then what to do next."""


class EngineError(Exception):
    """A plain-English reason, fit to be shown to the person at the keyboard without a traceback."""
