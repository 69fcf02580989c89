"""Headings that run into the text after them, where lines were joined by whoever made the text, taken apart again."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goldthread.analysis.reports.known_headings import HEADINGS
from goldthread.document_text.blocks import Block, Kind

# What every page has; in small letters they are words of a sentence.
_EVERY = (
    r"Key findings for this quality statement|What people expect:?|The local authority commitment:?(?=\s+We\b)|"
    r"Score:?\s[1-4](?=\s+[1-4]\s*[-–—]\s*Evidence)|[1-4]\s*[-–—]\s*Evidence shows (?:a good standard|an exceptional standard|(?:some|significant) shortfalls)"
)
_KNOWN = "|".join(re.escape(heading) for heading in sorted(HEADINGS, key=lambda each: (-len(each), each)))
_BEGINS = re.compile(
    rf"(?P<first>{_EVERY}|(?:{_KNOWN}):?|[A-Z][^.?!:]{{2,80}}: local authority assessment|"
    r"[A-Z][^.?!:]{4,80}?(?=\s+(?:Indicative\s+)?[Ss]core:?\s+[1-4]\b))\s+(?=[\"'“‘(]?[A-Z0-9])"
)
_INSIDE = re.compile(rf"(?<=[.?!\"”’)])\s+(?=(?:{_EVERY}|{_KNOWN})(?:\s+[\"'“‘(]?[A-Z0-9]|\s*$))")
_MOST = 40


def taken_apart(block: Block) -> Iterator[Block]:
    """Yield a paragraph as the headings and the text that it is made of."""
    if block.kind not in ("paragraph", "heading") or len(block.text) > 60_000:
        yield block
        return
    for text in _INSIDE.split(block.text, maxsplit=_MOST):
        for _ in range(6):
            match = _BEGINS.match(text)
            if not match:
                break
            yield Block(match["first"], "heading", block.level, block.page)
            text = text[match.end() :]
        yield block if text == block.text else Block(text, _kind(text), 0, block.page)


def _kind(text: str) -> Kind:
    is_heading = len(text) < 110 and not re.search(r"[.?!;,][\"'”’)]*$", text)
    return "heading" if is_heading else "paragraph"
