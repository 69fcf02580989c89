"""The coding pages, and the pages that change the codebook."""

from __future__ import annotations

import html
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from goldthread.feedback.models import Point
from goldthread.themes.codebook.models import CodebookVersion, Theme
from goldthread.themes.coding import queries
from goldthread.themes.coding.models import Coding, PointReading, Suggestion
from goldthread.themes.counting.models import Annotation
from goldthread.themes.suggesting.suggestions import suggest_waiting

pytestmark = pytest.mark.django_db


def _ask(cast, who: str, address: str, data: dict | None = None, status: int = 200, follow=False) -> str:
    client = cast.client(who)
    response = client.get(address) if data is None else client.post(address, data, follow=follow)
    assert response.status_code == status, response.content.decode()[:3000]
    cast.enter()
    return html.unescape(response.content.decode()) if status == 200 else response.headers.get("Location", "")


@pytest.fixture
def lead(avonshire):
    """Return a coder, with suggestions made for the points to code."""
    lead = avonshire.person("quality_lead")
    suggest_waiting(lead.council)
    avonshire.enter()
    return lead


@pytest.fixture
def theme(avonshire) -> Theme:
    """Return an active theme that has points."""
    avonshire.enter()
    return Coding.objects.filter(council=avonshire.council, applies=True, theme__state="active").first().theme


def test_the_queue_lists_the_least_certain_and_most_useful_first(avonshire, lead):
    answer = _ask(avonshire, "quality_lead", reverse("themes:to_code"))
    points = list(queries.points_to_code(lead).select_related("reading"))
    assert [p.reading.rank for p in points] == sorted((p.reading.rank for p in points), reverse=True)
    positions = [answer.index(f"{reverse('themes:point', args=[point.pk])}?queue=1") for point in points[:20]]
    assert positions == sorted(positions)
    assert f"{queries.count_text(queries.points_to_code(lead))} to code" in answer


def test_a_team_managers_queue_has_their_own_teams_points(avonshire, lead):
    manager = avonshire.person("team_manager")
    teams = manager.teams_for("feedback.read")
    waiting = queries.points_to_code(manager)
    assert {point.team_id for point in waiting} <= teams
    other = queries.points_to_code(lead).exclude(team_id__in=teams).first()
    _ask(avonshire, "team_manager", reverse("themes:point", args=[other.pk]), status=404)


def test_a_point_shows_its_suggestions_and_matched_words(avonshire, lead):
    suggestion = Suggestion.objects.filter(
        point__in=queries.points_to_code(lead), theme__state="active"
    ).first()
    answer = _ask(avonshire, "quality_lead", reverse("themes:point", args=[suggestion.point_id]))
    start, end, _ = suggestion.spans[0]
    assert f"<mark>{suggestion.point.text[start:end]}" in answer
    assert suggestion.theme.name in answer and "Matched words: " in answer
    assert not re.search(r'name="theme" type="checkbox" value="[0-9a-f-]{36}" checked', answer)


def test_saving_goes_to_the_next_point(avonshire, lead, theme):
    first, second = list(queries.points_to_code(lead)[:2])
    address = reverse("themes:point", args=[first.pk]) + "?queue=1"
    data = {"theme": [str(theme.pk)], "tone": "-1", "find": ""}
    on = _ask(avonshire, "quality_lead", address, data, 302)
    assert on == f"{reverse('themes:code_next')}?after={first.pk}"
    assert reverse("themes:point", args=[second.pk]) in _ask(avonshire, "quality_lead", on, status=302)
    assert Coding.objects.get(point=first, applies=True).theme == theme
    assert Point.objects.get(pk=first.pk).tone == -1


def test_an_empty_queue_shows_an_empty_state(avonshire, lead):
    Point.objects.filter(council=avonshire.council).update(coded_at=timezone.now())
    assert _ask(avonshire, "quality_lead", reverse("themes:code_next"), status=302) == reverse(
        "themes:to_code"
    )
    assert "No issues to code" in _ask(avonshire, "quality_lead", reverse("themes:to_code"))


@pytest.mark.parametrize(
    ("chosen", "nothing", "message"),
    [(False, False, "Select at least one theme"), (True, True, "not both")],
)
def test_a_decision_is_required_and_ticks_are_kept(avonshire, lead, theme, chosen, nothing, message):
    point = queries.points_to_code(lead).first()
    data = ({"theme": [str(theme.pk)]} if chosen else {}) | ({"nothing": "on"} if nothing else {})
    answer = _ask(avonshire, "quality_lead", reverse("themes:point", args=[point.pk]), data | {"tone": "1"})
    assert message in answer and "There is a problem" in answer
    assert bool(re.search(rf'value="{theme.pk}" checked', answer)) == chosen
    assert re.search(r'value="1" checked', answer)
    assert Point.objects.get(pk=point.pk).coded_at is None


def test_searching_for_a_theme_keeps_the_ticks_and_saves_nothing(avonshire, lead, theme):
    point = queries.points_to_code(lead).first()
    other = Theme.objects.filter(council=avonshire.council, state="active").exclude(pk=theme.pk).first()
    data = {"theme": [str(theme.pk)], "find": other.name, "narrow": "1"}
    answer = _ask(avonshire, "quality_lead", reverse("themes:point", args=[point.pk]), data)
    assert re.search(rf'value="{theme.pk}" checked', answer) and f'value="{other.pk}"' in answer
    assert "There is a problem" not in answer
    assert answer.count('name="theme"') < Theme.objects.filter(council=avonshire.council).count() / 2
    assert Point.objects.get(pk=point.pk).coded_at is None


def test_highlighting_escapes_markup():
    text = "A <b>lift</b> & a door"
    span = queries.SuggestedTheme(theme=None, score=0.5, words=["lift"], spans=[(5, 9), (2, 9), (5, 9)])
    assert (
        queries.highlight_suggestions(text, [span]) == "A <mark>&lt;b&gt;lift</mark>&lt;/b&gt; &amp; a door"
    )


def test_a_suggestion_of_a_merged_theme_becomes_its_successors(avonshire, lead, theme):
    from goldthread.themes.codebook import commands

    point = queries.points_to_code(lead).first()
    merged = commands.add_theme(by=lead, slug="gone", name="Gone", group="G", what_it_is="Gone.")
    Suggestion.objects.filter(point=point).delete()
    Suggestion.objects.create(
        council=lead.council, point=point, theme=merged, score=0.9, spans=[[0, 3, 1.0]], model="test"
    )
    PointReading.objects.filter(point=point).update(model="test")
    commands.merge_themes(by=lead, theme=merged, into=theme, reason="It is the same.")
    [suggested] = queries.suggested_themes([point])[point.pk]
    assert suggested.theme == theme


def test_a_theme_is_edited_with_a_reason_shown_in_its_version(avonshire, theme):
    address = reverse("themes:edit", args=[theme.pk])
    data = {
        "name": theme.name,
        "group": theme.group,
        "what_it_is": "Something else now.",
        "what_it_is_not": "",
        "examples": "One thing\n\nAnother thing",
    }
    assert "Enter reason" in _ask(avonshire, "quality_lead", address, data)
    _ask(avonshire, "quality_lead", address, data | {"reason": "It was too wide."}, 302)
    theme.refresh_from_db()
    assert theme.what_it_is == "Something else now." and theme.examples == ["One thing", "Another thing"]
    newest = CodebookVersion.objects.filter(council=avonshire.council).order_by("-number").first()
    answer = _ask(avonshire, "quality_lead", reverse("themes:version", args=[newest.number]))
    assert "It was too wide." in answer and "definition" in answer and "example comments changed" in answer
    shown = _ask(avonshire, "director", reverse("themes:definition", args=[theme.pk]))
    assert "It was too wide." in shown and reverse("themes:edit", args=[theme.pk]) not in shown
    assert "It was too wide." in _ask(avonshire, "director", reverse("themes:versions"))


def test_themes_are_added_merged_and_split_and_points_moved_on_their_pages(avonshire, theme):
    for name in ("Left part", "Right part"):
        data = {"name": name, "group": theme.group, "what_it_is": f"The {name}.", "reason": "Two things."}
        _ask(avonshire, "quality_lead", reverse("themes:add"), data | {"split_from": str(theme.pk)}, 302)
    left, right = Theme.objects.get(slug="left-part"), Theme.objects.get(slug="right-part")
    split = reverse("themes:split", args=[theme.pk])
    few = {"into": [str(left.pk)], "reason": "Two things."}
    assert "at least two themes" in _ask(avonshire, "quality_lead", split, few)
    _ask(
        avonshire,
        "quality_lead",
        split,
        {"into": [str(left.pk), str(right.pk)], "reason": "Two things."},
        302,
    )
    point = Coding.objects.filter(theme=theme, applies=True).first().point
    moved = {"point": [str(point.pk)], "to_theme": str(left.pk), "reason": "It is the left part."}
    move = reverse("themes:move", args=[theme.pk])
    assert "at least one issue" in _ask(avonshire, "quality_lead", move, moved | {"point": ["x"]})
    _ask(avonshire, "quality_lead", move, moved, 302)
    assert Coding.objects.get(point=point, theme=left).first_theme == theme
    merge = reverse("themes:merge", args=[right.pk])
    _ask(avonshire, "quality_lead", merge, {"into": str(left.pk), "reason": "One is enough."}, follow=True)
    answer = _ask(avonshire, "quality_lead", reverse("themes:definition", args=[left.pk]))
    assert "Right part was merged into this theme" in " ".join(re.sub(r"<[^>]+>", "", answer).split())


@pytest.mark.parametrize("name", ["edit", "merge", "split", "move"])
def test_the_codebook_pages_need_permission(avonshire, brackenmoor, theme, name):
    address = reverse(f"themes:{name}", args=[theme.pk])
    _ask(avonshire, "complaints_manager", address, status=403)
    _ask(brackenmoor, "quality_lead", address, status=404)


def test_an_annotation_is_added_to_a_chart_and_removed(avonshire, theme):
    address = reverse("themes:annotations", args=[theme.pk])
    day = timezone.localdate().replace(day=1)
    data = {"on-day": "1", "on-month": str(day.month), "on-year": str(day.year - 1), "label": "New rota"}
    assert "must be a real date" in _ask(avonshire, "quality_lead", address, data | {"on-day": "41"})
    _ask(avonshire, "quality_lead", address, data, 302)
    annotation = Annotation.objects.get(label="New rota")
    assert "New rota" in _ask(avonshire, "quality_lead", reverse("themes:detail", args=[theme.pk]))
    remove = reverse("themes:remove_annotation", args=[annotation.pk])
    assert _ask(avonshire, "quality_lead", remove, {}, 302) == address
    assert not Annotation.objects.filter(pk=annotation.pk).exists()


def test_short_names_are_made_from_names(avonshire):
    client = avonshire.client("quality_lead")
    long = (
        "Being told, in a format that one can use, what happens next and when, by somebody one knows by name"
    )
    data = {"group": "New", "what_it_is": "It.", "reason": "Heard often"}
    for name in ("الانتظار", "Ramps & rails", "Ramps and rails!", "Ramps (and) rails", long, f"{long} too"):
        assert client.post("/themes/add/", data | {"name": name}).status_code == 302, name
    avonshire.enter()
    slugs = [theme.slug for theme in Theme.objects.filter(council=avonshire.council)]
    assert len(slugs) == len(set(slugs)) and {"theme", "ramps-and-rails", "ramps-and-rails-2"} <= set(slugs)
    page = client.post("/themes/add/", data | {"name": "ramps & rails"}).content.decode()
    assert "There is already a theme called ramps &amp; rails" in page
