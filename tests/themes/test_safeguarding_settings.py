"""How much is raised, what decisions count as, and the monthly sample of what was not raised."""

from __future__ import annotations

import datetime
import html
import random

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from goldthread.analysis.text import safeguarding_accuracy
from goldthread.analysis.text.safeguarding_accuracy import Accuracy
from goldthread.council.command import OutsideTeam, Refused
from goldthread.council.models import AuditLine
from goldthread.dates import last_whole_month
from goldthread.feedback.models import Point
from goldthread.themes.coding.models import PointReading
from goldthread.themes.safeguarding import commands, jobs, measured_words, queries, safeguarding_screen
from goldthread.themes.safeguarding.models import (
    SafeguardingPrompt,
    SafeguardingReview,
    SafeguardingSample,
    SampledPoint,
)
from goldthread.themes.safeguarding.queries import Raised, Readings

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(avonshire):
    """Return the complaints manager of a council with no prompts and no samples yet."""
    avonshire.enter()
    SafeguardingPrompt.objects.filter(council=avonshire.council).delete()
    SafeguardingSample.objects.filter(council=avonshire.council).delete()
    return avonshire.person("complaints_manager")


@pytest.fixture
def points(avonshire) -> list[Point]:
    """Return four readable points of feedback of the last year, the newest first."""
    since = timezone.localdate() - datetime.timedelta(days=300)
    rows = Point.objects.readable().filter(council=avonshire.council, origin="feedback", heard_on__gt=since)
    return list(rows.order_by("-heard_on", "-id")[:4])


def _prompt(point: Point, **fields) -> SafeguardingPrompt:
    return SafeguardingPrompt.objects.create(
        council_id=point.council_id, point=point, rules=safeguarding_screen.RULES, **fields
    )


def _page(cast, who: str, name: str) -> str:
    response = cast.client(who).get(reverse(name))
    assert response.status_code == 200
    cast.enter()
    return " ".join(html.unescape(response.content.decode()).split())


# -- How much is raised --------------------------------------------------------------------------------


def test_the_councils_share_decides_what_is_listed_and_a_review_keeps_it(manager, points):
    at_10, at_15, at_20 = (
        _prompt(point, raised_at=share) for point, share in zip(points, (10, 15, 20), strict=False)
    )
    danger = _prompt(points[3], level="danger", rank=3, raised_at=10)
    assert set(queries.listed_prompts(manager)) == {at_10, at_15, danger}
    commands.choose_share(by=manager, share=10)
    assert set(queries.listed_prompts(manager)) == {at_10, danger}
    assert queries.count_not_reviewed(manager) == 2
    commands.choose_share(by=manager, share=20)
    assert set(queries.listed_prompts(manager)) == {at_10, at_15, at_20, danger}
    commands.record_review(by=manager, prompt=at_20, outcome="no_sign")
    commands.choose_share(by=manager, share=10)
    assert set(queries.listed_prompts(manager)) == {at_10, at_20, danger}


def test_a_choice_of_the_share_is_in_the_audit_log_and_no_other_can_be_chosen(avonshire, manager):
    commands.choose_share(by=manager, share=20)
    line = AuditLine.objects.filter(council=avonshire.council).order_by("-number").first()
    assert (line.command, line.person, line.reason) == (
        "themes.choose_share",
        manager,
        "20 in 100 ordinary texts",
    )
    with pytest.raises(Refused, match="10, 15 or 20"):
        commands.choose_share(by=manager, share=50)
    with pytest.raises(PermissionDenied):
        commands.choose_share(by=avonshire.person("quality_lead"), share=10)


def test_the_settings_page_says_what_each_share_finds_and_raises_here(
    avonshire, manager, points, monkeypatch
):
    accuracy = Accuracy({10: 61, 15: 70, 20: 78}, "It misses about one in five.")
    monkeypatch.setattr(measured_words, "measured", lambda *, semantic: accuracy)
    _prompt(points[0], raised_at=10)
    _prompt(points[1], raised_at=20)
    year = timezone.localdate() - datetime.timedelta(days=365)
    of = PointReading.objects.filter(
        council=avonshire.council, point__heard_on__gt=year, point__withdrawn_on=None
    ).exclude(screened_by="")
    shown = _page(avonshire, "administrator", "themes:safeguarding_settings")
    for found, raised in ((61, 1), (70, 1), (78, 2)):
        sentence = f"Finds {found} of 100 invented texts that tell of harm. Of your {of.count():,} texts of the last 12 months it raises {raised}."
        assert sentence in shown
    assert "It misses about one in five." in shown
    response = avonshire.client("administrator").post(
        reverse("themes:safeguarding_settings"), {"share": "20"}
    )
    assert response.status_code == 302
    avonshire.enter()
    assert queries.council_share(avonshire.council.pk) == 20
    assert "It misses about one in five." in _page(avonshire, "psw", "themes:safeguarding")


def test_without_a_measurement_the_pages_say_so(monkeypatch):
    monkeypatch.setattr(measured_words, "measured", lambda *, semantic: Accuracy({}, ""))
    assert measured_words.what_it_misses() == "What it misses has not been measured yet."
    sentence = "Not measured yet. No text of the last 12 months has been screened yet."
    assert measured_words.share_in_words(Raised(10, 0, 0)) == sentence


@pytest.mark.parametrize("semantic", [False, True])
def test_the_measured_figures_rise_with_the_share(semantic):
    found = safeguarding_accuracy.measured(semantic=semantic).found
    assert list(found) == [10, 15, 20]
    assert list(found.values()) == sorted(found.values()) and all(
        0 < count <= 100 for count in found.values()
    )


# -- Rules that change ---------------------------------------------------------------------------------


def test_when_the_rules_change_what_waits_is_seen_anew_and_what_was_reviewed_stays(manager, points):
    waiting, reviewed = points[:2]
    Point.objects.filter(pk__in=[waiting.pk, reviewed.pk]).update(text="I took an overdose an hour ago.")
    for point in (waiting, reviewed):
        prompt = _prompt(point)
        SafeguardingPrompt.objects.filter(pk=prompt.pk).update(rules="004")
    commands.record_review(by=manager, prompt=SafeguardingPrompt.objects.get(point=reviewed), outcome="known")
    safeguarding_screen.screen_points(manager.council)
    waiting, reviewed = (SafeguardingPrompt.objects.get(point=point) for point in (waiting, reviewed))
    assert (waiting.rules, waiting.level, waiting.rank) == (safeguarding_screen.RULES, "danger", 3)
    assert (reviewed.rules, reviewed.level, reviewed.cues) == ("004", "today", [])


def test_the_reason_is_the_cues_words_or_that_there_is_none(points):
    point = points[0]
    point.text = "Nobody fed her."
    with_cue = SafeguardingPrompt(point=point, cues=[[0, 10, "may tell of neglect"], [5, 99, "gone"]])
    assert queries.reasons(with_cue) == ["May tell of neglect: \u201cNobody fed\u201d"]
    without = SafeguardingPrompt(point=point, cues=[])
    assert queries.reasons(without) == ["No single word. Read as a whole it is like texts that told of harm."]


# -- Decisions become labels ---------------------------------------------------------------------------


def test_each_outcome_counts_as_worth_looking_at_or_not():
    assert {outcome: queries.WORTH_LOOKING[outcome] for outcome in SafeguardingReview.Outcome} == {
        "raised": True, "known": True, "spoke": True, "passed": True, "no_sign": False
    }  # fmt: skip


def test_the_last_review_is_the_label_and_a_reading_where_there_is_no_review(manager, points):
    before = queries.count_labels(manager.council_id).total
    prompt = _prompt(points[0])
    commands.record_review(by=manager, prompt=prompt, outcome="raised")
    commands.record_review(by=manager, prompt=prompt, outcome="no_sign")
    sample = SafeguardingSample.objects.create(
        council=manager.council, month=datetime.date(2020, 1, 1), seed=1, out_of=2, share=15, rules="x"
    )
    for position, (point, harm) in enumerate([(points[1], True), (points[2], None)], start=1):
        SampledPoint.objects.create(
            council=manager.council, sample=sample, point=point, position=position, harm=harm
        )
    labels = queries.labelled_points(manager.council_id)
    assert labels == {points[0].pk: False, points[1].pk: True}
    assert queries.count_labels(manager.council_id).total == before + 2


# -- The monthly sample --------------------------------------------------------------------------------


def test_a_sample_is_drawn_by_its_seed_from_what_was_not_raised(avonshire, manager):
    month = last_whole_month(timezone.localdate())
    in_month = Point.objects.readable().filter(council=avonshire.council, month=month)
    # What the demo adds last is screened by the worker, once it is served.
    in_month = in_month.exclude(reading__screened_by="")
    raised = _prompt(in_month.order_by("id").first(), raised_at=15)
    below = _prompt(in_month.order_by("-id").first(), raised_at=20)
    sample = commands.draw_sample(by=avonshire.clock, month=month, seed=7)
    pool = sorted(in_month.exclude(pk=raised.point_id).values_list("pk", flat=True))
    drawn = list(sample.sampled.order_by("position").values_list("point", flat=True))
    assert below.point_id in pool and sample.out_of == len(pool) > 20
    assert drawn == random.Random(7).sample(pool, 20)
    # Drawn once, it stays as it is.
    assert commands.draw_sample(by=avonshire.clock, month=month, seed=8) == sample
    assert SampledPoint.objects.filter(council=avonshire.council).count() == 20


def test_the_job_draws_the_last_whole_month_once(avonshire, manager):
    for _ in range(2):
        jobs.draw_sample(by=avonshire.clock, today="2026-04-09")
        avonshire.enter()
    [sample] = SafeguardingSample.objects.filter(council=avonshire.council)
    assert sample.month == datetime.date(2026, 3, 1) and sample.seed > 0


def test_a_late_import_is_in_the_sample_of_the_month_in_which_it_was_saved(avonshire, manager, points):
    month = datetime.date(2019, 5, 1)
    saved = datetime.datetime(2019, 5, 9, 12, tzinfo=datetime.UTC)
    Point.objects.filter(pk=points[0].pk).update(heard_on=datetime.date(2017, 1, 1), created_at=saved)
    assert queries.unsampled_points(avonshire.council.pk, month, datetime.date(2019, 6, 1), 15) == [
        points[0].pk
    ]


def test_one_press_each_and_a_text_that_tells_of_harm_is_listed(avonshire, manager):
    sample = commands.draw_sample(by=avonshire.clock, month=last_whole_month(timezone.localdate()), seed=7)
    first, second = sample.sampled.order_by("position")[:2]
    assert f"Does not ({first.point.reference})" in _page(avonshire, "psw", "themes:safeguarding_sample")
    client = avonshire.client("psw")
    for sampled, harm in ((first, "yes"), (second, "no")):
        address = reverse("themes:read_safeguarding_sample", args=[sampled.pk])
        assert client.post(address, {"harm": harm}).status_code == 302
    client.post(reverse("themes:read_safeguarding_sample", args=[second.pk]), {"harm": "perhaps"})
    avonshire.enter()
    assert queries.sample_readings(avonshire.council.pk) == Readings(2, 1)
    prompt = queries.listed_prompts(manager).get(point=first.point)
    assert queries.reasons(prompt) == [
        "Somebody read it in the monthly sample and says that it tells of harm."
    ]
    assert not SafeguardingPrompt.objects.filter(point=second.point).exists()
    # The other button was meant.
    commands.record_reading(by=manager, sampled=first, harm=False)
    assert not SafeguardingPrompt.objects.filter(point=first.point).exists()
    shown = _page(avonshire, "psw", "themes:safeguarding_sample")
    assert (
        "18 texts to read" in shown
        and "Of 2 texts read that the screening did not raise, 0 told of harm" in shown
    )


def test_who_may_not_read_the_sample_is_refused(avonshire, brackenmoor, manager):
    sample = commands.draw_sample(by=avonshire.clock, month=last_whole_month(timezone.localdate()), seed=7)
    north = avonshire.team("locality-north")
    sampled = sample.sampled.first()
    Point.objects.filter(pk=sampled.point_id).update(team=north)
    sampled.point.refresh_from_db()
    address = reverse("themes:read_safeguarding_sample", args=[sampled.pk])
    for who, status in (("quality_lead", 403), ("administrator", 403), ("pot", 404)):
        assert avonshire.client(who).post(address, {"harm": "no"}).status_code == status, who
    assert brackenmoor.client("complaints_manager").post(address, {"harm": "no"}).status_code == 404
    avonshire.enter()
    with pytest.raises(OutsideTeam):
        commands.record_reading(by=avonshire.person("pot"), sampled=sampled, harm=True)
    with pytest.raises(PermissionDenied):
        commands.record_reading(by=brackenmoor.person("complaints_manager"), sampled=sampled, harm=True)
    avonshire.enter()
    assert queries.sample_readings(avonshire.council.pk) == Readings(0, 0)


@pytest.mark.parametrize(
    ("readings", "words"),
    [
        (Readings(0, 0), "nobody knows what is missed here"),
        # Clopper and Pearson by hand: 2 of 60 is 0.41% to 11.53%, 0 of 20 up to 1 - 0.025 ** (1 / 20) = 16.8%.
        (
            Readings(60, 2),
            "Of 60 texts read that the screening did not raise, 2 told of harm: between 0.4% and 12% of",
        ),
        (Readings(20, 0), "0 told of harm: up to 17% of all that it does not raise"),
        (
            Readings(1, 1),
            "Of 1 text read that the screening did not raise, 1 told of harm: between 2.5% and 100%",
        ),
    ],
)
def test_the_figure_has_its_exact_interval(readings, words):
    assert words in measured_words.sample_in_words(readings)
