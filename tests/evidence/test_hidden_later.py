"""A name that is hidden later is hidden in all that was made from the voice: lessons, actions, briefings, evidence, notes."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.apps import apps
from procrastinate.contrib.django.models import ProcrastinateJob

from goldthread.briefings import commands as briefings
from goldthread.briefings.models import Briefing, Receipt
from goldthread.council.models import AuditLine, SearchEntry, SearchWord
from goldthread.council.records import redaction, withdrawal
from goldthread.council.records.models import Withdrawal
from goldthread.evidence import commands as evidence
from goldthread.evidence.models import Citation, Claim
from goldthread.feedback import commands as feedback
from goldthread.feedback.models import Point
from goldthread.feedback.redaction import detections
from goldthread.impact import commands as impact
from goldthread.impact.models import Measure, Reading
from goldthread.learning import commands as learning
from goldthread.learning.models import Action, ActionUpdate, Lesson
from goldthread.themes.coding import commands as coding_commands
from goldthread.themes.coding.models import Decision
from goldthread.themes.safeguarding import commands as safeguarding_commands
from goldthread.themes.safeguarding.models import SafeguardingPrompt, SafeguardingReview

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 9, 3)
NAME = "the quillfeather man"
STORY = f"Nobody told us when the ramp would come. We asked {NAME} three times over, and we asked the office."
EVENTS = ("LessonEvent", "ActionEvent", "BriefingEvent", "ReadingEvent", "ClaimEvent")


@pytest.fixture
def made(avonshire, settings):
    """Return a voice, and whatever can be made from one, each naming somebody whom nobody has hidden yet."""
    lead, manager = avonshire.person("quality_lead"), avonshire.person("complaints_manager")
    clock = avonshire.clock
    new = feedback.NewFeedback(source="complaint", points=[STORY], received_on=DAY)
    voice = feedback.receive(by=manager, new=new, today=DAY)
    point = Point.objects.get(feedback=voice)
    lesson = learning.record_lesson(
        by=clock,
        points=[point],
        title=f"Tell {NAME}",
        what_we_learned=f"That {NAME} was asked.",
        recorded_on=DAY,
    )
    action = learning.agree_action(
        by=clock,
        lesson=lesson,
        title=f"Ring {NAME}",
        detail=f"Each week {NAME} is rung.",
        owner=lead,
        agreed_on=DAY,
        due_on=DAY,
        measure_name=f"Calls to {NAME}",
    )
    learning.add_update(by=clock, action=action, on=DAY, note=f"Rang {NAME}.")
    learning.complete_action(by=clock, action=action, done_on=DAY, note=f"Did ring {NAME}.")
    measure = impact.set_up_measure(by=clock, action=action, wording=f"How often {NAME} was rung")
    impact.save_readings(
        by=clock,
        measure=measure,
        readings=[impact.NewReading(DAY.replace(month=8), value=Decimal(3), source=f"{NAME} counted")],
        today=DAY,
    )
    blocks = {"what": f"It is about {NAME}.", "what_to_do": "Ring back."}
    briefing = briefings.write_briefing(by=clock, title=f"Ringing {NAME}", blocks=blocks, lessons=[lesson])
    briefings.send_briefing(by=clock, briefing=briefing, teams=[avonshire.team("first-contact")], sent_on=DAY)
    briefings.acknowledge_briefing(by=clock, briefing=briefing, read_on=DAY, how_used=f"We told {NAME}.")
    for cited in ({"feedback": voice}, {"briefing": briefing}, {"measure": measure}):
        claim = evidence.add_claim(
            by=clock, statement="assessing-needs", text=f"We rang {NAME} through {next(iter(cited))}."
        )
        evidence.add_evidence(by=clock, claim=claim, note=f"as {NAME} said", **cited)
    Decision.objects.create(
        council=voice.council, point=point, by=clock, at=voice.created_at, note=f"Is {NAME} staff?"
    )
    alert = SafeguardingPrompt.objects.create(council=voice.council, point=point, cues=[], rules="1")
    safeguarding_commands.record_review(
        by=clock, prompt=alert, outcome=SafeguardingReview.Outcome.PASSED, note=f"I rang {NAME}."
    )
    return voice


def _kept() -> list[str]:
    """Return every record that still holds the name, by its kind."""
    kinds = (
        Lesson, Action, ActionUpdate, Measure, Reading, Briefing, Receipt, Claim, Citation, Decision, SafeguardingReview,
        SearchEntry, *(apps.get_model("goldthread", name) for name in EVENTS),
    )  # fmt: skip
    return [
        f"{kind.__name__}: {vars(record)}"
        for kind in kinds
        for record in kind.objects.all()
        if "quillfeather" in str(vars(record)).lower()
    ]


def _run(avonshire, voice) -> None:
    assert _asked().filter(args__kind="feedback", args__pk=str(voice.pk)).exists()
    redaction.hide_again_job(by=avonshire.person("complaints_manager"), kind="feedback", pk=str(voice.pk))


def _asked():
    return ProcrastinateJob.objects.filter(task_name=f"goldthread.{redaction.HIDE_AGAIN}")


def test_nothing_that_was_made_from_a_voice_keeps_a_name_hidden_later(avonshire, made):
    assert len({one.split(":")[0] for one in _kept()}) >= 12, "the name stood in each kind before"
    detections.redact_more(
        by=avonshire.person("complaints_manager"),
        feedback=made,
        words=NAME,
        kind="PERSON",
        reason="A neighbour",
    )
    _run(avonshire, made)
    assert _kept() == []
    assert "[person" in Lesson.objects.get(basis__point__feedback=made).title
    assert not SearchWord.objects.filter(word="quillfeather").exists()


def test_what_was_withdrawn_merged_or_archived_keeps_no_name_either(avonshire, made):
    clock = avonshire.clock
    briefing = Briefing.objects.get(title__contains="quillfeather")
    withdrawal.withdraw(by=clock, record=briefing, reason=f"It is on {NAME}", today=DAY)
    lesson = Lesson.objects.get(basis__point__feedback=made)
    other = learning.record_lesson(
        by=clock,
        points=[Point.objects.filter(council=made.council).exclude(feedback=made).earliest("heard_on")],
        title="Tell people the wait",
        what_we_learned="They are not told.",
        recorded_on=DAY,
    )
    withdrawal.merge(by=clock, record=lesson, into=other, reason="The same lesson twice", today=DAY)
    for claim in Claim.objects.filter(citations__feedback=made):
        evidence.archive_claim(by=clock, claim=claim, on=DAY)
    detections.redact_more(
        by=avonshire.person("complaints_manager"),
        feedback=made,
        words=NAME,
        kind="PERSON",
        reason="A neighbour",
    )
    _run(avonshire, made)
    assert _kept() == []
    assert not Withdrawal.objects.filter(because__contains="quillfeather").exists()


def test_run_again_it_changes_nothing_and_each_run_is_one_line(avonshire, made):
    detections.redact_more(
        by=avonshire.person("complaints_manager"),
        feedback=made,
        words=NAME,
        kind="PERSON",
        reason="A neighbour",
    )
    _run(avonshire, made)
    before = AuditLine.objects.filter(command="council.hide_again").count()
    stands = {record.pk: vars(record)["title"] for record in Lesson.objects.all()}
    _run(avonshire, made)
    assert AuditLine.objects.filter(command="council.hide_again").count() == before + 1
    assert {record.pk: vars(record)["title"] for record in Lesson.objects.all()} == stands


def test_a_voice_that_nothing_rests_on_writes_no_line(avonshire):
    manager = avonshire.person("complaints_manager")
    new = feedback.NewFeedback(source="complaint", points=[STORY], received_on=DAY)
    voice = feedback.receive(by=manager, new=new, today=DAY)
    before = AuditLine.objects.filter(command="council.hide_again").count()
    redaction.hide_again_job(by=manager, kind="feedback", pk=str(voice.pk))
    assert AuditLine.objects.filter(command="council.hide_again").count() == before


def test_what_a_person_was_told_asks_for_it_only_where_it_names_somebody(avonshire):
    manager = avonshire.person("complaints_manager")
    new = feedback.NewFeedback(source="complaint", points=["The ramp never came."], received_on=DAY)
    voice = feedback.receive(by=manager, new=new, today=DAY)
    asked = _asked()
    before = asked.count()
    feedback.record_response(
        by=manager, feedback=voice, responded_on=DAY, response="We are sorry. The ramp is there."
    )
    assert asked.count() == before
    feedback.record_response(
        by=manager, feedback=voice, responded_on=DAY, response="Mrs Perpetua Vantongeren will ring."
    )
    assert asked.count() == before + 1


def test_a_lesson_that_rests_on_more_is_hidden_with_the_names_of_the_new_cases(avonshire):
    clock = avonshire.clock

    def say(text):
        new = feedback.NewFeedback(source="complaint", points=[text], received_on=DAY)
        return feedback.receive(by=clock, new=new, today=DAY).points.get()

    lesson = learning.record_lesson(
        by=clock,
        points=[say("The ramp never came.")],
        title="What the quillfeather man knew",
        what_we_learned="The quillfeather man is to be asked.",
        recorded_on=DAY,
    )
    later = say(STORY)
    detections.redact_more(by=clock, feedback=later.feedback, words=NAME, kind="PERSON", reason="A neighbour")
    learning.add_points(by=clock, lesson=lesson, points=[later])
    assert "quillfeather" not in f"{lesson.title} {lesson.what_we_learned}".lower()
    entry = SearchEntry.objects.get(record_id=lesson.pk)
    assert "quillfeather" not in f"{entry.title} {entry.body}".lower()


def test_a_note_is_hidden_with_the_names_of_its_case(avonshire):
    clock = avonshire.clock
    new = feedback.NewFeedback(source="complaint", points=[STORY], received_on=DAY)
    voice = feedback.receive(by=clock, new=new, today=DAY)
    detections.redact_more(by=clock, feedback=voice, words=NAME, kind="PERSON", reason="A neighbour")
    point = voice.points.get()
    alert = SafeguardingPrompt.objects.create(council=voice.council, point=point, cues=[], rules="1")
    look = safeguarding_commands.record_review(
        by=clock, prompt=alert, outcome=SafeguardingReview.Outcome.PASSED, note=f"I rang {NAME}."
    )
    assert "quillfeather" not in look.note
    skipped = coding_commands.skip(by=clock, point=point, reason="private", note=f"Who is {NAME}?")
    assert "quillfeather" not in skipped.note


def test_a_note_that_hiding_makes_longer_is_cut(avonshire, made):
    claim = Claim.objects.filter(citations__feedback=made).get()
    Citation.objects.filter(claim=claim).delete()
    detections.redact_more(
        by=avonshire.clock, feedback=made, words="ramp", kind="ADDRESS", reason="It is a house's name"
    )
    citation = evidence.add_evidence(
        by=avonshire.clock, claim=claim, feedback=made, note=("ramp " * 60).strip()
    )
    assert 250 < len(citation.note) <= 300
