"""Pages of assessments of councils that do not exist, and the ways in which such pages come. All of it is made up.

What each page holds is written down by hand in PAGES; LAYOUTS write any page in one way each, so that all must be read
as the same parts.
"""

from __future__ import annotations

import html
import io
import textwrap
import zipfile
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """A made-up page. printed: the statement as the page writes it; statement: as the framework calls it."""

    council: str
    printed: str
    statement: str
    score: int
    label: str
    commitment: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    expectations: tuple[str, ...] = ()
    published: str | None = None

    def words(self) -> list[str]:
        """Return every word of its findings."""
        return " ".join(paragraph for _, paragraphs in self.sections for paragraph in paragraphs).split()


PAGES = (
    Page(
        council="Avonshire County Council",
        printed="Learning, improvement and innovation",
        statement="Learning, improvement and innovation",
        score=2,
        label="Evidence shows some shortfalls",
        commitment="We keep on learning, in these made-up words, and try what is new with the people who use our services.",
        sections=(
            (
                "Continuous learning, improvement and professional development",
                (
                    "Staff in the made-up teams told us that they had time for training. However, they could not always say what "
                    "had changed because of it. In 2023/24, 48 practice audits were completed.",
                    "Partners described an open culture. The well-being offer for staff was re-launched in a self-service form.",
                ),
            ),
            (
                "Learning from feedback",
                (
                    "Of 60 complaints received in 2023/24, 15 (25%) were upheld. Leaders met each month to look at themes.",
                    "An unpaid carer said, “they asked me, and nothing came of it”. This was not recorded anywhere.",
                ),
            ),
        ),
        published="9 December 2025",
    ),
    Page(
        council="Royal Borough of Netherwold and Staines",
        printed="Supporting people to lead healthier lives",
        statement="Supporting people to live healthier lives",
        score=3,
        label="Evidence shows a good standard",
        commitment="We support people, in this made-up borough, to manage their health and wellbeing.",
        expectations=(
            "I can get information and advice about my health, care and support.",
            "I am supported to plan ahead for important changes in my life.",
        ),
        sections=(
            (
                "Arrangements to prevent, delay or reduce needs for care and support",
                (
                    "The council had a prevention strategy for 2024-2027. People said that the falls class was held weekly & free.",
                    "Reablement was offered to 412 people in 2024; 81% of them were still at home 91 days later.",
                ),
            ),
            (
                "Direct payments",
                ("Take-up of direct payments was 22.4%, below the England average of 26.2%.",),
            ),
        ),
        published="3 March 2025",
    ),
    Page(
        council="Eastmoor City Council",
        printed="Safe systems, pathways and transitions",
        statement="Safe pathways, systems and transitions",
        score=1,
        label="Evidence shows significant shortfalls",
        commitment="We work with people and partners, in this made-up city, to keep care safe and continuous.",
        expectations=(
            "When I move between services, settings or areas, there is a plan for what happens next.",
        ),
        sections=(
            (
                "Safety during transitions",
                (
                    "Young people told us that they did not know who their worker was. Providers said that discharges came late, "
                    "without information, and at week-ends.",
                    "There were plans to set up one team in spring 2026.",
                ),
            ),
            (
                "Contingency planning",
                ("Contingency plans were in place for provider failure, and were tested yearly.",),
            ),
        ),
    ),
    Page(
        council="Whitcombe Council",
        printed="Equity in experiences and outcomes",
        statement="Equity in experience and outcomes",
        score=4,
        label="Evidence shows an exceptional standard",
        commitment="We look for and listen to those who are most likely to have worse experiences, in this made-up place.",
        sections=(
            (
                "Inclusion and accessibility arrangements",
                (
                    "People from the Deaf community said that interpreters came within 2 days. The council’s co-production group of 14 "
                    "people met 6 times.",
                    "Leaders knew which communities were not heard: this was exceptional.",
                ),
            ),
        ),
        published="17 November 2024",
    ),
    Page(
        council="London Borough of Marshgate",
        printed="Governance, management & sustainability",
        statement="Governance, management and sustainability",
        score=3,
        label="Evidence shows a good standard",
        commitment="We have clear responsibilities, roles and systems of accountability, in these made-up words.",
        sections=(
            (
                "Governance, accountability and risk management",
                (
                    "The budget of £84.2m was overspent by £1.3m in 2024/25, and cabinet members knew why. Scrutiny met every two months.",
                    "Staff turnover was 9.8 % in 2024-25, compared with 13% across London.",
                ),
            ),
            (
                "Information security",
                (
                    "There were arrangements to maintain the security, availability and confidentiality of data.",
                ),
            ),
        ),
    ),
)
MENU = (
    "Overall summary", "Assessing needs", "Supporting people to live healthier lives", "Equity in experience and outcomes",
    "Care provision, integration and continuity", "Partnerships and communities", "Safe systems, pathways and transitions",
    "Safeguarding", "Governance, management and sustainability", "Learning, improvement and innovation",
)  # fmt: skip
_TITLE = "{}: local authority assessment"


def markdown_with_rules(page: Page) -> bytes:
    """Headings with #, a score without a colon, rules between paragraphs."""
    lines = [
        f"# {_TITLE.format(page.council)}",
        f"## {page.printed}",
        f"## Score {page.score}",
        f"{page.score} - {page.label}",
    ]
    if page.expectations:
        lines += ["## What people expect", *page.expectations]
    lines += [
        "## The local authority commitment",
        page.commitment,
        "## Key findings for this quality statement",
    ]
    for heading, paragraphs in page.sections:
        lines += [f"### {heading}", "---", *paragraphs, "* * *"]
    return ("\n\n\n" + "\n\n".join([*lines, *_dated(page), "© Care Quality Commission"])).encode()


def markdown_of_a_converter(page: Page) -> bytes:
    """Escaped marks, split bold, hard breaks, links, headings that are only bold, spaces that do not break."""
    lines = [
        "[Skip to main content](#main-content)",
        "",
        *(f'- [{name}](https://example.org/{number} "{name}")' for number, name in enumerate(MENU)),
        "",
        f"# [{_TITLE.format(page.council)}](https://example.org/report)",
        f"## **{page.printed}**",
        f"**Score:**\u00a0**{page.score}**",
        "",
        f"{page.score} \\- {page.label}",
        "",
    ]
    if page.expectations:
        lines += ["**What people expect:**", "", *(f"\\- {each}  " for each in page.expectations), ""]
    lines += [
        "**The local authority commitment**",
        "",
        f"> {page.commitment}",
        "",
        "### Key findings for this quality statement",
        "",
    ]
    for heading, paragraphs in page.sections:
        lines += [f"**{heading}**  ", *(f"{_escaped(each)}\n" for each in paragraphs)]
    lines += [*_dated(page), "[^1]: ", "", "© Care Quality Commission"]
    return "\n".join(lines).encode()


def _escaped(text: str) -> str:
    return (
        text.replace("%", "\\%")
        .replace("-", "\\-")
        .replace("told us", "**told** us")
        .replace(" and ", "\u00a0and ", 1)
    )


def a_line_each(page: Page, encoding: str = "utf-8", ends: str = "\n") -> bytes:
    """A paragraph a line, no marks, no blank lines, the label with an en dash."""
    lines = [_TITLE.format(page.council), "Downloads", *_dated(page), page.printed, f"Score: {page.score}"]
    lines.append(f"{page.score} – {page.label}")
    if page.expectations:
        lines += ["What people expect:", *page.expectations]
    lines += ["The local authority commitment:", page.commitment, "Key findings for this quality statement"]
    for heading, paragraphs in page.sections:
        lines += [heading, *paragraphs]
    return ends.join(lines).encode(encoding)


def windows_text(page: Page) -> bytes:
    """The same as Notepad saved it for years."""
    return a_line_each(page, "cp1252", "\r\n")


def utf16_text(page: Page) -> bytes:
    """The same as Notepad calls “Unicode”."""
    return a_line_each(page, "utf-16", "\r\n")


def doubled_score(page: Page) -> bytes:
    """No “Key findings”, the score twice, the number on its own line."""
    lines = [
        _TITLE.format(page.council),
        "",
        page.printed,
        "",
        "Score:",
        "",
        str(page.score),
        "",
        f"Score: {page.score} - {page.label}",
        "",
    ]
    lines += ["The local authority commitment", "", page.commitment, ""]
    for heading, paragraphs in page.sections:
        lines += [heading, "", *(f"{each}\n" for each in paragraphs)]
    return "\n".join([*lines, *_dated(page)]).encode()


def pdf_as_text(page: Page) -> bytes:
    """Wrapped and indented, words broken at line ends, ligatures, and a header and footer on each page."""
    blocks = [
        _TITLE.format(page.council),
        page.printed,
        f"Score: {page.score}\n    {page.score} - {page.label}",
    ]
    if page.expectations:
        blocks += ["What people expect", *page.expectations]
    blocks += ["The local authority commitment", page.commitment, "Key findings for this quality statement"]
    for heading, paragraphs in page.sections:
        blocks += [heading, *paragraphs]
    blocks += _dated(page)
    lines: list[str] = []
    for block in blocks:
        lines += ["", *(f"    {each.strip()}" for part in block.split("\n") for each in _broken(part, 58))]
    pages = [lines[at : at + 24] for at in range(0, len(lines), 24)]
    printed = []
    for number, each in enumerate(pages, 1):
        printed.append(
            "\n".join(
                [
                    f"{page.council} assessment report {' ' * 20} CQC",
                    *each,
                    "",
                    f"{' ' * 30}Page {number} of {len(pages)}",
                    "",
                ]
            )
        )
    return "\f".join(printed).replace("fi", "ﬁ").replace("fl", "ﬂ").encode()


def _broken(text: str, width: int) -> list[str]:
    """Wrap a text with long words broken by a hyphen, as typesetting does."""
    lines, line = [], ""
    for word in text.split(" "):
        if len(line) + len(word) + 1 <= width:
            line = f"{line} {word}".strip()
            continue
        room = width - len(line) - 2
        if 3 <= room <= len(word) - 3 and word.isalpha():
            lines.append(f"{line} {word[:room]}-")
            line = word[room:]
        else:
            lines.append(line)
            line = word
    return [*lines, line]


def html_saved(page: Page) -> bytes:
    """A page as a browser saves it, with its banner, menus and footer; the council in title and h1."""
    menu = "".join(f'<li><a href="#">{html.escape(name)}</a></li>' for name in MENU)
    parts = [f"<h2>{html.escape(page.printed)}</h2>", f'<div class="score"><p><strong>Score:&nbsp;{page.score}</strong></p>'
             f"<p>{page.score}&nbsp;–&nbsp;{page.label}</p></div>"]  # fmt: skip
    if page.expectations:
        parts += [
            "<h3>What people expect</h3><ul>",
            *(f"<li>{html.escape(each)}</li>" for each in page.expectations),
            "</ul>",
        ]
    parts += [
        f"<h3>The local authority commitment</h3><p>{html.escape(page.commitment)}</p>",
        "<h3>Key findings for this quality statement</h3>",
    ]
    for heading, paragraphs in page.sections:
        parts.append(f"<h4>{html.escape(heading)}</h4>")
        parts += [
            f"<div><p>{html.escape(each).replace('told us', '<em>told</em> us')}</p></div><p>&nbsp;</p>"
            for each in paragraphs
        ]
    dated = "".join(f"<p>{each}</p>" for each in _dated(page))
    return f"""<!DOCTYPE html><!-- saved from url=(0020)https://example.org/ -->
<html lang="en"><head><meta charset="utf-8"><title>{html.escape(page.printed)} | {html.escape(_TITLE.format(page.council))} - Care Quality
Commission</title><style>p {{ color: red }}</style><script>var a = "<p>Score: 4</p>";</script></head><body class="nav-open">
<div id="ccc" role="region" aria-label="Cookie control"><h2>Cookies on this website</h2><p>We use cookies.</p><button>Accept all cookies</button></div>
<header role="banner"><a href="/"><img alt="logo"></a><nav><ul><li><a href="/">Home</a></li></ul></nav></header>
<main id="main-content"><h1><span>{html.escape(_TITLE.format(page.council))}</span></h1><nav><ul>{menu}</ul></nav><article>{"".join(parts)}</article>
{dated}<div class="feedback-widget"><h2>Help us improve this website</h2><p>Is this page useful?</p><button>Yes</button></div></main>
<footer><p>© Care Quality Commission</p></footer></body></html>""".encode()


def html_plain(page: Page) -> bytes:
    """A page by hand: no landmarks, a menu of links, tags that are never closed, Latin-1 that it declares."""
    menu = "<br>".join(f"<a href=x>{html.escape(name)}</a>" for name in MENU)
    body = f"<h1>{html.escape(_TITLE.format(page.council))}<p>{menu}<h2>{html.escape(page.printed)}</h2><p>Score {page.score}<p>{page.score} - {page.label}"
    if page.expectations:
        body += "<p>What people expect:" + "".join(f"<p>{html.escape(each)}" for each in page.expectations)
    body += f"<p><b>The local authority commitment</b><p>{html.escape(page.commitment)}<p><b>Key findings for this quality statement</b>"
    for heading, paragraphs in page.sections:
        body += f"<p><b>{html.escape(heading)}</b>" + "".join(
            f"<p>{html.escape(each)}\n" for each in paragraphs
        )
    body += "".join(f"<p>{each}" for each in _dated(page))
    text = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1252"></head><body>{body}</body></html>'
    return text.encode("cp1252")


def word(page: Page) -> bytes:
    """A Word file: bold lines that are no headings, split runs, a deletion and an insertion, a comment, a header."""
    paragraphs = [_p(_TITLE.format(page.council), "Heading1"), _p(page.printed, "Heading2"), _p(f"Score: {page.score}", bold=True),
                  _p(f"{page.score} - {page.label}")]  # fmt: skip
    if page.expectations:
        paragraphs += [
            _p("What people expect", bold=True),
            *(_p(each, "ListBullet") for each in page.expectations),
        ]
    paragraphs += [
        _p("The local authority commitment", bold=True),
        _p(page.commitment),
        _p("Key findings for this quality statement", "Heading2"),
    ]
    for heading, found in page.sections:
        paragraphs += [_p(heading, bold=True), *(_p(each, split=True) for each in found)]
    paragraphs += [_p(each) for each in _dated(page)]
    deleted = (
        '<w:p><w:del w:id="1" w:author="x"><w:r><w:delText>Nobody may read this.</w:delText></w:r></w:del>'
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Nor this.</w:t></w:r></w:p>"
    )
    return zipped("".join([*paragraphs, deleted]))


def _p(text: str, style: str = "", *, bold: bool = False, split: bool = False) -> str:
    about = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    run = "<w:rPr><w:b/></w:rPr>" if bold else ""
    middle = len(text) // 2 if split else len(text)
    runs = "".join(
        f'<w:r>{run}<w:t xml:space="preserve">{html.escape(part, quote=False)}</w:t></w:r>'
        for part in (text[:middle], text[middle:])
        if part
    )
    return f"<w:p>{about}{runs}</w:p>"


def zipped(body: str, *, before: str = "", parts: dict[str, bytes] | None = None) -> bytes:
    """Return a Word file of a body in its XML."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        package.writestr(
            "word/document.xml",
            f'<?xml version="1.0"?>{before}<w:document {space}><w:body>{body}</w:body></w:document>',
        )
        package.writestr("word/header1.xml", f"<w:hdr {space}><w:p><w:r><w:t>DRAFT</w:t></w:r></w:p></w:hdr>")
        for name, content in (parts or {}).items():
            package.writestr(name, content)
    return held.getvalue()


def pdf(page: Page) -> bytes:
    """A PDF with a line for each line that is printed, and no more than that."""
    blocks = [
        _TITLE.format(page.council),
        page.printed,
        f"Score: {page.score}",
        f"{page.score} - {page.label}",
    ]
    if page.expectations:
        blocks += ["What people expect", *page.expectations]
    blocks += ["The local authority commitment", page.commitment, "Key findings for this quality statement"]
    for heading, paragraphs in page.sections:
        blocks += [heading, *paragraphs]
    lines = [
        line
        for block in [*blocks, *_dated(page)]
        for line in textwrap.wrap(block, 88, break_on_hyphens=False)
    ]
    return pdf_of([lines[at : at + 30] for at in range(0, len(lines), 30)])


def pdf_of(pages: list[list[str]]) -> bytes:
    """Return a PDF of these lines, written by hand."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for lines in pages:
        shown = b"".join(b"(" + _pdf_text(line) + b") Tj T*\n" for line in lines)
        stream = b"BT /F1 9 Tf 12 TL 40 800 Td\n" + shown + b"ET"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
            % len(objects)
        )
        kids.append(len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (
        len(kids),
        b" ".join(b"%d 0 R" % kid for kid in kids),
    )
    out, offsets = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, content in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(
        b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
        + b"".join(b"%010d 00000 n \n" % each for each in offsets)
    )
    out.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
    return out.getvalue()


def _pdf_text(line: str) -> bytes:
    return line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _dated(page: Page) -> list[str]:
    return [f"Published: {page.published}", f"Page last updated: {page.published}"] if page.published else []


LAYOUTS: dict[str, tuple[str, Callable[[Page], bytes]]] = {
    "markdown with rules": (".txt", markdown_with_rules),
    "markdown of a converter": (".md", markdown_of_a_converter),
    "a line each": (".txt", a_line_each),
    "windows text": (".txt", windows_text),
    "utf-16 text": (".txt", utf16_text),
    "doubled score": (".txt", doubled_score),
    "pdf as text": (".txt", pdf_as_text),
    "saved web page": (".html", html_saved),
    "plain web page": (".htm", html_plain),
    "word": (".docx", word),
    "pdf": (".pdf", pdf),
}
