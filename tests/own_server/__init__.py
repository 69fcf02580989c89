"""A council's own server, as docs/running.md sets it up; `.ci/run` follows the page (follow.py)."""
