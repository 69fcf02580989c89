"""Errors that the person at the keyboard can put right."""


class UserError(Exception):
    """Said plainly, without a traceback; the message says what is wrong and what to do next."""
