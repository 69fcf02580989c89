"""The kit's own jobs, where the worker finds them."""

from goldthread.council.records.redaction import hide_again_job

__all__ = ["hide_again_job"]
