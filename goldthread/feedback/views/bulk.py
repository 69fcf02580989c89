"""What can be done to the feedback that is ticked on its list: closed, coded, learned from, exported."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.models import Person
from goldthread.council.records.bulk_assign import assigning
from goldthread.council.records.bulk_pages import bulk_page
from goldthread.council.records.selections import BulkAction, records_in
from goldthread.feedback import commands
from goldthread.feedback.forms import CloseSeveralForm
from goldthread.feedback.models import Feedback
from goldthread.feedback.redaction.case_names import is_fixed


def _close(*, by: Person, record: Feedback, closed_on: datetime.date, **outcomes: str) -> Feedback:
    """Close one of several cases; one that is closed, or has an outcome of its own, is for its own page."""
    if record.closed_on:
        raise Refused("It is closed already.")
    outcome = outcomes[f"outcome_{record.source}"]
    if record.outcome and (outcome != record.outcome or not is_fixed(record.source, "outcome", outcome)):
        raise Refused(f"It has an outcome already, {record.outcome}. Open it to close it.")
    return commands.close_case(by=by, feedback=record, closed_on=closed_on, outcome=outcome)


def _reopen(*, by: Person, record: Feedback, before: Any) -> Feedback:
    return commands.reopen_case(by=by, feedback=record, outcome=before.outcome)


CLOSE = BulkAction(
    "close",
    "Close",
    "feedback.receive",
    run=_close,
    undo=_reopen,
    done="closed",
    page="feedback:close_several",
)
# Pages of the rooms above, by their names.
CODE = BulkAction("code", "Code", "themes.code", page="themes:to_code")
LESSON = BulkAction("lesson", "Add to a lesson", "learning.record", page="learning:from_selected")
EXPORT = BulkAction("export", "Export", "feedback.export", page="feedback:export")
ACTIONS = (assigning(Feedback), CLOSE, CODE, LESSON, EXPORT)


def close_several(request: HttpRequest) -> HttpResponse:
    """Close the ticked cases, with an outcome for those of each type."""

    def options(selection: Any) -> Mapping[str, Any]:
        records = records_in(request.person, selection)
        return {"sources": sorted(records.order_by().values_list("source", flat=True).distinct())}

    return bulk_page(
        request,
        Feedback,
        CLOSE,
        CloseSeveralForm,
        title="Close cases",
        submit="Close cases",
        initial={"closed_on": timezone.localdate()},
        options=options,
    )
