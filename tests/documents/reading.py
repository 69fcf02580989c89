"""Reads back what was written: the words of a page, a Word file and a PDF, and the tags of a PDF."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import docx
import html5lib
import pypdf

_NUMBER = re.compile(r"\d+(?:[,.]\d+)*")


def numbers(text: str) -> Counter[str]:
    """Return every number in a text with how often it stands there."""
    return Counter(_NUMBER.findall(text))


def words_of_html(html: str) -> str:
    """Return the words of a page's article, without what stands in its drawings."""
    tree = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)
    for parent in list(tree.iter()):
        for child in list(parent):
            if str(child.tag).endswith("svg"):
                child.clear()
    return " ".join(" ".join(tree.itertext()).split())


def words_of_word(content: bytes) -> str:
    """Return the words of a Word file in their order, tables included."""
    body = docx.Document(io.BytesIO(content)).element.body
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    paragraphs = ("".join(t.text or "" for t in p.iter(f"{space}t")) for p in body.iter(f"{space}p"))
    return " ".join(" ".join(paragraphs).split())


def words_of_pdf(content: bytes) -> str:
    """Return the words of a PDF without what stands in its drawings, which are pictures with a text of their own."""
    return " ".join(" ".join(page.extract_text() for page in reader(content).pages).split())


def reader(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


def tags(content: bytes) -> list[tuple[str, str]]:
    """Return the tags of a PDF in reading order, each with its alternative text or ""."""
    return [*_tags(reader(content).trailer["/Root"]["/StructTreeRoot"]["/K"])]


def _tags(element: Any) -> Iterator[tuple[str, str]]:
    element = element.get_object() if hasattr(element, "get_object") else element
    if isinstance(element, list):
        for each in element:
            yield from _tags(each)
    elif isinstance(element, dict) and "/S" in element:
        yield str(element["/S"])[1:], str(element.get("/Alt", ""))
        yield from _tags(element.get("/K", []))
