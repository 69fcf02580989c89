"""Updates of feedback from the same register brought in again: each a change with its history, by a person's choice."""

from __future__ import annotations

import datetime
from typing import Any

from goldthread.council.command import Refused, check_new_in_team, command
from goldthread.council.models import Person
from goldthread.council.records import bulk, saving
from goldthread.council.records.assignment import stays_owner
from goldthread.council.records.points import points_changed
from goldthread.feedback import cases
from goldthread.feedback.clocks import due_after
from goldthread.feedback.commands import lock_case, redacted_reason
from goldthread.feedback.importing.known import CASE, DATES, TEXTS, differences
from goldthread.feedback.importing.rows import ParsedRow
from goldthread.feedback.intake.new_feedback import check_dates, saved_fingerprints
from goldthread.feedback.intake.saving import BETWEEN, point_spans
from goldthread.feedback.labels import label_again
from goldthread.feedback.models import Feedback, Point
from goldthread.feedback.points import change_points, new_points
from goldthread.feedback.redaction import case_names
from goldthread.feedback.redaction.case_names import EXTRA, POINT, Case
from goldthread.feedback.redaction.rewriting import drop_original_field, rewrite_case
from goldthread.standards.upheld import is_upheld

# What the points repeat, and under which name.
_OF_POINTS = {"speaker": "speaker", "team": "team", "received_on": "heard_on"}


@command("feedback.import", trail=redacted_reason)
def update_from_import(
    *, by: Person, feedback: Feedback, row: ParsedRow, reason: str, today: datetime.date
) -> Feedback:
    """Updated by an import: what differs in a row of the same register; an empty cell takes nothing away."""
    case = lock_case(feedback)
    if feedback.is_locked:
        raise Refused(f"{feedback.reference} is awaiting redaction. Redact it again first.")
    stands = cases.facts_of([feedback.pk]).get(feedback.pk) if row.case else None
    differing = list(differences(row, feedback, case.original, case.points, stands))
    new = {each.field: each.new for each in differing if not each.field.startswith(CASE)}
    if row.case and len(new) < len(differing):
        cases.record_facts(by, feedback, row.case)
    if not new:
        return feedback
    if "team" in new:
        check_new_in_team(by, new["team"])
    days = {name: new.get(name, getattr(feedback, name)) for name in DATES}
    check_dates(**days, today=today)
    _write_texts(by, case, new)
    fields: dict[str, Any] = {
        name: new[name]
        for name in (*DATES, "team", "organisation", "speaker", "channel", "wants_reply")
        if name in new
    }
    fingerprint = row.feedback.fingerprint()
    if row.own_number is None and not saved_fingerprints(by, [fingerprint]):
        fields["fingerprint"] = fingerprint
    if "team" in fields and not stays_owner(by, feedback, team=fields["team"]):
        fields["owner"] = None
    saving.change(feedback, **fields, **due_after(feedback, **fields))
    cases.corrected(by, feedback)
    if label_again(by.council_id, [feedback.pk]):
        feedback.refresh_from_db(fields=["label"])
    of_points = {name: new[field] for field, name in _OF_POINTS.items() if field in new}
    if "outcome" in new:
        of_points["is_upheld"] = is_upheld(new["outcome"])
    change_points(by=by, origin=feedback, **of_points)
    if "tone" in new:
        _write_tones(by, case.points, new["tone"])
    return feedback


def _write_texts(by: Person, case: Case, new: dict[str, Any]) -> None:
    """Write the words and other texts, redacted as one case; the original is replaced where the words were corrected."""
    texts = {name: text for name, text in new.items() if name in TEXTS or name.startswith(EXTRA)}
    if "points" in new:
        words = new["points"]
        if len(words) < len(case.points):
            raise Refused(
                f"{case.feedback.reference} has more issues than the row. Correct its words by hand."
            )
        _add_issues(case, len(words) - len(case.points))
        spans = list(point_spans(words).values())
        positions = [point.position for point in case.points]
        case.original.as_received = BETWEEN.join(words)
        case.original.point_spans = {str(at): span for at, span in zip(positions, spans, strict=True)}
        case.original.save(update_fields=["as_received", "point_spans"])
        texts |= {f"{POINT}{at}": text.strip() for at, text in zip(positions, words, strict=True)}
    outcome = texts.get("outcome")
    if outcome is not None and case_names.is_fixed(case.feedback.source, "outcome", outcome):
        drop_original_field(case, "outcome")
    if texts:
        rewrite_case(case, by=by, changes=texts)


def _add_issues(case: Case, count: int) -> None:
    """Add issues that the register has and the case has not, after its own; their words are redacted with the case's."""
    feedback = case.feedback
    added = new_points(
        origin=feedback,
        texts=[""] * count,
        source=feedback.source,
        speaker=feedback.speaker,
        heard_on=feedback.received_on,
        team_id=feedback.team_id,
        is_upheld=is_upheld(feedback.outcome) if feedback.outcome else None,
        first=max((point.position for point in case.points), default=0) + 1,
    )
    if added:
        bulk.insert(added)
        case.points.extend(added)


def _write_tones(by: Person, points: list[Point], tones: list[int | None]) -> None:
    for point, tone in zip(points, tones, strict=True):
        if point.tone != tone:
            saving.change(point, tone=tone)
    points_changed(by, counted=[point.pk for point in points])
