"""The accurate mode: by night the small language model is taught the council's codebook, and reads what waits with it.

Only where goldthread[nightly] is installed. By day the linear model reads what comes, at once.
"""

from __future__ import annotations

import time
import uuid

from goldthread.analysis import tuning
from goldthread.analysis.theming.night import FEWEST
from goldthread.council import tenant
from goldthread.council.command import command
from goldthread.council.models import Council, Person
from goldthread.themes import modelling, suggesting
from goldthread.themes.desk_models import ThemeModel
from goldthread.themes.in_parts import AT_ONCE, in_parts

# Those that come next on the desk: some minutes' reading.
_MOST_READ = 20_000


def is_due(council: Council) -> bool:
    """Say whether the newest model could be taught more closely and has not been; to be asked in the council."""
    kept = modelling.newest(council.pk)
    enough = kept is not None and kept.confirmed >= FEWEST and kept.night_seconds is None
    return enough and tuning.available()


def teach(council: Council) -> ThemeModel | None:
    """Teach the language model what the newest model learned from, and keep it; None where there is nothing to do.

    It takes up to half an hour, in which nobody waits for it: what has changed meanwhile is taught the next night.
    """
    with tenant.inside(council.pk):
        if not is_due(council):
            return None
        kept = modelling.newest(council.pk)
        themes, confirmed = modelling.theme_texts(council), modelling.confirmations(council)
    model, began = modelling.loaded(kept), time.monotonic()
    if len(confirmed) < FEWEST or tuple(theme.slug for theme in themes) != model.themes:
        return None
    data = model.by_night(themes, confirmed).to_bytes()
    with tenant.inside(council.pk):
        clock = Person.objects.filter(council=council, is_system=True).first()
        return keep_night(by=clock, kept=kept, data=data, seconds=round(time.monotonic() - began, 2))


@command("themes.code")
def keep_night(*, by: Person, kept: ThemeModel, data: bytes, seconds: float) -> ThemeModel | None:
    """Keep what was taught by night beside the model it was taught with, unless that has been replaced."""
    newest = ThemeModel.objects.filter(council=by.council).only("pk").select_for_update().first()
    if newest is None or newest.pk != kept.pk:
        return None
    kept.night_seconds = seconds
    ThemeModel.objects.filter(pk=kept.pk).update(night=data, night_seconds=seconds)
    return kept


def read(council: Council) -> int:
    """Read the points that come next on the desk more closely, and return how many were; 0 where nothing was taught."""
    with tenant.inside(council.pk):
        kept = modelling.newest(council.pk)
        if kept is None or kept.night_seconds is None or not tuning.available():
            return 0
        model = modelling.loaded_night(kept)
        themes = suggesting.keys_of(council, model)
        unread = suggesting.waiting(council).exclude(model__in=("", kept.night_name)).order_by("-rank", "-id")
        keys = list(unread.values_list("pk", flat=True)[:_MOST_READ])

    def part_read(part: list[uuid.UUID]) -> None:
        suggesting.read_part(kept, kept.night_name, model, themes, part)

    parts = (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))
    return sum(in_parts(council, unread.filter(pk__in=part), part_read) for part in parts)
