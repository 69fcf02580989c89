"""Markdown's marks, as people and converters write them, taken off the words."""

from __future__ import annotations

import html
import re

RULE = re.compile(r"(?:[-*_=–—~]\s*){3,}")
SETEXT = re.compile(r"={3,}|-{3,}")
TABLE_RULE = re.compile(r"\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?")
FOOTNOTE = re.compile(r"^\s*\[\^[^\]\s]{1,20}\]:\s*")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|%>~$&<'\":;,/=?@^])")
_IMAGE = re.compile(r"!\[([^\[\]]{0,500})\]\([^()\s]{0,2000}(?:\s+[\"'][^\"']{0,500}[\"'])?\s*\)")
_LINK = re.compile(
    r"\[((?:[^\[\]]|\\.){0,500})\]\((?:[^()\s]|\([^()\s]{0,200}\)){0,2000}(?:\s+[\"'][^\"']{0,500}[\"'])?\s*\)"
)
# A number that leads to a note.
_NOTE_LINK = re.compile(r"\[\[?\d{1,3}\]?\]\(#[^()\s]{0,200}\)")
_REFERENCE = re.compile(r"\[([^\[\]]{1,500})\]\[[^\[\]]{0,80}\]")
_NOTE = re.compile(r"\[\^[^\]\s]{1,20}\]")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.{1,2000}?)(?<=\S)\1", re.S)
_WEAK = re.compile(
    r"(?<![\w*])\*(?=[^\s*])([^*]{1,2000}?)(?<=[^\s*])\*(?![\w*])|(?<!\w)_(?=[^\s_])([^_]{1,2000}?)(?<=[^\s_])_(?!\w)"
)
_TAG = re.compile(r"</?(?:br|p|b|i|em|strong|span|u|sup|sub|div|a|small)\b[^<>]{0,300}>", re.I)
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,10}|#\d{1,6}|#x[0-9A-Fa-f]{1,6});")
_YAML = re.compile(
    r"---[ \t]*\n((?:[A-Za-z_][\w-]{0,40}[ \t]*:.{0,400}\n|[ \t]+.{0,400}\n|\n){1,40})(?:---|\.\.\.)[ \t]*\n"
)
_TITLE = re.compile(r"^title[ \t]*:[ \t]*[\"']?(.{1,300}?)[\"']?[ \t]*$", re.I | re.M)
_LONGEST = 20_000
_HELD = "\ue000"


def bare(text: str) -> str:
    """Return a piece of Markdown as its words; what is longer than any paragraph is left as it is."""
    if len(text) > _LONGEST:
        return " ".join(text.split())
    if "\\" in text:
        # What is escaped is no mark: it is held apart until the marks are off.
        text = _ESCAPED.sub(lambda match: chr(ord(_HELD) + ord(match[1])), text)
    if "](" in text or "][" in text or "[^" in text:
        text = _IMAGE.sub(" ", text)
        text = _LINK.sub(r"\1", _NOTE_LINK.sub("", text))
        text = _NOTE.sub("", _REFERENCE.sub(r"\1", text))
    if "<" in text:
        text = _TAG.sub(" ", text)
    if "*" in text or "_" in text:
        # Twice, as bold can stand within bold that a converter split.
        for _ in range(2):
            text = _STRONG.sub(r"\2", text.replace("****", ""))
        text = _WEAK.sub(lambda match: match[1] or match[2], text)
    if "&" in text:
        text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    text = (
        "".join(chr(ord(each) - 0xE000) if 0xE000 <= ord(each) < 0xE080 else each for each in text)
        if max(text, default="") >= _HELD
        else text
    )
    return " ".join(text.removesuffix("\\").split())


def is_link_only(line: str) -> bool:
    """Return whether a line is links and nothing else, such as a menu's."""
    text = line.strip().lstrip("-*+•> ").strip()
    return text.startswith("[") and not _LINK.sub("", text).strip(" |·•›»<>*\\") and "](" in text


def table_cells(line: str) -> tuple[str, ...]:
    """Return the cells of a row of a table; () for any other line and for the row under its headings."""
    text = line.strip()
    if len(text) > _LONGEST or not (text.startswith("|") and text.count("|") >= 2):
        return ()
    cells = tuple(bare(cell) for cell in text.strip("|").split("|"))
    if not any(cells) or all(not cell.strip(":- ") for cell in cells):
        return ()
    return cells


# What a program that turns web pages into Markdown writes above them.
_FETCHED = re.compile(
    r"\s*Title:[ \t]*(.{1,400})\n\s*URL Source:.{0,2000}\n(?:\s*(?:Published Time|Number of Pages|Warning):.{0,400}\n){0,4}\s*Markdown Content:[ \t]*\n"
)


def front_matter(text: str) -> tuple[tuple[str, ...], str]:
    """Return the title that a page's head gives (YAML, or what fetched it), and the text below it."""
    if fetched := _FETCHED.match(text):
        return (fetched[1].strip(),), text[fetched.end() :]
    match = _YAML.match(text.lstrip("\n"))
    if not match:
        return (), text
    title = _TITLE.search(match[1])
    return ((title[1],) if title else ()), text.lstrip("\n")[match.end() :]
