"""The one timeline of a record: what is in it, in what order, and what of it is shown."""

from __future__ import annotations

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from goldthread.council.files import commands as files
from goldthread.council.notes import commands as notes
from goldthread.council.records import timeline
from goldthread.council.records.pages import address
from goldthread.evidence import commands as evidence
from goldthread.evidence.models import Claim
from goldthread.feedback.models import Feedback, Point
from goldthread.impact.models import Measure
from goldthread.learning import commands as learning
from goldthread.learning.models import Lesson
from goldthread.reviews.models import Review
from goldthread.themes.coding.models import Coding


def event(minute: int, group: str = "changes") -> dict:
    return {"when": datetime.datetime(2026, 3, 2, 9, minute), "group": group}


def test_a_part_is_shown_where_there_is_something_to_choose_between():
    events = [event(3, "notes"), event(2), event(1, "files")]
    shown, choices, more = timeline.part_of(events, "")
    assert shown == events and more == 0
    assert [(text, count, current) for text, _, count, current in choices] == [
        ("Everything", 3, True),
        ("Notes", 1, False),
        ("Files", 1, False),
        ("Changes", 1, False),
    ]
    assert timeline.part_of(events, "notes")[0] == events[:1]
    assert timeline.part_of(events, "nonsense")[0] == events
    assert timeline.part_of([event(1), event(2)], "")[1] == []


def test_a_long_one_shows_the_newest_and_says_how_many_more():
    events = [event(minute) for minute in range(59, 0, -1)]
    shown, _, more = timeline.part_of(events, "")
    assert (shown, more) == (events[: timeline.MOST], 59 - timeline.MOST)
    assert timeline.part_of(events, "-all")[0] == events and timeline.part_of(events, "-all")[2] == 0
    assert timeline.part_of(events, "changes-all")[0] == events


@pytest.mark.parametrize(
    ("due", "closed", "said"),
    [
        (None, None, None),
        (datetime.date(2026, 3, 4), None, ("due", "4 March")),
        (datetime.date(2026, 3, 2), None, ("due", "2 March")),
        (datetime.date(2026, 2, 27), None, ("was due", "27 February")),
        (datetime.date(2027, 1, 4), None, ("due", "4 January 2027")),
        (datetime.date(2026, 3, 4), datetime.date(2026, 3, 1), None),
    ],
)
def test_what_is_still_due_stands_before_all_that_happened(due, closed, said):
    feedback = Feedback(
        source="complaint", received_on=datetime.date(2026, 2, 26), due_on=due, closed_on=closed
    )
    events = timeline.still_due(feedback, datetime.date(2026, 3, 2))
    assert bool(events) == (said is not None)
    if said is not None:
        assert events[0]["what"].lower().endswith(said[0]) and events[0]["when"] == said[1]
        assert ("was due" in events[0]["what"].lower()) == (said[0] == "was due")


db = pytest.mark.django_db


@pytest.fixture
def by(avonshire):
    return avonshire.person("quality_lead")


@pytest.fixture
def feedback(by):
    coded = Coding.objects.filter(applies=True, point__origin="feedback").values("point__origin_id")
    return Feedback.objects.visible_to(by).filter(pk__in=coded).order_by("number").last()


@db
def test_feedback_shows_coding_lessons_evidence_notes_and_files_newest_first(avonshire, by, feedback):
    point = Point.objects.filter(origin_id=feedback.pk).first()
    lesson = learning.record_lesson(
        by=by,
        points=[point],
        title="Late visits",
        what_we_learned="Visits are late.",
        recorded_on=timezone.localdate(),
    )
    evidence.add_evidence(
        by=by, claim=Claim.objects.visible_to(by).filter(archived_on=None).first(), feedback=feedback
    )
    notes.add_note(by=by, record=feedback, text="A note.")
    files.attach_file(by=by, record=feedback, filename="log.txt", content=b"A file.")
    events = timeline.timeline(by, feedback)
    whats = [each["what"] for each in events]
    assert [
        what for what in whats if what in ("File added", "Note", "Used as evidence", "Used in a lesson")
    ] == [
        "File added",
        "Note",
        "Used as evidence",
        "Used in a lesson",
    ]
    assert sorted((each["when"] for each in events), reverse=True) == [each["when"] for each in events]
    [made] = [each for each in events if each["what"] == "Used in a lesson"]
    assert made["href"] == address(lesson) and lesson.reference in made["text"]
    coded = [each for each in events if each["what"] == "Coded"]
    themes = Coding.objects.filter(applies=True, point__origin_id=feedback.pk).values_list(
        "theme__name", flat=True
    )
    assert {text for each in coded for text in each["text"].split(", ")} == set(themes) and coded[0]["by"]
    # Each thing that happened is said in the past.
    assert not [what for what in whats if re.match(r"(Add|Record|Code|Use|Agree) ", what)]


@db
def test_who_may_not_open_a_claim_is_not_told_of_it(avonshire, by, feedback):
    evidence.add_evidence(
        by=by, claim=Claim.objects.visible_to(by).filter(archived_on=None).first(), feedback=feedback
    )
    manager = avonshire.person("practitioner")
    assert not [each for each in timeline.timeline(manager, feedback) if each["what"] == "Used as evidence"]


@db
def test_a_link_shows_one_part_of_it(avonshire, by, feedback):
    notes.add_note(by=by, record=feedback, text="A zanzibar.")
    client = avonshire.client("quality_lead")
    page = client.get(address(feedback), {"show": "notes"}).content.decode()
    assert page.count('class="gt-timeline__what"') == 1 and "zanzibar" in page
    assert "zanzibar" not in client.get(address(feedback), {"show": "changes"}).content.decode()


@db
def test_a_record_leads_to_a_lesson_and_a_claim_with_itself_filled_in(avonshire, by, feedback):
    client = avonshire.client("quality_lead")
    page = client.get(address(feedback)).content.decode()
    use, cite = (reverse(name, args=["feedback", feedback.pk]) for name in ("learning:use", "evidence:use"))
    assert use in page and cite in page
    lesson = Lesson.objects.visible_to(by).last()
    assert client.post(use, {"lesson": lesson.pk}).url.partition("?")[0] == address(lesson)
    avonshire.enter()
    points = set(Point.objects.filter(origin_id=feedback.pk).values_list("pk", flat=True))
    assert points <= set(lesson.basis.values_list("point", flat=True))
    claim = Claim.objects.visible_to(by).filter(archived_on=None).first()
    assert client.post(cite, {"claim": claim.pk, "note": "As they said."}).url == address(claim)
    avonshire.enter()
    assert claim.citations.filter(feedback=feedback, note="As they said.").exists()
    assert "already evidence" in client.post(cite, {"claim": claim.pk, "note": ""}).content.decode()


@db
def test_a_review_brings_the_issues_of_its_findings(avonshire, by):
    review = Review.objects.visible_to(by).filter(findings__isnull=False).first()
    client = avonshire.client("quality_lead")
    assert reverse("learning:use", args=["review", review.pk]) in client.get(address(review)).content.decode()
    page = client.get(reverse("learning:use", args=["review", review.pk])).content.decode()
    assert f"{review.findings.count()} issue" in page


@db
def test_what_cannot_be_made_from_a_record_is_not_offered(avonshire, by):
    measure, lesson = Measure.objects.visible_to(by).first(), Lesson.objects.visible_to(by).first()
    client = avonshire.client("quality_lead")
    page = client.get(address(measure)).content.decode()
    assert "Use as evidence" in page and "Add to a lesson" not in page
    assert "Use as evidence" not in client.get(address(lesson)).content.decode()
    # By an address that nobody is led to.
    assert client.get(reverse("learning:use", args=["measure", measure.pk])).url == address(measure)
    assert client.get(reverse("evidence:use", args=["lesson", lesson.pk])).url == address(lesson)
    assert "Use as evidence" not in avonshire.client("practitioner").get(address(measure)).content.decode()
