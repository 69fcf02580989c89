"""Search snippets: a piece of a result's text with the words of the search marked."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from goldthread.council.models import SearchEntry

_AROUND = 110


def highlight(entry: SearchEntry, wanted: str) -> Markup:
    """Return a piece of an entry's text around the first match, with the matches marked."""
    words = sorted({word for word in re.findall(r"\w{3,}", wanted.lower())}, key=len, reverse=True)
    text = " ".join((entry.body or entry.title).split())
    if not words:
        return escape(text[: 2 * _AROUND])
    # The search matches "waited" with "waiting"; a stem of four letters or more marks both.
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
