"""The pages of measures: who may read them, what they say, and that a verdict is told with what it rests on."""

from __future__ import annotations

import html
import re

import pytest
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.impact import disclosure, queries
from goldthread.impact.models import Measure, Verdict
from goldthread.learning import commands as learning
from goldthread.learning.models import Direction, Lesson
from goldthread.themes.codebook.models import Theme

pytestmark = pytest.mark.django_db


def reviewed(state: str = Verdict.State.IMPROVED, **narrowed: str) -> Measure:
    """Return a measure of Avonshire whose latest verdict is the one asked for."""
    for measure in Measure.objects.filter(verdicts__state=state, **narrowed).distinct():
        if measure.verdicts.last().state == state:
            return measure
    raise AssertionError(f"Avonshire has no measure with {state}")


def test_the_list_groups_measures_by_verdict_and_says_how_many_could_be_wrong(avonshire):
    page = avonshire.client("quality_lead").get("/impact/").content.decode()
    assert "Improved" in page
    assert "Indicators: watched, with no action of their own" in page
    assert "5.5 in 100" in page


@pytest.mark.parametrize("who", ["quality_lead", "councillor", "assessor", "practitioner", "board_member"])
def test_every_measure_of_avonshire_has_a_page(avonshire, who):
    avonshire.enter()
    measures = list(Measure.objects.filter(council=avonshire.council))
    client = avonshire.client(who)
    for measure in measures:
        response = client.get(f"/impact/{measure.pk}/")
        assert response.status_code == 200
        assert measure.name in response.content.decode().replace("&#39;", "'")


def test_a_measure_page_tells_the_verdict_what_it_rests_on_and_what_it_does_not_say(avonshire):
    measure = reviewed()
    verdict = measure.verdicts.last()
    page = avonshire.client("director").get(f"/impact/{measure.pk}/").content.decode()
    assert verdict.sentence in page
    assert "What it does not say" in page
    assert "It does not say that the action was the reason" in page
    assert "It rests on" in page
    assert "<svg" in page
    assert "the action began to work" in page
    for review in measure.verdicts.all():
        assert f"At {review.review_month} months" in page


def test_a_councillor_sees_verdicts_and_totals_and_neither_voices_nor_names(avonshire):
    measure = reviewed(data_source=Measure.DataSource.TYPED)
    client = avonshire.client("councillor")
    page = client.get(f"/impact/{measure.pk}/").content.decode()
    avonshire.enter()
    assert measure.verdicts.last().sentence in page and "Every reading, newest first" in page
    councillor = avonshire.person("councillor").name
    for name in Person.objects.filter(council=avonshire.council, is_system=False).values_list(
        "name", flat=True
    ):
        assert name == councillor or name not in page, name
    assert "/feedback/" not in page and "/learning/" not in page and "What it rests on</h2>" not in page
    assert "Add or correct" not in page
    assert client.post(f"/impact/{measure.pk}/review/").status_code == 403


@pytest.mark.parametrize("who", ["councillor", "board_member", "assessor"])
def test_who_sees_totals_only_is_told_the_verdict_of_what_is_counted_from_voices_and_no_number(
    avonshire, who
):
    avonshire.enter()
    counted = list(Measure.objects.filter(council=avonshire.council, data_source=Measure.DataSource.COUNTED))
    assert any(measure.verdicts.exists() for measure in counted)
    client = avonshire.client(who)
    listed = html.unescape(client.get("/impact/").content.decode())
    for measure in counted:
        avonshire.enter()
        made = list(measure.verdicts.all())
        sentences = [one.sentence for one in made]
        parts = [f"/impact/{measure.pk}/?tempting=1"]
        if measure.action_id:
            parts += [f"/impact/of/{measure.action_id}/", f"/impact/hope/{measure.action_id}/"]
        pages = [html.unescape(client.get(part).content.decode()) for part in parts]
        assert not any(sentence in text for sentence in sentences for text in (*pages, listed))
        assert not any("<desc" in text for text in pages)
        page = pages[0].split("<main")[1]
        assert "counts of 1 to 4 could point at somebody" in page
        for gone in ("Every reading", "Before and after", "Month by month", "Do not rely on it", "a month,"):
            assert gone not in page, gone
        if made:
            said = disclosure.in_words(measure, made[-1].state, made[-1].figures.get("towards"))
            assert said in page and said in pages[1]
            assert not re.search(r"\d", said.replace(measure.name, ""))


def test_who_hears_voices_sees_the_same_measures_numbers(avonshire):
    avonshire.enter()
    measure = Measure.objects.filter(
        council=avonshire.council, data_source="counted", verdicts__isnull=False
    ).first()
    sentence = measure.verdicts.last().sentence
    page = html.unescape(avonshire.client("quality_lead").get(f"/impact/{measure.pk}/").content.decode())
    assert sentence in page and "Every reading, newest first" in page and "<desc" in page


@pytest.mark.parametrize(
    ("state", "towards", "says"),
    [
        ("improved", None, "Improved: “Waits” fell after the action. Two reviews running have shown it."),
        ("worsened", None, "Worse: “Waits” rose after the action. Two reviews running have shown it."),
        ("early_sign", "worse", "There is an early sign of worsening in “Waits”. It is not a verdict."),
        ("no_detectable_change_yet", None, "No change in “Waits” can be told from chance yet."),
        ("too_little_data", None, "There is too little data to say whether “Waits” changed."),
    ],
)
def test_a_verdict_without_a_number(state, towards, says):
    measure = Measure(name="Waits", direction=Direction.DECREASE)
    assert disclosure.in_words(measure, state, towards) == says


def test_the_tempting_comparison_is_asked_for_and_comes_with_its_false_alarms(avonshire):
    measure = reviewed()
    client = avonshire.client("director")
    assert "Do not rely on it" not in client.get(f"/impact/{measure.pk}/").content.decode()
    page = client.get(f"/impact/{measure.pk}/?tempting=1").content.decode()
    assert "Do not rely on it" in page and "37% to 59%" in page


def test_one_group_of_the_list_can_be_seen_alone(avonshire):
    page = avonshire.client("quality_lead").get("/impact/?state=indicators").content.decode()
    avonshire.enter()
    for measure in Measure.objects.filter(council=avonshire.council):
        assert (f"/impact/{measure.pk}/" in page) == (measure.action_id is None)
    nonsense = avonshire.client("quality_lead").get("/impact/?state=nonsense").content.decode()
    assert "Did it work?" in nonsense


def test_how_many_false_verdicts_to_expect():
    assert queries.false_verdicts(0) == ""
    assert "fewer than 1" in queries.false_verdicts(9)
    assert "at most about 2.2" in queries.false_verdicts(40)


def test_a_review_that_is_due_is_made_by_its_button_once(avonshire):
    measure = reviewed()
    Verdict.objects.filter(measure=measure).delete()
    client = avonshire.client("quality_lead")
    page = client.get(f"/impact/{measure.pk}/").content.decode()
    assert "is due" in page and "now</button>" in page
    client.post(f"/impact/{measure.pk}/review/")
    avonshire.enter()
    assert measure.verdicts.count() == 1
    again = client.post(f"/impact/{measure.pk}/review/", follow=True).content.decode()
    assert "No review is due" in again
    avonshire.enter()
    assert measure.verdicts.count() == 1


def test_the_verdict_in_brief_for_an_actions_page(avonshire):
    measure = reviewed()
    part = avonshire.client("practitioner").get(f"/impact/of/{measure.action_id}/").content.decode()
    assert measure.verdicts.last().sentence in part and f"/impact/{measure.pk}/" in part
    assert "<html" not in part


def test_what_could_be_hoped_for_comes_from_the_measures_own_history(avonshire):
    measure = reviewed()
    page = avonshire.client("quality_lead").get(f"/impact/hope/{measure.action_id}/").content.decode()
    assert "12 months after could show" in page and "80 times in 100" in page


def test_before_a_measure_is_set_up_a_theme_says_what_it_could_show(avonshire):
    by, today = avonshire.person("quality_lead"), timezone.localdate()
    action = learning.agree_action(
        by=by,
        lesson=Lesson.objects.filter(council=avonshire.council).first(),
        title="Ring back on the day that was promised",
        owner=by,
        agreed_on=today,
        due_on=today,
        measure_name="Times that a call was promised and not made",
    )
    theme = Theme.objects.get(council=avonshire.council, slug="being-kept-informed")
    client = avonshire.client("quality_lead")
    address = f"/impact/hope/{action.pk}/"
    assert "Theme that would be counted" in client.get(address).content.decode()
    page = client.get(address, {"theme": str(theme.pk), "tone": "fault"}).content.decode()
    assert "could show a fall of" in page or "no fall could be told from chance" in page


@pytest.mark.parametrize("page", ["", "reading/", "readings/", "import/", "began/", "rebase/"])
def test_another_council_and_the_signed_out_see_nothing(avonshire, brackenmoor, client, page):
    avonshire.enter()
    measure = Measure.objects.filter(
        council=avonshire.council, data_source="typed", action__isnull=False
    ).first()
    address = f"/impact/{measure.pk}/{page}"
    assert brackenmoor.client("quality_lead").get(address).status_code == 404
    assert client.get(address)["Location"].startswith("/sign-in/")
