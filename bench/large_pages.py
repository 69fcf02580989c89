"""The pages that `bench/pages.py` measures in the made-up council, and what each may cost. Add a page with one line."""

from __future__ import annotations

import base64
import datetime
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from bench import large_council

# What a page is, by which the mix is made: six of ten pages are lists and records, two searches, two the others.
LISTS, SEARCHES, SUMS, OTHERS = "lists and records", "search", "home, themes, a theme", "others"
MIX = {LISTS: 60, SEARCHES: 20, SUMS: 20}
# How many records of a type are asked for in turn.
_RECORDS = 20


@dataclass(frozen=True)
class Page:
    """A page: its name, its addresses, asked for in turn, what it is, and how much processor it may take in ms.

    changed: whether the council counts as changed before each request, so that nothing is kept of the one before.
    """

    name: str
    addresses: list[str]
    part: str
    limit: int
    changed: bool = False


def pages(by: Any) -> list[dict[str, Any]]:
    """Return the pages to ask for. Call inside the council."""
    return [asdict(page) for page in _pages(by)]


def _pages(by: Any) -> Iterator[Page]:
    from django.urls import reverse

    from goldthread.evidence.models import Claim
    from goldthread.feedback.models import Feedback
    from goldthread.impact.models import Measure
    from goldthread.learning.models import Action, Lesson
    from goldthread.themes.codebook.models import Theme
    from goldthread.themes.counting.models import ThemeMonth

    half = datetime.date.today() - datetime.timedelta(days=547)
    older = Feedback.objects.filter(received_on__lte=half).order_by("-received_on", "-id")[:_RECORDS]
    middle = older[0]
    theme = Theme.objects.filter(pk__in=ThemeMonth.objects.values("theme")).order_by("slug").first()
    feedback, search, team = reverse("feedback:list"), reverse("search"), middle.team_id
    one_theme = reverse("themes:detail", args=[theme.pk])

    yield Page("Home", [reverse("home")], SUMS, 40)
    yield Page("Home, after a change", [reverse("home")], OTHERS, 40, changed=True)
    yield Page("Feedback, newest", [feedback], LISTS, 20)
    yield Page("Feedback of a team from unpaid carers", [f"{feedback}?team={team}&speaker=carer"], LISTS, 20)
    yield Page("Feedback awaiting a response", [f"{feedback}?waiting=1"], LISTS, 20)
    yield Page("Feedback, from the middle on", [f"{feedback}?after={_mark(middle)}"], LISTS, 20)
    yield Page("Feedback by team", [f"{feedback}?sort=team"], LISTS, 20)
    last_month = f"{feedback}?period=last-month&words=assessment"
    yield Page("Feedback of last month with a common word", [last_month], LISTS, 20)
    yield Page("A piece of feedback", _all("feedback:detail", older), LISTS, 20)
    yield Page("Its similar cases, set in later", _similar(older), OTHERS, 40)
    yield Page("Issues to code", [reverse("themes:to_code")], LISTS, 20)
    yield Page("Themes with their signals", [reverse("themes:list")], SUMS, 40)
    yield Page("Themes, after a change", [reverse("themes:list")], OTHERS, 40, changed=True)
    yield Page("A theme with its chart", [one_theme], SUMS, 40)
    yield Page("A theme, after a change", [one_theme], OTHERS, 40, changed=True)
    yield Page("A theme as a share, after a change", [f"{one_theme}?show=share"], OTHERS, 40, changed=True)
    yield Page("A theme's chart, carers only", [f"{one_theme}?speaker=carer"], SUMS, 40)
    yield Page("A theme's chart, as a share", [f"{one_theme}?show=share"], SUMS, 40)
    yield Page("A theme's issues", [reverse("themes:issues", args=[theme.pk])], LISTS, 20)
    yield Page("Search: a common word", [f"{search}?q=assessment"], SEARCHES, 20)
    yield Page("Search: three common words", [f"{search}?q=told+about+care"], SEARCHES, 20)
    yield Page("Search: a rare word", [f"{search}?q={large_council.RARE}"], SEARCHES, 20)
    yield Page("Search: a misspelt word", [f"{search}?q=asessmnet"], SEARCHES, 20)
    yield Page("Search: a reference", [f"{search}?q=F-{middle.number}"], SEARCHES, 20)
    yield Page("Search: a common word, one team's", [f"{search}?q=assessment&team={team}"], SEARCHES, 20)
    yield Page("Learning", [reverse("learning:list")], LISTS, 20)
    yield Page("A lesson", _all("learning:lesson", Lesson.objects.order_by("pk")), OTHERS, 20)
    yield Page("An action", _all("learning:action", Action.objects.order_by("pk")), OTHERS, 20)
    yield Page("Measures", [reverse("impact:list")], OTHERS, 20)
    yield Page("A measure", _all("impact:measure", Measure.objects.order_by("pk")), OTHERS, 40)
    yield Page("Action tracker", [reverse("impact:tracker")], OTHERS, 20)
    statement = reverse("evidence:statement", args=[large_council.STATEMENT])
    yield Page("A statement", [statement], OTHERS, 20)
    yield Page("A claim", _all("evidence:claim", Claim.objects.order_by("pk")), OTHERS, 20)
    yield Page("My work", [reverse("my_work")], OTHERS, 20)
    yield Page("Gaps in the trail", [reverse("gaps")], OTHERS, 20)


def _similar(feedback: Any) -> list[str]:
    from django.urls import reverse

    return [reverse("similar_cases", args=["feedback", record.pk]) for record in feedback]


def _all(name: str, records: Any) -> list[str]:
    from django.urls import reverse

    return [reverse(name, args=[record.pk]) for record in records[:_RECORDS]]


def _mark(feedback: Any) -> str:
    """Return the mark that stands in the address of the page of a list that follows this piece."""
    position = json.dumps([feedback.received_on.isoformat(), str(feedback.pk)])
    return base64.urlsafe_b64encode(position.encode()).decode().rstrip("=")
