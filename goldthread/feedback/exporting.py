"""Export of feedback as a spreadsheet: its redacted text and facts, never the original text, never a formula.

An export goes back in as it is (importing/): its headings are known, and its references are this council's own.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from django.db.models import Prefetch
from django.utils import timezone

from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records import walk
from goldthread.council.records.base import Record
from goldthread.council.records.list_export import in_order
from goldthread.council.records.spec import record_types
from goldthread.council.records.states import states_of
from goldthread.feedback.importing.models import ImportBatch
from goldthread.feedback.models import Feedback, FeedbackQuerySet, Point
from goldthread.feedback.queries import NEWEST, describe, filtered
from goldthread.feedback.sources import SOURCES
from goldthread.feedback.sources.spec import EXPORTED_FROM
from goldthread.feedback.themes_of_points import names_by_point
from goldthread.sheets import write_csv, write_xlsx

# A row for each point, so that each issue can be counted. Contact details, equality answers, the format that somebody
# needs, the council's own references and the original text are not for a spreadsheet.
COLUMNS = (
    "Reference", "Subject", "Issue", "Redacted text", "Type of feedback", "Feedback from", "Received by", "Date received",
    "Date of incident", "Team", "Organisation", "Service", "Sentiment", "Outcome", "Date closed", "Wants a response",
    "Date of response",
)  # fmt: skip
# What came of it, and of what the export is: in each row, so that both stay when rows are sorted, cut and pasted.
BECAME = ("Response given", "Themes", "What became of it")
EXPORTED = (EXPORTED_FROM, "Exported on", "Filters")
KINDS = {"csv": write_csv, "xlsx": write_xlsx}
_AT_ONCE = 2000
# What a page exports; the command line writes all there is.
MOST_AT_ONCE = 50_000
AWAITING_REDACTION = "Awaiting redaction"


def columns(filters: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the headings of an export: with the own fields of the types of feedback in it."""
    return (*COLUMNS, *(label for label, _ in _extras(filters)), *BECAME, *EXPORTED)


def _extras(filters: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the own fields of the types of feedback in an export, as (label, slug); each label once."""
    chosen = [SOURCES[filters["source"]]] if filters.get("source") else SOURCES.values()
    slugs = {extra.label: extra.slug for source in chosen for extra in source.extras}
    return [*slugs.items()]


class _Rows:
    """The rows of an export, streamed, with a count of the feedback in them."""

    def __init__(
        self, by: Person, filters: Mapping[str, Any], order: Sequence[str], groups: Sequence[Any] | None
    ) -> None:
        self.by, self.pieces = by, 0
        self._order = in_order(order, groups)
        self.feedback: FeedbackQuerySet = filtered(by, filters)
        self._extras = _extras(filters)
        batch = ImportBatch.objects.visible_to(by).filter(pk=filters.get("batch")).first()
        self._exported = (by.council.name, timezone.localdate(), describe(by, filters, batch))
        self._reads_themes = by.may("themes.read")

    def __iter__(self) -> Iterator[tuple[object, ...]]:
        points = Prefetch("points", queryset=Point.objects.order_by("position"))
        ordered = (
            self.feedback.order_by(*self._order)
            .select_related("team", "organisation")
            .prefetch_related(points)
        )
        part: list[Feedback] = []
        for item in ordered.iterator(chunk_size=_AT_ONCE):
            part.append(item)
            if len(part) == _AT_ONCE:
                yield from self._rows_of(part)
                part = []
        yield from self._rows_of(part)

    def _rows_of(self, part: Sequence[Feedback]) -> Iterator[tuple[object, ...]]:
        self.pieces += len(part)
        keys = [point.pk for item in part for point in item.points.all()]
        themes = names_by_point(keys) if self._reads_themes else {}
        became = _became(self.by, Point, keys)
        of_records = _became(self.by, Feedback, [item.pk for item in part])
        for item in part:
            of_points = {each for point in item.points.all() for each in became.get(point.pk, ())}
            # What rests on the record as a whole stands in the row of each of its issues.
            of_record = [each for each in of_records.get(item.pk, ()) if each not in of_points]
            for point in item.points.all():
                led_to = [*became.get(point.pk, ()), *of_record]
                yield (
                    *_row(item, point),
                    *(item.extra.get(slug, "") for _, slug in self._extras),
                    item.response,
                    "; ".join(themes.get(point.pk, ())),
                    "; ".join(led_to),
                    *self._exported,
                )


def _became(by: Person, model: type[Record], keys: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    """Return the lessons, actions, claims and so on that came of each record, as far as somebody may open them."""
    types = record_types()
    reached = walk.led_to(model, keys)
    wanted: dict[str, set[uuid.UUID]] = {}
    for by_kind in reached.values():
        for kind, ids in by_kind.items():
            wanted.setdefault(kind, set()).update(ids)
    named: dict[tuple[str, uuid.UUID], str] = {}
    for kind in [
        kind for kind, each in types.items() if each.spec.passes and each.spec.on_thread and kind in wanted
    ]:
        spec = types[kind].spec
        if by.may(spec.permission):
            records = types[kind]._default_manager.visible_to(by).filter(pk__in=wanted[kind])
            for record in records.prefetch_related(*spec.along):
                named[kind, record.pk] = _in_words(record)
    order = list(types)
    return {
        key: [
            named[kind, pk]
            for kind in sorted(by_kind, key=order.index)
            for pk in sorted(by_kind[kind])
            if (kind, pk) in named
        ]
        for key, by_kind in reached.items()
    }


def _in_words(record: Any) -> str:
    """Return a record with its states, such as "A-20 Ring the day before (Done)"."""
    title = str(record).removeprefix(record.reference).strip()
    states = ", ".join(state.text for state in states_of(record, timezone.localdate()))
    return f"{record.reference or record.spec.name} {title}".strip() + (f" ({states})" if states else "")


def _row(item: Feedback, point: Point) -> tuple[object, ...]:
    return (
        item.reference,
        item.subject,
        point.position,
        AWAITING_REDACTION if item.is_locked else point.text,
        SOURCES[item.source].name,
        item.get_speaker_display(),
        item.get_channel_display(),
        item.received_on,
        item.happened_on,
        item.team.name if item.team else "",
        item.organisation.name if item.organisation else "",
        item.service,
        point.get_tone_display() if point.tone is not None else "",
        item.outcome,
        item.closed_on,
        "Yes" if item.wants_reply else "No",
        item.responded_on,
    )


@command("feedback.export")
def export(
    *,
    by: Person,
    filters: Mapping[str, Any],
    kind: str,
    out: str | IO[bytes],
    order: Sequence[str] = NEWEST,
    groups: Sequence[Any] | None = None,
    most: int | None = None,
    reason: str = "",
) -> int:
    """Export the feedback that matches the filters to a path or an open binary file; return how many pieces.

    It holds what this person may see. order and groups: as `paginate` takes them. most: more pieces than these are
    refused. `reason` describes what was exported, for the audit log. Raises Refused where the kind of file cannot hold
    it either.
    """
    rows = _Rows(by, filters, order, groups)
    if most is not None and rows.feedback.order_by().values("pk")[: most + 1].count() > most:
        raise Refused(
            f"The list has more than {most:,} pieces of feedback. Narrow it by dates and export each part."
        )
    try:
        KINDS[kind](rows, columns(filters), out)
    except KeyError as error:
        raise Refused("Choose an Excel workbook or a CSV file.") from error
    except ValueError as error:
        raise Refused(str(error)) from error
    return rows.pieces


def file_name(kind: str, today: datetime.date) -> str:
    """Return the file name of an export."""
    return f"feedback-{today.isoformat()}.{kind}"


def write(*, by: Person, path: Path) -> int:
    """Export all feedback that a person may see to a .csv or .xlsx file; return how many pieces."""
    kind = path.suffix.lower().lstrip(".")
    return export(
        by=by,
        filters={},
        kind=kind,
        out=str(path),
        reason=f"all feedback, {kind}",
    )
