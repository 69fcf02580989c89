"""A round of Avonshire's that is marked twice, half of it by an auditor of Brackenmoor, its neighbour. All invented."""

from __future__ import annotations

import datetime

from goldthread.council.database import tenant
from goldthread.council.models import Person
from goldthread.demo.story import Story
from goldthread.practice.marking import commands as marking
from goldthread.practice.marking import guests
from goldthread.practice.marking.models import SecondMark
from goldthread.practice.rounds import auditing, drawing
from goldthread.practice.rounds import commands as rounds
from goldthread.practice.rounds.models import Audit, AuditRound
from goldthread.practice.tools.models import AuditTool

TITLE = "Case files marked twice with our neighbours"
_TOOL = "Monthly case file audit"
_SEED, _SECOND_SEED = 31_415, 27_182
_FILES = 12
# First and second grade of the files, in the order of the list; the last two are not marked a second time yet.
_GRADES = (
    ("Good", "Good"),
    ("Good", "Requires improvement"),
    ("Requires improvement", "Requires improvement"),
    ("Good", "Good"),
    ("Outstanding", "Good"),
    ("Requires improvement", "Requires improvement"),
    ("Good", "Good"),
    ("Good", "Good"),
    ("Requires improvement", "Good"),
    ("Good", "Good"),
    ("Good", ""),
    ("Good", ""),
)
_AGREED = (
    "Good",
    "The reason for the smaller package is in the letter, which the second marker had not opened.",
)


def add(story: Story) -> None:
    """Set the round up, open it to the neighbour, mark it twice and agree the first file on which the marks differ."""
    ian, grace = story.people["ian-prettejohn"], story.people["grace-adeyinka"]
    audit_round = _drawn(story, ian)
    external = guests.open_round_to(
        by=ian,
        audit_round=audit_round,
        name="Alec Thornber",
        email="alec.thornber@brackenmoor.example",
        from_council="Brackenmoor Borough Council",
        since=story.day(0, 1),
        until=story.today + datetime.timedelta(days=45),
    )
    marking.draw_second_marks(
        by=ian, audit_round=audit_round, share=100, drawn_on=story.day(0, 1), seed=_SECOND_SEED
    )
    marking.give_second_marks(by=ian, audit_round=audit_round, markers=[external.person, grace])
    _mark(story, audit_round)
    with tenant.inside(story.clock.council_id):
        marks = _marks(audit_round)
    differ = next(each for each in marks if each.are_both_in and each.grade != each.audit.first_grade)
    marking.agree_grade(by=ian, mark=differ, grade=_AGREED[0], because=_AGREED[1], agreed_on=story.day(0, 1))


def _drawn(story: Story, lead: Person) -> AuditRound:
    with tenant.inside(story.clock.council_id):
        tool = AuditTool.objects.get(council=lead.council, title=_TOOL)
    audit_round = rounds.set_up_round(
        by=lead,
        title=TITLE,
        tool=tool,
        period_from=story.day(-2, 1),
        period_until=story.day(-2, 25),
        due_on=story.today + datetime.timedelta(days=30),
    )
    listed = [drawing.NewCase(reference=f"BX {901 + 3 * n}", stratum="Locality North") for n in range(_FILES)]
    drawing.load_list(by=lead, audit_round=audit_round, cases=listed)
    audit_round = drawing.draw_sample(
        by=lead, audit_round=audit_round, size=_FILES, drawn_on=story.day(0, 1), seed=_SEED
    )
    auditors = [story.people["chidi-nwosu"], story.people["rob-ellacott"]]
    return drawing.give_to_auditors(by=lead, audit_round=audit_round, auditors=auditors)


def _mark(story: Story, audit_round: AuditRound) -> None:
    with tenant.inside(story.clock.council_id):
        audits = list(
            Audit.objects.filter(round=audit_round)
            .select_related("case__worker", "auditor", "round__tool_version__tool")
            .order_by("case__place", "pk")
        )
        marks = {mark.audit_id: mark for mark in _marks(audit_round)}
        keys = [question.key for question in audit_round.tool_version.questions.order_by("position")]
    on = story.day(0, 1)
    for number, (audit, (first, second)) in enumerate(zip(audits, _GRADES, strict=True)):
        answers = {key: ("Yes", "Yes", "Partly")[(number + place) % 3] for place, key in enumerate(keys)}
        auditing.save_audit(
            by=audit.auditor,
            audit=audit,
            answers=answers,
            strengths="The plan begins with what matters to the person.",
            learning="Write down why an option was not chosen.",
            why="The thread from need to outcome can be followed.",
            person_asked="no_answer",
            grade=first,
            finished_on=on,
        )
        if second:
            mark = marks[audit.pk]
            marking.save_second_mark(
                by=mark.marker,
                mark=mark,
                answers=answers if first == second else {**answers, keys[0]: "Partly"},
                grade=second,
                why="As the record stands.",
                finished_on=on,
            )


def _marks(audit_round: AuditRound) -> list[SecondMark]:
    marks = SecondMark.objects.filter(audit__round=audit_round)
    along = ("audit__round__tool_version__tool", "audit__case", "marker")
    return list(marks.select_related(*along).order_by("audit__case__place", "pk"))
