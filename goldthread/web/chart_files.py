"""Downloads of a chart: its drawing as SVG and its numbers as CSV."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.html import strip_tags
from django.utils.text import slugify

from goldthread.analysis.drawing.svg import document, text
from goldthread.sheets.export import write_csv

FILES = (("Download chart (SVG)", "svg"), ("Download numbers (CSV)", "csv"))
"""The words and the ending of each file."""


def as_file(
    ending: str, name: str, svg: str, columns: Sequence[Any], rows: Sequence[Sequence[Any]]
) -> HttpResponse:
    """Return a chart as a file: columns and rows are those of its table on the page, links taken off."""
    if ending == "svg":
        content = svg or document(
            320, 40, name, "Nothing to draw yet.", [text(8, 24, "Nothing to draw yet.", 14)], kind="spc"
        )
        return _attached(content.encode(), "image/svg+xml", name, ending)
    out = io.BytesIO()
    headings = [column["text"] if isinstance(column, dict) else str(column) for column in columns]
    write_csv([[_plain(cell) for cell in row] for row in rows], headings or ["Period"], out)
    return _attached(out.getvalue(), "text/csv; charset=utf-8", name, ending)


def _attached(content: bytes, kind: str, name: str, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{slugify(name) or "chart"}.{ending}"'
    return response


_NUMBER = re.compile(r"-?[\d,]+(\.\d+)?")


def _plain(cell: Any) -> Any:
    """Return a cell without its link, a number as a number, and nothing for what is not there."""
    words = strip_tags(str(cell)) if cell is not None else ""
    if _NUMBER.fullmatch(words):
        value = float(words.replace(",", ""))
        return int(value) if value.is_integer() else value
    return "" if words == "–" else words
