"""Training of the suggestion model on what people coded: when it is due, training, and saving the result."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import datetime

from django.db.models import Max, Q
from django.utils import timezone

from goldthread.analysis.text.tone import ToneModel
from goldthread.analysis.theming import ThemeSuggester
from goldthread.council import jobs
from goldthread.council.command import command
from goldthread.council.database import locks, tenant
from goldthread.council.database.locks import Lock
from goldthread.council.models import Council, Person
from goldthread.feedback.models import Feedback
from goldthread.themes.coding.coding_decisions import coding_settings
from goldthread.themes.coding.models import Decision, DoubleCoding
from goldthread.themes.job_names import TRAIN
from goldthread.themes.suggesting import model_store, training_data
from goldthread.themes.suggesting.models import ThemeModel

# A large council's model is retrained when a twentieth more is coded: the twentieth point of thousands teaches
# nothing.
_SHARE = 20


def request_training(by: Person) -> None:
    """Ask for training once enough has been coded since the newest model was trained."""
    newest = model_store.newest(by.council_id)
    if newest is not None and _is_due(newest):
        jobs.ask(TRAIN, by=by, once=f"{TRAIN}.{by.council_id}")


def train_if_due(council: Council, *, nightly: bool = False) -> ThemeModel | None:
    """Train anew where the codebook has changed or enough was coded; by night, where anything was coded or forgotten.

    Returns the newest model, None where the codebook has no two themes yet. One worker trains at a time.
    """
    with tenant.inside(council.pk):
        locks.take(council.pk, Lock.LEARNING)
        newest, codebook = model_store.newest(council.pk), training_data.codebook_number(council.pk)
        if newest is None:
            reason = "First theme list" if not nightly else "Nightly training"
        elif newest.codebook != codebook:
            reason = "Theme list changed"
        elif newest.method != model_store.method():
            # A model that reads whole texts cannot be used where the language model is not, nor the reverse.
            reason = "Small language model installed or removed"
        elif _is_due(newest, nightly=nightly) or (nightly and _has_forgotten(newest)):
            reason = "Nightly training" if nightly else "Enough newly coded issues"
        else:
            return newest
        return _train(council, reason, codebook) or newest


def _train(council: Council, reason: str, codebook: int) -> ThemeModel | None:
    start, until = time.monotonic(), timezone.now()
    themes = training_data.theme_texts(council)
    if len(themes) < 2:
        return None
    method, examples = model_store.method(), training_data.coded_examples(council)
    model = ThemeSuggester.fit(themes, examples, sentences=method == model_store.WITH_SENTENCES)
    tone = ToneModel.fit(training_data.tone_examples(council))
    clock = Person.objects.filter(council=council, is_system=True).first()
    return save_model(
        by=clock,
        method=method,
        data=model.to_bytes(),
        tone=tone.to_bytes(),
        tone_examples=tone.rests_on,
        reason=reason,
        codebook=codebook,
        confirmed=len(examples),
        by_theme={theme.slug: model.confirmed(theme.slug) for theme in themes},
        trained_until=until,
        training_seconds=round(time.monotonic() - start, 2),
    )


@command("themes.code")
def save_model(
    *,
    by: Person,
    method: str,
    data: bytes,
    tone: bytes,
    tone_examples: int,
    reason: str,
    codebook: int,
    confirmed: int,
    by_theme: Mapping[str, int],
    trained_until: datetime,
    training_seconds: float,
) -> ThemeModel:
    """Save a newly trained model; of earlier versions all is kept but the model itself."""
    earlier = ThemeModel.objects.filter(council=by.council)
    number = (earlier.aggregate(last=Max("number"))["last"] or 0) + 1
    earlier.filter(Q(data__isnull=False) | Q(fine_tuned__isnull=False)).update(
        data=None, tone=None, fine_tuned=None
    )
    return ThemeModel.objects.create(
        council=by.council,
        number=number,
        method=method,
        data=data,
        tone=tone,
        tone_examples=tone_examples,
        reason=reason,
        codebook=codebook,
        confirmed=confirmed,
        by_theme=dict(by_theme),
        held_out=DoubleCoding.objects.filter(council=by.council, state__in=training_data.HELD_OUT).count(),
        trained_until=trained_until,
        training_seconds=training_seconds,
    )


def _is_due(newest: ThemeModel, *, nightly: bool = False) -> bool:
    """Return whether enough has been coded since a model was trained: as much as the council set; by night, any."""
    retrain_after = coding_settings(newest.council_id).retrain_after
    enough = 1 if nightly else max(retrain_after, newest.confirmed // _SHARE)
    since = Decision.objects.filter(
        council_id=newest.council_id,
        at__gt=newest.trained_until,
        undone_at__isnull=True,
        kind__in=(Decision.Kind.CODED, Decision.Kind.ADJUDICATED),
    )
    return since.order_by().values("pk")[:enough].count() >= enough


def _has_forgotten(newest: ThemeModel) -> bool:
    """Return whether text has been deleted since a model was trained: it must not go on remembering it."""
    return Feedback.objects.filter(
        council_id=newest.council_id, forgotten_on__gte=newest.trained_until.date()
    ).exists()
