"""Learning from what people confirmed: when it is due, doing it, and keeping what was learned."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import datetime

from django.db.models import Max, Q
from django.utils import timezone

from goldthread.council import jobs
from goldthread.council.command import command
from goldthread.council.database import locks, tenant
from goldthread.council.database.locks import Lock
from goldthread.council.models import Council, Person
from goldthread.feedback.models import Feedback
from goldthread.themes.coding.coding_decisions import setting_of
from goldthread.themes.coding.models import Decision, SecondLook
from goldthread.themes.suggesting import modelling
from goldthread.themes.suggesting.models import ThemeModel

# A large council's machine learns anew when a twentieth more is confirmed: the twentieth point of thousands
# teaches nothing.
_SHARE = 20


def ask_to_learn(by: Person) -> None:
    """Ask for learning once enough has been confirmed since the newest model was made."""
    newest = modelling.newest(by.council_id)
    if newest is not None and _is_due(newest, most=True):
        jobs.ask("themes.learn", by=by, once=f"themes.learn.{by.council_id}")


def learn_if_due(council: Council, *, nightly: bool = False) -> ThemeModel | None:
    """Learn anew where the codebook has changed or enough is confirmed; by night, where anything is or was forgotten.

    Returns the newest model, None where the codebook has no two themes yet. One worker learns at a time.
    """
    with tenant.inside(council.pk):
        locks.take(council.pk, Lock.LEARNING)
        newest, codebook = modelling.newest(council.pk), modelling.codebook_number(council.pk)
        if newest is None:
            why = "The codebook" if not nightly else "The night's learning"
        elif newest.codebook != codebook:
            why = "The codebook has changed"
        elif newest.method != modelling.method():
            # A model that reads whole texts cannot be used where the language model is not, nor the reverse.
            why = "The small language model has come or gone"
        elif _is_due(newest, most=not nightly) or (nightly and _has_forgotten(newest)):
            why = "The night's learning" if nightly else "Enough was newly confirmed"
        else:
            return newest
        return _learn(council, why, codebook) or newest


def _learn(council: Council, why: str, codebook: int) -> ThemeModel | None:
    began, until = time.monotonic(), timezone.now()
    themes = modelling.theme_texts(council)
    if len(themes) < 2:
        return None
    method, confirmed = modelling.method(), modelling.confirmations(council)
    model = modelling.Model.fit(themes, confirmed, sentences=method == modelling.WITH_SENTENCES)
    tone = modelling.Tone.fit(modelling.tones(council))
    clock = Person.objects.filter(council=council, is_system=True).first()
    return keep_model(
        by=clock,
        method=method,
        data=model.to_bytes(),
        tone=tone.to_bytes(),
        toned=tone.rests_on,
        why=why,
        codebook=codebook,
        confirmed=len(confirmed),
        by_theme={theme.slug: model.confirmed(theme.slug) for theme in themes},
        learned_until=until,
        seconds=round(time.monotonic() - began, 2),
    )


@command("themes.code")
def keep_model(
    *,
    by: Person,
    method: str,
    data: bytes,
    tone: bytes,
    toned: int,
    why: str,
    codebook: int,
    confirmed: int,
    by_theme: Mapping[str, int],
    learned_until: datetime,
    seconds: float,
) -> ThemeModel:
    """Keep what the machine has learned; of earlier models all stays but the model itself."""
    earlier = ThemeModel.objects.filter(council=by.council)
    number = (earlier.aggregate(last=Max("number"))["last"] or 0) + 1
    earlier.filter(Q(data__isnull=False) | Q(night__isnull=False)).update(data=None, tone=None, night=None)
    return ThemeModel.objects.create(
        council=by.council,
        number=number,
        method=method,
        data=data,
        tone=tone,
        toned=toned,
        why=why,
        codebook=codebook,
        confirmed=confirmed,
        by_theme=dict(by_theme),
        held_out=SecondLook.objects.filter(council=by.council, state__in=modelling.KEPT_APART).count(),
        learned_until=learned_until,
        seconds=seconds,
    )


def _is_due(newest: ThemeModel, *, most: bool) -> bool:
    """Say whether enough has been decided since a model was made: as much as the council set, or anything."""
    enough = max(setting_of(newest.council_id).learn_after, newest.confirmed // _SHARE) if most else 1
    since = Decision.objects.filter(
        council_id=newest.council_id,
        at__gt=newest.learned_until,
        undone_at__isnull=True,
        kind__in=(Decision.Kind.CODED, Decision.Kind.SETTLED),
    )
    return since.order_by().values("pk")[:enough].count() >= enough


def _has_forgotten(newest: ThemeModel) -> bool:
    """Say whether words have been deleted since a model was made: it must not go on remembering them."""
    return Feedback.objects.filter(
        council_id=newest.council_id, forgotten_on__gte=newest.learned_until.date()
    ).exists()
