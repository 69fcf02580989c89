"""Standard paragraphs found while a letter is written: by words, by what was found of the case, and by its themes."""

from __future__ import annotations

from django.db.models import Case, IntegerField, Q, Value, When

from goldthread.casework.letters.texts.models import StandardParagraph
from goldthread.casework.models import PointOutcome
from goldthread.casework.procedures.models import Standing
from goldthread.council.models import Person
from goldthread.feedback.models import Feedback
from goldthread.themes.coding.models import Coding

MOST = 12


def paragraphs_for(person: Person, feedback: Feedback, words: str = "") -> list[StandardParagraph]:
    """Return the paragraphs in use that have some words, those first that fit what was found and what it is about."""
    found = PointOutcome.objects.filter(case__feedback=feedback).values("found")
    themes = Coding.objects.filter(point__feedback=feedback, applies=True).values("theme")
    rows = StandardParagraph.objects.filter(
        council_id=person.council_id, standing=Standing.IN_USE, withdrawn_on=None
    )
    for word in words.split()[:6]:
        rows = rows.filter(
            Q(title__icontains=word) | Q(text__icontains=word) | Q(theme__name__icontains=word)
        )
    fits = Case(
        When(found__in=found, theme__in=themes, then=Value(0)),
        When(theme__in=themes, found="", then=Value(1)),
        When(found__in=found, theme=None, then=Value(2)),
        When(found="", theme=None, then=Value(3)),
        default=Value(4),
        output_field=IntegerField(),
    )
    return list(rows.select_related("theme").annotate(fits=fits).order_by("fits", "title", "id")[:MOST])
