"""Headline figures of the home page: actions agreed, done, embedded and shown to work, each with its base and drawing."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.urls import reverse

from goldthread.analysis.drawing.squares_svg import squares_svg
from goldthread.council.models import Person
from goldthread.impact import queries as impact
from goldthread.impact.action_steps import action_steps


@dataclass(frozen=True)
class HeadlineFigure:
    """A step of the funnel of actions: its words, its number, the list that it counts ("" for none), and its squares."""

    words: str
    count: int
    href: str
    svg: str


def headline(person: Person, today: datetime.date) -> list[HeadlineFigure]:
    """Return the steps of the funnel of actions that this person may see; none where no action is agreed.

    Shown to work: improved, and the change came with the action. Each number opens exactly the actions it counts. Dashed squares are actions that are done and stopped there.
    """
    if not person.may("learning.read"):
        return []
    steps = action_steps(person)
    total, done = steps.agreed, steps.done
    if not total:
        return []

    def figure(words: str, count: int, of: int, href: str) -> HeadlineFigure:
        return HeadlineFigure(words, count, href, squares_svg(count, of, total, f"{count} of {total} agreed"))

    tracker = reverse("impact:tracker")
    return [
        figure("Actions agreed", total, total, f"{tracker}?state=agreed"),
        figure(f"Done, of {total} agreed", done, total, f"{tracker}?state=done"),
        figure(f"Shown to be embedded, of {done} done", steps.embedded, done, f"{tracker}?state=embedded"),
        figure(f"Shown to work, of {done} done", steps.shown, done, f"{tracker}?result={impact.SHOWN}"),
    ]
