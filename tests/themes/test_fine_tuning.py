"""Nightly fine-tuning: fine-tuned and read with by night, model by day, and skipped where it is not installed."""

from __future__ import annotations

import pytest
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from goldthread.analysis.theming import ThemeSuggester, transformer_training
from goldthread.council.database import tenant
from goldthread.themes.codebook import commands
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding.models import PointReading, Suggestion
from goldthread.themes.suggesting import fine_tuning, jobs, model_store, suggestions, training, training_data
from goldthread.themes.suggesting.models import ThemeModel
from goldthread.themes.suggesting.suggestions import suggest_waiting

pytestmark = pytest.mark.django_db
JOB = "goldthread.themes.fine_tune"


@pytest.fixture
def lead(avonshire, monkeypatch):
    """Return a coder, in a council whose model is trained on few points."""
    monkeypatch.setattr(training_data, "MOST_CODED", 40)
    monkeypatch.setattr(training_data, "MOST_TONE_EXAMPLES", 40)
    monkeypatch.setattr(fine_tuning, "FEWEST", 20)
    return avonshire.person("quality_lead")


@pytest.fixture
def installed(monkeypatch):
    """Replace the language model: it is installed, and once fine-tuned it suggests what the linear model does.

    No model of an earlier test is loaded in this process, as in a worker that has just started.
    """
    model_store._load.cache_clear()
    trained_on = []

    def fake_fine_tuned(model, themes, examples, *, seed=0):
        trained_on.append(len(examples))
        return model

    monkeypatch.setattr(transformer_training, "available", lambda: True)
    monkeypatch.setattr(ThemeSuggester, "fine_tuned", fake_fine_tuned)
    return trained_on


def models_of_readings():
    return set(PointReading.objects.filter(waiting=True).values_list("model", flat=True))


def waiting_jobs():
    return ProcrastinateJob.objects.filter(task_name=JOB, status="todo")


def test_without_the_extra_nothing_is_fine_tuned(avonshire, lead, monkeypatch):
    monkeypatch.setattr(transformer_training, "available", lambda: False)
    avonshire.enter()
    jobs.train(by=lead, nightly=True)
    avonshire.enter()
    assert not waiting_jobs().exists()
    assert fine_tuning.fine_tune(lead.council) is None
    assert fine_tuning.read_waiting(lead.council) == 0


def test_the_job_is_asked_for_once_and_runs_for_one_council_at_a_time(avonshire, lead, installed):
    for _ in range(2):
        jobs.train(by=lead, nightly=True)
    avonshire.enter()
    [job] = waiting_jobs()
    assert job.lock == "fine_tune"
    jobs.train(by=lead)
    avonshire.enter()
    assert waiting_jobs().count() == 1


def test_waiting_points_are_read_with_the_fine_tuned_model_and_stay_so_by_day(avonshire, lead, installed):
    suggest_waiting(lead.council)
    avonshire.enter()
    waiting = PointReading.objects.filter(council=lead.council, waiting=True).count()
    jobs.fine_tune(by=lead)
    avonshire.enter()
    model = model_store.newest(lead.council_id)
    assert installed == [40] and model.fine_tuning_seconds is not None
    assert models_of_readings() == {model.fine_tuned_name}
    assert Suggestion.objects.filter(model=model.fine_tuned_name).exists()
    assert all(one.spans for one in Suggestion.objects.filter(model=model.fine_tuned_name))
    # Run again, it has nothing left to do.
    assert fine_tuning.fine_tune(lead.council) is None and fine_tuning.read_waiting(lead.council) == 0
    # By day more is coded and the model is retrained: what the fine-tuned model read is not read again.
    newer = training.save_model(by=lead, **_as(model))
    assert suggest_waiting(lead.council, again=waiting) == 0
    avonshire.enter()
    assert models_of_readings() == {model.fine_tuned_name}
    # Only the newest model keeps its bytes, those of the fine-tuned model too.
    model.refresh_from_db()
    assert model.fine_tuned is None and newer.fine_tuning_seconds is None


def test_it_is_fine_tuned_outside_any_council(avonshire, lead, installed):
    training.train_if_due(lead.council)
    tenant.leave()
    assert fine_tuning.fine_tune(lead.council) is not None


def test_new_points_are_read_the_next_night_without_fine_tuning_again(avonshire, lead, installed):
    jobs.train(by=lead, nightly=True)
    jobs.fine_tune(by=lead)
    ProcrastinateJob.objects.all().delete()
    avonshire.enter()
    model = model_store.newest(lead.council_id)
    assert not fine_tuning.has_work(lead.council)
    [reading] = PointReading.objects.filter(waiting=True)[:1]
    PointReading.objects.filter(pk=reading.pk).update(model=model.name)
    assert not fine_tuning.is_due(lead.council) and fine_tuning.has_work(lead.council)
    jobs.train(by=lead, nightly=True)
    avonshire.enter()
    assert waiting_jobs().count() == 1
    assert fine_tuning.read_waiting(lead.council) == 1


def test_a_less_accurate_fine_tuned_model_is_recorded_and_not_used(avonshire, lead, monkeypatch):
    def does_worse(model, themes, examples, *, seed=0):
        raise ValueError("The language model does worse on these.")

    monkeypatch.setattr(transformer_training, "available", lambda: True)
    monkeypatch.setattr(ThemeSuggester, "fine_tuned", does_worse)
    training.train_if_due(lead.council)
    jobs.fine_tune(by=lead)
    avonshire.enter()
    model = model_store.newest(lead.council_id)
    assert model.fine_tuning_seconds is not None and not fine_tuning.has_work(lead.council)
    assert fine_tuning.read_waiting(lead.council) == 0
    page = avonshire.client("quality_lead").get(reverse("themes:model_card")).content.decode()
    assert "less accurate, so not used" in page


def test_reading_ends_where_a_newer_model_comes(avonshire, lead, installed, monkeypatch):
    suggest_waiting(lead.council)
    fine_tuning.fine_tune(lead.council)
    avonshire.enter()
    model, batches = model_store.newest(lead.council_id), []

    def read_and_retrain(*args):
        batches.append(read_batch(*args))
        training.save_model(by=lead, **_as(model))

    read_batch = suggestions.read_batch
    monkeypatch.setattr(fine_tuning, "_BATCH_SIZE", 2)
    monkeypatch.setattr(suggestions, "read_batch", read_and_retrain)
    assert fine_tuning.read_waiting(lead.council) == 2 and len(batches) == 1


def test_the_page_says_that_the_language_model_confirmed_a_suggestion(avonshire, lead, installed):
    suggest_waiting(lead.council)
    jobs.fine_tune(by=lead)
    avonshire.enter()
    suggested = Suggestion.objects.filter(model__endswith="fine-tuned", point__reading__waiting=True).first()
    page = avonshire.client("quality_lead").get(reverse("themes:point", args=[suggested.point_id]))
    assert "confirmed by the language model" in page.content.decode()


def test_waiting_points_are_read_again_at_once_after_a_codebook_change(avonshire, lead, installed):
    suggest_waiting(lead.council)
    jobs.fine_tune(by=lead)
    avonshire.enter()
    commands.add_theme(by=lead, name="Parking", group="Access", what_it_is="No place to park.", reason="New")
    assert suggest_waiting(lead.council, again=10_000) > 0
    avonshire.enter()
    assert models_of_readings() == {model_store.newest(lead.council_id).name}


def test_a_fine_tuned_model_is_not_saved_where_its_model_was_replaced(
    avonshire, lead, installed, monkeypatch
):
    training.train_if_due(lead.council)
    avonshire.enter()
    before = model_store.newest(lead.council_id)

    def meanwhile(model, themes, examples, *, seed=0):
        avonshire.enter()
        training.save_model(by=lead, **_as(before))
        return model

    monkeypatch.setattr(ThemeSuggester, "fine_tuned", meanwhile)
    assert fine_tuning.fine_tune(lead.council) is None
    avonshire.enter()
    assert not ThemeModel.objects.filter(fine_tuning_seconds__isnull=False).exists()


def test_a_codebook_changed_since_training_waits_for_the_next_night(avonshire, lead, installed):
    training.train_if_due(lead.council)
    avonshire.enter()
    theme = Theme.objects.filter(state="active").first()
    Theme.objects.filter(pk=theme.pk).update(slug="renamed-since")
    assert fine_tuning.fine_tune(lead.council) is None and installed == []


def _as(model):
    """Return the arguments that save another model like this one."""
    model = ThemeModel.objects.get(pk=model.pk)
    names = [
        "method",
        "tone_examples",
        "reason",
        "codebook",
        "confirmed",
        "by_theme",
        "trained_until",
        "training_seconds",
    ]
    return {name: getattr(model, name) for name in names} | {
        "data": bytes(model.data),
        "tone": bytes(model.tone),
    }
