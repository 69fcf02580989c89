"""Loading of trained models, each once a process, and their names and methods."""

from __future__ import annotations

import datetime
import uuid
from functools import lru_cache

from django.db.models import Q
from django.utils import timezone

from goldthread.analysis.text import semantic
from goldthread.analysis.text.tone import ToneModel
from goldthread.analysis.theming import ThemeSuggester
from goldthread.themes.suggesting.models import MODEL_BYTES, ThemeModel

METHOD, WITH_SENTENCES = "theming-1", "theming-1 with sentences"
# What a fine-tuned model read is left for so many days beside newer models.
_FINE_TUNED_DAYS = 14


def method() -> str:
    """Return the training method: with sentence vectors too, where goldthread[semantic] is installed."""
    return WITH_SENTENCES if semantic.available() else METHOD


def newest(council_id: uuid.UUID) -> ThemeModel | None:
    """Return the newest model of a council, without the bytes; None where there is none yet."""
    return ThemeModel.objects.filter(council_id=council_id).defer(*MODEL_BYTES).first()


def load(model: ThemeModel) -> ThemeSuggester:
    """Return a saved model, ready to suggest themes; each process loads it once."""
    return _load(model.pk)


@lru_cache(maxsize=4)
def _load(model_id: uuid.UUID) -> ThemeSuggester:
    return ThemeSuggester.from_bytes(_bytes(model_id, "data"))


def load_fine_tuned(model: ThemeModel) -> ThemeSuggester:
    """Return the fine-tuned language model; it is large, so it is not kept in memory longer than it is used."""
    return ThemeSuggester.from_bytes(_bytes(model.pk, "fine_tuned"))


def load_tone(model: ThemeModel) -> ToneModel:
    """Return the model that suggests the sentiment; each process loads it once."""
    return _load_tone(model.pk)


@lru_cache(maxsize=4)
def _load_tone(model_id: uuid.UUID) -> ToneModel:
    return ToneModel.from_bytes(_bytes(model_id, "tone"))


def _bytes(model_id: uuid.UUID, field: str) -> bytes:
    return bytes(ThemeModel.objects.values_list(field, flat=True).get(pk=model_id))


def fine_tuned_names(model: ThemeModel) -> list[str]:
    """Return the names of fine-tuned models of a model's codebook: no model that reads by day does better.

    Of earlier models those of two weeks, so that no suggestion stays for good where fine-tuning has stopped.
    """
    fine_tuned = ThemeModel.objects.filter(
        Q(pk=model.pk) | Q(created_at__gte=timezone.now() - datetime.timedelta(days=_FINE_TUNED_DAYS)),
        council_id=model.council_id,
        codebook=model.codebook,
        fine_tuning_seconds__isnull=False,
    )
    return [one.fine_tuned_name for one in fine_tuned.only("number", "method")]
