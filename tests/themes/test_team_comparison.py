"""Team comparison: right counts, no ranking, and no small count for readers of totals."""

from __future__ import annotations

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from goldthread.council.models import Team
from goldthread.feedback.models import Point
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding.models import Coding
from goldthread.themes.counting import totals
from goldthread.themes.counting.team_comparison import TeamCounts, points_by_team, table_rows, team_funnel

pytestmark = pytest.mark.django_db


@pytest.fixture
def busiest(avonshire) -> Theme:
    """Return the theme with the most points that name a team in the last year."""
    lead, today = avonshire.person("quality_lead"), timezone.localdate()
    themes = Theme.objects.filter(council=avonshire.council, state=Theme.State.ACTIVE)
    return max(themes, key=lambda theme: sum(row[1] for row in points_by_team(lead, theme, today=today).rows))


def _main(cast, who: str, theme: Theme, status: int = 200) -> str:
    response = cast.client(who).get(reverse("themes:compare_teams", args=[theme.pk]))
    assert response.status_code == status, response.content.decode()[:2000]
    cast.enter()
    html = response.content.decode()
    return html.split("<main")[1] if status == 200 else html


def test_counts_are_those_of_twelve_whole_months_by_team(avonshire, busiest):
    today = datetime.date(2026, 1, 15)
    teams = points_by_team(avonshire.person("quality_lead"), busiest, today=today)
    assert (teams.since, teams.until) == (datetime.date(2025, 1, 1), datetime.date(2025, 12, 1))
    assert points_by_team(
        avonshire.person("quality_lead"), busiest, today=datetime.date(2026, 3, 2)
    ).since == datetime.date(2025, 3, 1)
    teams = points_by_team(avonshire.person("quality_lead"), busiest, today=timezone.localdate())
    assert sum(about for _, about, _ in teams.rows) > 10
    # Negative issues on the theme out of all negative issues, unless asked otherwise; never praise among them.
    for name, about, every in teams.rows:
        coded = Point.objects.filter(
            team__name=name,
            coded_at__isnull=False,
            month__gte=teams.since,
            month__lte=teams.until,
            tone__lt=0,
        )
        codings = Coding.objects.filter(theme=busiest, applies=True, point__in=coded)
        assert (about, every) == (codings.count(), coded.count())


def test_the_page_shows_every_team_by_name_and_ranks_none(avonshire, busiest):
    main = _main(avonshire, "quality_lead", busiest)
    teams = points_by_team(avonshire.person("quality_lead"), busiest, today=timezone.localdate())
    named = re.findall(r'<th scope="row"[^>]*>\s*(.*?)\s*</th>', main, re.S)
    assert named == [name.replace("&", "&amp;") for name, _, _ in teams.rows] and len(named) > 3
    assert "By chance alone 1 in 500 would be flagged" in main and "<svg" in main
    assert "Do not rank them" in main
    assert "best" not in main and "worst" not in main


def test_a_themes_page_links_to_its_comparison(avonshire, busiest):
    html = avonshire.client("quality_lead").get(reverse("themes:sources", args=[busiest.pk])).content.decode()
    assert reverse("themes:compare_teams", args=[busiest.pk]) in html


@pytest.mark.parametrize(("who", "status"), [("assessor", 403), ("partner", 403), ("practitioner", 200)])
def test_the_page_needs_permission(avonshire, busiest, who, status):
    _main(avonshire, who, busiest, status)


def test_a_visitor_signs_in_and_another_council_gets_a_404(avonshire, brackenmoor, busiest, client):
    address = reverse("themes:compare_teams", args=[busiest.pk])
    answer = client.get(address)
    assert answer.status_code == 302 and answer["Location"].startswith(reverse("account_login"))
    _main(brackenmoor, "quality_lead", busiest, 404)


def test_a_councillor_sees_no_small_count_on_any_theme(avonshire):
    councillor, today = avonshire.person("councillor"), timezone.localdate()
    has_table = False
    for theme in Theme.objects.filter(council=avonshire.council, state=Theme.State.ACTIVE):
        teams = points_by_team(councillor, theme, today=today)
        main = _main(avonshire, "councillor", theme)
        assert "You see totals only" in main
        assert ("Fewer than two teams" in main) or ("<svg" in main) or ("Too little data" in main)
        if "<table" not in main:
            continue
        has_table = True
        for name, about, every in teams.rows:
            row = re.search(rf">\s*{re.escape(name)}\s*</th>(.*?)</tr>", main, re.S).group(1)
            cells = [cell.strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.S)]
            if 0 < about < 5 or 0 < every < 5:
                assert cells == ["Not shown", "Not shown", "–", "–", "not shown"], (theme.name, name)
                assert f"{name}: " not in main
    assert has_table


def test_no_page_shows_a_councillor_what_another_hides(avonshire):
    councillor, today = avonshire.person("councillor"), timezone.localdate()
    checked = 0
    for theme in Theme.objects.filter(council=avonshire.council, state=Theme.State.ACTIVE):
        teams = points_by_team(councillor, theme, today=today)
        result = team_funnel(teams)
        if result is None:
            continue
        year = totals.totals_of(councillor, [theme])[theme.pk].last_year
        on_theme_page = totals.suppressed_counts_by(councillor, "team", year)
        assert on_theme_page is not None
        hidden_on_theme_page = {name for name, count in on_theme_page if count is None}
        drawn = {unit.name for unit in result.units}
        assert not drawn & hidden_on_theme_page
        assert drawn == {name for name, _, _ in teams.rows} - teams.hidden
        checked += 1
    assert checked


def test_hidden_teams_are_left_out_of_the_limits():
    month = datetime.date(2025, 1, 1)
    rows = [("Ash", 35, 220), ("Elm", 3, 60), ("Oak", 40, 260), ("Yew", 30, 220)]
    result = team_funnel(TeamCounts(month, month, rows, (6, 30), hidden=frozenset({"Elm"})))
    assert result.rate == 105 / 700
    assert table_rows(result, TeamCounts(month, month, rows, (6, 30)))[1] == [
        "Elm",
        "Not shown",
        "Not shown",
        "–",
        "–",
        "not shown",
    ]


@pytest.mark.parametrize("rows", [[("Elm", 3, 90)], [("Elm", 3, 90), ("Oak", 40, 90)]])
def test_no_comparison_with_fewer_than_two_visible_teams(rows):
    month = datetime.date(2025, 1, 1)
    assert team_funnel(TeamCounts(month, month, rows, (0, 0), hidden=frozenset({"Elm"}))) is None


def test_teams_with_too_little_data_are_named_in_words():
    month = datetime.date(2025, 1, 1)
    teams = TeamCounts(month, month, [("Elm", 30, 90), ("Oak", 2, 3), ("Yew", 28, 95)], (0, 0))
    rows = table_rows(team_funnel(teams), teams)
    assert rows[1] == ["Oak", 2, 3, "–", "–", "too small to compare"]
    assert rows[0][3] == "33% (24% to 44%)" and rows[0][4:] == ["16 to 42", "within the limits"]


def test_an_unused_theme_shows_an_empty_state(avonshire):
    theme = Theme.objects.create(
        council=avonshire.council, slug="not-used", name="Not used yet", group="Other", what_it_is="Nothing."
    )
    main = _main(avonshire, "quality_lead", theme)
    assert "Too little data" in main and "Back to Not used yet" in main
    assert Team.objects.filter(council=avonshire.council).exists()
