"""Text and Markdown as paragraphs: lines that were wrapped joined again, what a printer put on each page left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from goldthread.document_text.blocks import MOST_BLOCKS, MOST_LETTERS, Block, Document, one_line, tidy
from goldthread.document_text.marks import (
    FOOTNOTE,
    RULE,
    SETEXT,
    TABLE_RULE,
    bare,
    front_matter,
    is_link_only,
    table_cells,
)

_MARK = re.compile(r" {0,3}(#{1,6})\s+(?=\S)")
_BULLET = re.compile(r"\s*\\?(?:[-*+•·▪●◦‣o]|\d{1,2}[.)]|\(?[a-z][.)])\s+(?=\S)")
_QUOTED = "> \t"
_SENTENCE_ENDS = re.compile(r"[.?!][\"'”’)\]*_]*$")
# A sentence ends inside: more than an abbreviation is before the stop.
_INNER_END = re.compile(r"[a-z0-9)]{3,}[.?!][\"'”’)]*\s+\S")
_BROKEN = re.compile(r"[A-Za-z]{2,}-$")
_PAGE_OF = re.compile(
    r"(?!.*\b(?:on|see|at|to|and|of|from|in)\s+page\b)(?:.{0,80}\s)?(?:page\s+\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?|-\s*\d{1,4}\s*-)\s*",
    re.I,
)
_PRINTED = re.compile(
    r"\d{1,2}/\d{1,2}/\d{2,4},? \d{1,2}:\d{2}(?:\s?[AP]M)?\b.*|(?:file|https?)://\S+(?:\s+\d+/\d+)?|(?:file|https?)://.{0,200}\s\d+/\d+",
    re.I,
)
_DIGITS = re.compile(r"\d{1,9}")
# What each page of a report has for itself, though it looks alike on all of them.
_OF_A_PAGE = re.compile(
    r"(?:indicative\s+)?score\b.{0,60}|[1-4]\s*[-–—]\s*evidence\b.*|key findings\b.*", re.I
)
# Before a hyphen at a line's end these stay a part of their own.
_KEEPS_HYPHEN = frozenset(
    [
        "co",
        "self",
        "non",
        "multi",
        "well",
        "long",
        "short",
        "person",
        "evidence",
        "strengths",
        "follow",
        "cross",
        "pre",
        "post",
        "anti",
        "semi",
        "mid",
        "part",
        "full",
        "one",
        "two",
        "three",
        "high",
        "low",
        "face",
        "front",
        "easy",
        "best",
        "hard",
        "up",
        "on",
        "off",
        "e",
        "ex",
    ]
)
_WIDEST, _LONGEST_HEADING = 160, 110


@dataclass
class _Line:
    text: str
    page: int | None
    # How many blank lines stand before it.
    gap: bool


def read_lines(text: str) -> Document:
    """Return a text as its paragraphs, whether a line is a paragraph or was wrapped, with Markdown's marks or without."""
    cut_off = len(text) > MOST_LETTERS
    titles, text = front_matter(tidy(text[:MOST_LETTERS]))
    paged = "\f" in text
    running: list[str] = []
    lines = list(_without_running(text.split("\f"), running)) if paged else _lines(text)
    joined = _Joining(lines)
    blocks, cut = joined.blocks()
    # What stands at the head of each page is often the document's title.
    return Document("text", blocks, (*titles, *dict.fromkeys(running[:4])), cut or cut_off)


def _lines(text: str) -> list[_Line]:
    found, gap = [], True
    for line in text.split("\n"):
        if not line.strip():
            gap = True
            continue
        if not _PAGE_OF.fullmatch(line.strip()) and not _PRINTED.fullmatch(line.strip()):
            found.append(_Line(line.rstrip(), None, gap))
            gap = False
    return found


def _without_running(pages: list[str], found: list[str]) -> Iterator[_Line]:
    """Yield the lines of pages without headers and footers; a page's end is no gap where a sentence goes on.

    found: is given the words of the headers and footers.
    """
    split = [[line.rstrip() for line in page.split("\n")] for page in pages]
    seen: Counter[str] = Counter()
    for number, lines in enumerate(split, 1):
        seen.update({form for line in _edges(lines) for form in _forms(line, number)})
    running = {form for form, count in seen.items() if count > 1 and count * 2 >= len(pages) - 1}
    before = ""
    for number, lines in enumerate(split, 1):
        edges = set(_edges(lines))
        kept = []
        for line in lines:
            if line in edges and not running.isdisjoint(_forms(line, number)):
                found.append(one_line(line))
                line = ""
            kept.append("" if _is_printers(line, number) else line)
        gap = not before or bool(_SENTENCE_ENDS.search(before))
        begun = False
        for line in kept:
            if not line.strip():
                # What is blank at a page's top says nothing of its paragraphs.
                gap = gap or begun
                continue
            yield _Line(line, number, gap)
            gap, begun, before = False, True, line.strip()


def _edges(lines: list[str]) -> list[str]:
    full = [line for line in lines if line.strip()]
    return full[:2] + full[-2:]


def _forms(line: str, page: int) -> set[str]:
    """Return a line as other pages may repeat it: as it is, or with a number that grows with the pages."""
    text = one_line(line).casefold()
    if _OF_A_PAGE.fullmatch(text):
        return set()
    numbers = list(_DIGITS.finditer(text))
    return {text} | {
        f"{text[: match.start()]}\n{int(match[0]) - page}\n{text[match.end() :]}"
        for match in (*numbers[:1], *numbers[-1:])
    }


def _is_printers(line: str, page: int) -> bool:
    bare_line = line.strip()
    return bool(_PAGE_OF.fullmatch(bare_line) or _PRINTED.fullmatch(bare_line)) or bare_line == str(page)


class _Joining:
    """Lines as they are joined to paragraphs."""

    def __init__(self, lines: list[_Line]) -> None:
        self._lines = lines
        lengths = sorted(len(line.text.strip()) for line in lines)
        widest = lengths[-1] if lengths else 0
        # The width of a text is what most of its long lines come to: one long heading more or less does not count.
        self._width = lengths[int(len(lengths) * 0.95)] if lengths else 0
        follows = sum(1 for line in lines[1:] if not line.gap)
        # Of lines that were wrapped many begin in the middle of a sentence.
        inside = sum(1 for line in lines[1:] if not line.gap and line.text.lstrip()[:1].islower())
        self._wrapped = widest <= _WIDEST and self._width >= 40 and inside >= max(2, len(lines) // 10)
        chunks = sum(1 for line in lines if line.gap)
        # Whether a gap stands between paragraphs, so that lines without one belong together.
        self._spaced = self._wrapped and chunks * 8 >= len(lines) and follows * 4 >= len(lines)
        self._words: Counter[str] | None = None

    def blocks(self) -> tuple[list[Block], bool]:
        """Return the paragraphs, and whether there were too many to read."""
        blocks: list[Block] = []
        at = 0
        while at < len(self._lines):
            if len(blocks) >= MOST_BLOCKS:
                return blocks, True
            at = self._next(at, blocks)
        return blocks, False

    def _next(self, at: int, blocks: list[Block]) -> int:
        line = self._lines[at]
        text = line.text.lstrip(_QUOTED) if line.text.lstrip().startswith(">") else line.text
        if RULE.fullmatch(text.strip()) or TABLE_RULE.fullmatch(text.strip()):
            return at + 1
        if cells := table_cells(text):
            blocks.append(Block(" | ".join(cells), "row", page=line.page, cells=cells))
            return at + 1
        if mark := _MARK.match(text):
            words = bare(text[mark.end() :].rstrip("# "))
            if words:
                blocks.append(Block(words, "heading", len(mark[1]), line.page))
            return at + 1
        if is_link_only(text):
            blocks.append(Block(bare(text), "menu", page=line.page))
            return at + 1
        following = self._lines[at + 1] if at + 1 < len(self._lines) else None
        if (
            following
            and not following.gap
            and SETEXT.fullmatch(following.text.strip())
            and _may_be_heading(bare(text))
        ):
            blocks.append(Block(bare(text), "heading", 1 if "=" in following.text else 2, line.page))
            return at + 2
        if _is_bold(text):
            blocks.append(Block(bare(text), "heading", 0, line.page))
            return at + 1
        bullet = _BULLET.match(text)
        first = FOOTNOTE.sub("", text[bullet.end() :] if bullet else text).strip()
        parts, end = [first], at + 1
        while end < len(self._lines) and self._goes_on(parts[-1], self._lines[end - 1], self._lines[end]):
            parts.append(self._lines[end].text.lstrip(_QUOTED).rstrip())
            end += 1
        words = bare(self._joined(parts))
        if words:
            heading = (
                not bullet and _may_be_heading(words) and not (words.endswith(":") and self._lists_at(end))
            )
            kind = "bullet" if bullet else "heading" if heading else "paragraph"
            blocks.append(Block(words, kind, 0, line.page))  # type: ignore[arg-type]
        return end

    def _lists_at(self, at: int) -> bool:
        """Return whether an item of a list comes next: what leads to it is text, not a heading."""
        return at < len(self._lines) and bool(_BULLET.match(self._lines[at].text))

    def _goes_on(self, words: str, before: _Line, line: _Line) -> bool:
        """Return whether a line belongs to the paragraph of the one before it."""
        raw = line.text
        text = raw.strip()
        if (
            line.gap
            or _MARK.match(raw)
            or RULE.fullmatch(text)
            or _BULLET.match(raw)
            or table_cells(raw)
            or _is_bold(raw)
        ):
            return False
        if _BROKEN.search(words[-40:]) and text[:1].islower():
            return True
        ended = bool(_SENTENCE_ENDS.search(words))
        if text[:1].islower():
            return not ended
        if not self._wrapped:
            return False
        # Where the next word would have fitted, the line was ended on purpose.
        full = len(before.text.strip()) + 1 + len(text.split(" ", 1)[0]) > self._width * 0.86
        if ended:
            return self._spaced and full
        if words.endswith(":"):
            return self._spaced and full
        return full

    def _joined(self, parts: list[str]) -> str:
        joined = [parts[0]]
        for part in parts[1:]:
            before = joined[-1]
            if _BROKEN.search(before[-40:]) and part[:1].islower():
                first = re.split(r"[^A-Za-z]", before[-40:-1])[-1]
                second = re.match(r"[A-Za-z]*", part)
                hyphen = "-" if self._hyphened(first, second[0] if second else "") else ""
                joined[-1] = before[:-1] + hyphen
                joined.append(part)
            else:
                joined += [" ", part]
        return "".join(joined)

    def _hyphened(self, before: str, after: str) -> bool:
        """Return whether a word broken at a line's end has a hyphen elsewhere too: by this text, else by its first part."""
        if self._words is None:
            self._words = Counter(
                word.casefold()
                for line in self._lines
                for word in re.findall(r"[A-Za-z]+(?:-[A-Za-z]+)?", line.text)
            )
        with_it = self._words[f"{before}-{after}".casefold()]
        without = self._words[f"{before}{after}".casefold()]
        if with_it != without:
            return with_it > without
        return before.casefold() in _KEEPS_HYPHEN


def _is_bold(line: str) -> bool:
    """Return whether a whole line is bold and short, as a heading is that Word or a converter did not mark."""
    text = line.strip().rstrip("\\").strip()
    if not (text.startswith(("**", "__")) and text.endswith(("**", "__")) and len(text) > 4):
        return False
    inside = text[2:-2]
    return "**" not in inside.replace("****", "") and _may_be_heading(bare(inside))


def _may_be_heading(text: str) -> bool:
    """Return whether words look like a heading: short, with a capital, not the end of a sentence."""
    if not text or len(text) > _LONGEST_HEADING or len(text.split()) > 16:
        return False
    first = text.lstrip("\"'“‘(")[:1]
    if not first or first.islower() or _INNER_END.search(text):
        return False
    return not _SENTENCE_ENDS.search(text) and not text.endswith((",", ";", " -", "–", "…"))
