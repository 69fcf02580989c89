"""The theme pages: who sees what on them, and what is withheld from whom."""

from __future__ import annotations

import datetime
import html
import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from goldthread.dates import last_whole_month
from goldthread.feedback.models import Feedback, Point
from goldthread.learning.models import LessonBasis
from goldthread.reviews.models import Finding
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding.models import Coding
from goldthread.themes.counting.counts import series_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def busiest(avonshire) -> Theme:
    """Return the theme with the most points in Avonshire."""
    avonshire.enter()
    themes = list(Theme.objects.filter(council=avonshire.council, state=Theme.State.ACTIVE))
    series = series_of(avonshire.person("quality_lead"), themes, today=timezone.localdate())
    return max(series, key=lambda one: sum(one.counts)).theme


def _get(cast, who: str, address: str, status: int = 200) -> str:
    response = cast.client(who).get(address)
    assert response.status_code == status, response.content.decode()[:2000]
    cast.enter()
    return html.unescape(response.content.decode())


def test_the_list_shows_active_themes_with_signals_and_expected_false_alarms(avonshire):
    answer = _get(avonshire, "quality_lead", reverse("themes:list"))
    for theme in Theme.objects.filter(council=avonshire.council):
        is_listed = reverse("themes:detail", args=[theme.pk]) in answer
        assert is_listed == (theme.state == Theme.State.ACTIVE), theme.name
    assert "even if nothing has changed" in answer or "possible but not likely" in answer
    assert f"{last_whole_month(timezone.localdate()):%B %Y}" in answer


def test_a_theme_shows_its_chart_with_caption_and_type(avonshire, busiest):
    answer = _get(avonshire, "quality_lead", reverse("themes:detail", args=[busiest.pk]))
    assert busiest.what_it_is.split(".")[0][:40] in answer
    assert "<svg" in answer and "Usually between" in answer
    assert "is not over, so it is left out" in answer
    assert "Chart type:</strong> An XmR chart" in answer
    beside = _get(avonshire, "quality_lead", reverse("themes:side_by_side", args=[busiest.pk]))
    assert "Complaints and concerns" in beside and "Praise" in beside and "Staff feedback" in beside


@pytest.mark.parametrize(
    ("part", "readers", "others"),
    [
        ("detail", ("quality_lead", "councillor"), ("assessor",)),
        ("issues", ("quality_lead", "practitioner"), ("councillor", "board_member", "assessor")),
        ("side_by_side", ("quality_lead",), ("councillor", "board_member", "assessor")),
        ("sources", ("quality_lead", "councillor"), ("partner",)),
        ("lessons", ("quality_lead", "board_member"), ("councillor", "partner")),
        ("definition", ("quality_lead", "councillor"), ("assessor",)),
    ],
)
def test_each_part_of_a_theme_is_a_page_for_those_who_may_open_it(
    avonshire, brackenmoor, busiest, part, readers, others
):
    address = reverse(f"themes:{part}", args=[busiest.pk])
    for who in readers:
        assert f'href="{address}" aria-current="page"' in _get(avonshire, who, address)
    for who in others:
        _get(avonshire, who, address, 403)
        if avonshire.person(who).may("themes.read"):
            chart = _get(avonshire, who, reverse("themes:detail", args=[busiest.pk]))
            assert f'href="{address}"' not in chart, "no link to a page that stays shut"
    _get(brackenmoor, "quality_lead", address, 404)


def test_what_narrows_one_page_of_a_theme_narrows_the_others(avonshire, busiest):
    answer = _get(avonshire, "quality_lead", reverse("themes:detail", args=[busiest.pk]) + "?tone=praise")
    for part in ("issues", "sources", "lessons", "definition"):
        assert f'href="{reverse(f"themes:{part}", args=[busiest.pk])}?tone=praise"' in answer
    issues = _get(avonshire, "quality_lead", reverse("themes:issues", args=[busiest.pk]) + "?tone=praise")
    assert "Issues counted: Praise" in issues and ">Negative</td>" not in issues


@pytest.mark.parametrize("name", ["themes:list", "themes:to_code"])
def test_a_page_asks_a_visitor_to_sign_in(avonshire, client, name):
    response = client.get(reverse(name))
    assert response.status_code == 302 and response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(
    ("who", "name"),
    [("assessor", "themes:list"), ("councillor", "themes:to_code"), ("director", "themes:to_code")],
)
def test_a_page_is_refused_without_permission(avonshire, who, name):
    _get(avonshire, who, reverse(name), 403)


def test_another_councils_theme_is_a_404(avonshire, brackenmoor, busiest):
    _get(brackenmoor, "quality_lead", reverse("themes:detail", args=[busiest.pk]), 404)


def test_a_months_issues_are_one_click_away_and_link_to_a_lesson(avonshire, busiest):
    lead = avonshire.person("quality_lead")
    page = reverse("themes:issues", args=[busiest.pk])
    chart = reverse("themes:detail", args=[busiest.pk])
    [series] = series_of(lead, [busiest], today=timezone.localdate(), tone="fault")
    index = max(range(len(series.counts)), key=lambda i: (series.counts[i] <= 10, series.counts[i]))
    # Negative issues, unless asked otherwise: the number opens exactly those.
    link = f"{page}?month={series.months[index]:%Y-%m}"
    assert f'href="{link}"' in _get(avonshire, "quality_lead", chart)
    answer = _get(avonshire, "quality_lead", link)
    points = Coding.objects.filter(theme=busiest, applies=True, month=series.months[index], tone__lt=0)
    assert series.counts[index] == points.count() > 0
    for coding in points.select_related("point"):
        assert f'name="row" value="{coding.point_id}"' in answer
    ticked = [str(coding.point_id) for coding in points[:2]]
    sent = avonshire.client("quality_lead").post(link, {"row": ticked, "do": "lesson"})
    assert sent.url.startswith(f"{reverse('learning:record_lesson')}?selection=")
    form = _get(avonshire, "quality_lead", sent.url)
    assert all(re.search(rf'value="{key}"[^>]* checked', form) for key in ticked)


@pytest.mark.parametrize(
    ("query", "matches"),
    [
        ("tone=fault", lambda coding: coding.tone is not None and coding.tone < 0),
        ("tone=praise", lambda coding: coding.tone is not None and coding.tone > 0),
        ("tone=count", lambda coding: True),
        ("source=complaint", lambda coding: coding.source == "complaint" and (coding.tone or 0) < 0),
        ("speaker=carer", lambda coding: coding.speaker == "carer" and (coding.tone or 0) < 0),
    ],
)
def test_filters_narrow_the_issues_and_the_chart(avonshire, query, matches):
    lead = avonshire.person("quality_lead")
    by_theme: dict[Theme, list[Coding]] = {}
    for coding in Coding.objects.filter(council=avonshire.council, applies=True).select_related("theme"):
        by_theme.setdefault(coding.theme, []).append(coding)
    theme = max(by_theme, key=lambda one: sum(matches(coding) for coding in by_theme[one]))
    answer = _get(avonshire, "quality_lead", f"{reverse('themes:issues', args=[theme.pk])}?{query}")
    shown = set(re.findall(r'name="row" value="([0-9a-f-]{36})"', answer))
    assert shown and shown <= {str(coding.point_id) for coding in by_theme[theme] if matches(coding)}
    name, value = query.split("=")
    filters = {"tone": "fault"} | ({"sources": [value]} if name == "source" else {name: value})
    [series] = series_of(lead, [theme], today=timezone.localdate(), **filters)
    chart = _get(avonshire, "quality_lead", f"{reverse('themes:detail', args=[theme.pk])}?{query}")
    assert f"{series.months[-1]:%B %Y}: {series.counts[-1]}" in chart


def test_a_themes_issues_are_sorted_narrowed_by_words_and_exported(avonshire, busiest):
    page = reverse("themes:issues", args=[busiest.pk]) + "?tone=count&rows=100"

    def listed(query: str) -> list[Point]:
        keys = re.findall(
            r'name="row" value="([0-9a-f-]{36})"', _get(avonshire, "quality_lead", page + query)
        )
        found = Point.objects.in_bulk(keys)
        return [found[uuid.UUID(key)] for key in keys]

    newest, oldest = listed(""), listed("&sort=heard_on")
    assert [p.heard_on for p in newest] == sorted((p.heard_on for p in newest), reverse=True)
    assert [p.heard_on for p in oldest] == sorted(p.heard_on for p in oldest) and oldest[0] != newest[0]
    assert {p.source for p in listed("&sort=source&source=complaint")} == {"complaint"}
    one = newest[0]
    since = one.heard_on.isoformat()
    assert {p.heard_on for p in listed(f"&since={since}&until={since}")} == {one.heard_on}
    client = avonshire.client("quality_lead")
    file = client.post(page, {"do": "export-csv", "list": "1"})
    assert file.status_code == 200 and one.reference in b"".join(file.streaming_content).decode()
    avonshire.enter()
    assert not avonshire.person("practitioner").may("feedback.export")
    refused = avonshire.client("practitioner").get(page).content.decode()
    assert "export-csv" not in refused


def test_an_invalid_filter_or_month_filters_nothing(avonshire, busiest):
    page, issues = (reverse(f"themes:{part}", args=[busiest.pk]) for part in ("detail", "issues"))
    for query in ("month=2026-13", "month=x", "team=not-a-team", "source=%00", "tone=loud", "after=zzz"):
        assert "<svg" in _get(avonshire, "quality_lead", f"{page}?{query}")
        assert "Select F-" in _get(avonshire, "quality_lead", f"{issues}?{query}")


def test_a_councillor_sees_totals_and_never_a_comment_nor_a_small_count(avonshire):
    lead = avonshire.person("quality_lead")
    themes = list(Theme.objects.filter(council=avonshire.council, state=Theme.State.ACTIVE))
    texts = list(Point.objects.filter(council=avonshire.council).values_list("text", flat=True))
    for series in series_of(lead, themes, today=timezone.localdate()):
        page = reverse("themes:detail", args=[series.theme.pk])
        answer = _get(avonshire, "councillor", f"{page}?month={timezone.localdate():%Y-%m}&tone=fault")
        assert not any(text[:60] in answer for text in texts if len(text) > 30)
        assert (
            "You see totals by whole quarters" in answer
            and "tone" not in answer.split("<main")[1].split("You see")[0]
        )
        for number in re.findall(r">\s*([1-4])\s*<", answer.split("<main")[1]):
            pytest.fail(f"{series.theme.name} shows a count of {number}")
        assert not re.search(r"\b\d+ issues? moved", answer)


def test_a_councillors_list_withholds_small_counts(avonshire):
    answer = _get(avonshire, "councillor", reverse("themes:list"))
    cells = re.findall(r'numeric"[^>]*>\s*([^<]*?)\s*</td>', answer)
    assert "Not shown" in cells
    assert "so far" not in answer and "Last quarter counted" in answer
    assert not {"1", "2", "3", "4"} & set(cells)
    assert not re.search(r": \d+ in ", answer.split("Unusual in")[1].split("</section>")[0])


def test_uncoded_issues_of_the_month_are_counted(avonshire):
    month = last_whole_month(timezone.localdate())
    points = Point.objects.filter(council=avonshire.council, month=month)
    points.update(coded_at=None)
    answer = _get(avonshire, "quality_lead", reverse("themes:list"))
    assert f"{points.count()} issues of {month:%B %Y} not coded" in answer
    points.update(coded_at=timezone.now())
    assert "not coded" not in _get(avonshire, "quality_lead", reverse("themes:list"))


def test_a_themes_page_lists_the_lessons_based_on_it(avonshire):
    basis = (
        LessonBasis.objects.filter(
            council=avonshire.council, point__codings__applies=True, point__codings__theme__state="active"
        )
        .order_by("-lesson__recorded_on")
        .first()
    )
    theme = basis.point.codings.filter(applies=True, theme__state="active").first().theme
    answer = _get(avonshire, "quality_lead", reverse("themes:detail", args=[theme.pk]))
    assert basis.lesson.title in answer
    assert basis.lesson.title in _get(avonshire, "quality_lead", reverse("themes:lessons", args=[theme.pk]))
    assert basis.lesson.title not in _get(avonshire, "councillor", reverse("themes:detail", args=[theme.pk]))


@pytest.mark.slow(reason="Pages of a manager and of a lead")
def test_a_team_manager_sees_their_teams_issues_and_the_councils_count(avonshire, busiest):
    manager = avonshire.person("team_manager")
    teams = manager.teams_for("feedback.read")
    assert teams
    page = reverse("themes:issues", args=[busiest.pk])
    shown: set[str] = set()
    for month in series_of(manager, [busiest], today=timezone.localdate())[0].months:
        answer = _get(avonshire, "team_manager", f"{page}?month={month:%Y-%m}&tone=count")
        shown |= set(re.findall(r"themes/issues/([0-9a-f-]{36})", answer))
    readable = Point.objects.filter(pk__in=shown)
    assert readable.exists()
    assert set(readable.filter(origin="feedback").values_list("team_id", flat=True)) <= teams
    [whole] = series_of(avonshire.person("quality_lead"), [busiest], today=timezone.localdate())
    chart = reverse("themes:detail", args=[busiest.pk]) + "?tone=count"
    assert f"{whole.months[-1]:%B %Y}: {whole.counts[-1]}" in _get(avonshire, "team_manager", chart)


def test_a_rare_theme_is_charted_by_days_between(avonshire):
    lead = avonshire.person("quality_lead")
    themes = list(Theme.objects.filter(council=avonshire.council, state=Theme.State.ACTIVE))
    rare = [
        (series.theme, source)
        for source in ("suggestion", "concern", "exit_interview", "outreach")
        for series in series_of(lead, themes, today=timezone.localdate(), sources=[source])
        if sum(series.counts) > 3 and sum(series.counts) < len(series.counts)
    ]
    theme, source = rare[0]
    answer = _get(avonshire, "quality_lead", reverse("themes:detail", args=[theme.pk]) + f"?source={source}")
    assert "Days between events, because they are rare" in answer and "By quarter:" in answer


def test_a_theme_can_be_shown_as_a_share_of_coded_issues(avonshire, busiest):
    page = reverse("themes:detail", args=[busiest.pk])
    answer = _get(avonshire, "quality_lead", f"{page}?show=share")
    assert "% of all coded negative issues" in answer and "Laney p'" in answer
    assert "% of all coded issues" in _get(avonshire, "quality_lead", f"{page}?show=share&tone=count")


def test_the_page_answers_htmx_with_its_part(avonshire, busiest):
    address = reverse("themes:detail", args=[busiest.pk]) + "?tone=fault"
    part = avonshire.client("quality_lead").get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and 'id="results"' in part


def test_feedback_includes_its_themes(avonshire):
    coding = Coding.objects.filter(
        council=avonshire.council, applies=True, theme__state="active", point__origin="feedback"
    ).first()
    address = reverse("theme_codings", args=[coding.point.feedback_id])
    answer = _get(avonshire, "quality_lead", address)
    assert coding.theme.name in answer and "<html" not in answer
    assert reverse("themes:point", args=[coding.point_id]) in answer
    assert f"{reverse('learning:record_lesson')}?point={coding.point_id}" in answer
    _get(avonshire, "councillor", address, 404)


def test_a_finding_includes_its_themes(avonshire, brackenmoor):
    avonshire.enter()
    point = Finding.objects.filter(council=avonshire.council, point__codings__applies=True).first().point
    address = reverse("finding_codings", args=[point.pk])
    answer = _get(avonshire, "board_member", address)
    assert point.codings.filter(applies=True).first().theme.name in answer
    assert reverse("themes:point", args=[point.pk]) not in answer
    point_of_feedback = Feedback.objects.filter(council=avonshire.council).first().points.first()
    _get(avonshire, "quality_lead", reverse("finding_codings", args=[point_of_feedback.pk]), 404)
    _get(brackenmoor, "quality_lead", address, 404)


def test_the_last_whole_month_is_the_one_before():
    assert last_whole_month(datetime.date(2026, 1, 15)) == datetime.date(2025, 12, 1)
    assert last_whole_month(datetime.date(2026, 3, 31)) == datetime.date(2026, 2, 1)
