"""The pages that the web server in front shows where Goldthread cannot: whole, and with nothing to be fetched."""

from __future__ import annotations

import re
from pathlib import Path

import html5lib
import pytest

import goldthread

FOLDER = Path(goldthread.__file__).parent / "web" / "proxy"
ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(FOLDER.glob("*.html"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_is_valid_and_fetches_nothing(page):
    text = page.read_text(encoding="utf-8")
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    assert tree.get("lang") == "en-GB"
    [heading] = tree.iter("h1")
    assert tree.findtext("head/title") == f"{heading.text} - Goldthread"
    for name in ("script", "link", "img"):
        assert list(tree.iter(name)) == []
    assert "url(" not in text
    assert [link.get("href") for link in tree.iter("a")] == ["/"]


def test_nginx_shows_each_of_them():
    words = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
    shown = re.findall(r"error_page (\d+) /(\d+)[.]html;", words)
    assert shown == [(page.stem, page.stem) for page in PAGES]
    assert f"({'|'.join(page.stem for page in PAGES)})[.]html" in words
