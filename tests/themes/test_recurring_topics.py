"""Topics found again: which stay dismissed, which are shown, and rises where much has been coded since."""

from __future__ import annotations

import datetime

import numpy as np
import pytest
from django.urls import reverse

from goldthread.analysis.text.surge import measure_surge
from goldthread.feedback.models import Point
from goldthread.themes.emerging import commands, jobs, queries
from goldthread.themes.emerging.models import EmergingTopic
from goldthread.themes.emerging.topic_detection import count_periods
from tests.themes.conftest import page_of

State = EmergingTopic.State
TODAY = datetime.date(2026, 3, 2)


@pytest.mark.parametrize("coded", [0, 0.3, 0.5, 0.8])
@pytest.mark.parametrize("only_others", [False, True])
def test_a_rise_is_no_likelier_where_much_of_the_past_was_coded_since(coded, only_others):
    """A thousand topics as frequent as before, in a year of which so much has a theme by now."""
    chance, rises = np.random.default_rng(7), 0
    for _ in range(1000):
        ago = chance.integers(0, 393, 400)
        own = np.arange(400) < chance.integers(4, 40)
        # Recent points still wait to be coded; some older ones have a theme, and are no longer read.
        gone = (ago >= 28) & (chance.random(400) < coded) & ~(own & only_others)
        days = [TODAY - datetime.timedelta(days=int(each)) for each in ago[~gone]]
        topic = [day for day, belongs in zip(days, own[~gone], strict=True) if belongs]
        rises += measure_surge(*count_periods(topic, TODAY), *count_periods(days, TODAY)).asks
    assert rises <= 10, rises


def test_a_rise_is_no_likelier_where_older_points_are_left_out():
    chance, rises = np.random.default_rng(8), 0
    for _ in range(500):
        ago = np.sort(chance.integers(0, 393, 400))[:120]
        own = chance.random(120) < 0.1
        days = [TODAY - datetime.timedelta(days=int(each)) for each in ago]
        topic = [day for day, belongs in zip(days, own, strict=True) if belongs]
        rises += measure_surge(*count_periods(topic, TODAY), *count_periods(days, TODAY)).asks
    assert rises <= 5, rises


def test_a_topic_three_times_as_frequent_is_found_where_half_of_the_past_was_coded_since():
    chance, rises = np.random.default_rng(9), 0
    for _ in range(200):
        ago = np.concatenate(
            [chance.integers(0, 393, 400), chance.integers(0, 28, 8), chance.integers(28, 393, 32)]
        )
        own = np.arange(440) >= 400
        left = (ago < 28) | (chance.random(440) >= 0.5)
        days = [TODAY - datetime.timedelta(days=int(each)) for each in ago[left]]
        topic = [day for day, belongs in zip(days, own[left], strict=True) if belongs]
        rises += measure_surge(*count_periods(topic, TODAY), *count_periods(days, TODAY)).asks
    assert rises > 60, rises


def _dismiss(avonshire, topic: EmergingTopic, shared: int) -> None:
    """Dismiss a topic that had other points than now, but for some shared ones."""
    commands.dismiss(by=avonshire.person("quality_lead"), topic=topic, reason="One meeting brought them.")
    first, *others = list(topic.members.all())[shared:]
    # A point that a theme covers is in no topic of today.
    first.point = Point.objects.filter(codings__applies=True).exclude(feedback=None).order_by("pk").first()
    first.save()
    topic.members.filter(pk__in=[other.pk for other in others]).delete()


@pytest.mark.django_db
@pytest.mark.parametrize("shared", [0, 2])
def test_new_points_like_a_dismissed_topic_are_shown_with_a_link_to_it(avonshire, parking, shared):
    _dismiss(avonshire, parking, shared)
    before = set(parking.members.values_list("point", flat=True))
    lead = avonshire.person("quality_lead")
    jobs.find_topics(by=lead)
    parking.refresh_from_db()
    assert parking.state == State.DISMISSED
    assert set(parking.members.values_list("point", flat=True)) == before
    [row] = [row for row in queries.open_topics(lead) if "parking permit" in row.phrases]
    assert row.topic.pk != parking.pk and row.topic.size == 7
    assert row.like_dismissed == parking
    for address in (
        reverse("themes:emerging_topics"),
        reverse("themes:emerging_topic", args=[row.topic.pk]),
    ):
        answer = page_of(avonshire, "quality_lead", address)
        assert "dismissed on" in answer and "One meeting brought them." in answer
    # The night after, it is the new topic that continues.
    jobs.find_topics(by=lead)
    assert EmergingTopic.objects.get(pk=row.topic.pk).state == State.OPEN
    assert set(parking.members.values_list("point", flat=True)) == before


@pytest.mark.django_db
def test_a_topic_unlike_all_dismissed_ones_links_to_none(avonshire, parking, pets):
    commands.dismiss(by=avonshire.person("quality_lead"), topic=parking, reason="In hand.")
    assert [row.like_dismissed for row in queries.open_topics(avonshire.person("quality_lead"))] == [None]


@pytest.mark.django_db
def test_a_dismissed_topic_stays_dismissed_when_it_is_found_again(avonshire, parking):
    lead = avonshire.person("quality_lead")
    commands.dismiss(by=lead, topic=parking, reason="The parking office has it in hand.")
    jobs.find_topics(by=lead)
    again = EmergingTopic.objects.get(pk=parking.pk)
    assert again.state == State.DISMISSED and again.reason == "The parking office has it in hand."
    assert parking.pk not in [row.topic.pk for row in queries.open_topics(lead)]
