"""The accurate mode: by night the small language model is taught the council's codebook, and reads what waits with it.

Only where goldthread[nightly] is installed. By day the linear model reads what comes, at once.
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
from goldthread.themes.suggesting import modelling
from goldthread.themes.suggesting import suggestions as suggesting
from goldthread.themes.suggesting.batches import in_parts
from goldthread.themes.suggesting.models import ThemeModel

# Those that come next on the desk: some minutes' reading.
_MOST_READ = 20_000
# It reads a hundred a second: few enough that somebody who codes one of them meanwhile hardly waits.
_AT_ONCE = 50


def is_due(council: Council) -> bool:
    """Say whether the newest model could be taught more closely and has not been; to be asked in the council."""
    kept = modelling.newest(council.pk)
    enough = kept is not None and kept.confirmed >= FEWEST and kept.night_seconds is None
    return enough and transformer_training.available()


def is_wanted(council: Council) -> bool:
    """Say whether there is anything to teach, or to read with what was taught before; to be asked in the council."""
    kept = modelling.newest(council.pk)
    return is_due(council) or (_reads(kept) and _unread(council, kept).exists())


def teach(council: Council) -> ThemeModel | None:
    """Teach the language model what the newest model learned from, and keep it; None where there is nothing to do.

    It takes up to half an hour, in which nobody waits for it: what has changed meanwhile is taught the next night.
    Where it does worse than the model that reads by day, that is kept, and it does not read.
    """
    with tenant.inside(council.pk):
        if not is_due(council):
            return None
        kept = modelling.newest(council.pk)
        themes, confirmed = modelling.theme_texts(council), modelling.confirmations(council)
        model = modelling.loaded(kept)
    if len(confirmed) < FEWEST or tuple(theme.slug for theme in themes) != model.themes:
        return None
    if not connection.in_atomic_block:
        # Half an hour idle is more than some networks between here and the database bear.
        connection.close()
    began = time.monotonic()
    try:
        data = model.by_night(themes, confirmed).to_bytes()
    except ValueError:
        data = None
    with tenant.inside(council.pk):
        clock = Person.objects.filter(council=council, is_system=True).first()
        return keep_night(by=clock, kept=kept, data=data, seconds=round(time.monotonic() - began, 2))


@command("themes.code")
def keep_night(*, by: Person, kept: ThemeModel, data: bytes | None, seconds: float) -> ThemeModel | None:
    """Keep what was taught by night beside the model it was taught with, unless that has been replaced.

    data: None where it does worse, so that it is not taught the same again.
    """
    # A model that is being replaced in this moment must not be given anything that nobody would delete.
    locks.take(by.council_id, Lock.LEARNING)
    if not _is_newest(kept):
        return None
    kept.night_seconds = seconds
    ThemeModel.objects.filter(pk=kept.pk).update(night=data, night_seconds=seconds)
    return kept


def read(council: Council) -> int:
    """Read the points that come next on the desk more closely, and return how many were; 0 where nothing was taught.

    It ends where a newer model has come: what that knows of the codebook, this does not.
    """
    with tenant.inside(council.pk):
        kept = modelling.newest(council.pk)
        if not _reads(kept):
            return 0
        model = modelling.loaded_night(kept)
        themes = suggesting.keys_of(council, model)
        unread = _unread(council, kept)
        keys = list(unread.order_by("-rank", "-id").values_list("pk", flat=True)[:_MOST_READ])
    # What takes long the first time is done before anything is held.
    model.suggest("")
    done = 0
    for start in range(0, len(keys), _AT_ONCE):
        with tenant.inside(council.pk):
            if not _is_newest(kept):
                break
        done += in_parts(
            council,
            unread.filter(pk__in=keys[start : start + _AT_ONCE]),
            lambda part: suggesting.read_part(kept, kept.night_name, model, themes, part),
            at_once=_AT_ONCE,
        )
    return done


def _reads(kept: ThemeModel | None) -> bool:
    """Say whether something was taught beside a model that does not do worse."""
    taught = ThemeModel.objects.filter(night__isnull=False)
    return kept is not None and transformer_training.available() and taught.filter(pk=kept.pk).exists()


def _unread(council: Council, kept: ThemeModel) -> QuerySet[PointReading]:
    return suggesting.waiting(council).exclude(model__in=("", kept.night_name))


def _is_newest(kept: ThemeModel) -> bool:
    newest = modelling.newest(kept.council_id)
    return newest is not None and newest.pk == kept.pk
