"""Commands on reports: drafting an edition, writing in it, asking for comments, approving, answering and publishing it."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied

from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records import saving
from goldthread.dates import day_in_words
from goldthread.impact.models import Measure
from goldthread.reports.board.page import subtitle_of
from goldthread.reports.editions import RESPONSE, content_of, latest, title_of
from goldthread.reports.kinds import KINDS, Kind
from goldthread.reports.kinds.spec import Content
from goldthread.reports.models import BOARD, BoardReport, BoardReportMeasure, Stage
from goldthread.reports.periods import Period, period_between, period_of

_MAKE = "reports.make"
_ANY_APPROVAL = "reports.approve_themes"
_SEEDS = 1_000_000_000


@command(_MAKE)
def make_board_report(
    *, by: Person, period: str, made_on: datetime.date, asks: Sequence[str] = ()
) -> BoardReport:
    """Make an edition of the board page: what it says now, kept as it is. asks: what the board is asked to do."""
    chosen = period_of(period, made_on)
    content = KINDS[BOARD].make(by, chosen, made_on, {"earlier": latest(by), "asks": asks})
    report = _new(by, KINDS[BOARD], chosen, made_on, Stage.PUBLISHED)
    report.published_on = made_on
    return _add(report, content)


@command(_MAKE)
def draft_report(
    *,
    by: Person,
    kind: str,
    period: str,
    made_on: datetime.date,
    corrects: BoardReport | None = None,
    correction: str = "",
    **criteria: Any,
) -> BoardReport:
    """Draft an edition of a report: its figures as they stand now. criteria: by which a case list is drawn."""
    chosen_kind = _kind(kind)
    chosen = period_of(period, made_on, chosen_kind.periods)
    report = _new(by, chosen_kind, chosen, made_on, Stage.DRAFT)
    if chosen_kind.chosen:
        report.criteria = {name: str(value) for name, value in criteria.items() if value not in (None, "")}
        report.criteria.setdefault("seed", str(secrets.randbelow(_SEEDS)))
    if corrects is not None:
        _may_correct(corrects, report)
        saving.needs_explanation(correction, "Enter what was wrong", field="correction")
        report.corrects, report.correction = corrects, correction
        report.commentary = {slug: text for slug, text in corrects.commentary.items() if slug != RESPONSE}
        report.criteria = corrects.criteria
    return _add(report, _counted(by, report))


def _may_correct(earlier: BoardReport, report: BoardReport) -> None:
    if earlier.stage != Stage.PUBLISHED:
        raise Refused(f"{earlier.reference} is not published. Change it instead.")
    if (earlier.kind, earlier.since, earlier.until) != (report.kind, report.since, report.until):
        raise Refused("An edition corrects one of its own kind and period.")


@command(_MAKE)
def count_again(*, by: Person, report: BoardReport, counted_on: datetime.date) -> BoardReport:
    """Count the figures of a draft again, as the records stand now."""
    _lock(report, Stage.DRAFT, Stage.COMMENT)
    report.made_on = counted_on
    content, kept = content_of(_counted(by, report), _subtitle(by, counted_on))
    report.measure_links.all().delete()
    _link(report, kept["measures"])
    return saving.change(report, content=content, kept=kept, made_on=counted_on)


@command(_MAKE)
def write_commentary(
    *, by: Person, report: BoardReport, version: int | None = None, **texts: str
) -> BoardReport:
    """Write in the sections of an edition that is not approved yet. texts: by section."""
    commentary = {**report.commentary, **{slug: text.strip() for slug, text in texts.items()}}
    saving.check_version(report, version, {"commentary": commentary})
    _lock(report, Stage.DRAFT, Stage.COMMENT)
    asked = _kind(report.kind).comments
    if unknown := sorted(set(texts) - set(asked)):
        raise Refused(f"This report has no section {unknown[0]}.")
    return saving.change(report, version=version, commentary=commentary)


@command(_MAKE)
def ask_for_comments(*, by: Person, report: BoardReport) -> BoardReport:
    """Ask for comments on a draft: colleagues write them as notes on it."""
    _lock(report, Stage.DRAFT)
    return saving.change(report, stage=Stage.COMMENT)


@command(_ANY_APPROVAL)
def return_to_draft(*, by: Person, report: BoardReport, reason: str) -> BoardReport:
    """Return an edition to its drafter, with the reason."""
    saving.needs_reason(reason)
    _lock(report, Stage.COMMENT, Stage.APPROVED)
    return saving.change(
        report, stage=Stage.DRAFT, approved_by=None, approved_on=None, responded_by=None, responded_on=None
    )


@command(_ANY_APPROVAL)
def approve(*, by: Person, report: BoardReport, on: datetime.date) -> BoardReport:
    """Approve an edition that was open for comment: its figures and texts stay as they are now."""
    kind = _kind(report.kind)
    if not by.may(kind.approval):
        raise PermissionDenied(f"{by} may not approve a {kind.name}")
    _lock(report, Stage.COMMENT)
    if report.by_id == by.pk:
        raise Refused("You drafted this edition. Somebody else approves it.")
    missing = [kind.comments[slug] for slug in kind.needed if not report.commentary.get(slug)]
    if missing:
        raise Refused(f"Nothing is written yet under “{missing[0]}”. Write it, then approve.")
    return saving.change(report, stage=Stage.APPROVED, approved_by=by, approved_on=on)


@command("reports.respond")
def respond(
    *, by: Person, report: BoardReport, response: str, on: datetime.date, version: int | None = None
) -> BoardReport:
    """Write the response of the Member responsible for complaints to an approved edition."""
    commentary = {**report.commentary, RESPONSE: response.strip()}
    saving.check_version(report, version, {"commentary": commentary})
    _lock(report, Stage.APPROVED)
    if not _kind(report.kind).responds:
        raise Refused("This report has no response of the Member responsible.")
    return saving.change(report, version=version, commentary=commentary, responded_by=by, responded_on=on)


@command(_MAKE)
def publish(*, by: Person, report: BoardReport, on: datetime.date) -> BoardReport:
    """Publish an approved edition: from now on nothing of it is changed."""
    _lock(report, Stage.APPROVED)
    if _kind(report.kind).responds and not report.commentary.get(RESPONSE):
        raise Refused("The Member responsible for complaints has not responded yet.")
    return saving.change(report, stage=Stage.PUBLISHED, published_on=on)


def _kind(slug: str) -> Kind:
    kind = KINDS.get(slug)
    if kind is None or not kind.approval:
        raise Refused("Choose the report from the list.", field="kind")
    return kind


def _lock(report: BoardReport, *stages: Stage) -> None:
    """Lock an edition, and refuse what cannot be done at its stage; one that is published never changes."""
    saving.lock(report)
    if report.stage in stages:
        return
    if report.stage == Stage.PUBLISHED:
        raise Refused(
            f"{report.reference} is published and stays as it is. Make a new edition that says what it corrects."
        )
    needed = " or ".join(stage.label.lower() for stage in stages)
    raise Refused(f"{report.reference} is at the stage “{report.get_stage_display()}”, not {needed}.")


def _new(by: Person, kind: Kind, period: Period, made_on: datetime.date, stage: Stage) -> BoardReport:
    return BoardReport(
        council=by.council,
        kind=kind.slug,
        stage=stage,
        title=title_of(kind.slug, period),
        since=period.since,
        until=period.until,
        made_on=made_on,
        by=by,
    )


def _counted(by: Person, report: BoardReport) -> Content:
    period = period_between(report.since, report.until)
    criteria: Mapping[str, Any] = report.criteria
    return KINDS[report.kind].make(by, period, report.made_on, criteria)


def _subtitle(by: Person, counted_on: datetime.date) -> str:
    return f"Adult social care, {by.council.name}. Counted on {day_in_words(counted_on)}."


def _add(report: BoardReport, content: Content) -> BoardReport:
    report.content, report.kept = content_of(content, _subtitle(report.by, report.made_on))
    if report.kind == BOARD:
        period = period_between(report.since, report.until)
        report.content["subtitle"] = subtitle_of(report.council.name, period, report.made_on)
    measures = list(
        Measure.objects.filter(
            council=report.council, pk__in=report.kept["measures"], withdrawn_on=None
        ).order_by("pk")
    )
    saving.add(report, based_on=measures)
    _link(report, [str(measure.pk) for measure in measures])
    return report


def _link(report: BoardReport, measures: Sequence[str]) -> None:
    BoardReportMeasure.objects.bulk_create(
        BoardReportMeasure(council_id=report.council_id, report=report, measure_id=measure)
        for measure in measures
    )
