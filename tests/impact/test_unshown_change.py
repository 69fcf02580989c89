"""A briefing or a done action whose words say that something got better, and what its page says of it."""

from __future__ import annotations

import html

import pytest
from django.urls import reverse
from django.utils import timezone

from goldthread.briefings import commands as briefings
from goldthread.impact import commands as impact
from goldthread.impact.models import Verdict
from goldthread.learning import commands as learning
from goldthread.learning.models import Lesson

pytestmark = pytest.mark.django_db
DAY = timezone.localdate()
NOTICE = "Its words may say that something got better: "


@pytest.fixture
def done(avonshire):
    """Return an action that is done, with its measure, of a lesson that has no other."""
    lead = avonshire.person("quality_lead")
    point = Lesson.objects.filter(council=lead.council).first().basis.first().point
    lesson = learning.record_lesson(
        by=lead, points=[point], title="Tell the wait", what_we_learned="They are not told.", recorded_on=DAY
    )
    action = learning.agree_action(
        by=lead,
        lesson=lesson,
        title="Ring people who wait",
        owner=lead,
        agreed_on=DAY,
        due_on=DAY,
        measure_name="Days waited",
    )
    measure = impact.set_up_measure(by=lead, action=action)
    action = learning.complete_action(
        by=lead, action=action, done_on=DAY, note="It is done, and complaints have fallen."
    )
    return action, measure


def improved(measure) -> None:
    Verdict.objects.create(
        council=measure.council,
        measure=measure,
        review_month=6,
        on=timezone.localdate(),
        state="improved",
        sentence="As reviewed.",
    )


def test_the_page_of_a_done_action_says_that_no_result_shows_what_its_note_says(avonshire, done):
    action, measure = done
    client, address = avonshire.client("quality_lead"), reverse("learning:action", args=[action.pk])
    assert f"{NOTICE}“have fallen”" in html.unescape(client.get(address).content.decode())
    avonshire.enter()
    improved(measure)
    assert NOTICE not in html.unescape(client.get(address).content.decode())


def test_another_action_of_the_lesson_shows_nothing_of_this_one(avonshire, done):
    action, _ = done
    lead = avonshire.person("quality_lead")
    other = learning.agree_action(
        by=lead,
        lesson=action.lesson,
        title="Write to people who wait",
        owner=lead,
        agreed_on=DAY,
        due_on=DAY,
        measure_name="Letters",
    )
    improved(impact.set_up_measure(by=lead, action=other))
    page = avonshire.client("quality_lead").get(reverse("learning:action", args=[action.pk]))
    assert NOTICE in html.unescape(page.content.decode())


def test_a_briefing_says_so_until_a_measure_of_its_lesson_shows_it(avonshire, done):
    action, measure = done
    lead = avonshire.person("quality_lead")
    blocks = {"what": "Calls to people who wait. Complaints have halved.", "what_to_do": "Ring."}
    briefing = briefings.write_briefing(by=lead, title="Ringing", blocks=blocks, lessons=[action.lesson])
    plain = briefings.write_briefing(
        by=lead, title="Ringing", blocks={"what": "Calls.", "what_to_do": "Ring."}, lessons=[action.lesson]
    )
    client, address = avonshire.client("quality_lead"), reverse("briefings:detail", args=[briefing.pk])
    assert NOTICE in html.unescape(client.get(address).content.decode())
    assert NOTICE not in html.unescape(
        client.get(reverse("briefings:detail", args=[plain.pk])).content.decode()
    )
    avonshire.enter()
    improved(measure)
    assert NOTICE not in html.unescape(client.get(address).content.decode())
