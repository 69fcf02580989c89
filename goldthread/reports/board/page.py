"""The board page as a document: five sentences, four charts, what did not work, what is not known, what changed since."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from goldthread.analysis.drawing.columns_svg import Series, Step, columns_svg, steps_svg
from goldthread.analysis.tables.suppression import SMALLEST_SHOWN
from goldthread.council.records.pages import address
from goldthread.dates import day_in_words, quarter_from_number, quarter_number
from goldthread.documents.model import Box, Document, Figure, Heading, Listing, Paragraph, Part, Run, Text
from goldthread.impact import disclosure
from goldthread.impact.charts import tile_of
from goldthread.reports.board.figures import BoardFigures
from goldthread.reports.board.sentences import sentences, shown
from goldthread.reports.periods import Period
from goldthread.web.stored import bars

TITLE = "What people told us, and what changed"
_MOST = 2
# Results that a list of what changed gives by their number alone.
_SAYS_NOTHING = ("Too little data", "No review yet")
# What worked first, then what got worse.
_ORDER = ("Improved", "Worsened", "Lower", "Higher", "Early")
_HALF, _QUARTER = 86.0, 39.0
# Counts of which one that is withheld need not be small: it may stand beside a small one.
_HEARD = ("heard", "complaints", "compliments")


@dataclass(frozen=True)
class Numbers:
    """What an edition is compared by with the next: counts by a word, and results by the measure.

    counts: (word, what it counts, number or None where it is withheld). results: (key of the measure, its name, result).
    """

    counts: Sequence[tuple[str, str, int | None]] = ()
    results: Sequence[tuple[str, str, str]] = ()


@dataclass(frozen=True)
class Earlier:
    """An earlier edition to compare with: its reference, the day it was made, its address, its numbers and its period.

    late: how much feedback of that period was recorded after the edition was made; None where that is withheld.
    """

    reference: str
    made_on: datetime.date
    href: str
    period: Period
    numbers: Numbers = field(default_factory=Numbers)
    late: int | None = 0


def board_document(
    figures: BoardFigures, council: str, earlier: Earlier | None, asks: Sequence[str] = ()
) -> Document:
    """Return the board page of these figures. asks: what the board is asked to do."""
    period = figures.period
    return Document(
        TITLE,
        parts_of(figures, earlier, asks),
        subtitle=subtitle_of(council, period, figures.today),
        author=council,
    )


def subtitle_of(council: str, period: Period, today: datetime.date) -> str:
    """Return what stands under the title of the board page of a period as of a day."""
    return f"Adult social care, {council}. {period.name}; what is late as of {day_in_words(today)}."


def parts_of(figures: BoardFigures, earlier: Earlier | None, asks: Sequence[str] = ()) -> list[Part]:
    """Return the parts of a board page in the order in which it is read."""
    charts = [
        Box([Heading("What we heard, by quarter"), *_heard_chart(figures)]),
        Box([Heading("From agreed to shown to work"), *_steps_chart(figures)]),
        Box([Heading("What people talk about"), *_theme_chart(figures)]),
        Box(
            [
                Heading("What did not work, or shows no change yet"),
                *_not_worked(figures),
                Heading("What we do not know"),
                Listing(_unknown(figures)),
            ]
        ),
    ]
    parts: list[Part] = [
        Box([Heading("In five sentences"), Listing(sentences(figures), numbered=True)], "tinted")
    ]
    if tiles := _tiles(figures):
        parts += [Heading("Measures with monthly readings"), Box(tiles, "columns", columns=4)]
    parts.append(Box(charts, "columns"))
    changes = Box([Heading("What changed since last time"), *_changes(figures, earlier)])
    parts.append(Box([changes], "columns", columns=1))
    if asks:
        parts.append(Box([Heading("The board is asked to"), Listing(list(asks), numbered=True)], "framed"))
    parts.append(
        Paragraph(
            f"Counts of people’s feedback under {SMALLEST_SHOWN} are not shown, nor what would give them away. Shown to work: the "
            "measure agreed beforehand improved, by a result of two reviews, and the change came with the action. In small "
            "charts the band is what is usual and the gold line the action; a diamond is better than usual, a square worse.",
            note=True,
        )
    )
    return parts


def numbers_of(figures: BoardFigures) -> Numbers:
    """Return the numbers by which the next edition says what changed."""
    heard, steps, late = figures.heard, figures.steps, figures.late
    counts = [
        ("heard", "pieces of feedback in the period", heard.total),
        ("complaints", "complaints in the period", heard.complaints),
        ("compliments", "compliments in the period", heard.compliments),
        ("agreed", "actions agreed", steps.agreed),
        ("done", "actions done", steps.done),
        ("embedded", "actions embedded", steps.embedded),
        ("shown", "actions shown to work", steps.shown),
        ("late", "actions past their date", len(late.actions)),
        ("responses", "responses overdue", late.responses),
        ("boards", "issues from boards and forums awaiting an answer", late.boards),
    ]
    results = [(str(each.pk), each.name, each.latest_result) for each in figures.results.measures]
    return Numbers(counts, results)


def changes_between(
    before: Numbers, now: Numbers, told: Earlier | None = None, period: Period | None = None
) -> list[str]:
    """Return in words what differs between two editions: counts, results, and measures that are new.

    told: the earlier of them, and period: that of the later, so that feedback which came late for a period already told
    is not taken for a change in what people say.
    """
    earlier = {key: number for key, _, number in before.counts}
    changed = [] if told is None else _late_arrivals(told, period)
    changed += [
        _heard_change(what, number, earlier[key], told, period)
        if key in _HEARD
        else f"{shown(number)} {what}, was {shown(earlier[key])}"
        for key, what, number in now.counts
        if key in earlier
        and earlier[key] != number
        and not (key in _HEARD and None in (number, earlier[key]))
    ]
    results = {key: result for key, _, result in before.results}
    moved = [
        (name, result, f"; was {results[key]}" if key in results else ", new here")
        for key, name, result in now.results
        if results.get(key) != result
    ]
    told = [row for row in moved if not row[1].startswith(_SAYS_NOTHING)]
    told.sort(
        key=lambda row: next((at for at, word in enumerate(_ORDER) if row[1].startswith(word)), len(_ORDER))
    )
    telling = [f"“{name}”: {result}{was}" for name, result, was in told]
    rest = len(moved) - len(told)
    reviewed = [
        f"{rest:,} other {'measure' if rest == 1 else 'measures'} reviewed or new, with too little to say"
    ]
    return [*telling, *changed, *(reviewed if rest else [])]


def _late_arrivals(told: Earlier, period: Period | None) -> list[str]:
    """Return what came late for the period of an earlier edition, where the page is of another period."""
    if told.late == 0 or told.period == period:
        return []
    count = f"Fewer than {SMALLEST_SHOWN}" if told.late is None else f"{told.late:,}"
    return [
        f"{count} pieces of feedback of {told.period.name} recorded since {told.reference}: late for that "
        f"{told.period.kind}, and not counted in this one"
    ]


def _heard_change(
    what: str, number: int | None, before: int | None, told: Earlier | None, period: Period | None
) -> str:
    """Return how a count of feedback differs: in another period, or in the same one by what came late for it."""
    if told is None or period is None:
        return f"{shown(number)} {what}, was {shown(before)}"
    if told.period != period:
        what = what.removesuffix(" in the period")
        return f"{shown(number)} {what} in {period.name}, {shown(before)} in {told.period.name}"
    is_more = (number or 0) > (before or 0)
    late = f": recorded since {told.reference}, late for a {period.kind} already told" if is_more else ""
    return f"{shown(number)} {what}, was {shown(before)}{late}"


# -- Charts --------------------------------------------------------------------------------------------------


def _tiles(figures: BoardFigures) -> list[Part]:
    tiles: list[Part] = []
    for measure in figures.results.charted:
        tile = tile_of(measure, list(measure.readings.all()), name="Measure")
        if tile is None:
            continue
        result = measure.latest_result
        tiles.append(
            Box(
                [
                    Heading([Run(measure.name, href=address(measure))], 3),
                    Figure(tile.svg, tile.sentence, _QUARTER),
                    Paragraph(
                        [
                            Run(tile.now, bold=True),
                            f" in {tile.when}. {tile.icons[0].words}. Result: {result}.",
                        ]
                    ),
                ]
            )
        )
    return tiles


def _heard_chart(figures: BoardFigures) -> list[Part]:
    if not figures.quarters:
        return [Paragraph("Nothing was received yet.")]
    labels = []
    for at, (start, _) in enumerate(figures.quarters):
        last = quarter_from_number(quarter_number(start))[1]
        year = f"|{start.year}" if at == 0 or start.month == 1 else "|"
        labels.append(f"{start:%b}–{last:%b}{year}")
    counts = [count for _, count in figures.quarters]
    svg = columns_svg(
        labels, [Series("Feedback", counts)], "Feedback by quarter", width=360, height=140, size=11
    )
    said = "; ".join(
        f"{start:%B} to {quarter_from_number(quarter_number(start))[1]:%B %Y} {'not shown' if count is None else shown(count)}"
        for start, count in figures.quarters
    )
    return [Figure(svg, f"Pieces of feedback: {said}.", _HALF)]


def _theme_chart(figures: BoardFigures) -> list[Part]:
    themes = figures.themes
    if themes is None:
        return [
            Paragraph(
                f"Themes are counted four weeks after a quarter ends. Those of {figures.period.name} are not counted yet."
            )
        ]
    names, counts = [theme.name for theme, _ in themes.rows], [count for _, count in themes.rows]
    parts: list[Part] = []
    if names:
        said = "; ".join(f"{name} {count:,}" for name, count in zip(names, counts, strict=True))
        parts.append(bars(names, counts, alt=f"Issues by theme: {said}.", width=_HALF))
    if themes.withheld:
        parts.append(
            Paragraph(
                f"Issues of the {figures.period.kind}. {themes.withheld} "
                f"{'theme is' if themes.withheld == 1 else 'themes are'} too small to be shown.",
                note=True,
            )
        )
    return parts


def _steps_chart(figures: BoardFigures) -> list[Part]:
    steps = figures.steps
    if not steps.agreed:
        return [Paragraph("No action is agreed yet.")]
    rows = [
        Step("agreed", steps.agreed, steps.agreed),
        Step("done", steps.done, steps.agreed),
        Step("embedded", steps.embedded, steps.done),
        Step("shown to work", steps.shown, steps.done),
    ]
    said = ", ".join(f"{row.count:,} {row.words}" for row in rows)
    return [
        Figure(steps_svg(rows, "Actions", width=360), f"Actions: {said}.", _HALF),
        Paragraph("A square is an action; a dashed one is done and stopped there.", note=True),
    ]


# -- What did not work, what is not known, what changed -----------------------------------------------------------


def _not_worked(figures: BoardFigures) -> list[Part]:
    results = figures.results
    found: list[Text] = [
        [
            disclosure.result_in_words(each, each.state, each.towards, each.reasons or ()),
            Run(f" {each.action.title}.", quiet=True),
        ]
        for each in (*results.worse, *results.unchanged)
    ]
    found += [[f"Stopped: {action.title}."] for action in figures.stopped]
    if not found:
        return [Paragraph("No result of a measure says so, and no action was stopped in the period.")]
    return [Listing(_first(found, "more"))]


def _first(found: Sequence[Text], more: str) -> list[Text]:
    rest = len(found) - _MOST
    return [*found[:_MOST], *([f"And {rest:,} {more}."] if rest > 0 else [])]


def _unknown(figures: BoardFigures) -> list[Text]:
    results = figures.results
    unknown: list[Text] = []
    count, of = len(results.unknown), len(results.measures)
    if count:
        unknown.append(
            f"Whether {count:,} of {of:,} measures moved: there are too few readings, or no review was due yet. Such as "
            f"“{results.unknown[0].name}”."
        )
    if figures.uncoded is None or figures.uncoded:
        some = figures.uncoded != 1
        unknown.append(
            f"What {shown(figures.uncoded)} {'issues' if some else 'issue'} of the {figures.period.kind} "
            f"{'are' if some else 'is'} about: no theme yet."
        )
    heard = figures.heard
    if heard.complaints is not None and heard.complaints_before is not None:
        way = "fewer" if heard.complaints < heard.complaints_before else "more"
        if heard.complaints != heard.complaints_before:
            unknown.append(
                f"Whether {way} complaints mean {'better' if way == 'fewer' else 'worse'} care, or {way} people telling us."
            )
    unknown.append("What people think who told us nothing.")
    return unknown


def _changes(figures: BoardFigures, earlier: Earlier | None) -> list[Part]:
    if earlier is None:
        return [Paragraph("This is the first edition. The next one says here what differs from it.")]
    said = [f"Compared with {earlier.reference} of {day_in_words(earlier.made_on)}."]
    changes = changes_between(earlier.numbers, numbers_of(figures), earlier, figures.period)
    if not changes:
        return [Paragraph([*said, " Nothing that is counted here differs."])]
    rest = len(changes) - _MOST
    listed: list[Text] = [f"{change}." for change in changes[:_MOST]]
    if rest > 0:
        listed.append(f"And {rest:,} more.")
    return [Paragraph(said, note=True), Listing(listed)]


def numbers_from(data: Mapping[str, Any], kept: Mapping[str, Any]) -> Numbers:
    """Return the numbers that an edition kept; none where it kept none."""
    counts = [(row["key"], row["what"], row["count"]) for row in data.get("counts", ())]
    results = [
        (key, row["name"], row["result"])
        for key, row in zip(kept.get("measures", ()), data.get("results", ()), strict=False)
    ]
    return Numbers(counts, results)
