"""Training of the suggestion model: on what, when, and how points are ranked in the queue."""

from __future__ import annotations

import datetime
import re

import numpy as np
import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from goldthread.analysis.text import semantic
from goldthread.feedback import commands as feedback
from goldthread.feedback.models import Feedback, Point
from goldthread.themes.codebook import commands
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding import commands as coding_commands
from goldthread.themes.coding.models import (
    Coding,
    CodingSettings,
    Decision,
    DoubleCoding,
    PointReading,
    Suggestion,
)
from goldthread.themes.suggesting import model_store, suggestions, training, training_data
from goldthread.themes.suggesting.models import ThemeModel
from goldthread.themes.suggesting.suggestions import suggest_waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(avonshire):
    """Return a coder."""
    return avonshire.person("quality_lead")


@pytest.fixture
def small_training_set(monkeypatch):
    """Train on the newest few coded points only: enough for the rules, and quick."""
    monkeypatch.setattr(training_data, "MOST_CODED", 40)
    monkeypatch.setattr(training_data, "MOST_TONE_EXAMPLES", 40)


def _point(by, text: str) -> Point:
    new = feedback.NewFeedback(source="complaint", points=[text], received_on=datetime.date(2026, 3, 4))
    [record] = feedback.receive_many(by=by, pieces=[new])
    return record.points.get()


def test_each_waiting_point_is_read_once_by_each_model(avonshire, lead, small_training_set):
    waiting = PointReading.objects.filter(council=lead.council, waiting=True).count()
    assert suggest_waiting(lead.council) == waiting
    avonshire.enter()
    model = ThemeModel.objects.get(council=lead.council)
    assert set(PointReading.objects.filter(waiting=True).values_list("model", flat=True)) == {model.name}
    assert suggest_waiting(lead.council) == 0
    avonshire.enter()
    # A point without a suggestion has been read like the others.
    without = PointReading.objects.filter(waiting=True).exclude(point__suggestions__isnull=False)
    assert all(reading.model == model.name and reading.confidence is not None for reading in without)


def test_a_suggestion_has_its_matched_words_and_number_of_examples(avonshire, lead, small_training_set):
    theme = next(t for t in Theme.objects.filter(council=lead.council, state="active") if t.examples)
    for number in range(3):
        coding_commands.code(by=lead, point=_point(lead, f"{theme.examples[0]} {number}"), themes=[theme])
    point = _point(lead, theme.examples[0])
    suggest_waiting(lead.council)
    avonshire.enter()
    suggestion = Suggestion.objects.get(point=point, theme=theme)
    assert suggestion.based_on >= 3
    assert all(point.text[start:end].strip() for start, end, _ in suggestion.spans) and suggestion.spans


def test_it_is_trained_on_current_codings_but_not_on_double_coded_points(avonshire, lead, small_training_set):
    theme, other = Theme.objects.filter(council=lead.council, state="active")[:2]
    coded, double_coded, forgotten, no_theme = (
        _point(lead, f"Words number {n}.") for n in ("one", "two", "three", "four")
    )
    coding_commands.code(by=lead, point=coded, themes=[theme])
    coding_commands.code(by=lead, point=forgotten, themes=[theme])
    coding_commands.code(by=lead, point=no_theme, themes=[])
    CodingSettings.objects.update_or_create(council=lead.council, defaults={"double_code_one_in": 1})
    coding_commands.code(by=lead, point=double_coded, themes=[theme], from_queue=True)
    Point.objects.filter(pk=forgotten.pk).update(forgotten_on=datetime.date(2026, 3, 5))
    examples = {c.text: c.themes for c in training_data.coded_examples(lead.council)}
    assert examples[coded.text] == {theme.slug} and examples[no_theme.text] == frozenset()
    assert double_coded.text not in examples and forgotten.text not in examples
    commands.merge_themes(by=lead, theme=theme, into=other, reason="One thing.")
    examples = {c.text: c.themes for c in training_data.coded_examples(lead.council)}
    assert examples[coded.text] == {other.slug}
    # Nobody has moved the point to a part of the split theme yet.
    parts = Theme.objects.filter(council=lead.council, state="active").exclude(pk=other.pk)[:2]
    commands.split_theme(by=lead, theme=other, into=list(parts), reason="Two things.")
    assert coded.text not in {c.text for c in training_data.coded_examples(lead.council)}


@pytest.mark.slow(reason="Trains the model several times")
def test_it_is_retrained_when_the_codebook_changes_or_enough_is_coded(avonshire, lead, small_training_set):
    first = training.train_if_due(lead.council)
    avonshire.enter()
    assert training.train_if_due(lead.council) == first
    avonshire.enter()
    commands.add_theme(by=lead, slug="lifts", name="Lifts", group="New", what_it_is="All lifts.")
    second = training.train_if_due(lead.council)
    avonshire.enter()
    assert (second.number, second.reason) == (first.number + 1, "Theme list changed")
    assert ThemeModel.objects.get(pk=first.pk).data is None
    coding_commands.code(by=lead, point=_point(lead, "One more."), themes=[])
    assert training.train_if_due(lead.council) == second
    third = training.train_if_due(lead.council, nightly=True)
    assert third.number == second.number + 1
    avonshire.enter()
    assert training.train_if_due(lead.council, nightly=True) == third
    # Deleted text must not live on in a model.
    avonshire.enter()
    oldest = Feedback.objects.filter(council=lead.council).order_by("received_on").first()
    Feedback.objects.filter(pk=oldest.pk).update(forgotten_on=third.trained_until.date())
    assert training.train_if_due(lead.council, nightly=True).number == third.number + 1


def test_training_is_asked_for_once_enough_is_coded(avonshire, lead, small_training_set):
    model = training.train_if_due(lead.council)
    avonshire.enter()
    # So few are coded in this test that a twentieth more is less than what the council set.
    ThemeModel.objects.update(confirmed=40)
    CodingSettings.objects.update_or_create(
        council=lead.council, defaults={"double_code_one_in": 0, "retrain_after": 5}
    )
    requested = ProcrastinateJob.objects.filter(task_name="goldthread.themes.train")
    before = requested.filter(queueing_lock=f"themes.train.{lead.council_id}").count()
    for number in range(5):
        coding_commands.code(by=lead, point=_point(lead, f"Thing number {number}."), themes=[])
        enough = Decision.objects.filter(at__gt=model.trained_until).count() >= 5
        assert training._is_due(ThemeModel.objects.get(pk=model.pk)) == enough
    # The codebook's own changes had asked for it already, or this did: never twice.
    assert requested.filter(queueing_lock=f"themes.train.{lead.council_id}").count() == max(before, 1)


def test_the_most_useful_points_rank_first():
    probabilities = np.array([[0.5, 0.0], [0.0, 0.5], [0.99, 0.0], [0.02, 0.01], [0.0, 0.0]])
    useful = suggestions.usefulness(probabilities, [500, 0])
    rare, common = useful[1], useful[0]
    assert rare > common > useful[3] > useful[4] == 0
    assert common > useful[2]
    assert useful.max() <= 1


def test_sentiment_is_suggested_from_what_people_chose(avonshire, lead, small_training_set):
    point = _point(lead, "They shouted at me and nobody ever apologised. It was terrible.")
    praise = _point(lead, "Wonderful kind staff, thank you so much.")
    Point.objects.filter(pk__in=[point.pk, praise.pk]).update(tone=None)
    suggest_waiting(lead.council)
    avonshire.enter()
    criticism, praised = PointReading.objects.get(point=point), PointReading.objects.get(point=praise)
    assert criticism.tone < 0 < praised.tone
    assert all(point.text[start:end].strip() for start, end in criticism.tone_spans) and criticism.tone_spans
    answer = avonshire.client("quality_lead").get(f"/themes/issues/{praise.pk}/?queue=1").content.decode()
    assert "Automatic suggestion. Matched words:" in answer and re.search(
        rf'value="{praised.tone}" checked', answer
    )
    avonshire.enter()
    # Suggested, not decided: the point itself has no tone until a person chooses one.
    assert Point.objects.get(pk=praise.pk).tone is None


def test_an_assumed_tone_is_an_example_only_where_a_person_chose_it(lead, small_training_set):
    assumed, chosen = _point(lead, "Nobody came on Monday."), _point(lead, "Nobody came on Tuesday.")
    coding_commands.code(by=lead, point=assumed, themes=[])
    coding_commands.code(by=lead, point=chosen, themes=[], tone=-2)
    tones = {example.text: example.tone for example in training_data.tone_examples(lead.council)}
    assert tones[chosen.text] == -2 and assumed.text not in tones


@pytest.mark.slow(reason="trains without and with sentence vectors, which takes twice as long")
def test_the_small_language_model_is_used_only_where_it_is_installed(
    avonshire, lead, small_training_set, monkeypatch
):
    plain = training.train_if_due(lead.council)
    assert plain.method == model_store.METHOD

    def fake_encode(texts):
        numbers = [np.random.default_rng(len(text)).normal(size=semantic.DIMENSIONS) for text in texts]
        return np.array(numbers, dtype=np.float32).reshape(-1, semantic.DIMENSIONS)

    with monkeypatch.context() as installed:
        installed.setattr(semantic, "available", lambda: True)
        installed.setattr(semantic, "encode", fake_encode)
        theme = next(t for t in Theme.objects.filter(council=lead.council, state="active") if t.examples)
        point = _point(lead, theme.examples[0])
        avonshire.enter()
        suggest_waiting(lead.council)
        avonshire.enter()
        read = model_store.newest(lead.council_id)
        assert (read.number, read.method) == (plain.number + 1, model_store.WITH_SENTENCES)
        assert PointReading.objects.get(point=point).model == read.name
        # Every suggestion has its matched words, the whole text's share or not.
        assert all(one.spans for one in Suggestion.objects.filter(point=point, model=read.name))
    # Uninstalled again, the next training does without it.
    assert training.train_if_due(lead.council).method == model_store.METHOD


def test_without_a_codebook_nothing_is_suggested(brackenmoor):
    Theme.objects.filter(council=brackenmoor.council).delete()
    assert suggest_waiting(brackenmoor.council) == 0
    brackenmoor.enter()
    assert not ThemeModel.objects.filter(council=brackenmoor.council).exists()


def test_avonshire_has_points_coded_twice(avonshire):
    avonshire.enter()
    states = set(DoubleCoding.objects.filter(council=avonshire.council).values_list("state", flat=True))
    assert states >= {"waiting", "differ", "agreed", "adjudicated"}
    adjudicated = DoubleCoding.objects.filter(state="adjudicated").select_related("adjudication").first()
    assert adjudicated.adjudication.at <= timezone.now()
    assert Coding.objects.filter(
        point=adjudicated.point, applies=True, by=adjudicated.adjudication.by
    ).exists()
