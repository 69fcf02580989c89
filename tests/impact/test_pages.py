"""The pages of measures: who may read them, what they say, and that a verdict is told with what it rests on."""

from __future__ import annotations

import pytest

from goldthread.impact.models import Measure, Verdict

pytestmark = pytest.mark.django_db


def reviewed(state: str = Verdict.State.IMPROVED) -> Measure:
    """Return a measure of Avonshire whose latest verdict is the one asked for."""
    for measure in Measure.objects.filter(verdicts__state=state).distinct():
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
