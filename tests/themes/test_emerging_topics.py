"""Emerging topics: detected among uncovered points, matched on the next run, shown to those who may read them, and decided."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from goldthread.analysis.text.surge import measure_surge
from goldthread.council.command import Refused
from goldthread.council.models import AuditLine
from goldthread.feedback import commands as feedback
from goldthread.feedback.models import Point
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding import commands as coding_commands
from goldthread.themes.coding.models import Coding
from goldthread.themes.counting.counts import series_of
from goldthread.themes.counting.models import ThemeMonth
from goldthread.themes.emerging import commands, jobs, queries
from goldthread.themes.emerging.models import EmergingTopic, EmergingTopicPoint, EmergingTopicRun
from goldthread.themes.emerging.topic_detection import DAY, count_periods, uncovered_points
from tests.themes.conftest import page_of

pytestmark = pytest.mark.django_db
State = EmergingTopic.State
REASON = "It is often raised and no theme covers it."


def _points(topic: EmergingTopic) -> list[Point]:
    return list(Point.objects.filter(pk__in=topic.members.values("point")))


def _make_theme(cast, topic, **change):
    arguments = {
        "by": cast.person("quality_lead"),
        "topic": topic,
        "points": _points(topic),
        "slug": "parking-for-carers",
        "name": "Parking for carers",
        "group": "Avonshire's own",
        "what_it_is": "Care workers who cannot park where they visit.",
        "reason": REASON,
    }
    return commands.make_theme(**arguments | change)


# Detection


def test_only_points_that_no_theme_covers_are_read(avonshire):
    uncovered = set(uncovered_points(avonshire.council.pk).values_list("pk", flat=True))
    covered = set(Coding.objects.filter(applies=True).values_list("point_id", flat=True))
    assert uncovered and not uncovered & covered
    locked, forgotten = list(uncovered)[:2]
    Point.objects.filter(pk=locked).update(is_locked=True)
    Point.objects.filter(pk=forgotten).update(forgotten_on=timezone.localdate())
    left = set(uncovered_points(avonshire.council.pk).values_list("pk", flat=True))
    assert left == uncovered - {locked, forgotten}


def test_avonshire_has_a_rising_topic_and_one_that_is_not(parking, pets):
    run = EmergingTopicRun.objects.get()
    assert parking.is_rising and (parking.size, parking.recent, parking.past) == (7, 6, 1)
    assert not pets.is_rising and pets.size == 7 and pets.recent == 0
    assert measure_surge(6, 1, run.recent, run.past).asks
    # All four numbers are of the same points: those that no theme covers.
    days = list(uncovered_points(run.council_id).annotate(day=DAY).values_list("day", flat=True))
    assert run.points == len(days) and (run.recent, run.past) == count_periods(days, run.on)
    topics = EmergingTopic.objects.filter(state=State.OPEN)
    assert run.recent >= sum(topic.recent for topic in topics)
    assert run.past >= sum(topic.past for topic in topics)


def test_a_second_run_changes_nothing(avonshire, parking, pets):
    before = list(EmergingTopic.objects.order_by("pk").values())
    points = set(EmergingTopicPoint.objects.values_list("topic", "point"))
    jobs.find_topics(by=avonshire.person("quality_lead"))
    assert list(EmergingTopic.objects.order_by("pk").values()) == before
    assert set(EmergingTopicPoint.objects.values_list("topic", "point")) == points


def _receive(cast, *texts: str) -> list[Point]:
    coder = cast.person("quality_lead")
    pieces = [
        feedback.NewFeedback(source="concern", points=[text], received_on=timezone.localdate())
        for text in texts
    ]
    points = list(Point.objects.filter(feedback__in=feedback.receive_many(by=coder, pieces=pieces)))
    coding_commands.code_points(by=coder, decisions=[(point, []) for point in points])
    return points


def test_next_month_it_is_the_same_topic_with_more_points(avonshire, parking, pets):
    new = _receive(
        avonshire,
        "Another parking ticket for the care workers in our street, and still no permit for home care.",
        "No parking permit means my carer is late and leaves early to move her car.",
    )
    jobs.find_topics(by=avonshire.person("quality_lead"), today=(timezone.localdate()).isoformat())
    again = EmergingTopic.objects.get(pk=parking.pk)
    assert again.size == 9 and again.first_found_on == parking.first_found_on
    assert {point.pk for point in new} <= set(again.members.values_list("point_id", flat=True))
    assert EmergingTopic.objects.filter(state=State.OPEN).count() == 2


def test_a_topic_whose_points_were_coded_is_shown_as_no_longer_found(avonshire, parking):
    lead = avonshire.person("quality_lead")
    theme = Theme.objects.get(council=avonshire.council, slug="care-at-home")
    coding_commands.code_points(by=lead, decisions=[(point, [theme]) for point in _points(parking)])
    jobs.find_topics(by=lead)
    assert EmergingTopic.objects.get(pk=parking.pk).state == State.GONE
    assert "Not found in the update of" in page_of(
        avonshire, "quality_lead", reverse("themes:emerging_topic", args=[parking.pk])
    )


# Decisions


def test_a_topic_becomes_a_theme_with_last_years_history_at_once(avonshire, parking):
    lead = avonshire.person("quality_lead")
    points = _points(parking)
    theme = _make_theme(avonshire, parking)
    codings = Coding.objects.filter(theme=theme)
    assert {c.point_id for c in codings} == {p.pk for p in points}
    assert all(c.by_id == lead.pk and c.applies and c.month == c.point.month for c in codings)
    assert sum(ThemeMonth.objects.filter(theme=theme).values_list("count", flat=True)) == len(points)
    [series] = series_of(lead, [theme], today=timezone.localdate())
    old = min(point.month for point in points)
    assert dict(zip(series.months, series.counts, strict=True))[old] == 1
    parking.refresh_from_db()
    assert (parking.state, parking.theme_id, parking.is_rising) == (State.NAMED, theme.pk, False)
    lines = AuditLine.objects.filter(person=lead).values_list("command", flat=True)
    assert "themes.make_theme" in lines and "themes.code_points" in lines


def test_unticked_points_still_wait_and_coded_ones_keep_their_theme(avonshire, parking):
    first, second, *others = _points(parking)
    care = Theme.objects.get(council=avonshire.council, slug="care-at-home")
    coding_commands.code(by=avonshire.person("quality_lead"), point=first, themes=[care])
    theme = _make_theme(avonshire, parking, points=[first, *others])
    assert set(Coding.objects.filter(point=first, applies=True).values_list("theme_id", flat=True)) == {
        care.pk,
        theme.pk,
    }
    assert not Coding.objects.filter(point=second).exists()


def test_a_topic_is_added_to_an_existing_theme(avonshire, pets):
    theme = Theme.objects.get(council=avonshire.council, slug="hospital-discharge")
    commands.add_to_theme(
        by=avonshire.person("psw"),
        topic=pets,
        points=_points(pets),
        theme=theme,
        reason="It is about going in.",
    )
    pets.refresh_from_db()
    assert pets.state == State.JOINED and pets.theme == theme
    assert Coding.objects.filter(theme=theme, point__in=_points(pets), applies=True).count() == 7


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"reason": " "}, "Enter a reason"),
        ({"points": []}, "at least one issue"),
        ({"name": " "}, "name"),
        ({"what_it_is": ""}, "definition"),
        ({"slug": "care-at-home"}, "already"),
    ],
)
def test_a_refused_theme_saves_nothing(avonshire, parking, change, message):
    with pytest.raises(Refused, match=message):
        _make_theme(avonshire, parking, **change)
    parking.refresh_from_db()
    assert parking.state == State.OPEN
    assert not Coding.objects.filter(point__in=_points(parking)).exists()


def test_a_point_of_another_topic_is_refused(avonshire, parking, pets):
    with pytest.raises(Refused, match="issue of the topic"):
        _make_theme(avonshire, parking, points=_points(pets))


def test_a_topic_is_decided_once_and_can_be_restored(avonshire, parking):
    lead = avonshire.person("quality_lead")
    with pytest.raises(Refused, match="dismissed topic"):
        commands.restore(by=lead, topic=parking)
    with pytest.raises(Refused, match="Enter a reason"):
        commands.dismiss(by=lead, topic=parking, reason=" ")
    commands.dismiss(by=lead, topic=parking, reason="Settled.")
    with pytest.raises(Refused, match="already"):
        _make_theme(avonshire, parking)
    commands.restore(by=lead, topic=parking)
    parking.refresh_from_db()
    assert parking.state == State.OPEN


def test_a_topic_is_not_added_to_a_retired_theme(avonshire, pets):
    theme = Theme.objects.exclude(state=Theme.State.ACTIVE).first()
    with pytest.raises(Refused, match="no longer active"):
        commands.add_to_theme(
            by=avonshire.person("quality_lead"), topic=pets, points=_points(pets), theme=theme, reason=REASON
        )


def test_only_those_who_edit_the_codebook_decide(avonshire, parking):
    with pytest.raises(PermissionDenied):
        commands.dismiss(by=avonshire.person("complaints_manager"), topic=parking, reason=REASON)
    with pytest.raises(PermissionDenied):
        commands.find_topics(by=avonshire.person("director"))


def test_another_councils_topic_is_refused(avonshire, brackenmoor, parking):
    avonshire.enter()
    with pytest.raises(PermissionDenied):
        commands.dismiss(by=brackenmoor.person("quality_lead"), topic=parking, reason=REASON)


# The pages


def test_the_list_shows_a_rising_topic_first_with_its_figures(avonshire, parking, pets):
    answer = page_of(avonshire, "quality_lead", reverse("themes:emerging_topics"))
    assert "6 in the last four weeks, 1 in the 12 months before; small numbers, worth a look." in answer
    assert answer.index(reverse("themes:emerging_topic", args=[parking.pk])) < answer.index(
        reverse("themes:emerging_topic", args=[pets.pk])
    )
    assert "7 issues" in answer and "that no theme covers" in answer
    assert "A rise does not mean that more people are affected" in answer
    assert [row.topic for row in queries.rising_topics(avonshire.person("quality_lead"))] == [parking]


def test_a_rising_topic_is_on_the_quality_leads_home_page_and_both_lists_link_to_topics(avonshire, parking):
    home = page_of(avonshire, "quality_lead", reverse("home"))
    assert reverse("themes:emerging_topic", args=[parking.pk]) in home
    assert "6 in the last four weeks, 1 in the 12 months before" in home
    for name in ("themes:list", "themes:to_code"):
        assert reverse("themes:emerging_topics") in page_of(avonshire, "quality_lead", reverse(name))
    commands.dismiss(by=avonshire.person("quality_lead"), topic=parking, reason="In hand.")
    assert "in the last four weeks" not in page_of(avonshire, "quality_lead", reverse("home"))


def test_a_topic_shows_its_issues_with_links_and_buttons(avonshire, parking):
    answer = page_of(avonshire, "quality_lead", reverse("themes:emerging_topic", args=[parking.pk]))
    for point in _points(parking):
        assert point.text in answer
        assert reverse("feedback:detail", args=[point.feedback_id]) in answer
    assert "Make it a theme" in answer and "Dismiss topic" in answer
    assert "once in" in answer and "95% confidence" in answer
    reader = page_of(avonshire, "director", reverse("themes:emerging_topic", args=[parking.pk]))
    assert "Make it a theme" not in reader


def test_a_team_manager_sees_their_teams_points_and_phrases_only(avonshire, parking):
    manager = avonshire.person("team_manager")
    teams = manager.teams_for("feedback.read")
    assert teams
    team = Point.objects.filter(pk__in=parking.members.values("point")).exclude(team__in=teams)
    Point.objects.filter(pk=team.first().pk).update(team_id=next(iter(teams)))
    answer = page_of(avonshire, "team_manager", reverse("themes:emerging_topic", args=[parking.pk]))
    for point in _points(parking):
        assert (point.text in answer) == (point.team_id in teams)
    assert "your own team" in answer and "7 issues" not in answer
    [row] = queries.topic_rows(manager, [parking])
    own = " ".join(p.text.lower() for p in _points(parking) if p.team_id in teams)
    assert all(phrase in own for phrase in row.phrases)


def test_a_topic_without_a_point_of_the_team_is_a_404(avonshire, pets):
    manager = avonshire.person("team_manager")
    Point.objects.filter(pk__in=pets.members.values("point")).update(team=None)
    page_of(avonshire, "team_manager", reverse("themes:emerging_topic", args=[pets.pk]), 404)
    assert pets.pk not in [row.topic.pk for row in queries.open_topics(manager)]


TOPIC_PAGES = [
    "themes:emerging_topic",
    "themes:name_emerging_topic",
    "themes:add_emerging_topic",
    "themes:dismiss_emerging_topic",
]


@pytest.mark.parametrize("name", TOPIC_PAGES)
def test_another_councils_topic_is_a_404(brackenmoor, parking, name):
    assert brackenmoor.client("quality_lead").get(reverse(name, args=[parking.pk])).status_code == 404


@pytest.mark.parametrize(
    ("who", "name"),
    [("councillor", "themes:emerging_topics"), ("assessor", "themes:emerging_topics")]
    + [("complaints_manager", name) for name in TOPIC_PAGES[1:]],
)
def test_a_page_is_refused_without_permission(avonshire, parking, who, name):
    arguments = [] if name == "themes:emerging_topics" else [parking.pk]
    page_of(avonshire, who, reverse(name, args=arguments), 403)


def test_a_visitor_is_asked_to_sign_in(client, parking):
    for address in (reverse("themes:emerging_topics"), reverse("themes:emerging_topic", args=[parking.pk])):
        assert client.get(address).status_code == 302


def test_the_form_is_prefilled_and_makes_the_theme(avonshire, parking):
    address = reverse("themes:name_emerging_topic", args=[parking.pk])
    answer = page_of(avonshire, "quality_lead", address)
    points = _points(parking)
    assert answer.count(" checked") == len(points)
    assert parking.phrases[0].capitalize() in answer
    # Examples are phrases that several share, never one person's own words.
    assert not any(point.text in answer.split("<textarea", 1)[1] for point in points)
    data = {
        "name": "Parking for carers",
        "group": "Avonshire's own",
        "what_it_is": "Care workers who cannot park.",
        "examples": "parking permit",
        "reason": REASON,
        "point": [str(point.pk) for point in points[1:]],
    }
    client = avonshire.client("quality_lead")
    wrong = client.post(address, data | {"reason": ""})
    assert wrong.status_code == 200 and b"There is a problem" in wrong.content
    assert wrong.content.count(b" checked") == len(points) - 1
    response = client.post(address, data)
    avonshire.enter()
    theme = Theme.objects.get(slug="parking-for-carers")
    assert response["Location"] == reverse("themes:detail", args=[theme.pk])
    assert Coding.objects.filter(theme=theme).count() == len(points) - 1
    assert "Made a theme" in page_of(
        avonshire, "quality_lead", reverse("themes:emerging_topic", args=[parking.pk])
    )


def test_topics_are_added_to_a_theme_dismissed_and_restored_on_their_pages(avonshire, parking, pets):
    client = avonshire.client("quality_lead")
    theme = Theme.objects.get(slug="hospital-discharge")
    data = {"theme": str(theme.pk), "reason": REASON, "point": [str(p.pk) for p in _points(pets)]}
    response = client.post(reverse("themes:add_emerging_topic", args=[pets.pk]), data)
    assert response["Location"] == reverse("themes:detail", args=[theme.pk])
    response = client.post(
        reverse("themes:dismiss_emerging_topic", args=[parking.pk]), {"reason": "Settled."}
    )
    assert response["Location"] == reverse("themes:emerging_topics")
    avonshire.enter()
    answer = page_of(avonshire, "quality_lead", reverse("themes:emerging_topics"))
    assert "dismissed" in answer and "Settled." in answer and "added to a theme" in answer
    client.post(reverse("themes:restore_emerging_topic", args=[parking.pk]))
    client.post(reverse("themes:find_emerging_topics"))
    avonshire.enter()
    assert EmergingTopic.objects.get(pk=parking.pk).state == State.OPEN


def test_the_list_is_empty_before_the_first_run(brackenmoor):
    assert "Topics are updated every night" in page_of(
        brackenmoor, "quality_lead", reverse("themes:emerging_topics")
    )


@pytest.mark.parametrize(
    ("days", "text"),
    [
        ([], ""),
        (["2026-05-02"], "1 issue, in May 2026."),
        (["2026-05-02", "2026-05-09"], "2 issues, all in May 2026."),
        (
            ["2025-01-02", "2026-05-09", "2026-05-30"],
            "3 issues in 2 months, from January 2025 to May 2026.",
        ),
    ],
)
def test_the_trend_in_words(days, text):
    assert queries.trend([datetime.date.fromisoformat(day) for day in days]) == text
