"""The steps of a trail as one person may see them, and as they are drawn: records only, without the issues between them."""

from __future__ import annotations

import uuid
from collections.abc import Container, Iterable, Mapping

from goldthread.council.records.spec import record_types
from goldthread.council.records.walk import Graph, Key
from goldthread.thread import links

_Steps = set[tuple[Key, Key]]


def passing(graph: Graph) -> list[str]:
    """Return the kinds of a trail that it shows and that a walk passes through."""
    return [kind for kind, spec in links.kinds().items() if kind in graph.keys and spec.passes]


def readable(graph: Graph, starts: Mapping[str, Iterable[uuid.UUID]], opened: Container[Key]) -> Graph:
    """Return the graph without the themes of what a person may not open, which would say what it is about."""
    types, shown = record_types(), links.kinds()
    origins: dict[Key, set[Key]] = {}
    for start, end in graph.steps:
        if end[0] not in shown:
            origins.setdefault(end, set()).add(start)
    aside = {kind for kind in graph.keys if not types[kind].spec.passes}
    steps = {
        (start, end)
        for start, end in graph.steps
        if end[0] not in aside or any(each in opened for each in origins.get(start, {start}))
    }
    keys = {kind: ids for kind, ids in graph.keys.items() if kind not in aside}
    for kind in aside:
        named = {pk for step in steps for of, pk in step if of == kind} | set(starts.get(kind, ()))
        if named:
            keys[kind] = named
    return Graph(keys, steps)


def drawn_steps(graph: Graph) -> _Steps:
    """Return the steps between records that a trail shows; issues are not shown, and a theme stands where it may.

    An issue's step to a lesson is drawn through its theme where all issues of that theme here led to the same: then
    nobody can read from it that something led to a lesson that it did not lead to. Otherwise the theme stands aside.
    """
    types, shown = record_types(), links.kinds()
    before: dict[Key, set[Key]] = {}
    after: dict[Key, set[Key]] = {}
    steps: _Steps = set()
    for start, end in graph.steps:
        if start[0] in shown and end[0] in shown:
            steps.add((start, end))
        elif start[0] in shown:
            before.setdefault(end, set()).add(start)
        else:
            after.setdefault(start, set()).add(end)
    led = {
        issue: frozenset(key for key in ends if types[key[0]].spec.passes) for issue, ends in after.items()
    }
    to: dict[Key, set[frozenset[Key]]] = {}
    for issue, reached in after.items():
        for key in reached - led[issue]:
            to.setdefault(key, set()).add(led[issue])
    for issue, reached in after.items():
        sources = before.get(issue, set())
        aside = reached - led[issue]
        through = {key for key in aside if len(to[key]) == 1 and led[issue]}
        steps |= {(source, key) for source in sources for key in aside}
        steps |= {(start, key) for start in through or sources for key in led[issue]}
    return steps
