"""Training data of the suggestion model: the codebook's texts, coded examples, and tone examples."""

from __future__ import annotations

import uuid

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from goldthread.analysis.text.tone import ToneExample
from goldthread.analysis.theming import CodedExample, ThemeText
from goldthread.council.models import Council
from goldthread.feedback.models import Point
from goldthread.feedback.sources import SOURCES
from goldthread.themes.codebook.models import CodebookVersion, Theme
from goldthread.themes.coding.models import Coding, Decision, DoubleCoding

# The newest coded points that a model is trained on; more would cost time and teach little.
MOST_CODED = 5_000
MOST_TONE_EXAMPLES = 2_000
# What two people code is kept apart, to evaluate the model; what was discarded is trained on like the rest.
HELD_OUT = [state for state in DoubleCoding.State.values if state != DoubleCoding.State.DISCARDED]


def theme_texts(council: Council) -> list[ThemeText]:
    """Return the texts of the council's active themes."""
    return [
        ThemeText(theme.slug, theme.name, theme.what_it_is, theme.what_it_is_not, tuple(theme.examples))
        for theme in Theme.objects.filter(council=council, state=Theme.State.ACTIVE).order_by("slug")
    ]


def coded_examples(council: Council) -> list[CodedExample]:
    """Return what people coded, the oldest first: the redacted text, its themes, and the type of feedback.

    A merged theme's points come under its successor. Left out: what is forgotten or locked; points whose
    theme has been split and that nobody has moved yet; and points that two people code (see HELD_OUT).
    """
    points = list(_training_points(council).values_list("pk", "text", "source")[:MOST_CODED])
    themes: dict[uuid.UUID, set[str]] = {}
    not_moved: set[uuid.UUID] = set()
    rows = Coding.objects.filter(point__in=[pk for pk, _, _ in points], applies=True)
    for pk, slug, state in rows.values_list("point_id", "theme__slug", "theme__state"):
        themes.setdefault(pk, set()).add(slug)
        if state != Theme.State.ACTIVE:
            not_moved.add(pk)
    return [
        CodedExample(text, frozenset(themes.get(pk, ())), question=source)
        for pk, text, source in reversed(points)
        if text and pk not in not_moved
    ]


def tone_examples(council: Council) -> list[ToneExample]:
    """Return the tone that people chose for texts, the oldest first.

    A complaint is taken to be negative before anybody has read it: it is an example only where a person chose it.
    """
    assumed = [source.slug for source in SOURCES.values() if source.default_tone is not None]
    chosen = Decision.objects.filter(point=OuterRef("pk"), tone__isnull=False, undone_at__isnull=True)
    points = _training_points(council).filter(~Q(source__in=assumed) | Exists(chosen), tone__isnull=False)
    rows = points.exclude(text="").values_list("text", "tone", "source")[:MOST_TONE_EXAMPLES]
    return [ToneExample(text, tone, source) for text, tone, source in reversed(rows)]


def _training_points(council: Council) -> QuerySet[Point]:
    """Return the points that a model may be trained on, the newest decision first."""
    return (
        Point.objects.readable()
        .filter(council=council, coded_at__isnull=False)
        .exclude(double_coding__state__in=HELD_OUT)
        .order_by("-coded_at", "-id")
    )


def codebook_number(council_id: uuid.UUID) -> int:
    """Return the number of the codebook's newest version, 0 where there is none."""
    numbers = CodebookVersion.objects.filter(council_id=council_id)
    return numbers.aggregate(last=Max("number"))["last"] or 0
