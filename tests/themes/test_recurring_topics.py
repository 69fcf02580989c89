"""A group found again: what stays set aside and what is shown all the same, and is_rising where much was coded away."""

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
def test_a_surge_is_no_likelier_where_much_of_the_past_was_coded_away(coded, only_others):
    """A thousand groups that are said as often as before, in a year of which so much has a theme by now."""
    chance, asked = np.random.default_rng(7), 0
    for _ in range(1000):
        ago = chance.integers(0, 393, 400)
        own = np.arange(400) < chance.integers(4, 40)
        # What was heard of late waits yet; of what is older some has a theme, and is no longer looked at.
        gone = (ago >= 28) & (chance.random(400) < coded) & ~(own & only_others)
        days = [TODAY - datetime.timedelta(days=int(each)) for each in ago[~gone]]
        group = [day for day, belongs in zip(days, own[~gone], strict=True) if belongs]
        asked += measure_surge(*count_periods(group, TODAY), *count_periods(days, TODAY)).asks
    assert asked <= 10, asked


def test_a_surge_is_no_likelier_where_older_points_are_left_out():
    chance, asked = np.random.default_rng(8), 0
    for _ in range(500):
        ago = np.sort(chance.integers(0, 393, 400))[:120]
        own = chance.random(120) < 0.1
        days = [TODAY - datetime.timedelta(days=int(each)) for each in ago]
        group = [day for day, belongs in zip(days, own, strict=True) if belongs]
        asked += measure_surge(*count_periods(group, TODAY), *count_periods(days, TODAY)).asks
    assert asked <= 5, asked


def test_a_group_three_times_as_loud_is_seen_where_half_of_the_past_was_coded_away():
    chance, asked = np.random.default_rng(9), 0
    for _ in range(200):
        ago = np.concatenate(
            [chance.integers(0, 393, 400), chance.integers(0, 28, 8), chance.integers(28, 393, 32)]
        )
        own = np.arange(440) >= 400
        kept = (ago < 28) | (chance.random(440) >= 0.5)
        days = [TODAY - datetime.timedelta(days=int(each)) for each in ago[kept]]
        group = [day for day, belongs in zip(days, own[kept], strict=True) if belongs]
        asked += measure_surge(*count_periods(group, TODAY), *count_periods(days, TODAY)).asks
    assert asked > 60, asked


def _set_aside(avonshire, group: EmergingTopic, kept: int) -> None:
    """Set a group aside that had other voices than now, but for some."""
    commands.dismiss(by=avonshire.person("quality_lead"), topic=group, reason="One meeting brought them.")
    first, *others = list(group.members.all())[kept:]
    # What a theme covers is no voice of any group of today.
    first.point = Point.objects.filter(codings__applies=True).exclude(feedback=None).order_by("pk").first()
    first.save()
    group.members.filter(pk__in=[other.pk for other in others]).delete()


@pytest.mark.django_db
@pytest.mark.parametrize("kept", [0, 2])
def test_new_voices_like_what_was_set_aside_are_shown_and_it_is_said(avonshire, parking, kept):
    _set_aside(avonshire, parking, kept)
    before = set(parking.members.values_list("point", flat=True))
    lead = avonshire.person("quality_lead")
    jobs.find_topics(by=lead)
    parking.refresh_from_db()
    assert parking.state == State.DISMISSED
    assert set(parking.members.values_list("point", flat=True)) == before
    [line] = [line for line in queries.open_topics(lead) if "parking permit" in line.phrases]
    assert line.topic.pk != parking.pk and line.topic.size == 7
    assert line.like_dismissed == parking
    for address in (
        reverse("themes:emerging_topics"),
        reverse("themes:emerging_topic", args=[line.topic.pk]),
    ):
        answer = page_of(avonshire, "quality_lead", address)
        assert "set aside on" in answer and "One meeting brought them." in answer
    # The night after, it is the new one that goes on.
    jobs.find_topics(by=lead)
    assert EmergingTopic.objects.get(pk=line.topic.pk).state == State.OPEN
    assert set(parking.members.values_list("point", flat=True)) == before


@pytest.mark.django_db
def test_what_is_like_nothing_set_aside_says_nothing_of_it(avonshire, parking, pets):
    commands.dismiss(by=avonshire.person("quality_lead"), topic=parking, reason="In hand.")
    assert [line.like_dismissed for line in queries.open_topics(avonshire.person("quality_lead"))] == [None]


@pytest.mark.django_db
def test_what_was_set_aside_stays_so_when_it_is_found_again(avonshire, parking):
    lead = avonshire.person("quality_lead")
    commands.dismiss(by=lead, topic=parking, reason="The parking office has it in hand.")
    jobs.find_topics(by=lead)
    again = EmergingTopic.objects.get(pk=parking.pk)
    assert again.state == State.DISMISSED and again.reason == "The parking office has it in hand."
    assert parking.pk not in [line.topic.pk for line in queries.open_topics(lead)]
