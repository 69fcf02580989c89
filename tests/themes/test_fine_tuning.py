"""The accurate mode in the product: taught and read with by night, left alone by day, and missed where it is not."""

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
    """Return who codes, in a council that learns from few points."""
    monkeypatch.setattr(training_data, "MOST_CODED", 40)
    monkeypatch.setattr(training_data, "MOST_TONE_EXAMPLES", 40)
    monkeypatch.setattr(fine_tuning, "FEWEST", 20)
    return avonshire.person("quality_lead")


@pytest.fixture
def installed(monkeypatch):
    """Stand in for the language model: it is there, and what it is taught it says as the linear model does.

    Nothing of an earlier test is held by this process, as in a worker that has just begun.
    """
    model_store._load.cache_clear()
    taught = []

    def stand_in(model, themes, confirmed, *, seed=0):
        taught.append(len(confirmed))
        return model

    monkeypatch.setattr(transformer_training, "available", lambda: True)
    monkeypatch.setattr(ThemeSuggester, "fine_tuned", stand_in)
    return taught


def read_by():
    return set(PointReading.objects.filter(waiting=True).values_list("model", flat=True))


def waiting_jobs():
    return ProcrastinateJob.objects.filter(task_name=JOB, status="todo")


def test_without_the_extra_the_night_is_as_it_was(avonshire, lead, monkeypatch):
    monkeypatch.setattr(transformer_training, "available", lambda: False)
    avonshire.enter()
    jobs.train(by=lead, nightly=True)
    avonshire.enter()
    assert not waiting_jobs().exists()
    assert fine_tuning.fine_tune(lead.council) is None
    assert fine_tuning.read_waiting(lead.council) == 0


def test_by_night_it_is_asked_for_once_and_one_council_at_a_time(avonshire, lead, installed):
    for _ in range(2):
        jobs.train(by=lead, nightly=True)
    avonshire.enter()
    [asked] = waiting_jobs()
    assert asked.lock == "fine_tune"
    jobs.train(by=lead)
    avonshire.enter()
    assert waiting_jobs().count() == 1


def test_what_waits_is_read_more_closely_and_by_day_that_stands(avonshire, lead, installed):
    suggest_waiting(lead.council)
    avonshire.enter()
    waiting = PointReading.objects.filter(council=lead.council, waiting=True).count()
    jobs.fine_tune(by=lead)
    avonshire.enter()
    kept = model_store.newest(lead.council_id)
    assert installed == [40] and kept.fine_tuning_seconds is not None
    assert read_by() == {kept.fine_tuned_name}
    assert Suggestion.objects.filter(model=kept.fine_tuned_name).exists()
    assert all(one.spans for one in Suggestion.objects.filter(model=kept.fine_tuned_name))
    # Run again, it finds nothing left to do.
    assert fine_tuning.fine_tune(lead.council) is None and fine_tuning.read_waiting(lead.council) == 0
    # By day more is confirmed and the machine learns anew: what was read by night is not read less well.
    newer = training.save_model(by=lead, **_as(kept))
    assert suggest_waiting(lead.council, again=waiting) == 0
    avonshire.enter()
    assert read_by() == {kept.fine_tuned_name}
    # Of the earlier model only the newest keeps its bytes, those of the night too.
    kept.refresh_from_db()
    assert kept.fine_tuned is None and newer.fine_tuning_seconds is None


def test_it_is_taught_outside_any_council(avonshire, lead, installed):
    training.train_if_due(lead.council)
    tenant.leave()
    assert fine_tuning.fine_tune(lead.council) is not None


def test_what_came_since_is_read_the_next_night_without_teaching(avonshire, lead, installed):
    jobs.train(by=lead, nightly=True)
    jobs.fine_tune(by=lead)
    ProcrastinateJob.objects.all().delete()
    avonshire.enter()
    kept = model_store.newest(lead.council_id)
    assert not fine_tuning.has_work(lead.council)
    [reading] = PointReading.objects.filter(waiting=True)[:1]
    PointReading.objects.filter(pk=reading.pk).update(model=kept.name)
    assert not fine_tuning.is_due(lead.council) and fine_tuning.has_work(lead.council)
    jobs.train(by=lead, nightly=True)
    avonshire.enter()
    assert waiting_jobs().count() == 1
    assert fine_tuning.read_waiting(lead.council) == 1


def test_where_it_does_worse_that_is_kept_and_it_does_not_read(avonshire, lead, monkeypatch):
    def does_worse(model, themes, confirmed, *, seed=0):
        raise ValueError("The language model does worse on these.")

    monkeypatch.setattr(transformer_training, "available", lambda: True)
    monkeypatch.setattr(ThemeSuggester, "fine_tuned", does_worse)
    training.train_if_due(lead.council)
    jobs.fine_tune(by=lead)
    avonshire.enter()
    kept = model_store.newest(lead.council_id)
    assert kept.fine_tuning_seconds is not None and not fine_tuning.has_work(lead.council)
    assert fine_tuning.read_waiting(lead.council) == 0
    page = avonshire.client("quality_lead").get(reverse("themes:model_card")).content.decode()
    assert "did worse, so it does not read" in page


def test_reading_ends_where_a_newer_model_comes(avonshire, lead, installed, monkeypatch):
    suggest_waiting(lead.council)
    fine_tuning.fine_tune(lead.council)
    avonshire.enter()
    kept, parts = model_store.newest(lead.council_id), []

    def reads(*args):
        parts.append(read_batch(*args))
        training.save_model(by=lead, **_as(kept))

    read_batch = suggestions.read_batch
    monkeypatch.setattr(fine_tuning, "_BATCH_SIZE", 2)
    monkeypatch.setattr(suggestions, "read_batch", reads)
    assert fine_tuning.read_waiting(lead.council) == 2 and len(parts) == 1


def test_the_point_says_that_the_language_model_read_it_too(avonshire, lead, installed):
    suggest_waiting(lead.council)
    jobs.fine_tune(by=lead)
    avonshire.enter()
    suggested = Suggestion.objects.filter(model__endswith="fine-tuned", point__reading__waiting=True).first()
    page = avonshire.client("quality_lead").get(reverse("themes:point", args=[suggested.point_id]))
    assert "and the language model, which read the whole text, agrees" in page.content.decode()


def test_a_changed_codebook_is_read_at_once(avonshire, lead, installed):
    suggest_waiting(lead.council)
    jobs.fine_tune(by=lead)
    avonshire.enter()
    commands.add_theme(by=lead, name="Parking", group="Access", what_it_is="No place to park.", reason="New")
    assert suggest_waiting(lead.council, again=10_000) > 0
    avonshire.enter()
    assert read_by() == {model_store.newest(lead.council_id).name}


def test_what_was_replaced_meanwhile_is_not_kept(avonshire, lead, installed, monkeypatch):
    training.train_if_due(lead.council)
    avonshire.enter()
    before = model_store.newest(lead.council_id)

    def meanwhile(model, themes, confirmed, *, seed=0):
        avonshire.enter()
        training.save_model(by=lead, **_as(before))
        return model

    monkeypatch.setattr(ThemeSuggester, "fine_tuned", meanwhile)
    assert fine_tuning.fine_tune(lead.council) is None
    avonshire.enter()
    assert not ThemeModel.objects.filter(fine_tuning_seconds__isnull=False).exists()


def test_a_codebook_that_changed_since_the_model_was_learned_waits_for_the_next_night(
    avonshire, lead, installed
):
    training.train_if_due(lead.council)
    avonshire.enter()
    theme = Theme.objects.filter(state="active").first()
    Theme.objects.filter(pk=theme.pk).update(slug="renamed-since")
    assert fine_tuning.fine_tune(lead.council) is None and installed == []


def _as(kept):
    """Return what makes another model like this one."""
    kept = ThemeModel.objects.get(pk=kept.pk)
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
    return {name: getattr(kept, name) for name in names} | {
        "data": bytes(kept.data),
        "tone": bytes(kept.tone),
    }
