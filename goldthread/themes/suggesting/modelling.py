"""What the machine that suggests themes is given to learn from, and how useful it would be to ask a person."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from goldthread.analysis.text import semantic
from goldthread.analysis.text.tone import Tone, Toned
from goldthread.analysis.theming import Confirmed, Model, ThemeText
from goldthread.council.models import Council
from goldthread.feedback.models import Point
from goldthread.feedback.sources import SOURCES
from goldthread.themes.codebook.models import CodebookVersion, Theme
from goldthread.themes.coding.models import Coding, Decision, SecondLook
from goldthread.themes.suggesting.models import BYTES, ThemeModel

METHOD, WITH_SENTENCES = "theming-1", "theming-1 with sentences"
# The newest confirmations that are learned from; more would cost time and teach little.
# What was read by night stands so many days beside newer models.
_NIGHTS = 14
MOST_CONFIRMED = 5_000
MOST_TONED = 2_000
# With so many confirmations, a theme counts as half as rare as one that has none.
RARE_BELOW = 20
# What two people code is kept apart, to judge the machine by; what was set aside teaches like the rest.
KEPT_APART = [state for state in SecondLook.State.values if state != SecondLook.State.SEEN]


def method() -> str:
    """Return how this machine learns: with the small language model too, where goldthread[semantic] is installed."""
    return WITH_SENTENCES if semantic.available() else METHOD


def theme_texts(council: Council) -> list[ThemeText]:
    """Return what the council's codebook says of each theme in use."""
    return [
        ThemeText(theme.slug, theme.name, theme.what_it_is, theme.what_it_is_not, tuple(theme.examples))
        for theme in Theme.objects.filter(council=council, state=Theme.State.ACTIVE).order_by("slug")
    ]


def confirmations(council: Council) -> list[Confirmed]:
    """Return what people confirmed, the oldest first: the working text, its themes, and the kind of item.

    A merged theme's points come under its successor. Left out: what is forgotten or locked; points whose
    theme has been split and that nobody has moved yet; and points that two people code (see KEPT_APART).
    """
    points = list(_taught_by(council).values_list("pk", "text", "source")[:MOST_CONFIRMED])
    standing: dict[uuid.UUID, set[str]] = {}
    not_moved: set[uuid.UUID] = set()
    rows = Coding.objects.filter(point__in=[pk for pk, _, _ in points], stands=True)
    for pk, slug, state in rows.values_list("point_id", "theme__slug", "theme__state"):
        standing.setdefault(pk, set()).add(slug)
        if state != Theme.State.ACTIVE:
            not_moved.add(pk)
    return [
        Confirmed(text, frozenset(standing.get(pk, ())), question=source)
        for pk, text, source in reversed(points)
        if text and pk not in not_moved
    ]


def tones(council: Council) -> list[Toned]:
    """Return how people said that texts sound, the oldest first.

    A complaint is taken to find fault before anybody has read it: that teaches only where a person said so too.
    """
    assumed = [source.slug for source in SOURCES.values() if source.default_tone is not None]
    said = Decision.objects.filter(point=OuterRef("pk"), tone__isnull=False, undone_at__isnull=True)
    points = _taught_by(council).filter(~Q(source__in=assumed) | Exists(said), tone__isnull=False)
    rows = points.exclude(text="").values_list("text", "tone", "source")[:MOST_TONED]
    return [Toned(text, tone, source) for text, tone, source in reversed(rows)]


def _taught_by(council: Council) -> QuerySet[Point]:
    """Return the points that the machine learns from, the newest decision first."""
    return (
        Point.objects.filter(council=council, coded_at__isnull=False)
        .exclude(feedback__is_locked=True)
        .exclude(feedback__forgotten_on__isnull=False)
        .exclude(second_look__state__in=KEPT_APART)
        .order_by("-coded_at", "-id")
    )


def codebook_number(council_id: uuid.UUID) -> int:
    """Return the number of the codebook's newest version, 0 where there is none."""
    numbers = CodebookVersion.objects.filter(council_id=council_id)
    return numbers.aggregate(last=Max("number"))["last"] or 0


def newest(council_id: uuid.UUID) -> ThemeModel | None:
    """Return the newest model of a council, without the bytes; None where it has learned nothing yet."""
    return ThemeModel.objects.filter(council_id=council_id).defer(*BYTES).first()


def loaded(kept: ThemeModel) -> Model:
    """Return a model that was kept, ready to read with; each process loads it once."""
    return _loaded(kept.pk)


@lru_cache(maxsize=4)
def _loaded(model_id: uuid.UUID) -> Model:
    return Model.from_bytes(bytes(ThemeModel.objects.values_list("data", flat=True).get(pk=model_id)))


def night_names(kept: ThemeModel) -> list[str]:
    """Return what those are called that read by night under a model's codebook: by day nothing does better.

    Of earlier models those of two weeks, so that nothing stays as it was for good where nights are no longer taught.
    """
    taught = ThemeModel.objects.filter(
        Q(pk=kept.pk) | Q(created_at__gte=timezone.now() - datetime.timedelta(days=_NIGHTS)),
        council_id=kept.council_id,
        codebook=kept.codebook,
        night_seconds__isnull=False,
    )
    return [one.night_name for one in taught.only("number", "method")]


def loaded_night(kept: ThemeModel) -> Model:
    """Return what reads by night; it is large, so it is not held longer than it is used."""
    return Model.from_bytes(bytes(ThemeModel.objects.values_list("night", flat=True).get(pk=kept.pk)))


def loaded_tone(kept: ThemeModel) -> Tone:
    """Return what suggests how a text sounds; each process loads it once."""
    return _loaded_tone(kept.pk)


@lru_cache(maxsize=4)
def _loaded_tone(model_id: uuid.UUID) -> Tone:
    return Tone.from_bytes(bytes(ThemeModel.objects.values_list("tone", flat=True).get(pk=model_id)))


def usefulness(likely: np.ndarray, confirmed: Sequence[int]) -> np.ndarray:
    """Return how much it would help to know what each text is about, (texts,), 0 to 1.

    `likely`: (texts, themes), how likely each theme is. Most where a theme's odds are even, and of such
    themes for the one that people have confirmed least: what to ask next should chase the rare themes.
    """
    if not likely.size:
        return np.zeros(len(likely))
    rare = RARE_BELOW / (RARE_BELOW + np.asarray(confirmed, dtype=float))
    return (4 * likely * (1 - likely) * (0.5 + 0.5 * rare)).max(axis=1)
