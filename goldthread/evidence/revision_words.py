"""What a document says of its revision; it needs no Django, so that files are made of a pack's content alone."""

from __future__ import annotations

from typing import Any


def revision_in_words(record: Any) -> str:
    """Return what stands under the title of what was made anew, with a space before; "" of what was not."""
    return f" Revision {record.revision}: a name was hidden after the first." if record.revision > 1 else ""
