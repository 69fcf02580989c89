"""Avonshire's practice audits: two tools of social work and one of occupational therapy, rounds from sheets and one drawn here. All invented."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Mapping, Sequence
from typing import Any

from goldthread.council.database import tenant
from goldthread.council.models import Person
from goldthread.demo.story import Story
from goldthread.learning import commands as learning
from goldthread.learning.documents.models import Document
from goldthread.learning.models import Action
from goldthread.practice.importing.loading import load_round
from goldthread.practice.importing.reading import read_audits
from goldthread.practice.importing.who import known_to
from goldthread.practice.rounds import auditing, drawing, embedding, lists
from goldthread.practice.rounds import commands as rounds
from goldthread.practice.rounds.models import Audit, AuditRound, Standing
from goldthread.practice.tools import commands as tools
from goldthread.practice.tools.commands import NewQuestion
from goldthread.practice.tools.models import AuditTool
from goldthread.reviews import commands as reviews
from goldthread.reviews.models import Finding
from goldthread.standards.audit_tools import example_tools
from goldthread.themes.coding import commands as coding

_DAY = datetime.timedelta(days=1)
_SEED = 20_260
_THEME = "records-and-confidentiality"
# How many of the twelve files of a round meet each question of the recording standards, first and again.
_RECORDING = {
    "up_to_date": (9, 11),
    "steps": (8, 11),
    "reasons": (4, 12),
    "matters": (5, 11),
    "shared": (7, 8),
}
_WENT_WELL = (
    "The first visit is described so that one can see the room.",
    "The reasons for the smaller package are set out one by one.",
    "What matters to the person begins the plan.",
    "The carer was spoken to alone, and it is written down.",
)
_TO_LEARN = (
    "Say why an option was not chosen.",
    "Write down who was there.",
    "Ask what a good week looks like before listing tasks.",
    "Date each decision.",
)
_SAYS = (
    "She listened first and wrote afterwards.",
    "I would have liked a copy of the plan sooner.",
    "I knew whom to ring.",
)
_WORKERS = ("Samuel Aryee", "Nadia Rowbotham", "Tessa Holm", "Callum Reyes")
_TEAMS = ("Locality North", "Locality South", "Learning Disability and Autism")
_AUDITORS = ("chidi-nwosu", "ian-prettejohn", "samuel-aryee")


def add(story: Story, shelf: Mapping[str, Document]) -> None:
    """Add the tools, the rounds, what they found, and the action that the re-audit answers."""
    recording = _recording_tool(story, shelf)
    _therapy_tool(story)
    first = _recording_round(story, recording, 0, (-8, -6), "Recording standards, winter round")
    action = _learn(story, first)
    embedding.name_question(
        by=story.people["ian-prettejohn"],
        action=action,
        tool=recording,
        question_key="reasons",
        share=80,
        named_on=story.day(-4, 10),
    )
    again = _recording_round(story, recording, 1, (-2, -2), "Recording standards, re-audit", first)
    _end(story, again, story.day(-1, 12))
    monthly = _monthly_tool(story)
    _monthly_sheet(story, monthly)
    _monthly_round(story, monthly)
    changed = "Asks when the carer was last offered a break, not only an assessment."
    tools.begin_version(by=story.people["ian-prettejohn"], tool=monthly, changed=changed)


def _example(story: Story, slug: str, since: datetime.date, **standard: Any) -> AuditTool:
    example = next(each for each in example_tools() if each.slug == slug)
    ian = story.people["ian-prettejohn"]
    begun = tools.of_example(example, {_THEME: story.theme(_THEME)})
    questions = [
        NewQuestion(**{**vars(each), **standard.get(each.key, {})}) for each in begun.pop("questions")
    ]
    tool = tools.add_tool(by=ian, owner=ian, **begun, questions=questions)
    return tools.put_into_use(by=ian, tool=tool, used_since=since)


def _recording_tool(story: Story, shelf: Mapping[str, Document]) -> AuditTool:
    tested = {"standard": shelf["recording-standards"]}
    mapped = {key: tested for key in ("up_to_date", "steps", "reasons", "matters")}
    return _example(story, "recording_standards", story.day(-9, 2), **mapped)


def _monthly_tool(story: Story) -> AuditTool:
    return _example(story, "monthly_case_file", story.day(-5, 3))


def _therapy_tool(story: Story) -> None:
    """Occupational therapy's own tool, under its own principal, with grades in its own words."""
    sunita = story.people["sunita-marwaha"]
    questions = (
        ("goals", "The person", "Are the goals the person’s own, and can be measured?"),
        ("tried", "Equipment", "Was it tried at home before it was ordered?"),
        ("used", "Equipment", "Was it asked after six weeks whether it is used?"),
        ("least", "Decisions", "Is the least restrictive option considered first?"),
    )
    tool = tools.add_tool(
        by=sunita,
        owner=sunita,
        title="Occupational therapy home visits and equipment audit",
        about="An occupational therapist reads another’s file and rings the person.",
        discipline="occupational_therapy",
        grades="own",
        own_answers=[("Needs support", "not_met"), ("Developing", "partly"), ("Secure", "met")],
        questions=[
            NewQuestion(key=key, domain=domain, text=text, scale="yes_partly_no", is_compulsory=True)
            for key, domain, text in questions
        ],
    )
    tools.put_into_use(by=sunita, tool=tool, used_since=story.day(-3, 4))


def _recording_round(
    story: Story,
    tool: AuditTool,
    turn: int,
    months: tuple[int, int],
    title: str,
    first: AuditRound | None = None,
) -> AuditRound:
    """Load one of the two rounds of the recording standards from a council's own sheet."""
    begins, ends = story.day(months[0], 1), story.day(months[1], 25)
    with tenant.inside(story.clock.council_id):
        questions = list(tool.in_use.questions.order_by("position"))
    heads = [
        "Case reference",
        "Worker",
        "Team",
        "Auditor",
        "Date of audit",
        "What went well",
        "What should be learned",
    ]
    rows = [[*heads, *(each.text for each in questions)]]
    for number in range(12):
        rows.append(
            [
                f"RS {310 + 100 * turn + number}",
                # The principal social worker still works with a few people.
                "Ian Prettejohn" if (turn, number) == (0, 1) else _WORKERS[number % 4],
                _TEAMS[number % 2],
                "Rob Ellacott" if number % 2 else "Chidi Nwosu",
                f"{ends:%d/%m/%Y}",
                _WENT_WELL[number % 4],
                _TO_LEARN[number % 4],
                *("Yes" if number < _RECORDING[each.key][turn] else "No" for each in questions),
            ]
        )
    return _load(story, rows, title, begins, ends, tool, first)


def _load(
    story: Story,
    rows: Sequence[Sequence[str]],
    title: str,
    begins: datetime.date,
    ends: datetime.date,
    tool: AuditTool,
    first: AuditRound | None = None,
    findings: Sequence[str] = (),
) -> AuditRound:
    ian = story.people["ian-prettejohn"]
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    with tenant.inside(story.clock.council_id):
        sheet = read_audits(io.BytesIO(written.getvalue().encode()), f"{title}.csv")
        grades = tool.in_use.grades
    assert not sheet.errors and not sheet.missing, (sheet.errors, sheet.missing)
    return load_round(
        by=ian,
        sheet=sheet,
        filename=f"{title}.csv",
        title=title,
        discipline="social_work",
        period_from=begins,
        period_until=ends,
        findings=findings,
        tool=tool,
        grades=grades,
        re_audit_of=first,
    )


def _learn(story: Story, first: AuditRound) -> Action:
    """Record what the first round found, decide on it, and agree and do what came of it."""
    ian, found_on = story.people["ian-prettejohn"], story.day(-5, 6)
    rounds.record_findings(
        by=ian,
        audit_round=first,
        findings=[
            "In eight of twelve files the record does not give the reason for the decision on the person’s support."
        ],
        decided_on=found_on,
    )
    _end(story, first, found_on)
    with tenant.inside(story.clock.council_id):
        finding = Finding.objects.select_related("point", "review").get(review__audit_round=first)
    coding.code(by=ian, point=finding.point, themes=[story.theme(_THEME)])
    lesson = learning.record_lesson(
        by=ian,
        title="A reason that is not written down is no reason to whoever reads the file next",
        what_we_learned="Decisions were sound when people told us about them, and could not be followed from the record.",
        points=[finding.point],
        recorded_on=story.day(-5, 12),
    )
    action = learning.agree_action(
        by=ian,
        lesson=lesson,
        title="One box for the reason on each decision form, and ten minutes on it in team meetings",
        owner=ian,
        agreed_on=story.day(-5, 14),
        due_on=story.day(-4, 20),
        measure_name="Decisions with their reason recorded",
        measure_kind="proportion",
        direction="increase",
        embed_test="The recording standards audit asks for the reason.",
    )
    action = learning.complete_action(
        by=ian, action=action, done_on=story.day(-4, 18), note="The box is on all three forms."
    )
    reviews.decide(
        by=ian,
        finding=finding,
        decision="implemented",
        decided_on=story.day(-4, 20),
        reason="The box is on all three forms.",
    )
    return action


def _end(story: Story, audit_round: AuditRound, on: datetime.date) -> None:
    rounds.end_round(by=story.people["ian-prettejohn"], audit_round=audit_round, told_on=on)


def _monthly_sheet(story: Story, tool: AuditTool) -> None:
    """A round that came as a sheet of Microsoft Forms, with the workers' reflections in it."""
    with tenant.inside(story.clock.council_id):
        questions = list(tool.in_use.questions.order_by("position"))
    heads = [
        "Id", "Start time", "Completion time", "Email", "Name", "Case reference", "Whose work is it?", "Team",
        "Date of audit", "What went well", "What should be learnt", "Worker’s reflection", "Overall grade",
    ]  # fmt: skip
    rows = [[*heads, *(each.text for each in questions)]]
    ends = story.day(-3, 24)
    for number in range(11):
        auditor = "Chidi Nwosu" if number % 2 else "Rob Ellacott"
        rows.append(
            [
                str(number + 1), f"{ends:%d/%m/%Y} 09:10", f"{ends:%d/%m/%Y} 09:40",
                f"{auditor.lower().replace(' ', '.')}@avonshire.example", auditor, f"MC {1201 + number}",
                _WORKERS[number % 4], _TEAMS[number % 3], f"{ends:%d/%m/%Y}", _WENT_WELL[number % 4],
                _TO_LEARN[(number + 1) % 4], "I will begin with what matters to the person." if number % 3 else "",
                ("Good", "Requires improvement", "Good", "Outstanding")[number % 4],
                *(("Yes", "Partly", "No", "Yes")[(number + place) % 4] for place, _ in enumerate(questions)),
            ]
        )  # fmt: skip
    _load(story, rows, "Monthly case file audits from Microsoft Forms", story.day(-3, 1), ends, tool)


def _monthly_round(story: Story, tool: AuditTool) -> None:
    """A round drawn here: a list of forty, twelve drawn, one swapped, most of them done."""
    ian = story.people["ian-prettejohn"]
    audit_round = rounds.set_up_round(
        by=ian,
        title="Monthly case file audit, drawn here",
        tool=tool,
        period_from=story.day(-1, 1),
        period_until=story.day(-1, 28),
        due_on=story.today + 12 * _DAY,
    )
    lines = "\n".join(
        f"LAS {4400 + 7 * number}, {_WORKERS[number % 4]}, {_TEAMS[number % 3]}" for number in range(36)
    )
    with tenant.inside(story.clock.council_id):
        listed = lists.pasted(lines, known_to(ian))
    rounds_drawn = drawing.load_list(by=ian, audit_round=audit_round, cases=listed)
    audit_round = drawing.draw_sample(
        by=ian, audit_round=rounds_drawn, size=9, drawn_on=story.day(0, 1), seed=_SEED
    )
    drawing.give_to_auditors(
        by=ian, audit_round=audit_round, auditors=[story.people[slug] for slug in _AUDITORS]
    )
    with tenant.inside(story.clock.council_id):
        swapped = audit_round.cases.filter(standing=Standing.DRAWN).order_by("place").first()
    drawing.swap_case(
        by=ian,
        audit_round=audit_round,
        case=swapped,
        swapped_on=story.day(0, 1),
        reason="The file is closed and was moved to the archive.",
    )
    _do(story, audit_round)


def _do(story: Story, audit_round: AuditRound) -> None:
    """Do all the audits but the last of each auditor."""
    with tenant.inside(story.clock.council_id):
        audits = list(
            Audit.objects.filter(round=audit_round)
            .select_related("case__worker", "auditor", "round__tool_version__tool")
            .order_by("case__place")
        )
        keys = [question.key for question in audit_round.tool_version.questions.order_by("position")]
    left = {audit.auditor_id: audit.pk for audit in audits}
    for number, audit in enumerate(each for each in audits if each.pk not in left.values()):
        # Read with the audits: saving one reads it anew.
        worker = audit.case.worker
        auditing.save_audit(
            by=audit.auditor,
            audit=audit,
            answers={
                key: ("Yes", "Yes", "Partly", "No")[(number + place) % 4] for place, key in enumerate(keys)
            },
            strengths=_WENT_WELL[number % 4],
            learning=_TO_LEARN[number % 4],
            person_asked="asked" if number % 2 else "no_answer",
            person_view=_SAYS[number % 3] if number % 2 else "",
            grade=("Good", "Requires improvement", "Good")[number % 3],
            why="One decision has no reason."
            if number % 3 == 1
            else "The thread from need to outcome can be followed.",
            finished_on=story.day(0, 1),
        )
        _reflect(story, audit, worker, number)


def _reflect(story: Story, audit: Audit, worker: Person | None, number: int) -> None:
    if worker is not None and number % 2 == 0:
        auditing.reflect(
            by=worker,
            audit=audit,
            reflection="I had the reason in my head and not in the file. I write it at once now.",
            reflected_on=story.day(0, 1),
        )
