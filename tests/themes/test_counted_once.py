"""A campaign is one row behind a theme's number, as it counts once, and opens its letters one by one."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from goldthread.feedback.duplicates.commands import group_duplicates
from goldthread.feedback.models import Speaker
from goldthread.themes.counting.jobs import count_again
from goldthread.themes.counting.models import ThemeMonth
from tests.feedback.test_duplicates import DAY, _code_all, hear
from tests.themes.conftest import page_of

pytestmark = pytest.mark.django_db


def _issues(page: str) -> list[str]:
    return re.findall(r'name="row" value="([0-9a-f-]{36})"', page)


@pytest.fixture
def letters(avonshire):
    """Return four letters of one campaign: three of people who draw on care, one of a carer."""
    speakers = (Speaker.PERSON, Speaker.PERSON, Speaker.PERSON, Speaker.CARER)
    pieces = [hear(avonshire, speaker=speaker, reference=str(n)) for n, speaker in enumerate(speakers)]
    theme, _ = _code_all(avonshire, pieces)
    return pieces, theme


def _address(theme, query: str = "") -> str:
    return (
        f"{reverse('themes:issues', args=[theme.pk])}?tone=count&source=suggestion&month={DAY:%Y-%m}{query}"
    )


def test_the_list_behind_a_number_has_as_many_rows_as_it_counts(avonshire, letters):
    pieces, theme = letters
    others = len(_issues(page_of(avonshire, "quality_lead", _address(theme)))) - 4
    by = avonshire.person("complaints_manager")
    group = group_duplicates(by=by, feedback=pieces, kind="campaign", name="Lunch club")
    count_again(by=by, points=[str(piece.points.get().pk) for piece in pieces])
    page = page_of(avonshire, "quality_lead", _address(theme))
    avonshire.enter()
    counted = ThemeMonth.objects.filter(theme=theme, month=DAY.replace(day=1), source="suggestion")
    assert len(_issues(page)) == others + 2 == sum(counted.values_list("count", flat=True))
    assert page.count("Campaign: Lunch club, 3 pieces counted once") == 1, "the carer's stands for itself"

    each = page_of(avonshire, "quality_lead", _address(theme, f"&group={group.pk}"))
    assert set(_issues(each)) == {str(piece.points.get().pk) for piece in pieces}
    assert "Each piece of: Lunch club" in each and "counted once" not in each


def test_what_one_person_sent_twice_says_so_and_what_was_set_apart_does_not(avonshire, letters):
    pieces, theme = letters
    by = avonshire.person("complaints_manager")
    group_duplicates(by=by, feedback=pieces[:2], kind="repeat")
    group_duplicates(by=by, feedback=pieces[2:], kind="separate")
    page = page_of(avonshire, "quality_lead", _address(theme))
    assert page.count("Sent 2 times, counted once") == 1 and "Campaign:" not in page
    shown = {str(piece.points.get().pk) for piece in pieces} & {*_issues(page)}
    assert len(shown) == 3 and {str(piece.points.get().pk) for piece in pieces[2:]} <= shown


def test_a_group_that_is_not_there_or_of_another_council_narrows_nothing(avonshire, letters):
    _, theme = letters
    every = _issues(page_of(avonshire, "quality_lead", _address(theme)))
    for group in ("x", "00000000-0000-7000-8000-000000000000"):
        assert _issues(page_of(avonshire, "quality_lead", _address(theme, f"&group={group}"))) == every
