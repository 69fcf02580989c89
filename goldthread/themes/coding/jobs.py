"""Background jobs that code points."""

from __future__ import annotations

import uuid

from goldthread.council.jobs import job
from goldthread.council.models import Person
from goldthread.feedback.jobs import CODE_IMPORT
from goldthread.feedback.models import Point
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding import commands


@job(CODE_IMPORT)
def code_import(*, by: Person, decisions: list[list]) -> None:
    """Save the themes of an imported spreadsheet; a name that is not in the codebook is left out."""
    themes = {}
    for theme in Theme.objects.filter(council=by.council, state=Theme.State.ACTIVE):
        themes[theme.slug] = themes[theme.name.lower()] = theme
    points = Point.objects.in_bulk([point for point, _ in decisions])
    to_code = []
    for point_id, names in decisions:
        chosen = {themes[name.lower()] for name in names if name.lower() in themes}
        point = points.get(uuid.UUID(point_id))
        if point is not None and chosen and point.coded_at is None:
            to_code.append((point, sorted(chosen, key=lambda theme: theme.slug)))
    if to_code:
        commands.code_points(by=by, decisions=to_code)
