"""What the machine suggests for a point, with the words that led it there; a person decides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from django.db.models import Exists, OuterRef

from goldthread.analysis.lexical import Lexical, ThemeText
from goldthread.council import many, tenant
from goldthread.council.models import Council
from goldthread.feedback.models import Point
from goldthread.themes.models import CodebookVersion, Suggestion, Theme

MODEL = "words-1"
_AT_ONCE = 1000


@lru_cache(maxsize=8)
def _model(council_id: str, codebook: int) -> Lexical:
    themes = Theme.objects.filter(council_id=council_id, state=Theme.State.ACTIVE)
    texts = [
        ThemeText(slug=t.slug, name=t.name, definition=t.what_it_is, examples=tuple(t.examples))
        for t in themes
    ]
    return Lexical.fit(texts)


def model_of(council: Council) -> Lexical:
    """Return the council's model, made anew when its codebook has changed."""
    version = (
        CodebookVersion.objects.filter(council=council).order_by("-number").values_list("number", flat=True)
    )
    return _model(str(council.pk), version.first() or 0)


def suggest_waiting(council: Council) -> int:
    """Suggest themes for every uncoded point without a suggestion, a part at a time; return how many were read."""
    with tenant.inside(council.pk):
        themes = {
            theme.slug: theme for theme in Theme.objects.filter(council=council, state=Theme.State.ACTIVE)
        }
        if not themes:
            return 0
        model, read = model_of(council), 0
    waiting = Point.objects.filter(council=council, coded_at__isnull=True).exclude(
        Exists(Suggestion.objects.filter(point=OuterRef("pk")))
    )
    last = None
    while True:
        with tenant.inside(council.pk):
            page = waiting.order_by("id")
            points = list((page.filter(pk__gt=last) if last else page)[:_AT_ONCE])
            if not points:
                return read
            last = points[-1].pk
            many.insert(
                list(_suggestions(council, model, themes, points)), on_conflict="ON CONFLICT DO NOTHING"
            )
        read += len(points)


def _suggestions(
    council: Council, model: Lexical, themes: dict[str, Theme], points: Sequence[Point]
) -> Iterator[Suggestion]:
    for point in points:
        for suggestion in model.suggest(point.text):
            yield Suggestion(
                council_id=council.pk,
                point_id=point.pk,
                theme_id=themes[suggestion.theme].pk,
                score=suggestion.score,
                why=[[word.start, word.end, round(word.weight, 3)] for word in suggestion.why],
                model=MODEL,
            )
