"""Shows where the words of a search stand in what was found."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from goldthread.council.models import SearchEntry

_AROUND = 110


def highlight(entry: SearchEntry, wanted: str) -> Markup:
    """Return a piece of the entry's text round the first word found, with the words marked."""
    words = sorted({word for word in re.findall(r"\w{3,}", wanted.lower())}, key=len, reverse=True)
    text = " ".join((entry.body or entry.title).split())
    if not words:
        return escape(text[: 2 * _AROUND])
    # The search knows "waited" from "waiting"; a stem of four letters or more finds it again to mark it.
    pattern = re.compile(
        r"\b(" + "|".join(re.escape(word[: max(4, len(word) - 3)]) for word in words) + r")\w*", re.I
    )
    first = pattern.search(text)
    start = max(0, first.start() - _AROUND) if first else 0
    end = min(len(text), start + 2 * _AROUND)
    piece = text[start:end]
    marked, last = Markup("…" if start else ""), 0
    for match in pattern.finditer(piece):
        marked += (
            escape(piece[last : match.start()]) + Markup("<mark>") + escape(match.group()) + Markup("</mark>")
        )
        last = match.end()
    return marked + escape(piece[last:]) + ("…" if end < len(text) else "")
