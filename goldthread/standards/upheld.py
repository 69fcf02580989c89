"""Whether a complaint was upheld, read from its outcome.

The only place that decides it: councils and the ombudsman write the outcome in many ways, and a complaint that is
upheld in part counts as upheld (Local Government and Social Care Ombudsman, information for link officers, chapter 9).
"""

from __future__ import annotations

import re

_NOT_UPHELD = re.compile(r"\bnot upheld\b")
_UPHELD = re.compile(r"\bupheld\b")


def is_upheld(outcome: str) -> bool | None:
    """Return whether an outcome means upheld, at least in part; None where nothing was decided either way."""
    text = " ".join(re.split(r"[\s_-]+", outcome.lower()))
    if _UPHELD.search(_NOT_UPHELD.sub("", text)):
        return True
    return False if _NOT_UPHELD.search(text) else None
