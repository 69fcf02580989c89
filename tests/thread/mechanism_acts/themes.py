"""How the mechanisms of themes are done: coded, and compared between types of feedback."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from django.test import Client
from django.urls import reverse

from goldthread.council.models import Person
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding.quotes import readable_points
from goldthread.thread.mechanisms import Mechanism
from tests.thread.mechanism_pages import number_on, read, send, url_of


def code(client: Client, person: Person, mechanism: Mechanism, theme: Theme) -> None:
    """Code an issue with two themes, and see it under both."""
    url = url_of(person, mechanism)
    other = Theme.objects.visible_to(person).filter(state=Theme.State.ACTIVE).exclude(pk=theme.pk)[0]
    query = urlsplit(url).query
    issues = f"{reverse('themes:issues', args=[theme.pk])}?{query}"
    page = read(client, issues)
    # Where the page shows one type of feedback only, one of that type, which may be coded anew.
    source = parse_qs(query).get("source")
    points = readable_points(person).filter(**({"source": source[0]} if source else {"coded_at": None}))
    point = next(
        point for point in points.order_by("-heard_on", "pk") if " ".join(point.text.split()) not in page
    )
    text = " ".join(point.text.split())
    form = reverse("themes:point", args=[point.pk])
    # Coded anew, it may have been one with no suitable theme.
    send(client, form, theme=[str(theme.pk), str(other.pk)], tone=["-1"], nothing=[])
    assert text in read(client, issues)
    assert text in read(client, reverse("themes:issues", args=[other.pk]))


def compare_sources(client: Client, person: Person, mechanism: Mechanism, theme: Theme) -> None:
    """Look at one theme in complaints, unless asked otherwise, in praise, and in all that was said: each with its base."""
    complaints, praise, all_of = (
        number_on(
            read(client, reverse("themes:sources", args=[theme.pk]) + query),
            f"Type of feedback, of # {issues}",
        )
        for query, issues in (
            ("", "negative issues"),
            ("?tone=praise", "positive issues"),
            ("?tone=count", "issues"),
        )
    )
    assert all_of > complaints > 0 and praise > 0 and complaints + praise <= all_of
    by_source = number_on(
        read(client, reverse("themes:sources", args=[theme.pk]) + "?source=complaint"),
        "Type of feedback, of # negative issues",
    )
    assert 0 < by_source < complaints


ACTS = {
    "theme": code,
    "themes:list": compare_sources,
}
