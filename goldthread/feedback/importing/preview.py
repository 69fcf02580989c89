"""The first rows of a spreadsheet as they will be saved, before anything is checked or saved."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from goldthread.council.command import Refused
from goldthread.council.models import Council
from goldthread.council.records import privacy
from goldthread.dates import day_in_words
from goldthread.feedback.importing.commands import check_mapping
from goldthread.feedback.importing.comment_cells import NoWords
from goldthread.feedback.importing.options import ImportOptions
from goldthread.feedback.importing.rows import FIELD_NAMES, ParsedRow, RowReader
from goldthread.feedback.intake.new_feedback import unsaid_speaker
from goldthread.feedback.models import Channel, Speaker, Tone
from goldthread.feedback.sources import SOURCES
from goldthread.sheets import Row


@dataclass(frozen=True)
class Preview:
    """The heading of each field that is matched, and of each row its number and cells, or what is wrong in it."""

    headings: tuple[str, ...] = ()
    rows: tuple[tuple[int, list[str], str], ...] = ()
    problem: str = ""


def preview(
    council: Council,
    source: str,
    columns: Sequence[str],
    mapping: Mapping[str, str],
    options: ImportOptions,
    rows: Iterable[Row],
    *,
    today: datetime.date,
) -> Preview:
    """Return the rows as they will be saved with a match of columns, or why that match cannot be; call inside the council."""
    try:
        mapping = check_mapping(source, list(columns), mapping, options)
    except Refused as refused:
        return Preview(problem=str(refused))
    reader = RowReader(council, source, mapping, today=today, options=options)
    labels = FIELD_NAMES | {extra.slug: extra.label for extra in SOURCES[source].extras}
    # What only says how a row is read is no part of what is kept.
    fields = [
        name for name, column in mapping.items() if column and name not in ("issue_number", "feedback_type")
    ]
    shown = []
    for row in rows:
        result = reader.read(row)
        if isinstance(result, ParsedRow):
            shown.append((row.number, [_cell(result, name) for name in fields], ""))
        elif isinstance(result, NoWords):
            shown.append((row.number, [], "No words: this row is left out."))
        else:
            shown.append((row.number, [], " ".join(error.message for error in result)))
    return Preview(tuple(labels[name] for name in fields), tuple(shown))


def _cell(row: ParsedRow, field: str) -> str:
    new = row.feedback
    if field == "text":
        texts = [privacy.fit_to_show(text) for text in new.points]
        return (
            texts[0]
            if len(texts) == 1
            else " ".join(f"({n}) {text}" for n, text in enumerate(texts, start=1))
        )
    if field == "team":
        return new.team.name if new.team else "No team"
    if field == "speaker":
        return Speaker(new.speaker or unsaid_speaker(new.source, imported=True)).label
    if field == "channel":
        return Channel(new.channel).label
    if field == "tone":
        tone = SOURCES[new.source].default_tone if new.tone is None else new.tone
        return "None" if tone is None else Tone(tone).label
    if field == "wants_reply":
        return "Yes" if new.wants_reply else "No"
    if field == "themes":
        return ", ".join(theme for themes in row.themes for theme in themes)
    value = getattr(new, field) if hasattr(new, field) else new.extra.get(field, "")
    if isinstance(value, datetime.date):
        return day_in_words(value)
    if field == "their_reference" and row.own_number is not None:
        return f"F-{row.own_number}"
    return privacy.fit_to_show(value) if value else ""
