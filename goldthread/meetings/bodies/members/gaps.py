"""How the members of a body compare with the population, by each question that both were counted by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from goldthread.analysis.figures import FiguresError
from goldthread.analysis.tables.representation import Representation, representation
from goldthread.cell_text import plain
from goldthread.meetings.bodies.members.models import MemberSheet, PopulationFigure
from goldthread.meetings.bodies.models import Body


@dataclass(frozen=True)
class Compared:
    """One question: how the members compare, or why that cannot be said, and where the population is from."""

    question: str
    result: Representation | None
    problem: str
    source: str


@dataclass(frozen=True)
class Members:
    """The members of the newest sheet: how many, who by question, and how they compare with the population."""

    sheet: MemberSheet
    questions: dict[str, dict[str, int]]
    compared: list[Compared]


def members_of(body: Body) -> Members | None:
    """Return the members of a body as its newest sheet counts them, None where there is none."""
    sheet = body.sheets.prefetch_related("counts").first()
    if sheet is None:
        return None
    questions: dict[str, dict[str, int]] = {}
    for count in sheet.counts.all():
        questions.setdefault(count.question, {})[count.group] = count.people
    figures: dict[str, list[PopulationFigure]] = {}
    for figure in PopulationFigure.objects.filter(council=body.council_id):
        figures.setdefault(plain(figure.question), []).append(figure)
    compared = [
        _compared(question, groups, figures[plain(question)])
        for question, groups in questions.items()
        if plain(question) in figures
    ]
    return Members(sheet, questions, compared)


def _compared(question: str, groups: dict[str, int], figures: list[PopulationFigure]) -> Compared:
    # Groups are joined as names are compared, so that a capital makes no group of its own.
    called = {plain(figure.group): figure.group for figure in figures}
    members: dict[str, int] = {}
    for group, people in groups.items():
        name = called.get(plain(group), group)
        members[name] = members.get(name, 0) + people
    population: dict[str, Any] = {figure.group: figure.people for figure in figures}
    source = f"{figures[0].source}, {figures[0].year}"
    try:
        return Compared(question, representation(members, population, figures[0].year), "", source)
    except FiguresError as error:
        return Compared(question, None, str(error), source)
