"""Nightly jobs: count the measures counted from themes, make the reviews that are due, and reassess earlier results.

Run twice, they change nothing.
"""

from __future__ import annotations

import datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from goldthread.analysis.verdicts.one_point import one_point_changes, one_point_sentence
from goldthread.analysis.verdicts.verdict_text import attribution_sentence, verdict_sentence
from goldthread.council import jobs
from goldthread.council.database import tenant
from goldthread.council.jobs import JobName, job
from goldthread.council.models import Council, Person
from goldthread.dates import last_whole_month
from goldthread.impact import commands, reassessing, review_holds, verdict
from goldthread.impact.models import Measure, Verdict
from goldthread.impact.other_themes import other_themes
from goldthread.themes.counting.counts import series_with_successors

COUNT_AND_JUDGE = JobName("impact.count_and_judge")


@job(COUNT_AND_JUDGE, whole=False)
def count_and_judge(*, by: Person, today: str = "") -> None:
    """Count every counted measure, make each review that is due, and reassess earlier results, for one council."""
    day = datetime.date.fromisoformat(today) if today else timezone.localdate()
    with tenant.inside(by.council_id):
        measures = list(Measure.objects.counted().filter(council=by.council).order_by("created_at"))
    for measure in measures:
        with tenant.inside(by.council_id):
            if measure.data_source == Measure.DataSource.COUNTED:
                count(by=by, measure=measure, today=day)
            if review(by=by, measure=measure, today=day) is None and reassessing.differs(measure):
                commands.reassess_result(by=by, measure=measure)


def count(*, by: Person, measure: Measure, today: datetime.date) -> None:
    """Save the monthly counts of the measure's theme, or of its successors; complete months only."""
    series = series_with_successors(
        by,
        measure.theme,
        since=measure.created_at,
        today=today,
        sources=measure.counted_sources,
        tone=measure.counted_tone,
        most_months=60,
    )
    commands.save_counts(by=by, measure=measure, counts=dict(zip(series.months, series.counts, strict=True)))


def review(*, by: Person, measure: Measure, today: datetime.date) -> Verdict | None:
    """Make the review that is due, unless it is held, from the current readings."""
    due = verdict.review_due(measure, last_month=last_whole_month(today))
    if due is None or review_holds.hold_reason(measure, due, today):
        return None
    readings = list(measure.readings.filter(month__lte=due.closes))
    others = other_themes(by, measure, readings, closes=due.closes)
    judged = verdict.judge(measure, readings, as_of=due.closes, others=others.series)
    if judged is None:
        return None
    return commands.record_verdict(
        by=by,
        measure=measure,
        review_month=due.months,
        on=today,
        state=judged.state,
        sentence=verdict_sentence(judged),
        attribution=attribution_sentence(judged) or "",
        figures=verdict.verdict_data(judged)
        | {
            "other_themes": others.as_kept(),
            "one_point": one_point_sentence(judged, one_point_changes(judged, others.series)),
        },
        readings=judged.used,
    )


@app.periodic(cron="30 2 * * *", periodic_id="count_and_judge_every_night")
@app.task(name="goldthread.impact.every_night", pass_context=False)
def every_night(timestamp: int) -> None:
    """Queue the nightly job of every council."""
    for council in Council.objects.all():
        with tenant.inside(council.pk):
            clock = Person.objects.filter(council=council, is_system=True).first()
            if clock is not None:
                jobs.ask(COUNT_AND_JUDGE, by=clock, once=f"{COUNT_AND_JUDGE}.{council.pk}")
