"""Has some of Avonshire's points coded by a second person, and what may tell of harm looked at, as time went by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goldthread.council.database import tenant
from goldthread.feedback.models import Point
from goldthread.themes import alerts, commands, noticing_harm
from goldthread.themes.alert_models import HarmAlert, HarmLook
from goldthread.themes.desk_models import SecondLook
from goldthread.themes.models import Theme

if TYPE_CHECKING:
    from goldthread.demo.story import Story

# The newest are left, so that somebody at the desk meets a second look and a third.
_LEFT_FOR_A_SECOND_LOOK, _LEFT_FOR_A_THIRD = 6, 3


def look_twice(story: Story) -> None:
    """Let Ian code what Grace coded without seeing it, and Dilys settle where they differ."""
    with tenant.inside(story.clock.council_id):
        waiting = list(
            SecondLook.objects.filter(council=story.clock.council, state=SecondLook.State.WAITING)
            .select_related("point", "first")
            .order_by("point__month", "id")
        )[:-_LEFT_FOR_A_SECOND_LOOK]
        book = list(Theme.objects.filter(council=story.clock.council, state=Theme.State.ACTIVE))
    second = [
        (look.point, _as_another_reads_it(place, book, look.first.themes))
        for place, look in enumerate(waiting)
    ]
    commands.code_rows(by=story.people["ian-prettejohn"], decisions=second, at_desk=True)
    said = {point.pk: themes for point, themes in second}
    with tenant.inside(story.clock.council_id):
        differ = SecondLook.objects.filter(council=story.clock.council, state=SecondLook.State.DIFFER)
        differ = list(differ.select_related("point", "first").order_by("id"))[:-_LEFT_FOR_A_THIRD]
    known = {theme.slug: theme for theme in book}
    settled: list[tuple[Point, list[Theme]]] = []
    for place, look in enumerate(differ):
        of_first = [known[slug] for slug in look.first.themes if slug in known]
        settled.append((look.point, said[look.point_id] if place % 3 == 0 else of_first))
    commands.code_rows(by=story.people["dilys-okafor"], decisions=settled, at_desk=True)


def _as_another_reads_it(place: int, book: list[Theme], slugs: list[str]) -> list[Theme]:
    """Return what a second person said: most often the same, else one theme fewer or its neighbour."""
    same = [theme for theme in book if theme.slug in slugs]
    if place % 10 not in (2, 6) or not same:
        return same
    *kept, last = same
    if kept:
        return kept
    near = [theme for theme in book if theme.group == last.group and theme != last]
    return near[:1] or same


def look_at_harm(story: Story) -> None:
    """Raise what may tell of harm, and say what was done about what came before the last whole month."""
    noticing_harm.look_through(story.clock.council)
    with tenant.inside(story.clock.council_id):
        old = list(HarmAlert.objects.filter(council=story.clock.council, point__month__lt=story.month(-1)))
    for place, alert in enumerate(old):
        alerts.say_what_was_done(
            by=story.people["ian-prettejohn"],
            alert=alert,
            done=HarmLook.Done.SPOKE if place % 4 == 0 else HarmLook.Done.KNOWN,
        )
