"""Commands on published reports: adding what was read, confirming it, correcting it, and giving themes to passages."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone

from goldthread.analysis.reports.types import Figure, Passage, PublishedPage
from goldthread.council import jobs
from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records import bulk, numbering, saving, search
from goldthread.sector import reading
from goldthread.sector.choices import AreaFrom, Speaker, Tells
from goldthread.sector.job_names import SUGGEST_THEMES
from goldthread.sector.models import PublishedFigure, PublishedPassage, PublishedReport, title_of

_WRITE = "sector.write"


@command(_WRITE)
def add_reports(
    *, by: Person, pages: Sequence[PublishedPage], source_note: str = "", confirmed: bool = False
) -> list[PublishedReport]:
    """Add published reports as they were read, leaving out those that are on the shelf already.

    confirmed: whether who adds them has checked council, statement, score and date of each. Raises Refused where
    there is no new one.
    """
    today = timezone.localdate()
    new: dict[str, PublishedPage] = {}
    for page in pages:
        if page.passages:
            new.setdefault(reading.fingerprint(page), page)
    there = PublishedReport.objects.filter(
        council=by.council, fingerprint__in=new, withdrawn_on=None
    ).values_list("fingerprint", flat=True)
    new = {mark: page for mark, page in new.items() if mark not in {*there}}
    if not new:
        raise Refused(
            "This is on the shelf already. Nothing was added."
            if pages and any(page.passages for page in pages)
            else "Nothing could be read in it. Nothing was added."
        )
    first = numbering.take(by.council_id, "PR", len(new))
    reports = [
        _report(by, page, mark, first + index, source_note, today, confirmed)
        for index, (mark, page) in enumerate(new.items())
    ]
    bulk.insert(reports)
    pages = list(new.values())
    bulk.insert(
        [p for report, page in zip(reports, pages, strict=True) for p in _passages(report, page.passages)]
    )
    bulk.insert(
        [f for report, page in zip(reports, pages, strict=True) for f in _figures(report, page.figures)]
    )
    search.put(by.council_id, [saving.entry_of(report) for report in reports])
    jobs.ask(SUGGEST_THEMES, by=by, once=f"{SUGGEST_THEMES}.{by.council_id}")
    return reports


def _report(
    by: Person,
    page: PublishedPage,
    mark: str,
    number: int,
    source_note: str,
    today: datetime.date,
    confirmed: bool,
) -> PublishedReport:
    area = (page.council or page.council_in_text or "").strip()[:160]
    statement = reading.statement_slug(page.statement)
    day = reading.day_printed(page.published)
    return PublishedReport(
        council=by.council,
        number=number,
        title=title_of(area, statement),
        area=area,
        area_from=AreaFrom.TITLE if page.council else AreaFrom.TEXT if page.council_in_text else "",
        statement=statement,
        score=page.score,
        label=(page.label or "")[:160],
        indicative=page.indicative,
        rating=(page.rating or "")[:60],
        overall_percent=page.overall_percent,
        published=(page.published or "")[:80],
        published_on=day if day is not None and day <= today else None,
        source=page.source[:200],
        source_note=source_note[:300],
        sections=[dataclasses.asdict(each) for each in page.sections],
        dates=[dataclasses.asdict(each) for each in page.dates],
        cadences=[dataclasses.asdict(each) for each in page.cadences],
        unread=[dataclasses.asdict(each) for each in page.unread],
        scores=[
            {"statement": slug, "score": each.score}
            for each in page.scores
            if (slug := reading.statement_slug(each.statement))
        ],
        fingerprint=mark,
        added_on=today,
        added_by=by,
        confirmed_on=today if confirmed else None,
        confirmed_by=by if confirmed else None,
    )


def _passages(report: PublishedReport, passages: Iterable[Passage]) -> list[PublishedPassage]:
    return [
        PublishedPassage(
            council_id=report.council_id,
            report=report,
            position=position,
            text=each.text,
            paragraph=each.place.paragraph,
            page=each.place.page,
            section=(each.section or "")[:200],
            speaker=(speaker := each.speaker if each.speaker in Speaker.values else ""),
            tells=(tells := each.tells if each.tells in Tells.values else ""),
            read_speaker=speaker,
            read_tells=tells,
            systems=list(each.systems),
        )
        for position, each in enumerate(passages, start=1)
    ]


def _figures(report: PublishedReport, figures: Iterable[Figure]) -> list[PublishedFigure]:
    return [
        PublishedFigure(
            council_id=report.council_id,
            report=report,
            position=position,
            value=each.value,
            unit=(each.unit or "")[:60],
            numerator=each.numerator,
            denominator=each.denominator,
            counts=(each.counts or "")[:300],
            period=(each.period or "")[:120],
            period_kind=(each.period_kind or "")[:40],
            comparator=(each.comparator or "")[:300],
            printed=each.printed,
            comparable=each.comparable,
            paragraph=each.place.paragraph,
            page=each.place.page,
        )
        for position, each in enumerate(figures, start=1)
    ]


@command(_WRITE)
def confirm_report(
    *, by: Person, report: PublishedReport, version: int | None = None, **facts: Any
) -> PublishedReport:
    """Confirm published report: that council, statement, score and date are as it says, corrected where they were not."""
    if not (facts.get("area") or "").strip():
        raise Refused("Enter the council that the report is about.", field="area")
    return saving.change(
        report,
        version=version,
        **_with_facts(report, facts),
        confirmed_on=timezone.localdate(),
        confirmed_by=by,
    )


@command(_WRITE)
def confirm_as_read(*, by: Person, report: PublishedReport) -> PublishedReport:
    """Confirm published report: as it was read, where its title or a heading names the council."""
    if report.confirmed_on is not None:
        raise Refused("It is confirmed already.")
    if report.area_from != AreaFrom.TITLE:
        raise Refused("Its title names no council. Open it, and enter whose it is.")
    return saving.change(report, confirmed_on=timezone.localdate(), confirmed_by=by)


@command(_WRITE)
def edit_report(
    *, by: Person, report: PublishedReport, version: int, reason: str, **facts: Any
) -> PublishedReport:
    """Correct what is recorded of a published report; its passages stay as printed."""
    saving.needs_reason(reason)
    return saving.change(report, version=version, **_with_facts(report, facts))


def _with_facts(report: PublishedReport, facts: dict[str, Any]) -> dict[str, Any]:
    """Return the facts with what follows from them: the title, and that a person named the council."""
    facts = {**facts, "area": facts["area"].strip()}
    if facts["area"] != report.area:
        facts["area_from"] = AreaFrom.PERSON
    return {**facts, "title": title_of(facts["area"], facts["statement"])}
