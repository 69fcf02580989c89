"""The trail as it is drawn: its columns, themes, folds and gaps, and what each person sees of it."""

from __future__ import annotations

import html
import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from goldthread.council.records import walk
from goldthread.evidence.models import Claim
from goldthread.feedback.models import Feedback, Point
from goldthread.learning.models import Action, Lesson, LessonBasis
from goldthread.thread import trail
from goldthread.thread.trail_steps import drawn_steps, readable

pytestmark = pytest.mark.django_db

_CLAIM = "People who wait for us now hear from us every fortnight"


@pytest.fixture
def claim(avonshire):
    avonshire.enter()
    return Claim.objects.get(council=avonshire.council, text__startswith=_CLAIM)


@pytest.fixture
def lesson(claim):
    """The lesson behind the claim, whose issues are of one review and of feedback of several teams."""
    return Lesson.objects.get(pk__in=walk.based_on(Claim, [claim.pk])[claim.pk]["lesson"])


def _trail(person, record) -> trail.Trail:
    return trail.trail_of(person, record, timezone.localdate())


def _headings(svg: str) -> list[str]:
    return re.findall(r'font-size="14" font-weight="700"[^>]*>([^<]+)<', svg)


def test_columns_follow_the_menu_and_what_is_not_in_it_what_it_is_based_on():
    place = trail.ranks()
    assert sorted(place, key=place.get) == [
        "feedback",
        "meeting",
        "publishedreport",
        "review",
        "failureelsewhere",
        "figure",
        "finding",
        "idea",
        "quotation",
        "involvement",
        "ask",
        "theme",
        "lesson",
        "action",
        "document",
        "pilot",
        "saidanddone",
        "measure",
        "boardreport",
        "briefing",
        "claim",
    ]
    assert place["feedback"] == place["review"] and place["figure"] == place["finding"]


def test_where_a_trail_begins_and_ends():
    assert [kind for kind in trail.ranks() if trail.begins(kind)] == [
        "feedback",
        "meeting",
        "publishedreport",
        "review",
        "theme",
    ]
    ends = [kind for kind in trail.ranks() if trail.ends(kind)]
    assert ends == [
        "meeting",
        "failureelsewhere",
        "idea",
        "involvement",
        "saidanddone",
        "boardreport",
        "claim",
    ]


def test_the_claims_trail_is_drawn_from_feedback_to_claim(avonshire, claim):
    shown = _trail(avonshire.person("quality_lead"), claim)
    kinds = [stage.kind for stage in shown.stages]
    assert kinds == ["feedback", "review", "finding", "theme", "lesson", "action", "measure"]
    assert _headings(shown.svg) == [
        "Feedback and", "reviews", "Findings", "Themes", "Lessons", "Actions", "Measures", "Claims",
    ]  # fmt: skip
    assert [stage.kind for stage in shown.based_on] == kinds and not shown.led_to
    own = re.search(r'<a href="([^"]+)"[^>]*aria-current="true"', shown.svg).group(1)
    assert own == reverse("evidence:claim", args=[claim.pk])


def test_many_of_a_kind_are_one_box_that_opens_exactly_those(avonshire, claim):
    page = avonshire.client("quality_lead").get(f"/thread/claim/{claim.pk}/").content.decode()
    href, count = re.search(r'<a href="([^"]+)"[^>]*aria-label="(\d+) pieces of feedback"', page).groups()
    listed = avonshire.client("quality_lead").get(href).content.decode()
    reached = walk.based_on(Claim, [claim.pk])[claim.pk]["feedback"]
    assert int(count) == len(reached) > 5
    assert {uuid.UUID(key) for key in re.findall(r'href="/feedback/([0-9a-f-]{36})/"', listed)} == reached
    assert f"{count} pieces of feedback</h1>" in listed


def test_what_a_person_may_not_open_is_counted_and_says_nothing(avonshire, lesson):
    manager = avonshire.person("farida-hussein")
    page = avonshire.client("farida-hussein").get(f"/thread/lesson/{lesson.pk}/").content.decode()
    reached = walk.based_on(Lesson, [lesson.pk])[lesson.pk]["feedback"]
    hidden = Feedback.objects.filter(pk__in=reached).exclude(
        pk__in=Feedback.objects.visible_to(manager).values("pk")
    )
    words = (
        f"{hidden.count()} {'piece' if hidden.count() == 1 else 'pieces'} of feedback that you may not open"
    )
    assert hidden.exists() and words in html.unescape(page)
    for feedback in hidden:
        assert str(feedback.pk) not in page and feedback.title not in html.unescape(page)


def test_themes_of_what_a_person_may_not_open_are_not_shown(avonshire, lesson):
    lead, manager = avonshire.person("quality_lead"), avonshire.person("farida-hussein")
    may_open = Feedback.objects.visible_to(manager).values("pk")
    basis = LessonBasis.objects.filter(lesson=lesson)
    basis.exclude(point__origin="feedback").delete()
    basis.filter(point__feedback__in=may_open).delete()
    assert manager.may("themes.read") and basis.exists()
    assert "theme" in [stage.kind for stage in _trail(lead, lesson).stages]
    assert "theme" not in [stage.kind for stage in _trail(manager, lesson).stages]
    address = reverse("thread_records", args=["lesson", lesson.pk, "theme"])
    assert "0 themes</h1>" in avonshire.client("farida-hussein").get(address).content.decode()
    assert "0 themes</h1>" not in avonshire.client("quality_lead").get(address).content.decode()


def test_a_missing_action_is_a_dashed_box_in_its_column(avonshire, lesson):
    person = avonshire.person("quality_lead")
    title = "Lessons without an action"
    assert title not in _trail(person, lesson).svg
    Action.objects.filter(lesson=lesson).update(withdrawn_on=timezone.now())
    Lesson.objects.filter(pk=lesson.pk).update(no_action_because="")
    shown = _trail(person, lesson)
    assert title in [gap.title for gap in shown.gaps] and ">Gap</text>" in shown.svg
    [actions] = [stage for stage in shown.led_to if stage.kind == "action"]
    assert not actions.links and title in actions.gaps[0]
    # A document that the lesson was put into stands in the same column.
    headings = _headings(shown.svg)
    assert headings[headings.index("Actions and") + 1] == "documents"
    page = avonshire.client("quality_lead").get(f"/thread/lesson/{lesson.pk}/").content.decode()
    assert "Gap: lessons without an action" in page
    panel = avonshire.client("quality_lead").get(f"/thread/lesson/{lesson.pk}/panel/").content.decode()
    assert "Gap: Lessons without an action" in panel


def test_the_panel_has_the_small_form_whose_beads_open_their_part_of_the_trail(avonshire, lesson):
    client = avonshire.client("quality_lead")
    panel = client.get(f"/thread/lesson/{lesson.pk}/panel/").content.decode()
    page = client.get(f"/thread/lesson/{lesson.pk}/").content.decode()
    beads = re.findall(rf'<a href="/thread/lesson/{lesson.pk}/#([a-z-]+)" class="gt-trail__node"', panel)
    assert {"trail-feedback", "trail-action"} <= set(beads)
    assert all(f'id="{bead}"' in page for bead in beads)


@pytest.mark.slow(reason="the pages and lists of all claims under one statement")
def test_the_trail_of_a_statement(avonshire, brackenmoor, claim):
    address = reverse("statement_thread", args=[claim.statement])
    client = avonshire.client("quality_lead")
    assert address in client.get(reverse("evidence:statement", args=[claim.statement])).content.decode()
    page = client.get(address).content.decode()
    count = Claim.objects.filter(
        council=avonshire.council, statement=claim.statement, archived_on=None, withdrawn_on=None
    ).count()
    href = re.search(rf'<a href="([^"]+)"[^>]*aria-label="{count} claims', page).group(1)
    assert f"{count} claims</h1>" in client.get(href).content.decode()
    assert avonshire.client("councillor").get(address).status_code == 403
    stranger = brackenmoor.client("quality_lead").get(address).content.decode()
    assert _CLAIM not in stranger and str(claim.pk) not in stranger
    assert client.get(reverse("statement_records", args=[claim.statement, "nothing"])).status_code == 404


def test_more_records_need_no_more_queries(avonshire, lesson):
    person = avonshire.person("quality_lead")
    taken = LessonBasis.objects.filter(lesson=lesson).values("point")
    points = Point.objects.filter(council=avonshire.council, origin="feedback", withdrawn_on=None)
    rows = [
        LessonBasis(council=avonshire.council, lesson=lesson, point=point)
        for point in points.exclude(pk__in=taken)[:120]
    ]
    LessonBasis.objects.bulk_create(rows[:60])
    _trail(person, lesson)
    with CaptureQueriesContext(connection) as some:
        few = _trail(person, lesson)
    LessonBasis.objects.bulk_create(rows[60:])
    with CaptureQueriesContext(connection) as most:
        many = _trail(person, lesson)
    assert many.based_on[0].count > few.based_on[0].count > 20
    assert len(most) <= len(some)


def _key(kind: str) -> walk.Key:
    return kind, uuid.uuid4()


def _graph(steps) -> walk.Graph:
    keys: walk.Reached = {}
    for step in steps:
        for kind, pk in step:
            keys.setdefault(kind, set()).add(pk)
    return walk.Graph(keys, set(steps))


def test_a_step_is_drawn_through_its_theme_where_that_says_nothing_untrue():
    one, other, theme = _key("feedback"), _key("feedback"), _key("theme")
    p, q, lesson, second = _key("point"), _key("point"), _key("lesson"), _key("lesson")
    same = [(one, p), (other, q), (p, theme), (q, theme), (p, lesson), (q, lesson)]
    assert drawn_steps(_graph(same)) == {(one, theme), (other, theme), (theme, lesson)}
    # Through the theme one would seem to have led to both lessons.
    apart = [(one, p), (other, q), (p, theme), (q, theme), (p, lesson), (q, second)]
    assert drawn_steps(_graph(apart)) == {(one, theme), (other, theme), (one, lesson), (other, second)}
    untagged = [(one, p), (other, q), (p, theme), (p, lesson), (q, lesson)]
    assert drawn_steps(_graph(untagged)) == {(one, theme), (theme, lesson), (other, lesson)}


def test_the_theme_of_what_is_not_opened_stays_out():
    one, other, theme, own = _key("feedback"), _key("feedback"), _key("theme"), _key("theme")
    p, q, lesson = _key("point"), _key("point"), _key("lesson")
    graph = _graph([(one, p), (other, q), (p, theme), (q, own), (p, lesson), (q, lesson)])
    shown = readable(graph, {"lesson": [lesson[1]]}, {other})
    assert shown.keys["theme"] == {own[1]} and (p, theme) not in shown.steps
    assert drawn_steps(shown) == {(one, lesson), (other, own), (own, lesson)}


def test_so_many_of_a_type_in_words():
    assert trail.count_of(Feedback.spec, 1) == "1 piece of feedback"
    assert trail.count_of(Feedback.spec, 1042) == "1,042 pieces of feedback"
    assert trail.count_of(Lesson.spec, 1) == "1 lesson" and trail.count_of(Lesson.spec, 2) == "2 lessons"
