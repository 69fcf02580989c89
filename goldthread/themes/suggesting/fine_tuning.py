"""Nightly fine-tuning of the small language model on the council's codings, and reading what waits with it.

Only where goldthread[nightly] is installed. By day the linear model reads new feedback at once.
"""

from __future__ import annotations

import time

from django.db import connection
from django.db.models import QuerySet

from goldthread.analysis.theming import transformer_training
from goldthread.analysis.theming.fine_tuning import FEWEST
from goldthread.council.command import command
from goldthread.council.database import locks, tenant
from goldthread.council.database.locks import Lock
from goldthread.council.models import Council, Person
from goldthread.themes.coding.models import PointReading
from goldthread.themes.suggesting import model_store, suggestions, training_data
from goldthread.themes.suggesting.batches import in_batches
from goldthread.themes.suggesting.models import ThemeModel

# Those that come next in the queue: some minutes' reading.
_MOST_READ = 20_000
# It reads a hundred a second: few enough that somebody who codes one of them meanwhile hardly waits.
_BATCH_SIZE = 50


def is_due(council: Council) -> bool:
    """Return whether the newest model could be fine-tuned and has not been; to be asked in the council."""
    record = model_store.newest(council.pk)
    return (
        record is not None
        and record.confirmed >= FEWEST
        and record.fine_tuning_seconds is None
        and transformer_training.available()
    )


def has_work(council: Council) -> bool:
    """Return whether anything is to be fine-tuned, or read with what is fine-tuned; to be asked in the council."""
    record = model_store.newest(council.pk)
    return is_due(council) or (_is_fine_tuned(record) and _unread(council, record).exists())


def fine_tune(council: Council) -> ThemeModel | None:
    """Fine-tune the language model on what the newest model was trained on, and save it; None where not due.

    It takes up to half an hour, in which nobody waits for it: what has changed meanwhile is used the next night.
    Where it does worse than the model that reads by day, that is recorded, and it is not used.
    """
    with tenant.inside(council.pk):
        if not is_due(council):
            return None
        record = model_store.newest(council.pk)
        themes, examples = training_data.theme_texts(council), training_data.coded_examples(council)
        model = model_store.load(record)
    if len(examples) < FEWEST or tuple(theme.slug for theme in themes) != model.themes:
        return None
    if not connection.in_atomic_block:
        # Half an hour idle is more than some networks between here and the database bear.
        connection.close()
    start = time.monotonic()
    try:
        data = model.fine_tuned(themes, examples).to_bytes()
    except ValueError:
        data = None
    with tenant.inside(council.pk):
        clock = Person.objects.filter(council=council, is_system=True).first()
        return save_fine_tuned(by=clock, model=record, data=data, seconds=round(time.monotonic() - start, 2))


@command("themes.code")
def save_fine_tuned(
    *, by: Person, model: ThemeModel, data: bytes | None, seconds: float
) -> ThemeModel | None:
    """Save a fine-tuned language model beside the model that it was made with, unless that has been replaced.

    data: None where it does worse, so that it is not fine-tuned the same again.
    """
    # A model that is being replaced in this moment must not be given anything that nobody would delete.
    locks.take(by.council_id, Lock.LEARNING)
    if not _is_newest(model):
        return None
    model.fine_tuning_seconds = seconds
    ThemeModel.objects.filter(pk=model.pk).update(fine_tuned=data, fine_tuning_seconds=seconds)
    return model


def read_waiting(council: Council) -> int:
    """Read the next points of the queue with the fine-tuned model; return how many, 0 where nothing is fine-tuned.

    It ends where a newer model has come: what that knows of the codebook, this does not.
    """
    with tenant.inside(council.pk):
        record = model_store.newest(council.pk)
        if not _is_fine_tuned(record):
            return 0
        model = model_store.load_fine_tuned(record)
        themes = suggestions.theme_ids(council, model)
        unread = _unread(council, record)
        keys = list(unread.order_by("-rank", "-id").values_list("pk", flat=True)[:_MOST_READ])
    # What takes long the first time is done before anything is locked.
    model.suggest("")
    done = 0
    for start in range(0, len(keys), _BATCH_SIZE):
        with tenant.inside(council.pk):
            if not _is_newest(record):
                break
        done += in_batches(
            council,
            unread.filter(pk__in=keys[start : start + _BATCH_SIZE]),
            lambda batch: suggestions.read_batch(record, record.fine_tuned_name, model, themes, batch),
            batch_size=_BATCH_SIZE,
        )
    return done


def _is_fine_tuned(model: ThemeModel | None) -> bool:
    """Return whether a model has a fine-tuned language model beside it that does not do worse."""
    fine_tuned = ThemeModel.objects.filter(fine_tuned__isnull=False)
    return model is not None and transformer_training.available() and fine_tuned.filter(pk=model.pk).exists()


def _unread(council: Council, model: ThemeModel) -> QuerySet[PointReading]:
    return suggestions.waiting(council).exclude(model__in=("", model.fine_tuned_name))


def _is_newest(model: ThemeModel) -> bool:
    newest = model_store.newest(model.council_id)
    return newest is not None and newest.pk == model.pk
