"""Made-up pages as web pages, Word files and PDF, and the list of all layouts."""

from __future__ import annotations

import html
import io
import textwrap
import zipfile
from collections.abc import Callable

from made_up_pages import (
    MENU,
    TITLE,
    Page,
    a_line_each,
    dated,
    doubled_score,
    markdown_of_a_converter,
    markdown_with_rules,
    pdf_as_text,
    utf16_text,
    windows_text,
)


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
    published = "".join(f"<p>{each}</p>" for each in dated(page))
    return f"""<!DOCTYPE html><!-- saved from url=(0020)https://example.org/ -->
<html lang="en"><head><meta charset="utf-8"><title>{html.escape(page.printed)} | {html.escape(TITLE.format(page.council))} - Care Quality
Commission</title><style>p {{ color: red }}</style><script>var a = "<p>Score: 4</p>";</script></head><body class="nav-open">
<div id="ccc" role="region" aria-label="Cookie control"><h2>Cookies on this website</h2><p>We use cookies.</p><button>Accept all cookies</button></div>
<header role="banner"><a href="/"><img alt="logo"></a><nav><ul><li><a href="/">Home</a></li></ul></nav></header>
<main id="main-content"><h1><span>{html.escape(TITLE.format(page.council))}</span></h1><nav><ul>{menu}</ul></nav><article>{"".join(parts)}</article>
{published}<div class="feedback-widget"><h2>Help us improve this website</h2><p>Is this page useful?</p><button>Yes</button></div></main>
<footer><p>© Care Quality Commission</p></footer></body></html>""".encode()


def html_plain(page: Page) -> bytes:
    """A page by hand: no landmarks, a menu of links, tags that are never closed, Latin-1 that it declares."""
    menu = "<br>".join(f"<a href=x>{html.escape(name)}</a>" for name in MENU)
    body = f"<h1>{html.escape(TITLE.format(page.council))}<p>{menu}<h2>{html.escape(page.printed)}</h2><p>Score {page.score}<p>{page.score} - {page.label}"
    if page.expectations:
        body += "<p>What people expect:" + "".join(f"<p>{html.escape(each)}" for each in page.expectations)
    body += f"<p><b>The local authority commitment</b><p>{html.escape(page.commitment)}<p><b>Key findings for this quality statement</b>"
    for heading, paragraphs in page.sections:
        body += f"<p><b>{html.escape(heading)}</b>" + "".join(
            f"<p>{html.escape(each)}\n" for each in paragraphs
        )
    body += "".join(f"<p>{each}" for each in dated(page))
    text = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1252"></head><body>{body}</body></html>'
    return text.encode("cp1252")


def word(page: Page) -> bytes:
    """A Word file: bold lines that are no headings, split runs, a deletion and an insertion, a comment, a header."""
    paragraphs = [_p(TITLE.format(page.council), "Heading1"), _p(page.printed, "Heading2"), _p(f"Score: {page.score}", bold=True),
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
    paragraphs += [_p(each) for each in dated(page)]
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
        TITLE.format(page.council),
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
        line for block in [*blocks, *dated(page)] for line in textwrap.wrap(block, 88, break_on_hyphens=False)
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
