"""Commands that add and remove annotations on charts."""

from __future__ import annotations

import datetime

from goldthread.council.command import Refused, check_scope, command, require_council_wide
from goldthread.council.models import Person
from goldthread.council.records import privacy
from goldthread.themes.codebook.models import Theme
from goldthread.themes.counting.models import Annotation


@command("themes.code")
def add_annotation(
    *, by: Person, on: datetime.date, label: str, theme: Theme | None = None, recalculates: bool = False
) -> Annotation:
    """Add an annotation, which charts of one theme or of all show on its date.

    recalculates: their control limits are made anew from the month after, with the label as the reason.
    """
    check_scope(by, theme)
    require_council_wide(by, "A theme's chart is")
    if not label.strip():
        raise Refused("Enter a few words about what happened.")
    label = privacy.hide(label.strip()).text
    most = Annotation._meta.get_field("label").max_length
    if len(label) > most:
        raise Refused(f"Shorten what happened to {most} characters or fewer.", field="label")
    return Annotation.objects.create(
        council=by.council, on=on, label=label, theme=theme, recalculates=recalculates
    )


@command("themes.code")
def remove_annotation(*, by: Person, annotation: Annotation) -> None:
    """Remove an annotation from the charts, such as one with the wrong date."""
    check_scope(by, annotation)
    require_council_wide(by, "A theme's chart is")
    annotation.delete()
