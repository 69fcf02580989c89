"""Incidents charted beside complaints: on the page of a theme narrowed to either, and among its sources."""

from __future__ import annotations

import html

import pytest
from django.urls import reverse
from django.utils import timezone

from goldthread.feedback.models import Point
from goldthread.themes.codebook.models import Theme
from goldthread.themes.counting.beside import beside
from goldthread.themes.counting.counts import Filters
from goldthread.themes.counting.regular import one_offs

pytestmark = pytest.mark.django_db


@pytest.fixture
def theme(avonshire) -> Theme:
    avonshire.enter()
    return Theme.objects.get(council=avonshire.council, slug="hospital-discharge")


def test_both_are_counted_over_the_same_months_and_lead_to_their_own_chart(avonshire, theme):
    person, today = avonshire.person("complaints_manager"), timezone.localdate()
    found = beside(person, theme, Filters(tone="fault"), today=today, outside=one_offs(person, today=today))
    complaints, incidents = found
    assert [one.source for one in found] == ["complaint", "incident"]
    assert complaints.months == incidents.months and len(incidents.counts) == len(incidents.months)
    points = Point.objects.filter(
        council=avonshire.council, source="incident", codings__theme=theme, codings__applies=True
    )
    since = incidents.months[-12]
    assert incidents.year == points.filter(month__gte=since, tone__lt=0).distinct().count()


@pytest.mark.slow(reason="three charts")
def test_the_page_shows_them_where_it_is_narrowed_to_one_and_not_elsewhere(avonshire, theme):
    client = avonshire.client("complaints_manager")

    def page(name: str, query: str) -> str:
        address = reverse(f"themes:{name}", args=[theme.pk]) + query
        return html.unescape(client.get(address).content.decode())

    for name, query in (("detail", "?source=incident"), ("detail", "?source=complaint"), ("sources", "")):
        text = page(name, query)
        assert "Complaints and incidents" in text, (name, query)
        assert "source=incident" in text and "source=complaint" in text
    assert "Complaints and incidents" not in page("detail", "?source=compliment")


def test_whoever_reads_totals_only_sees_neither(avonshire, theme):
    page = avonshire.client("councillor").get(reverse("themes:detail", args=[theme.pk]) + "?source=incident")
    assert page.status_code == 200 and "Complaints and incidents" not in page.content.decode()
