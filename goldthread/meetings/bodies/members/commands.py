"""Commands on who members are: the yearly sheet of members, and the council's population."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from goldthread.cell_text import plain
from goldthread.council.command import Logged, Refused, command
from goldthread.council.models import Person
from goldthread.council.records import saving
from goldthread.meetings.bodies.members.models import MemberCount, MemberSheet, PopulationFigure
from goldthread.meetings.bodies.members.sheets import Counted
from goldthread.meetings.bodies.models import Body


@command("bodies.record")
def count_members(*, by: Person, body: Body, as_at: datetime.date, counted: Counted) -> Body:
    """Count members from a sheet: one of the same day takes the place of that before it."""
    body.sheets.filter(as_at=as_at).delete()
    sheet = MemberSheet(council=by.council, body=body, as_at=as_at, members=counted.members, by=by)
    saving.add_part(sheet, body)
    for question, groups in counted.questions.items():
        for group, people in sorted(groups.items()):
            row = MemberCount(council=by.council, sheet=sheet, question=question, group=group, people=people)
            saving.add_part(row, body)
    return body


@command("bodies.record")
def set_population(*, by: Person, question: str, groups: Mapping[str, int], year: int, source: str) -> Logged:
    """Set population: the people of each group, in the place of what stood for that question."""
    question = " ".join(question.split())
    if not plain(question):
        raise Refused("Enter what the groups are of.", field="question")
    if sum(groups.values()) == 0:
        raise Refused("Enter the people of each group.", field="groups")
    PopulationFigure.objects.filter(council=by.council, question__iexact=question).delete()
    PopulationFigure.objects.bulk_create(
        PopulationFigure(
            council=by.council, question=question, group=group, people=people, year=year, source=source
        )
        for group, people in groups.items()
    )
    return Logged(audit_target=by.council, audit_detail={"question": question, "groups": len(groups)})
