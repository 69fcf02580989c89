"""Loads what casework does when feedback changes, in every process that starts: no job of its own yet."""

from __future__ import annotations

from goldthread.casework import following

__all__ = ["following"]
