"""JSON that somebody sent: read without what no text has, and refused where it cannot be read."""

from __future__ import annotations

import json
from typing import Any

from goldthread.cell_text import without_controls


def read_json(sent: str | bytes) -> Any:
    """Return what is sent as JSON, its texts without control characters and halves of characters.

    `\\u0000` in JSON is a character that nothing before has seen. Raises ValueError for what is no JSON, and for what is
    nested deeper than Python reads: that is its RecursionError, which nobody expects of a form.
    """
    try:
        return _clean(json.loads(sent))
    except RecursionError:
        raise ValueError("The JSON is nested too deeply.") from None


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return without_controls(value)
    if isinstance(value, list):
        return [_clean(each) for each in value]
    if isinstance(value, dict):
        return {without_controls(name): _clean(each) for name, each in value.items()}
    return value
