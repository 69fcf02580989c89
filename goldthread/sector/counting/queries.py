"""Reports of two scores compared by what they describe; systems of one kind; figures that may stand side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef
from django.utils import timezone

from goldthread.analysis.reports.differences import FEWEST, Difference, differences
from goldthread.analysis.reports.measures import measure_names, measure_of
from goldthread.analysis.reports.systems import systems_named
from goldthread.council.kept import kept
from goldthread.council.models import Person
from goldthread.council.records.pages import address
from goldthread.council.records.pages import named as called
from goldthread.council.records.spec import type_of
from goldthread.sector.counting.features import Feature, features_of, kinds_of_systems, words_of
from goldthread.sector.models import (
    PassageTheme,
    PublishedFigure,
    PublishedPassage,
    PublishedReport,
    ReportQuerySet,
)
from goldthread.sector.searching import narrowed
from goldthread.themes.codebook.models import Theme

HIGH, LOW = "high", "low"
SIDES = {HIGH: "scored 3 or 4", LOW: "scored 2"}
_NOT_READ = ("sections", "dates", "cadences", "unread")


@dataclass(frozen=True)
class Compared:
    """Reports on one statement compared: how many on each side, and each difference in words; rows is None with too few.

    scored_1: reports with the lowest score, which stand on neither side.
    """

    high: int
    low: int
    scored_1: int
    rows: list[tuple[str, Difference]] | None

    @property
    def are_few(self) -> bool:
        """Return whether a side has too few reports to compare."""
        return self.rows is None

    @property
    def fewest(self) -> int:
        """Return how many reports each side must have."""
        return FEWEST

    @property
    def stand_out(self) -> int:
        """Return how many differences are more than chance would do."""
        return sum(row.stands_out for _, row in self.rows or ())


@dataclass
class Described:
    """For each report on one side what it describes, with the positions of the passages that do."""

    reports: dict[str, dict[object, dict[Feature, list[int]]]] = field(
        default_factory=lambda: {HIGH: {}, LOW: {}}
    )
    scored_1: int = 0


def compared(person: Person, statement: str) -> Compared:
    """Return what confirmed reports on a statement that scored 3 or 4 describe and those that scored 2 do not."""
    return kept(
        person, "sector-differences", timezone.localdate(), lambda: _compared(person, statement), by=statement
    )


def _compared(person: Person, statement: str) -> Compared:
    described = _described(person, statement)
    high, low = described.reports[HIGH], described.reports[LOW]
    rows = differences([set(each) for each in high.values()], [set(each) for each in low.values()])
    names = theme_names(person) if rows else {}
    in_words = None if rows is None else [(words_of(row.feature, names), row) for row in rows]  # type: ignore[arg-type]
    return Compared(len(high), len(low), described.scored_1, in_words)


def describing(
    person: Person, statement: str, feature: Feature, side: str
) -> list[tuple[PublishedReport, list[PublishedPassage]]]:
    """Return the reports of a side that describe a feature, each with the passages that do."""
    positions = {
        report: described[feature]
        for report, described in _described(person, statement).reports[side].items()
        if feature in described
    }
    reports = PublishedReport.objects.visible_to(person).filter(pk__in=positions).defer(*_NOT_READ)
    passages: dict[object, list[PublishedPassage]] = defaultdict(list)
    for passage in (
        PublishedPassage.objects.visible_to(person)
        .filter(report__in=positions)
        .order_by("report_id", "position")
    ):
        if passage.position in positions[passage.report_id]:
            passages[passage.report_id].append(passage)
    return [(report, passages[report.pk]) for report in reports.order_by("area", "pk")]


def _described(person: Person, statement: str) -> Described:
    """Return what the newest confirmed report of each council on a statement describes."""
    described = Described()
    sides: dict[object, str] = {}
    for report in _newest(person, statement):
        if report.score == 1:
            described.scored_1 += 1
        elif report.score:
            sides[report.pk] = HIGH if report.score >= 3 else LOW
            described.reports[sides[report.pk]][report.pk] = defaultdict(list)
    passages = PublishedPassage.objects.visible_to(person).filter(report__in=sides)
    themes: dict[object, list[str]] = defaultdict(list)
    for passage, theme in (
        PassageTheme.objects.visible_to(person)
        .filter(passage__report__in=sides)
        .exclude(state=PassageTheme.State.DECLINED)
        .order_by("pk")
        .values_list("passage_id", "theme_id")
    ):
        themes[passage].append(str(theme))
    for passage in passages.order_by("report_id", "position"):
        of_report = described.reports[sides[passage.report_id]][passage.report_id]
        for feature in features_of(passage, themes.get(passage.pk, ())):
            of_report[feature].append(passage.position)
    return described


def _newest(person: Person, statement: str) -> Iterable[PublishedReport]:
    """Return the confirmed reports on a statement that have a score, of each council the newest."""
    listed = (
        PublishedReport.objects.visible_to(person).on_shelf().filter(statement=statement, score__isnull=False)
    )
    by_area: dict[str, PublishedReport] = {}
    for report in listed.defer(*_NOT_READ).order_by("published_on", "number", "pk"):
        by_area[report.area.casefold()] = report
    return by_area.values()


def _of_others(person: Person) -> ReportQuerySet:
    """Return the reports about other councils."""
    reports: ReportQuerySet = PublishedReport.objects.visible_to(person)
    return reports.filter(is_own=False).exclude(area__iexact=person.council.name)


def theme_names(person: Person) -> dict[str, str]:
    """Return the name of each theme by its key in words."""
    return {str(pk): name for pk, name in Theme.objects.visible_to(person).values_list("pk", "name")}


@dataclass(frozen=True)
class SystemNamed:
    """A system that a report names: in which passage, and of which kind."""

    kind: str
    name: str
    passage: PublishedPassage


def systems_elsewhere(person: Person) -> dict[str, list[SystemNamed]]:
    """Return the systems that confirmed reports of other councils name, by kind, in order of council."""
    return kept(person, "sector-systems", timezone.localdate(), lambda: _systems_elsewhere(person))


def _systems_elsewhere(person: Person) -> dict[str, list[SystemNamed]]:
    passages = (
        PublishedPassage.objects.visible_to(person)
        .filter(report__in=_of_others(person).on_shelf())
        .exclude(systems=[])
        .select_related("report")
        .defer("words", *(f"report__{name}" for name in _NOT_READ))
    )
    found: dict[str, list[SystemNamed]] = defaultdict(list)
    for passage in passages.order_by("report__area", "report_id", "position"):
        for name in passage.systems:
            for kind in kinds_of_systems((name,)):
                found[kind].append(SystemNamed(kind, name, passage))
    return dict(sorted(found.items()))


class Here(NamedTuple):
    """One of the council's own records, to be linked: its type, what it is called, its page."""

    type: str
    title: str
    href: str


# The types of the council's own records in which its systems are looked for, in this order.
OWN_KINDS = ("action", "lesson", "document", "claim")


def systems_here(person: Person) -> dict[str, list[tuple[Here, str]]]:
    """Return the systems that the council's own records name, by kind: each record with the name, once a kind.

    Looked for are the texts of actions, lessons, documents and claims that this person may read.
    """
    return kept(person, "sector-our-systems", timezone.localdate(), lambda: _systems_here(person), own=True)


def _systems_here(person: Person) -> dict[str, list[tuple[Here, str]]]:
    systems: dict[str, list[tuple[Here, str]]] = defaultdict(list)
    for record in _own_records(person):
        text = ". ".join(value for name in _texts_of(record) if (value := getattr(record, name)))
        named = {each.kind: each.name for each in systems_named(text)}
        here = Here(record.spec.name, called(record), address(record)) if named else None
        for kind, name in named.items():
            systems[kind].append((here, name))
    return dict(systems)


def _own_records(person: Person) -> Iterator[Any]:
    for kind in OWN_KINDS:
        model = type_of(kind)
        if person.may(model.spec.permission):
            yield from model._default_manager.visible_to(person).filter(model.spec.counts).order_by("-pk")


def _texts_of(record: Any) -> list[str]:
    """Return the fields in which somebody wrote what a record is about, its title first."""
    fields = [record.spec.title, *record.spec.redacted]
    return [name for name in dict.fromkeys(fields) if isinstance(getattr(record, name), str)]


@dataclass(frozen=True)
class SideBySide:
    """Figures of several councils that may stand side by side: one measure, unit, base and kind of period."""

    measure: str
    unit: str
    counts: str
    period_kind: str
    figures: list[PublishedFigure]


def side_by_side(person: Person) -> tuple[list[SideBySide], int, int]:
    """Return the groups of comparable figures of two councils or more, how many figures there are, and how many may be compared."""
    return kept(person, "sector-figures", timezone.localdate(), lambda: _side_by_side(person))


def _side_by_side(person: Person) -> tuple[list[SideBySide], int, int]:
    figures = PublishedFigure.objects.visible_to(person).filter(
        report__in=PublishedReport.objects.visible_to(person).on_shelf()
    )
    total, may = (
        figures.count(),
        list(
            figures.filter(comparable=True)
            .select_related("report")
            .defer(*(f"report__{name}" for name in _NOT_READ))
            .order_by("report__area", "report_id", "position")
        ),
    )
    texts: dict[tuple[object, int], list[str]] = defaultdict(list)
    for report, paragraph, text in (
        PublishedPassage.objects.visible_to(person)
        .filter(report__in={each.report_id for each in may})
        .order_by("report_id", "position")
        .values_list("report_id", "paragraph", "text")
    ):
        texts[report, paragraph].append(text)
    groups: dict[tuple[str, str, str, str], list[PublishedFigure]] = defaultdict(list)
    for each in may:
        measure = measure_of(" ".join(texts[each.report_id, each.paragraph]), each.printed)
        if measure is not None:
            groups[measure, each.unit, each.counts.casefold(), each.period_kind].append(each)
    names = measure_names()
    return (
        [
            SideBySide(names[measure], unit, counts, period_kind, of_group)
            for (measure, unit, counts, period_kind), of_group in sorted(groups.items())
            if len({each.report.area for each in of_group}) > 1
        ],
        total,
        len(may),
    )


def of_theme(person: Person, theme: Theme, most: int) -> tuple[int, int, list[PublishedPassage]]:
    """Return how many passages of other councils' reports are of a theme, in how many reports, and some of them.

    Those a person gave the theme come before those to which it is suggested.
    """
    passages = narrowed(person, {"theme": theme}).filter(report__in=_of_others(person))
    counted = passages.aggregate(passages=Count("pk"), reports=Count("report", distinct=True))
    if not counted["passages"]:
        return 0, 0, []
    given = PassageTheme.objects.filter(passage=OuterRef("pk"), theme=theme, state=PassageTheme.State.GIVEN)
    some = passages.select_related("report").defer("words", *(f"report__{name}" for name in _NOT_READ))
    first = some.annotate(given=Exists(given)).order_by("-given", "-report_id", "position")[:most]
    return counted["passages"], counted["reports"], list(first)
