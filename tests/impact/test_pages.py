"""Pages of measures: who may read them, and that a result is shown with the data behind it and its limits."""

from __future__ import annotations

import html
import re

import pytest
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.council.records import walk
from goldthread.impact import disclosure, queries
from goldthread.impact.models import Measure, Verdict
from goldthread.learning import commands as learning
from goldthread.learning.models import Direction, Lesson
from goldthread.themes.codebook.models import Theme

TRAIL_LINE = re.compile(r"<svg[^>]*gt-chart--trail-line.*?</svg>", re.DOTALL)
pytestmark = pytest.mark.django_db


def reviewed(state: str = Verdict.State.IMPROVED, **filters: str) -> Measure:
    """Return a measure of Avonshire whose latest verdict has this state."""
    for measure in Measure.objects.filter(verdicts__state=state, **filters).distinct():
        if measure.verdicts.last().state == state:
            return measure
    raise AssertionError(f"Avonshire has no measure with {state}")


def test_the_list_groups_measures_by_result_with_expected_false_positives(avonshire):
    page = avonshire.client("quality_lead").get("/impact/").content.decode()
    assert "Improved" in page
    assert "Measures without an action" in page
    assert "at most 4.5 in 100 actions come to be called improved" in page


@pytest.mark.parametrize("who", ["quality_lead", "councillor", "assessor", "practitioner", "board_member"])
def test_every_measure_of_avonshire_has_a_page(avonshire, who):
    avonshire.enter()
    measures = list(Measure.objects.filter(council=avonshire.council))
    client = avonshire.client(who)
    for measure in measures:
        response = client.get(f"/impact/{measure.pk}/")
        assert response.status_code == 200
        assert measure.name in response.content.decode().replace("&#39;", "'")


def test_a_measure_page_shows_the_result_its_data_and_what_it_does_not_say(avonshire):
    measure = reviewed()
    verdict = measure.verdicts.last()
    page = avonshire.client("director").get(f"/impact/{measure.pk}/").content.decode()
    assert verdict.sentence in page
    assert "What this does not say" in page
    assert "It does not say that the action was the reason" in page
    assert "Data behind the result" in page
    assert verdict.figures["rests_on"] in html.unescape(page)
    assert "<svg" in page
    assert "action took effect" in page
    for review in measure.verdicts.all():
        assert f"{review.review_month} months, " in page


def test_a_councillor_sees_results_and_totals_and_neither_feedback_nor_names(avonshire):
    measure = reviewed(data_source=Measure.DataSource.TYPED)
    client = avonshire.client("councillor")
    page = client.get(f"/impact/{measure.pk}/").content.decode()
    avonshire.enter()
    assert measure.verdicts.last().sentence in page and "Readings, newest first" in page
    councillor = avonshire.person("councillor").name
    for name in Person.objects.filter(council=avonshire.council, is_system=False).values_list(
        "name", flat=True
    ):
        assert name == councillor or name not in page, name
    assert "/feedback/" not in page and "/learning/" not in page and "Based on</h2>" not in page
    assert "Enter one month" not in page
    assert client.post(f"/impact/{measure.pk}/review/").status_code == 403


@pytest.mark.parametrize("who", ["councillor", "board_member", "assessor"])
def test_people_who_see_totals_only_get_the_result_of_counted_measures_and_no_number(avonshire, who):
    avonshire.enter()
    counted = list(Measure.objects.filter(council=avonshire.council, data_source=Measure.DataSource.COUNTED))
    if who == "assessor":
        # They read what an evidence pack would show: the numbers of what the claims cite.
        led_to = walk.led_to(Measure, [measure.pk for measure in counted])
        counted = [measure for measure in counted if not led_to[measure.pk].get("claim")]
    assert counted and (who == "assessor" or any(measure.verdicts.exists() for measure in counted))
    client = avonshire.client(who)
    listed = html.unescape(client.get("/impact/").content.decode())
    for measure in counted:
        avonshire.enter()
        made = list(measure.verdicts.all())
        sentences = [verdict.sentence for verdict in made]
        parts = [f"/impact/{measure.pk}/?compare=1"]
        if measure.action_id:
            parts += [f"/impact/of/{measure.action_id}/", f"/impact/detectable-change/{measure.action_id}/"]
        pages = [html.unescape(client.get(part).content.decode()) for part in parts]
        assert not any(sentence in text for sentence in sentences for text in (*pages, listed))
        # The line of the trail counts its records, and no month.
        assert not any("<desc" in TRAIL_LINE.sub("", text) for text in pages)
        page = pages[0].split("<main")[1]
        assert "a count of 1 to 4 could identify somebody" in page
        for hidden in (
            "Readings, newest",
            "Before and after",
            "Chart by month",
            "Do not rely on it",
            "a month,",
        ):
            assert hidden not in page, hidden
        if made:
            sentence = disclosure.result_in_words(measure, made[-1].state, made[-1].figures.get("towards"))
            assert sentence in page and sentence in pages[1]
            assert not re.search(r"\d", sentence.replace(measure.name, ""))


def test_people_who_read_feedback_see_the_numbers_of_the_same_measures(avonshire):
    avonshire.enter()
    measure = Measure.objects.filter(
        council=avonshire.council, data_source="counted", verdicts__isnull=False
    ).first()
    sentence = measure.verdicts.last().sentence
    page = html.unescape(avonshire.client("quality_lead").get(f"/impact/{measure.pk}/").content.decode())
    assert sentence in page and "Readings, newest first" in page and "<desc" in page


@pytest.mark.parametrize(
    ("state", "towards", "sentence"),
    [
        ("improved", None, "Improved: “Waits” fell after the action. Two reviews in a row have shown it."),
        ("worsened", None, "Worse: “Waits” rose after the action. Two reviews in a row have shown it."),
        ("early_sign", "worse", "There is an early sign of worsening in “Waits”. It is not a final result."),
        ("no_detectable_change_yet", None, "No change in “Waits” can be told apart from chance yet."),
        ("too_little_data", None, "There is too little data to say whether “Waits” changed."),
    ],
)
def test_a_result_without_a_number(state, towards, sentence):
    measure = Measure(name="Waits", direction=Direction.DECREASE)
    assert disclosure.result_in_words(measure, state, towards) == sentence


def test_the_before_and_after_comparison_comes_on_request_with_its_false_alarms(avonshire):
    measure = reviewed()
    client = avonshire.client("director")
    assert "Do not rely on it" not in client.get(f"/impact/{measure.pk}/").content.decode()
    page = client.get(f"/impact/{measure.pk}/?compare=1").content.decode()
    assert "Do not rely on it" in page and "37% to 59%" in page


def test_one_group_of_the_list_can_be_seen_alone(avonshire):
    page = avonshire.client("quality_lead").get("/impact/?state=indicators").content.decode()
    avonshire.enter()
    for measure in Measure.objects.filter(council=avonshire.council):
        assert (f"/impact/{measure.pk}/" in page) == (measure.action_id is None)
    nonsense = avonshire.client("quality_lead").get("/impact/?state=nonsense").content.decode()
    assert "Impact</h1>" in nonsense


def test_expected_false_positives():
    assert queries.false_verdicts(0) == ""
    assert "fewer than 1" in queries.false_verdicts(9)
    # 4.5 in 100 of 40 where nothing moves, 8 in 100 where every level does.
    forty = queries.false_verdicts(40)
    assert "at most about 1.8" in forty and "at most about 3.2 if every level moved about by itself" in forty


def test_a_review_that_is_due_is_made_by_its_button_once(avonshire):
    measure = reviewed()
    Verdict.objects.filter(measure=measure).delete()
    client = avonshire.client("quality_lead")
    page = client.get(f"/impact/{measure.pk}/").content.decode()
    assert "is due" in page and "Make review now</button>" in page
    client.post(f"/impact/{measure.pk}/review/")
    avonshire.enter()
    assert measure.verdicts.count() == 1
    again = client.post(f"/impact/{measure.pk}/review/", follow=True).content.decode()
    assert "No review is due" in again
    avonshire.enter()
    assert measure.verdicts.count() == 1


def test_the_result_in_brief_for_an_actions_page(avonshire):
    measure = reviewed()
    part = avonshire.client("practitioner").get(f"/impact/of/{measure.action_id}/").content.decode()
    assert measure.verdicts.last().sentence in part and f"/impact/{measure.pk}/" in part
    assert "<html" not in part


def test_the_detectable_change_comes_from_the_measures_own_history(avonshire):
    measure = reviewed()
    page = (
        avonshire.client("quality_lead")
        .get(f"/impact/detectable-change/{measure.action_id}/")
        .content.decode()
    )
    assert "12 months after could show" in page and "80 times in 100" in page


def test_the_detectable_change_comes_from_a_theme_before_the_measure_is_set_up(avonshire):
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
    address = f"/impact/detectable-change/{action.pk}/"
    assert "Theme to count" in client.get(address).content.decode()
    page = client.get(address, {"theme": str(theme.pk), "tone": "fault"}).content.decode()
    assert "could show a fall of" in page or "no fall could be told from chance" in page


@pytest.mark.parametrize("page", ["", "reading/", "readings/", "import/", "start-month/", "recalculate/"])
def test_another_council_and_the_signed_out_see_nothing(avonshire, brackenmoor, client, page):
    avonshire.enter()
    measure = Measure.objects.filter(
        council=avonshire.council, data_source="typed", action__isnull=False
    ).first()
    address = f"/impact/{measure.pk}/{page}"
    assert brackenmoor.client("quality_lead").get(address).status_code == 404
    assert client.get(address)["Location"].startswith("/sign-in/")
