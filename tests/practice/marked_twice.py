"""A round of a few files marked twice, for tests: its tool, its sample, first auditors, and second markers."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from goldthread.council.models import Person
from goldthread.practice.marking import commands as marking
from goldthread.practice.marking.models import SecondMark
from goldthread.practice.rounds import auditing, drawing
from goldthread.practice.rounds import commands as rounds
from goldthread.practice.rounds.models import Audit, AuditRound
from goldthread.practice.tools import commands as tools
from goldthread.standards import audit_tools

ANSWERS = {
    "voice": "Yes",
    "strengths": "Yes",
    "capacity": "Partly",
    "risk": "Yes",
    "outcomes": "No",
}
# Written by the first auditor and by nobody else, and nothing that redaction would hide.
WORDS = ("quincewort", "larkspindle", "mothgrove", "ferncastle")


def make_round(
    lead: Person, auditor: Person, *, files: int = 4, title: str = "Files marked twice"
) -> AuditRound:
    """Return a round whose whole list is its sample, given to one auditor."""
    today = timezone.localdate()
    example = next(each for each in audit_tools.example_tools() if each.slug == "monthly_case_file")
    tool = tools.add_tool(by=lead, **tools.of_example(example, {}) | {"title": f"Tool of {title}"})
    tools.put_into_use(by=lead, tool=tool, used_since=today)
    tool = type(tool).objects.get(pk=tool.pk)
    audit_round = rounds.set_up_round(
        by=lead,
        title=title,
        tool=tool,
        period_from=today - datetime.timedelta(days=40),
        period_until=today - datetime.timedelta(days=10),
    )
    cases = [drawing.NewCase(reference=f"LAS {7000 + n}", stratum="North") for n in range(files)]
    drawing.load_list(by=lead, audit_round=audit_round, cases=cases)
    drawing.draw_sample(by=lead, audit_round=audit_round, size=files, drawn_on=today, seed=11)
    drawing.give_to_auditors(by=lead, audit_round=audit_round, auditors=[auditor])
    return AuditRound.objects.get(pk=audit_round.pk)


def first_mark(audit: Audit, grade: str = "Good", **changed: Any) -> Audit:
    """Finish a first mark, with words that nobody else writes."""
    given = {
        "answers": ANSWERS,
        "notes": {"voice": WORDS[0]},
        "strengths": WORDS[1],
        "learning": WORDS[2],
        "why": WORDS[3],
        "person_asked": "not_asked",
        "grade": grade,
        "finished_on": timezone.localdate(),
    }
    return auditing.save_audit(by=audit.auditor, audit=audit, **given | changed)


def mark_twice(
    audit_round: AuditRound, lead: Person, marker: Person, *, share: int = 100
) -> list[SecondMark]:
    """Draw files to be marked twice, and give all of them to one marker."""
    today = timezone.localdate()
    marking.draw_second_marks(by=lead, audit_round=audit_round, share=share, drawn_on=today, seed=12)
    marking.give_second_marks(by=lead, audit_round=audit_round, markers=[marker])
    return marks_of(audit_round)


def marks_of(audit_round: AuditRound) -> list[SecondMark]:
    """Return the second marks of a round in the order of its list."""
    marks = SecondMark.objects.filter(audit__round=audit_round).order_by("audit__case__place")
    return list(marks.select_related("audit__case", "audit__auditor", "audit__round", "marker"))


def second_mark(mark: SecondMark, grade: str = "Good", **changed: Any) -> SecondMark:
    """Finish a second mark."""
    given = {"answers": ANSWERS, "grade": grade, "why": "As I see it.", "finished_on": timezone.localdate()}
    return marking.save_second_mark(by=mark.marker, mark=mark, **given | changed)
