"""The words of an e-mail that is written in HTML, a paragraph a line, what it quotes marked with ">"."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Comment, NavigableString, Tag

MOST_HTML = 2_000_000
_NEVER_SHOWN = ["script", "style", "head", "title", "template", "noscript", "object", "svg"]
_BLOCKS = frozenset(
    [
        "p", "div", "br", "tr", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre", "section",
        "article", "header", "footer", "blockquote", "address", "dl", "dt", "dd",
    ]
)  # fmt: skip
_SPACED = frozenset(["p", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"])
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt)?\s*(?:;|$)", re.IGNORECASE
)
_SPACES = re.compile(r"[ \t\r\f\v\xa0\u200b\u200c\u200d\ufeff]+")
_GAPS = re.compile(r"\n{3,}")
# Nothing that anybody wrote is nested deeper.
_DEEPEST = 200


def text_of(html: str) -> str:
    """Return the words of a message in HTML, as far as they are read."""
    soup = BeautifulSoup(html[:MOST_HTML], "html.parser")
    pieces: list[str] = []
    _walk(soup, pieces, quotes=0, depth=0)
    lines = [_SPACES.sub(" ", line).strip() for line in "".join(pieces).split("\n")]
    return _GAPS.sub("\n\n", "\n".join(lines)).strip()


def _walk(parent: Tag, pieces: list[str], *, quotes: int, depth: int) -> None:
    for child in parent.children:
        if isinstance(child, NavigableString):
            if type(child) is NavigableString or not isinstance(child, Comment):
                words = str(child).replace("\n", " ") if parent.name != "pre" else str(child)
                pieces.append(words)
        elif isinstance(child, Tag):
            _tag(child, pieces, quotes=quotes, depth=depth)


def _tag(tag: Tag, pieces: list[str], *, quotes: int, depth: int) -> None:
    name = tag.name.lower()
    if name in _NEVER_SHOWN or tag.has_attr("hidden") or _HIDDEN.search(str(tag.get("style", ""))):
        return
    if depth >= _DEEPEST:
        pieces.append(tag.get_text(" "))
        return
    if name == "blockquote":
        inner: list[str] = []
        _walk(tag, inner, quotes=quotes + 1, depth=depth + 1)
        lines = [_SPACES.sub(" ", line).strip() for line in "".join(inner).split("\n")]
        quoted = _GAPS.sub("\n\n", "\n".join(lines)).strip()
        pieces.append("\n\n" + "\n".join(f"> {line}" for line in quoted.split("\n")) + "\n\n")
        return
    if name == "li":
        pieces.append("\n- ")
    elif name in _BLOCKS:
        pieces.append("\n\n" if name in _SPACED else "\n")
    elif name in ("td", "th"):
        pieces.append(" ")
    _walk(tag, pieces, quotes=quotes, depth=depth + 1)
    if name in _BLOCKS and name != "br":
        pieces.append("\n\n" if name in _SPACED else "\n")
