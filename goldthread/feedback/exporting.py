"""Export of feedback as a spreadsheet: its redacted text and facts, never the original text, never a formula."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from django.db.models import Prefetch

from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.feedback.models import Feedback, FeedbackQuerySet, Point
from goldthread.feedback.queries import NEWEST, filtered
from goldthread.feedback.sources import SOURCES
from goldthread.sheets import write_csv, write_xlsx

# A row for each point, so that each issue can be counted. Contact details, equality answers, the council's own
# references and the original text are not for a spreadsheet.
COLUMNS = (
    "Reference", "Issue", "Redacted text", "Type of feedback", "Feedback from", "Received by", "Date received",
    "Date of incident", "Team", "Service", "Sentiment", "Outcome", "Date closed", "Wants a response",
    "Date of response",
)  # fmt: skip
KINDS = {"csv": write_csv, "xlsx": write_xlsx}
_AT_ONCE = 2000
AWAITING_REDACTION = "Awaiting redaction"


class _Rows:
    """The rows of an export, streamed, with a count of the feedback in them."""

    def __init__(self, feedback: FeedbackQuerySet) -> None:
        self.feedback, self.pieces = feedback, 0

    def __iter__(self) -> Iterator[tuple[object, ...]]:
        points = Prefetch("points", queryset=Point.objects.order_by("position"))
        ordered = self.feedback.order_by(*NEWEST).select_related("team").prefetch_related(points)
        for item in ordered.iterator(chunk_size=_AT_ONCE):
            self.pieces += 1
            for point in item.points.all():
                yield _row(item, point)


def _row(item: Feedback, point: Point) -> tuple[object, ...]:
    return (
        item.reference,
        point.position,
        AWAITING_REDACTION if item.is_locked else point.text,
        SOURCES[item.source].name,
        item.get_speaker_display(),
        item.get_channel_display(),
        item.received_on,
        item.happened_on,
        item.team.name if item.team else "",
        item.service,
        point.get_tone_display() if point.tone is not None else "",
        item.outcome,
        item.closed_on,
        "Yes" if item.wants_reply else "No",
        item.responded_on,
    )


@command("feedback.export")
def export(
    *, by: Person, filters: Mapping[str, Any], kind: str, out: str | IO[bytes], reason: str = ""
) -> int:
    """Export the feedback that matches the filters to a path or an open binary file; return how many pieces.

    It holds what this person may see. `reason` describes what was exported, for the audit log. Raises Refused where the
    kind of file cannot hold it.
    """
    rows = _Rows(filtered(by, filters))
    try:
        KINDS[kind](rows, COLUMNS, out)
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
