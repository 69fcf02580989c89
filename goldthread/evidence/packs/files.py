"""The files of a pack: one HTML file that opens anywhere, Word, tagged PDF, and a ZIP with a list of what is in it.

They are written of what the pack keeps and of nothing else, so that each is the same to the byte whenever it is
written; the PDF is where the same versions of its libraries and fonts are installed, which it names at its end.
"""

from __future__ import annotations

import csv
import functools
import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from importlib import resources
from typing import TYPE_CHECKING, Any

from goldthread.dates import day_in_words
from goldthread.documents.as_html import opened
from goldthread.documents.as_pdf import as_pdf, made_with
from goldthread.documents.as_word import as_word, zipped
from goldthread.documents.model import Document, Heading, Paragraph
from goldthread.evidence.revision_words import revision_in_words
from goldthread.web.stored import unpacked

if TYPE_CHECKING:
    from goldthread.evidence.packs.models import EvidencePack

HTML, WORD, PDF, ZIP = "html", "docx", "pdf", "zip"
TYPES = {
    HTML: "text/html; charset=utf-8",
    WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    PDF: "application/pdf",
    ZIP: "application/zip",
}
_COLUMNS = (
    "Claim",
    "Statement",
    "Words of the claim",
    "Gaps",
    "Evidence",
    "Title",
    "States",
    "Words",
    "Said by",
)


def name_of(pack: EvidencePack, kind: str) -> str:
    """Return the name of a file of a pack: what it holds, as at which day, and its revision after the first."""
    day = pack.as_at or pack.created_at.date()
    again = f"-revision-{pack.revision}" if pack.revision > 1 else ""
    return f"evidence-{pack.statement or 'all'}-{day.isoformat()}{again}.{kind}"


def document(pack: EvidencePack) -> Document:
    """Return the document that a pack keeps."""
    content = pack.content
    subtitle = content["subtitle"] + revision_in_words(pack)
    parts = unpacked(content["parts"], pack.kept)
    return Document(content["title"], parts, subtitle=subtitle, author=content["author"])


def html_of(pack: EvidencePack) -> bytes:
    """Return the HTML file; of a pack that an earlier version made, as it made it."""
    return pack.html.encode() if pack.html else opened(document(pack), _style()).encode()


def word_of(pack: EvidencePack) -> bytes:
    """Return the Word file."""
    return as_word(document(pack), pack.as_at)


def pdf_of(pack: EvidencePack) -> bytes:
    """Return the PDF file, which ends with what it was written with; raises NoPdf where this machine writes none."""
    whole = document(pack)
    end = [Heading("How this PDF was written"), Paragraph(made_with())]
    return as_pdf(replace(whole, parts=[*whole.parts, *end]))


def zip_of(pack: EvidencePack) -> bytes:
    """Return the ZIP: a list of its files with their checksums, the HTML and Word files, and the claims as a table."""
    files = {
        name_of(pack, HTML): html_of(pack),
        name_of(pack, WORD): word_of(pack),
        name_of(pack, "csv"): _table(pack),
    }
    return zipped({"index.html": _index(pack, files), **files}, pack.as_at)


WRITERS = {HTML: html_of, WORD: word_of, PDF: pdf_of, ZIP: zip_of}
"""What writes each file of a pack, by its ending."""


def checksum_of(content: bytes) -> str:
    """Return the SHA-256 checksum of a file."""
    return hashlib.sha256(content).hexdigest()


def frozen(value: Any) -> Any:
    """Return content as it comes back from the database, so that what is made of it before and after saving is the same."""
    return json.loads(json.dumps(value, ensure_ascii=False, sort_keys=True))


_SAID = {
    HTML: "The whole pack. It opens in any browser and fetches nothing.",
    WORD: "The same as a Word file.",
    "csv": "The claims with their evidence and words, as a table.",
}


def _index(pack: EvidencePack, files: dict[str, bytes]) -> bytes:
    rows = "".join(
        f'<tr><th scope="row"><a href="{escape(name)}">{escape(name)}</a></th>'
        f"<td>{escape(_SAID[name.rpartition('.')[2]])}</td><td>{len(content):,}</td>"
        f'<td class="sum">{checksum_of(content)}</td></tr>\n'
        for name, content in files.items()
    )
    title = f"{pack.content['title']}: files"
    return (
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{_style()}</style>\n</head>\n<body>\n<main>\n<h1>{escape(title)}</h1>\n"
        f"<p>As at {day_in_words(pack.as_at)}. The PDF file is not among them, because its bytes depend on the fonts of the "
        'machine that writes it.</p>\n<div class="gt-sheet__table" tabindex="0" role="region" aria-label="Table: Files">'
        '<table><caption>Files</caption>\n<thead><tr><th scope="col">File</th><th scope="col">What it is</th>'
        '<th scope="col">Bytes</th><th scope="col">SHA-256 checksum</th></tr></thead>\n'
        f"<tbody>{rows}</tbody></table></div>\n</main>\n</body>\n</html>\n"
    ).encode()


def _table(pack: EvidencePack) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    writer.writerows(_rows(pack))
    # With the mark by which Excel reads it as UTF-8.
    return ("\N{ZERO WIDTH NO-BREAK SPACE}" + out.getvalue()).encode()


def _rows(pack: EvidencePack) -> Iterator[list[str]]:
    proofs = {each["key"]: each for each in pack.content["evidence"]}
    for claim in pack.content["claims"]:
        about = [claim["number"], claim["statement"], claim["text"], " ".join(claim["gaps"])]
        if not claim["evidence"]:
            yield [*map(_plain, about), "", "", "", "", ""]
        for key in claim["evidence"]:
            proof = proofs[key]
            shown = [proof["anchor"].replace("-", " "), proof["title"], "; ".join(proof["states"])]
            for word in proof["words"] or [{"text": "", "who": ""}]:
                yield [*map(_plain, [*about, *shown, word["text"], word["who"]])]


def _plain(text: str) -> str:
    """Return a text so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


@functools.cache
def _style() -> str:
    return resources.files("goldthread.documents").joinpath("opened.css").read_text(encoding="utf-8")
