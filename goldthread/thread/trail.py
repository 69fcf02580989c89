"""The trail of a record, or of several, as it is drawn: columns, boxes, steps and gaps, and the same as a list.

Columns stand in the order of the menu; a type that has no place in the bar stands after what it is based on, and what
rests on nothing comes first. Nothing here names a type of record.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from django.db.models import Model, QuerySet
from django.urls import reverse

from goldthread.analysis.drawing.trail_svg import (
    FOLD,
    GAP,
    UNSEEN,
    TrailBead,
    TrailNode,
    TrailStep,
    trail_line_svg,
    trail_svg,
)
from goldthread.council.kept import kept
from goldthread.council.models import Person
from goldthread.council.records import walk
from goldthread.council.records.spec import count_of, kind_of, record_types, type_of
from goldthread.thread import links
from goldthread.thread.links import Link, Stage
from goldthread.thread.trail_gaps import TrailGap, found_gaps
from goldthread.thread.trail_steps import drawn_steps, passing, readable
from goldthread.web.forms import lower_first

_MOST_DRAWN = 5
_MOST_LISTED = 20
_NO_BASIS = "Nothing recorded"

Key = walk.Key


@dataclass
class Trail:
    """A trail as one person may see it: its stages in the order of the columns, its gaps, and its drawing.

    own: the link to the record whose trail it is, None for that of several. all_at: the addresses that list all of a
    kind, by kind.
    """

    stages: list[Stage]
    gaps: list[TrailGap]
    svg: str
    own: Link | None = None
    based_on: list[Stage] = field(default_factory=list)
    led_to: list[Stage] = field(default_factory=list)
    all_at: dict[str, str] = field(default_factory=dict)


def ranks() -> dict[str, tuple[int, int]]:
    """Return the place of each type's column: its word in the menu's bar, or one after what it is based on."""
    placed: dict[str, tuple[int, int]] = {}
    for kind, spec in links.kinds().items():
        bases = [placed[base] for base in spec.bases if base in placed]
        if not spec.bases and not spec.origin:
            placed[kind] = (0, 0)
        elif spec.in_bar:
            placed[kind] = (spec.in_bar, 0)
        elif not bases:
            # What rests on issues, which are in no column of their own: after all from which issues stem.
            placed[kind] = (0, 2)
        else:
            last = max(bases)
            placed[kind] = (last[0], last[1] + 1)
    return placed


def begins(kind: str) -> bool:
    """Return whether a trail begins at records of this type: no walk leads from them towards anything before."""
    spec = type_of(kind).spec
    return not spec.origin and not any(basis.down for basis in spec.bases.values())


def ends(kind: str) -> bool:
    """Return whether a trail ends at records of this type: nothing that it shows is based on them."""
    shown = (model.spec for model in record_types().values() if model.spec.on_thread)
    return not any(kind in spec.bases for spec in shown)


def trail_today(person: Person, record: Model, today: datetime.date) -> Trail:
    """Return `trail_of` for a page, worked out once for each change of the council's records."""
    key = (kind_of(record), record.pk)
    return kept(person, "trail", today, lambda: trail_of(person, record, today), by=key)


def trail_of(person: Person, record: Model, today: datetime.date) -> Trail:
    """Return the trail of one record, with whatever of it this person may open; the rest is counted."""
    kind = kind_of(record)
    own = links.link(record)
    title = f"Trail of {lower_first(own.spec.name)}: {own.title}"
    built = _build(
        person,
        {kind: [record.pk]},
        today,
        own,
        title,
        lambda of: reverse("thread_records", args=[kind, record.pk, of]),
    )
    place = ranks()
    built.based_on = [stage for stage in built.stages if place[stage.kind] < place[kind]]
    built.led_to = [stage for stage in built.stages if place[stage.kind] >= place[kind]]
    return built


def trail_of_many(
    person: Person,
    starts: Mapping[str, Iterable[uuid.UUID]],
    today: datetime.date,
    title: str,
    list_of: Callable[[str], str],
) -> Trail:
    """Return the trail of several records, such as the claims under a statement; list_of: the address of all of a kind."""
    return _build(person, starts, today, None, title, list_of)


def trail_of_many_today(
    person: Person,
    starts: Mapping[str, Iterable[uuid.UUID]],
    today: datetime.date,
    title: str,
    list_of: Callable[[str], str],
) -> Trail:
    """Return `trail_of_many` for a page, worked out once for each change of the council's records."""
    starts = {kind: list(keys) for kind, keys in starts.items()}
    key = (title, *((kind, *keys) for kind, keys in starts.items()))
    return kept(person, "trail", today, lambda: trail_of_many(person, starts, today, title, list_of), by=key)


def records_of(
    person: Person, starts: Mapping[str, Iterable[uuid.UUID]], kind: str, without: Model | None
) -> QuerySet:
    """Return the records of one type on the trail of some, without the one whose trail it is, that a person may open."""
    graph = walk.graph(starts)
    if not type_of(kind).spec.passes:
        opened = {
            (of, pk)
            for of in passing(graph)
            for pk in links.visible(person, type_of(of))
            .filter(pk__in=graph.keys[of])
            .values_list("pk", flat=True)
        }
        graph = readable(graph, starts, opened)
    keys = graph.keys.get(kind, set()) - ({without.pk} if without else set())
    return links.visible(person, type_of(kind)).filter(pk__in=keys)


def line_of(record: Model, stages: Iterable[Stage], gaps: Iterable[TrailGap]) -> str:
    """Return the small drawing of a record's trail: one bead for each kind of record, and one for each gap."""
    place, own = ranks(), kind_of(record)
    address = reverse("thread", args=[own, record.pk])
    beads = [((place[own], 0), TrailBead(type_of(own).spec.name, 1, own=True))]
    for stage in stages:
        bead = TrailBead(stage.spec.plural, stage.count, href=f"{address}#trail-{stage.kind}")
        beads.append(((place[stage.kind], 1), bead))
    beads += [((place[gap.kind], 2), TrailBead(gap.title, len(gap.keys), gap=True)) for gap in gaps]
    beads.sort(key=lambda pair: pair[0])
    return _line_drawn(tuple(bead for _, bead in beads), f"Trail of {links.link(record).title}")


def _build(
    person: Person,
    starts: Mapping[str, Iterable[uuid.UUID]],
    today: datetime.date,
    own: Link | None,
    title: str,
    list_of: Callable[[str], str],
) -> Trail:
    place, graph = ranks(), walk.graph(starts)
    seen = {kind: _seen(person, kind, graph.keys[kind], own) for kind in passing(graph)}
    graph = readable(graph, starts, {(kind, pk) for kind, each in seen.items() for pk in each.opened})
    seen |= {
        kind: _seen(person, kind, pks, own)
        for kind, pks in graph.keys.items()
        if kind in place and kind not in seen
    }
    kinds = sorted(seen, key=lambda kind: (place[kind], list(place).index(kind)))
    gaps = found_gaps(person, {kind: each.opened for kind, each in seen.items()}, today)
    stages = [seen[kind].stage for kind in kinds if seen[kind].stage.count]
    columns = _columns(place, [*kinds, *(gap.kind for gap in gaps if not gap.in_own)])
    node_of = {(kind, pk): seen[kind].key_of(pk) for kind in kinds for pk in graph.keys[kind]}
    steps = {(node_of[start], node_of[end], False) for start, end in drawn_steps(graph)}
    missing = _missing_in_boxes(gaps, node_of)
    nodes = [
        node for kind in kinds for node in _boxes(seen[kind], columns[place[kind]][0], list_of(kind), missing)
    ]
    for gap in gaps:
        if not gap.in_own:
            node = TrailNode(f"gap {gap.title}", columns[place[gap.kind]][0], gap.words, kind=GAP)
            nodes.append(node)
            steps |= {(node_of[gap.of, pk], node.key, True) for pk in gap.keys}
            _stage(stages, gap.kind).gaps.append(gap.words)
    stages.sort(key=lambda stage: place[stage.kind])
    if own and not begins(own.kind) and all(end != node_of[own.kind, own.pk] for _, end, _ in steps):
        nodes, steps, columns = _without_basis(nodes, steps, columns, node_of[own.kind, own.pk])
    order = {node.key: i for i, node in enumerate(nodes)}
    inside = sorted((step for step in steps if step[0] != step[1]), key=lambda s: (order[s[0]], order[s[1]]))
    svg = _drawn(
        tuple(name for _, name in columns.values()),
        tuple(nodes),
        tuple(TrailStep(*step) for step in inside),
        title,
    )
    return Trail(stages, gaps, svg, own, all_at={kind: list_of(kind) for kind in kinds})


# A page that is opened again draws the same: a drawing follows from what is in it alone.
_drawn = lru_cache(maxsize=128)(trail_svg)
_line_drawn = lru_cache(maxsize=512)(trail_line_svg)


@dataclass(frozen=True)
class _Seen:
    """The records of one type on a trail as one person sees them: opened holds the keys of those that they may open."""

    stage: Stage
    opened: set[uuid.UUID]
    own: Link | None

    @property
    def drawn(self) -> list[Link]:
        """Return the records that have a box each: all that may be opened, or none where they are many."""
        return self.stage.links if len(self.stage.links) + self.stage.more <= _MOST_DRAWN else []

    def key_of(self, pk: uuid.UUID) -> str:
        """Return the key of the box in which a record is drawn."""
        kind = self.stage.kind
        if self.own and pk == self.own.pk:
            return f"{kind} {pk}"
        return f"{kind} unseen" if pk not in self.opened else f"{kind} {pk}" if self.drawn else f"{kind} all"


def _seen(person: Person, kind: str, keys: set[uuid.UUID], own: Link | None) -> _Seen:
    own = own if own and own.kind == kind else None
    rest = keys - ({own.pk} if own else set())
    records = links.visible(person, type_of(kind)).filter(pk__in=rest)
    shown = list(records[: _MOST_LISTED + 1])
    opened = {record.pk for record in shown}
    if len(shown) > _MOST_LISTED:
        opened = set(records.order_by().values_list("pk", flat=True))
    stage = Stage(kind, type_of(kind).spec, [links.link(record) for record in shown[:_MOST_LISTED]])
    stage.more, stage.hidden = len(opened) - len(stage.links), len(rest) - len(opened)
    return _Seen(stage, opened | ({own.pk} if own else set()), own)


def _stage(stages: list[Stage], kind: str) -> Stage:
    """Return the stage of a kind, added where it is not there."""
    for stage in stages:
        if stage.kind == kind:
            return stage
    stages.append(Stage(kind, type_of(kind).spec))
    return stages[-1]


def _missing_in_boxes(gaps: Iterable[TrailGap], node_of: Mapping[Key, str]) -> dict[str, tuple[str, ...]]:
    """Return what the boxes say of the gaps that a type states of its own records; a fold, how many of it have one."""
    titles: dict[str, list[str]] = {}
    having: dict[str, set[uuid.UUID]] = {}
    for gap in gaps:
        for pk in gap.keys if gap.in_own else ():
            key = node_of[gap.of, pk]
            titles.setdefault(key, []).append(gap.title)
            having.setdefault(key, set()).add(pk)
    return {
        key: (f"{len(having[key]):,} of these",) if key.endswith(" all") else tuple(words)
        for key, words in titles.items()
    }


def _columns(
    place: Mapping[str, tuple[int, int]], kinds: Iterable[str]
) -> dict[tuple[int, int], tuple[int, str]]:
    """Return the number and heading of each column, by its place."""
    present: dict[tuple[int, int], list[str]] = {}
    for kind in sorted(set(kinds), key=lambda kind: (place[kind], list(place).index(kind))):
        present.setdefault(place[kind], []).append(type_of(kind).spec.plural)
    named = {
        at: " and ".join([plurals[0], *map(lower_first, plurals[1:])]) for at, plurals in present.items()
    }
    return {at: (number, named[at]) for number, at in enumerate(sorted(named))}


def _boxes(
    seen: _Seen, column: int, list_at: str, missing: Mapping[str, tuple[str, ...]]
) -> Iterator[TrailNode]:
    """Yield the boxes of one kind: its records or all of them as one, those not to be opened, and the trail's own."""
    stage, kind = seen.stage, seen.stage.kind
    for link in [*([seen.own] if seen.own else []), *seen.drawn]:
        key = f"{kind} {link.pk}"
        gaps = missing.get(key, ())
        yield TrailNode(key, column, link.title, link.note, link.url, own=link is seen.own, gaps=gaps)
    may_open = len(stage.links) + stage.more
    if may_open and not seen.drawn:
        key, words = f"{kind} all", count_of(stage.spec, may_open)
        yield TrailNode(key, column, words, href=list_at, kind=FOLD, gaps=missing.get(key, ()))
    if stage.hidden:
        words = f"{count_of(stage.spec, stage.hidden)} that you may not open"
        yield TrailNode(f"{kind} unseen", column, words, kind=UNSEEN)


def _without_basis(nodes: list[TrailNode], steps: set, columns: dict, own: str) -> tuple[list, set, dict]:
    """Return the same with a gap in the first column that leads to the record."""
    first = (0, 0)
    if first not in columns:
        nodes = [TrailNode(**{**vars(node), "column": node.column + 1}) for node in nodes]
        root = next(iter(links.kinds().values()))
        columns = {first: (0, root.plural)} | {at: (n + 1, name) for at, (n, name) in columns.items()}
    gap = TrailNode("gap basis", 0, _NO_BASIS, kind=GAP)
    return [gap, *nodes], steps | {(gap.key, own, True)}, columns
