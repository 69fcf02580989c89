"""How a report is shown: its passages under their headings, and a passage with the words that were searched for marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from django.db.models import Prefetch
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from goldthread.sector.models import PassageTheme, PublishedPassage, PublishedReport

_SHORTEST_STEM = 4


def in_sections(report: PublishedReport) -> list[tuple[str, list[PublishedPassage]]]:
    """Return the passages of a report in order, by the heading under which each stands."""
    themes = PassageTheme.objects.exclude(state=PassageTheme.State.DECLINED).select_related("theme")
    passages = report.passages.order_by("position").prefetch_related(
        Prefetch("themes", themes.order_by("state", "-likelihood", "pk"), to_attr="shown_themes")
    )
    return [(heading, list(group)) for heading, group in groupby(passages, key=lambda each: each.section)]


def marked(text: str, words: Sequence[str]) -> SafeString:
    """Return a text as HTML with the words that were searched for marked, in any of their forms that begin alike."""
    stems = [re.escape(word[: max(_SHORTEST_STEM, len(word) - 3)]) for word in map(_plain, words) if word]
    if not stems:
        return escape(text)
    pattern = re.compile(rf"\b(?:{'|'.join(stems)})\w{{0,12}}", re.I)
    pieces, last = [], 0
    for match in pattern.finditer(text):
        pieces += [
            escape(text[last : match.start()]),
            mark_safe("<mark>"),
            escape(match[0]),
            mark_safe("</mark>"),
        ]
        last = match.end()
    return mark_safe("".join([*pieces, escape(text[last:])]))


def _plain(word: str) -> str:
    return re.sub(r"\W", "", word)
