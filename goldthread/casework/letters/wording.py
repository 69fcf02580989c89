"""The plain text of a letter: fields in braces, paragraphs, lists and headings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from goldthread.documents.model import Heading, Listing, Paragraph, Part

FIELD = re.compile(r"\{([a-z_]{1,40})\}")
# Whatever is left between braces, or an open one: a field that nobody filled, or one that is mistyped.
_BRACES = re.compile(r"\{[^{}\n]{0,60}\}?|\}")
_BRACKETS = re.compile(r"\[[^\[\]\n]{1,60}\]")
_PLACEHOLDER = re.compile(r"\[([A-Za-z][^\[\]\n]{0,40}?)(?: (?:[A-Z]|\d{1,3}))?\]")
_CLOSING = re.compile(r"^Yours (?:sincerely|faithfully|truly)", re.MULTILINE)


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its fields filled; one without a value stays as it stands."""
    return FIELD.sub(lambda match: values.get(match[1], "").strip() or match[0], text)


def fields_in(text: str) -> list[str]:
    """Return the names of the fields in a text, each once, in their order."""
    return list(dict.fromkeys(FIELD.findall(text)))


def left_open(text: str, but: Sequence[str] = ()) -> list[str]:
    """Return what stands in braces in a text, but for some fields, which are filled when it is sent."""
    kept = {f"{{{name}}}" for name in but}
    return [each for each in dict.fromkeys(_BRACES.findall(text)) if each not in kept]


def placeholders_in(text: str) -> list[str]:
    """Return what stands in square brackets: where a name was hidden, or a gap that somebody left."""
    return list(dict.fromkeys(_BRACKETS.findall(text)))


# What a hidden word of a kind is called where "the" and its kind would be no English.
_CALLED = {"name": "somebody", "person": "somebody", "link": "a web page", "location": "a place"}


def without_placeholders(text: str) -> str:
    """Return a redacted text as a sentence to its own person may say it: "[daughter A]" is "the daughter".

    A name of whom nothing is known is "somebody"; a sentence that begins with one begins with a capital.
    """

    def said(match: re.Match[str]) -> str:
        words = _CALLED.get(match[1].lower(), f"the {match[1]}")
        before = text[: match.start()].rstrip()
        return words[:1].upper() + words[1:] if not before or before.endswith((".", "!", "?", ":")) else words

    return _PLACEHOLDER.sub(said, text)


def with_paragraph(text: str, paragraph: str) -> str:
    """Return a letter with a paragraph before its closing line, or at its end where it has none."""
    text, paragraph = text.replace("\r\n", "\n").strip(), paragraph.strip()
    closing = None
    for closing in _CLOSING.finditer(text):  # noqa: B007 - the last one is wanted
        pass
    if closing is None:
        return f"{text}\n\n{paragraph}"
    before = text[: closing.start()].rstrip()
    return f"{before}\n\n{paragraph}\n\n{text[closing.start() :]}"


def parts_of(text: str) -> list[Part]:
    """Return a text as parts of a document: an empty line begins a paragraph, "- " an item, "## " a heading."""
    parts: list[Part] = []
    lines: list[str] = []
    items: list[str] = []

    def end() -> None:
        if lines:
            parts.append(Paragraph(" ".join(lines)))
            lines.clear()
        if items:
            parts.append(Listing(tuple(items)))
            items.clear()

    for raw in text.replace("\r\n", "\n").split("\n"):
        line = raw.strip()
        if not line:
            # Items of a list may stand apart from each other.
            if lines:
                end()
        elif line.startswith("#"):
            end()
            parts.append(Heading(line.lstrip("#").strip() or "…"))
        elif line.startswith("- "):
            if lines:
                end()
            items.append(line[2:].strip())
        else:
            if items:
                end()
            lines.append(line)
    end()
    return parts
