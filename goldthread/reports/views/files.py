"""The figures of a report as a spreadsheet; its page, Word and PDF are those of any document."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.text import slugify

from goldthread.sheets import write_xlsx
from goldthread.web.document_files import article_of, attached, pdf, word

__all__ = ["article_of", "attached", "pdf", "word", "workbook"]

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(rows: Iterable[Sequence[Any]], columns: Sequence[str], name: str) -> HttpResponse:
    """Send figures as an Excel workbook."""
    out = io.BytesIO()
    write_xlsx(rows, columns, out, sheet="Figures")
    return attached(out.getvalue(), _EXCEL, f"{slugify(name)}.xlsx")
