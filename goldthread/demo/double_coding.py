"""Double coding in Avonshire: issues that a second person coded too, and the adjudication of those that differ."""

from __future__ import annotations

from goldthread.council.database import tenant
from goldthread.demo import content
from goldthread.demo.story import Story
from goldthread.feedback.models import Point
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding import commands as coding_commands
from goldthread.themes.coding.models import DoubleCoding

# The newest are left, so that somebody at the desk meets one to code a second time and one to adjudicate.
_LEFT_TO_CODE, _LEFT_TO_ADJUDICATE = 6, 3


def code_twice(story: Story) -> None:
    """Let Ian code what Grace coded without seeing her codes, and Dilys adjudicate where they differ."""
    council = story.clock.council
    with tenant.inside(council.pk):
        waiting = list(
            DoubleCoding.objects.filter(council=council, state=DoubleCoding.State.WAITING)
            .select_related("point", "first")
            .order_by("point__month", "point_id")
        )[:-_LEFT_TO_CODE]
        themes = list(
            Theme.objects.filter(council=council, state=Theme.State.ACTIVE).order_by("position", "slug")
        )
    second = {
        double.point: _second_coding(index, themes, double.first.themes)
        for index, double in enumerate(waiting)
    }
    coding_commands.code_points(
        by=story.people["ian-prettejohn"], decisions=list(second.items()), from_queue=True
    )
    with tenant.inside(council.pk):
        differing = DoubleCoding.objects.filter(council=council, state=DoubleCoding.State.DIFFER)
        differing = list(differing.select_related("point", "first").order_by("point_id"))[
            :-_LEFT_TO_ADJUDICATE
        ]
    counted = {measure["theme"] for measure in content.toml("measures")["measures"] if "theme" in measure}
    counted |= {show["theme"] for show in content.toml("story")["shows"] if "theme" in show}
    adjudicated: list[tuple[Point, list[Theme]]] = []
    for index, double in enumerate(differing):
        first = [theme for theme in themes if theme.slug in double.first.themes]
        differ_on = {theme.slug for theme in set(first) ^ set(second[double.point])}
        # What a measure counts and the story tells stays as the calendar has it: which points are coded twice follows from
        # their keys, and so from whatever is made before them.
        upholds_second = index % 3 == 0 and not differ_on & counted
        adjudicated.append((double.point, second[double.point] if upholds_second else first))
    coding_commands.code_points(by=story.people["dilys-okafor"], decisions=adjudicated, from_queue=True)


def _second_coding(index: int, themes: list[Theme], slugs: list[str]) -> list[Theme]:
    """Return the themes a second person chose: most often the same, else one fewer or a theme beside it."""
    same = [theme for theme in themes if theme.slug in slugs]
    if index % 10 not in (2, 6) or not same:
        return same
    *fewer, last = same
    if fewer:
        return fewer
    beside = [theme for theme in themes if theme.group == last.group and theme != last]
    return beside[:1] or same
