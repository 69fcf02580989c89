"""What was read as plain data: the objects of `goldthread read --json` and the rows of `--csv`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from goldthread.analysis.reports.types import PublishedPage

COLUMNS = (
    "source", "council", "council_in_text", "statement", "score", "indicative", "rating", "overall_percent", "published",
    "value", "unit", "numerator", "denominator", "counts", "period", "period_kind", "comparator", "printed", "comparable",
    "paragraph", "page",
)  # fmt: skip
_OF_THE_PAGE = COLUMNS[:9]


def as_data(value: Any) -> Any:
    """Return a page, or any part of one, as dictionaries, lists, texts and numbers."""
    if isinstance(value, tuple | list):
        return [as_data(each) for each in value]
    if is_dataclass(value):
        return {each.name: as_data(getattr(value, each.name)) for each in fields(value)}
    return value


def rows(pages: Iterable[PublishedPage]) -> Iterator[list[object]]:
    """Yield a row for each figure with its page's own parts; a page without figures has one row, so that none is missing."""
    for page in pages:
        own = [getattr(page, name) for name in _OF_THE_PAGE]
        if not page.figures:
            yield [*own, *[None] * (len(COLUMNS) - len(own))]
        for figure in page.figures:
            parts = [getattr(figure, name) for name in COLUMNS[9:-2]]
            yield [*own, *parts, figure.place.paragraph, figure.place.page]
