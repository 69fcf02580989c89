"""Only an index: the worker finds every room's jobs here."""

from goldthread.themes import jobs as themes  # noqa: F401
