"""Sections that several kinds of report have: each made of the same counts, whoever the report is for."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.db.models import QuerySet

from goldthread.analysis.tables.few import FEWEST_OF_A_SHARE
from goldthread.council.models import Person
from goldthread.dates import day_in_words
from goldthread.documents.model import Listing, Paragraph, Part, Run, Text
from goldthread.feedback.choices import Speaker
from goldthread.feedback.models import Feedback
from goldthread.reports.counts import complaints as of
from goldthread.reports.counts import heard, learned, ombudsman, timeliness
from goldthread.reports.counts.counted import (
    Counted,
    Counts,
    Group,
    Raw,
    given_back,
    parts_of,
    ranked,
    several_of,
    single,
    summed,
    withheld_last,
)
from goldthread.reports.counts.rows import href
from goldthread.reports.kinds.spec import Section
from goldthread.reports.periods import Period

_MOST_THEMES = 12
ABOUT_SHARES = f"Counts from 1 to 4 are not shown, nor what would give them away. Of fewer than {FEWEST_OF_A_SHARE} no share is given."


def complaints_of(person: Person, period: Period) -> QuerySet[Feedback]:
    """Return the complaints of a period."""
    return of.counted(of.received(person, period))


def received(person: Person, period: Period) -> Section:
    """Return how many complaints were received, how many in the period before, compliments and service requests."""
    complaints = complaints_of(person, period)
    count, before = complaints.count(), complaints_of(person, period.before).count()
    compliments = of.received(person, period, of.COMPLIMENT).count()
    requests = of.service_requests(of.received(person, period)).count()
    rows = [
        single("Complaints received", count, href(period, "complaints")),
        single(f"Complaints received in the {period.kind} before", before, href(period.before, "complaints")),
        single("Compliments received", compliments, href(period, "compliments")),
        single(
            "Treated as service requests, and not counted as complaints",
            requests,
            href(period, "service-requests"),
        ),
    ]
    return Section(
        "received",
        "Complaints and compliments received",
        groups=[Group(f"Received from {period.name}", "What", rows)],
    )


def decided(person: Person, period: Period) -> Section:
    """Return how the complaints of a period ended, and how many of those that were decided were well founded."""
    counts = summed(lambda span: of.by_outcome(complaints_of(person, span)))
    rows = [
        Raw(of.OUTCOMES[ended], count, href(period, "ended", ended))
        for ended, count in counts(period).items()
    ]
    hidden = given_back(period, counts, adds_up=True)
    # The number well founded is published each year by regulation 18 of 2009, whatever one quarter withheld.
    by_law = {of.OUTCOMES[of.WELL_FOUNDED]}
    shown, _ = parts_of(rows, {of.OUTCOMES[ended] for ended in hidden}, by_law)
    upheld, not_upheld = shown[0], shown[1]
    parts: list[Part] = []
    if upheld.count is not None and not_upheld.count is not None:
        base = upheld.count + not_upheld.count
        of_decided = Counted("well founded", upheld.count, base, upheld.href)
        parts.append(Paragraph([*of_decided.in_words(), " complaints that were decided were well founded."]))
    else:
        parts.append(Paragraph([*upheld.in_words(), " complaints received were well founded."]))
    return Section(
        "decided",
        "Complaints that were well founded",
        parts,
        [
            Group(
                "How complaints ended",
                "Outcome",
                shown,
                base="complaints received",
                note="Of complaints received in the period, as they stand on the day of counting. "
                + ABOUT_SHARES,
                is_chart=True,
            )
        ],
    )


def subjects(person: Person, period: Period) -> Section:
    """Return what complaints were about: categories and themes, each a share of the complaints that have a theme."""
    complaints = complaints_of(person, period)
    base = of.coded(complaints).count()

    called: dict[str, str] = {}

    def themes_in(span: Period) -> Mapping[str, int]:
        found = of.by_theme(complaints_of(person, span))
        called.update(found.keys())
        return {slug: count for (slug, _), count in found.items()}

    categories_in = summed(lambda span: of.by_category(complaints_of(person, span)))

    def rows(counts: Counts, figure: str) -> list[Counted]:
        raw = [Raw(what, count, href(period, figure, what)) for what, count in ranked(counts(period))]
        return several_of(raw, base, given_back(period, counts, adds_up=False))

    themes = [replace(row, what=called[row.what]) for row in rows(summed(themes_in), "theme")]
    return Section(
        "subjects",
        "What complaints were about",
        groups=[
            _of_several("Complaints by category", "Category", rows(categories_in, "category"), is_chart=True),
            _of_several("Complaints by theme", "Theme", themes),
        ],
    )


def _of_several(caption: str, each: str, rows: Sequence[Counted], *, is_chart: bool = False) -> Group:
    """Return subjects of complaints that overlap: the most frequent that may be shown, and how many more there are."""
    shown = [row for row in rows if row.count is not None][:_MOST_THEMES]
    more = len(rows) - len(shown)
    note = "One complaint can be about several, so the shares add up to more than 100%."
    if more:
        note += f" {more} more {'is' if more == 1 else 'are'} not shown: too small, or less frequent."
    return Group(caption, each, shown, base="complaints with a theme", note=note, is_chart=is_chart)


def services(person: Person, period: Period) -> Section:
    """Return how many complaints were about each service, and how many compliments it had."""

    complaints_in = summed(lambda span: of.by_service(complaints_of(person, span)))
    compliments_in = summed(lambda span: of.by_service(of.received(person, span, of.COMPLIMENT)))

    def rows(counts: Counts, figure: str) -> Sequence[Counted]:
        raw = [Raw(name, count, href(period, figure, name)) for name, count in ranked(counts(period))]
        return withheld_last(parts_of(raw, given_back(period, counts, adds_up=True))[0])

    return Section(
        "services",
        "Which services",
        groups=[
            Group(
                "Complaints by service",
                "Service",
                rows(complaints_in, "service"),
                base="complaints received",
                note="The service named with the complaint, else that of the team it went to.",
                is_chart=True,
            ),
            Group(
                "Compliments by service",
                "Service",
                rows(compliments_in, "praised"),
                base="compliments received",
            ),
        ],
    )


def in_time(person: Person, period: Period, today: datetime.date) -> Section:
    """Return how many complaints were acknowledged and answered in time, by the clocks of their procedures."""
    groups: list[Group] = []
    few: list[str] = []
    for step in timeliness.steps_of(complaints_of(person, period), today):
        rows = [
            Raw(name, step.count(state), href(period, "step", f"{step.name}:{state}"))
            for state, name in timeliness.STATES.items()
        ]

        def states_in(span: Period, step: timeliness.Step = step) -> Mapping[str, int]:
            return {name: step.count(state, span) for state, name in timeliness.STATES.items()}

        shown, total = parts_of(rows, given_back(period, states_in, adds_up=True))
        if total is None:
            few.append(step.name)
            continue
        groups.append(
            Group(
                step.name,
                "Complaints",
                shown,
                base="complaints to which this step applies",
                note=f"As the clocks stood on {day_in_words(today)}, with extensions and pauses that count. Of a complaint "
                "that nobody worked as a case here, the day it was closed stands for its reply.",
            )
        )
    said: list[Part] = [Paragraph(f"Too few complaints to show: {'; '.join(few)}.")] if few else []
    return Section("timeliness", "Timeliness against the procedure", said, groups)


def complained(person: Person, period: Period) -> Group:
    """Return who complained."""
    complained_in = summed(lambda span: of.by(complaints_of(person, span), "speaker"))
    rows = [
        Raw(slug, count, href(period, "complained", slug)) for slug, count in ranked(complained_in(period))
    ]
    shown, _ = parts_of(rows, given_back(period, complained_in, adds_up=True))
    named = withheld_last([replace(row, what=heard.label(Speaker, row.what)) for row in shown])
    return Group("Complaints, by who they are from", "From", named, base="complaints received")


def who_is_heard(person: Person, period: Period, today: datetime.date) -> Section:
    """Return who is heard and who is not."""
    answers = heard.equality(person, period, today)
    return Section(
        "heard",
        "Who is heard, and who is not",
        [Listing([*heard.not_heard(person, period, answers)])],
        [
            heard.by_speaker(person, period),
            heard.by_channel(person, period),
            complained(person, period),
            *answers,
        ],
    )


def ombudsman_section(person: Person, period: Period, today: datetime.date) -> Section:
    """Return what the ombudsman decided."""
    return Section(
        "ombudsman", "Referred to the ombudsman", groups=[ombudsman.ombudsman(person, period, today)]
    )


def action_taken(person: Person, period: Period) -> Section:
    """Return what was done: lessons, actions and how far they came, remedies, and whether it was put right."""
    complaints = complaints_of(person, period)
    lessons = learned.lessons(person, period)
    return Section(
        "action",
        "Action taken or to be taken",
        [
            Paragraph(
                [*lessons.in_words(), f" {'lesson was' if lessons.count == 1 else 'lessons were'} recorded."]
            )
        ],
        [
            learned.actions(person, period),
            learned.remedies(person, period, complaints),
            learned.put_right_of(period, complaints),
        ],
    )


def changes(person: Person, period: Period) -> Section:
    """Return what changed: what is shown to work, what is done, what was stopped and what is still open."""
    worked, others = learned.what_changed(person, period)
    stopped, still = learned.stopped(person, period), learned.open_actions(person, period)
    parts: list[Part] = []
    for said, listed, nothing in (
        ("Shown to work.", worked, "Nothing that was completed is shown to work yet."),
        ("Done, and not shown to work.", others, "No other action was completed."),
        ("Stopped.", stopped, ""),
        ("Agreed, and not done yet.", still, ""),
    ):
        parts += _listed(said, listed, nothing)
    return Section("changed", "What changed, and what is shown to work", parts)


def _listed(said: str, listed: Sequence[Text], nothing: str) -> list[Part]:
    if not listed:
        return [Paragraph(nothing)] if nothing else []
    return [Paragraph([Run(said, bold=True)]), Listing(list(listed))]
