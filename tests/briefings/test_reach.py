"""The reach of a briefing: steps worked out by hand, openings, answers that are counted and not kept, team discussions."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from goldthread.briefings import commands, queries
from goldthread.briefings.models import Briefing, Receipt
from goldthread.briefings.reach.funnel import Reach, altogether, steps
from goldthread.briefings.reach.models import Opening, TeamDiscussion, Understanding
from goldthread.council.models import Team
from goldthread.learning.models import Lesson
from tests.briefings.test_drafting import TWO
from tests.thread.mechanism_pages import day

pytestmark = pytest.mark.django_db


def team(*counts: int, name: str = "North") -> Reach:
    """Return a team's reach: people, opened, read, said, took part, answered, understood."""
    names = ("people", "opened", "read", "said", "took_part", "answered", "understood")
    return Reach(name, **dict(zip(names, counts, strict=True)))


@pytest.mark.parametrize(
    ("reach", "shown", "lost"),
    [
        (team(11, 9, 7, 3, 0, 6, 4), ["9 of 11", "7 of 11", "3 of 11", "4 of 11"], [2, 2, 4, 3]),
        # More took part than say that they read it: nothing is lost there. Of the seven who read it, four had both right.
        (team(11, 9, 7, 3, 8, 6, 4), ["9 of 11", "7 of 11", "8 of 11", "4 of 11"], [2, 2, 0, 3]),
        # No more discussed it than there are.
        (team(6, 2, 1, 0, 30, 0, 0), ["2 of 6", "1 of 6", "6 of 6", "Too few to say"], [4, 1, 0, None]),
        # Four answered: how many had them right is not said.
        (team(11, 9, 7, 3, 0, 4, 4), ["9 of 11", "7 of 11", "3 of 11", "Too few to say"], [2, 2, 4, None]),
        (team(4, 4, 4, 4, 4, 4, 4), ["Too few to say"] * 4, [None] * 4),
    ],
)
def test_each_step_says_how_many_of_how_many_and_what_is_lost(reach, shown, lost):
    found = steps(reach, asks=True)
    assert [step.name for step in found] == ["Opened", "Read", "Discussed", "Understood"]
    assert [step.share for step in found] == shown
    assert [step.lost for step in found] == lost
    assert len(steps(reach, asks=False)) == 3


def test_teams_together_are_the_sum_of_what_each_can_be():
    whole = altogether([team(6, 2, 1, 0, 30, 0, 0), team(4, 4, 3, 1, 0, 5, 2)])
    assert (whole.people, whole.opened, whole.read, whole.discussed) == (10, 6, 4, 7)
    assert (whole.answered, whole.understood) == (5, 2)


@pytest.fixture
def asking(avonshire) -> Briefing:
    """Return a briefing with two questions that was sent to a practitioner's team."""
    by, worker = avonshire.person("quality_lead"), avonshire.person("practitioner")
    lesson = Lesson.objects.visible_to(by).order_by("number").first()
    blocks = {"what": "People waited and heard nothing.", "what_to_do": "Ring each of them on Friday."}
    briefing = commands.write_briefing(
        by=by, title="Ring on Fridays, with questions", blocks=blocks, lessons=[lesson], questions=TWO
    )
    teams = list(Team.objects.filter(pk__in=queries.own_teams(worker)))
    commands.send_briefing(by=by, briefing=briefing, teams=teams, sent_on=timezone.localdate())
    return briefing


def test_opening_it_is_kept_once(avonshire, asking):
    client, worker = avonshire.client("practitioner"), avonshire.person("practitioner")
    for _ in range(2):
        assert client.get(reverse("briefings:quick", args=[asking.pk])).status_code == 200
        client.get(reverse("briefings:detail", args=[asking.pk]))
    avonshire.enter()
    assert Opening.objects.filter(briefing=asking, person=worker).count() == 1
    assert not Receipt.objects.filter(briefing=asking, person=worker).exists(), "opened is not read"


@pytest.mark.parametrize(
    ("first", "second", "right", "said"),
    [
        ("Every Friday", "One named person", 1, "Your answers were right."),
        ("Every Friday", "Anybody", 0, "“Who rings?” The right answer is: One named person."),
    ],
)
def test_a_worker_on_a_phone_reads_answers_and_says_we_discussed_it(
    avonshire, asking, first, second, right, said
):
    client, worker = avonshire.client("practitioner"), avonshire.person("practitioner")
    page = client.get(reverse("briefings:quick", args=[asking.pk])).content.decode()
    assert "When do you ring?" in page and "We discussed it in our team" in page
    address = reverse("briefings:acknowledge", args=[asking.pk])
    given = {"from": "quick", "first": first, "second": second, "we_discussed": "on"}
    answer = client.post(address, given, follow=True).content.decode()
    assert said in answer
    avonshire.enter()
    receipt = Receipt.objects.get(briefing=asking, person=worker)
    assert receipt.discussed_on == receipt.answered_on == receipt.read_on == timezone.localdate()
    count = Understanding.objects.get(briefing=asking)
    assert (count.answered, count.all_right) == (1, right) and count.team_id in queries.own_teams(worker)
    # Answered once: nobody is asked again, and what is sent again is not counted again.
    assert (
        "When do you ring?" not in client.get(reverse("briefings:quick", args=[asking.pk])).content.decode()
    )
    commands.acknowledge_briefing(
        by=worker, briefing=asking, read_on=receipt.read_on, answers={"first": first, "second": second}
    )
    count.refresh_from_db()
    assert count.answered == 1


def test_one_question_answered_is_told_and_nothing_is_lost(avonshire, asking):
    client = avonshire.client("practitioner")
    address = reverse("briefings:acknowledge", args=[asking.pk])
    page = client.post(
        address, {"from": "quick", "first": "Every Friday", "how_used": "Kept"}
    ).content.decode()
    assert "Answer both questions, or neither" in page and "Kept" in page


def test_questions_stay_as_they_are_once_somebody_answered(avonshire, asking):
    worker = avonshire.person("practitioner")
    commands.acknowledge_briefing(
        by=worker, briefing=asking, read_on=timezone.localdate(), answers={"first": "x", "second": "y"}
    )
    with pytest.raises(commands.Refused, match="They stay as they are"):
        commands.edit_briefing(
            by=avonshire.person("quality_lead"),
            briefing=asking,
            version=asking.version,
            reason="Another question",
            title=asking.title,
            blocks=asking.blocks,
            questions={},
        )


def test_a_team_says_how_it_used_it_and_another_team_cannot(avonshire, asking, brackenmoor):
    client, worker = avonshire.client("practitioner"), avonshire.person("practitioner")
    address = reverse("briefings:discussed", args=[asking.pk])
    assert brackenmoor.client("practitioner").get(address).status_code == 404
    avonshire.enter()
    [own] = queries.own_teams(worker)
    given = {"led_by": worker.pk, "took_part": "4", "differently": "We ring before nine on Fridays."}
    given |= day("discussed_on", timezone.localdate())
    other = Team.objects.filter(council=avonshire.council).exclude(pk=own).order_by("name").first()
    assert client.post(address, {**given, "team": other.pk}).status_code == 200
    assert not TeamDiscussion.objects.filter(briefing=asking).exists()
    page = client.post(address, {**given, "team": own}, follow=True).content.decode()
    assert "We ring before nine on Fridays." in page and f"led by {worker.name}" in page
    partner = avonshire.client("partner").get(reverse("briefings:detail", args=[asking.pk])).content.decode()
    assert "before nine" in partner and worker.name not in partner
    again = client.post(address, {**given, "team": own}).content.decode()
    assert "recorded already" in again
