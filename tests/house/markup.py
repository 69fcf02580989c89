"""What every whole page of Goldthread is, whichever room it belongs to."""

from __future__ import annotations

import re

import html5lib
from django.http import HttpResponse

# Where a page may lead by a link that somebody follows: nothing is fetched from there.
LINKS_MAY_LEAD_TO = ("https://www.cqc.org.uk/", "https://www.legislation.gov.uk/", "https://www.gov.uk/")
# A dictionary, a list of texts, a date or an object as Python writes it.
_OF_A_PROGRAMMER = re.compile(r"\{'\w+': |\['|\[\{|datetime\.date\(|<QuerySet| object at 0x|<function ")
_FETCHES = ("src", "srcset", "poster", "data", "action", "formaction")


def is_whole_page(response: HttpResponse) -> bool:
    """Say whether a browser was given a page, and not a part of one, a file or nothing."""
    if response.headers.get("Content-Disposition", "").startswith("attachment"):
        return False
    return response.headers.get("Content-Type", "").startswith("text/html") and (
        response.content.lstrip()[:9].lower() == b"<!doctype"
    )


def faults(response: HttpResponse) -> list[str]:
    """Return what is wrong with a whole page, in words; nothing where it is as it must be.

    Raises html5lib's ParseError for a page that is not valid HTML.
    """
    found = []
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree = parser.parse(response.content.decode())
    if tree.get("lang") != "en-GB":
        found.append("its language is not said")
    title = tree.findtext("head/title") or ""
    if not title.endswith(" – Goldthread") or len(title) <= len(" – Goldthread"):
        found.append(f"its title is {title!r}")
    headings = ["".join(h1.itertext()).strip() for h1 in tree.iter("h1")]
    if len(headings) != 1 or not headings[0]:
        found.append(f"it has the main headings {headings}")
    first = next(iter(tree.find("body").iter("a")), None)
    if (
        first is None
        or first.get("href") != "#main-content"
        or tree.find(".//main[@id='main-content']") is None
    ):
        found.append("it does not begin with a way to skip to its content")
    shown = " ".join(" ".join(tree.find("body").itertext()).split())
    found += [
        f"it shows what only a programmer reads: {hit.group()[:60]}"
        for hit in _OF_A_PROGRAMMER.finditer(shown)
    ]
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    found += [f"two things are called #{name}" for name in {name for name in ids if ids.count(name) > 1}]
    for element in tree.iter():
        if isinstance(element.tag, str):
            found += _faults_of(element)
    policy = response.headers.get("Content-Security-Policy", "")
    for part in ("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"):
        if part not in policy:
            found.append(f"its content policy lacks {part}")
    if response.headers.get("X-Content-Type-Options") != "nosniff":
        found.append("browsers may guess what it is")
    return found


def _faults_of(element) -> list[str]:
    found = []
    if element.tag == "script" and not element.get("src"):
        found.append("it has a script written into it")
    if element.tag == "style":
        found.append("it has a style written into it")
    for name, value in element.attrib.items():
        if name == "style" or name.startswith("on") or name.startswith("hx-on"):
            found.append(f"<{element.tag}> has {name}=")
        if value.strip().lower().startswith("javascript:"):
            found.append(f"<{element.tag}> runs a script from {name}")
        if name in _FETCHES and value.strip().lower().startswith(("http:", "https:", "//")):
            found.append(f"<{element.tag}> takes {value} from elsewhere")
    href = element.get("href") or ""
    # An address that somebody of the council entered, such as of a document, is told nothing of where they come from.
    entered = href.startswith("https://") and element.get("rel") == "noopener noreferrer"
    if href.lower().startswith(("http:", "https:", "//")) and (
        element.tag != "a" or not (entered or href.startswith(LINKS_MAY_LEAD_TO))
    ):
        found.append(f"<{element.tag}> leads to {href}")
    if element.tag == "form" and (element.get("method") or "").lower() == "post":
        names = [field.get("name") for field in element.iter("input")]
        if "csrfmiddlewaretoken" not in names:
            found.append("a form could be sent from another site")
    return found
