"""Commands of coding and the codebook: decisions with suggestions, and merges and moves that keep the first theme."""

from __future__ import annotations

import datetime

import pytest
from django.db.models import Sum

from goldthread.council.command import Refused
from goldthread.council.models import SearchEntry
from goldthread.feedback import commands as feedback
from goldthread.feedback.models import Point
from goldthread.themes.codebook import commands
from goldthread.themes.codebook.models import CodebookVersion, Theme
from goldthread.themes.coding import commands as coding_commands
from goldthread.themes.coding.models import Coding, Suggestion
from goldthread.themes.counting import commands as counting_commands
from goldthread.themes.counting.models import ThemeMonth
from goldthread.themes.suggesting.suggestions import suggest_waiting

pytestmark = pytest.mark.django_db

MONTH = datetime.date(2026, 3, 1)


@pytest.fixture
def lead(avonshire):
    """Return somebody who may change the codebook."""
    return avonshire.person("quality_lead")


@pytest.fixture
def themes(lead) -> list[Theme]:
    """Return three new themes without points."""
    return [
        commands.add_theme(
            by=lead, slug=f"new-{name}", name=f"New {name}", group="New", what_it_is=f"All {name}."
        )
        for name in ("lifts", "ramps", "doors")
    ]


def _point(lead, text: str = "The lift was out again and nobody came.") -> Point:
    new = feedback.NewFeedback(
        source="complaint", points=[text], received_on=MONTH + datetime.timedelta(days=3), speaker="carer"
    )
    [record] = feedback.receive_many(by=lead, pieces=[new])
    return record.points.get()


def _count(theme: Theme) -> int:
    return ThemeMonth.objects.filter(theme=theme).aggregate(total=Sum("count"))["total"] or 0


def _suggest(lead, point: Point, theme: Theme) -> Suggestion:
    return Suggestion.objects.create(
        council=lead.council, point=point, theme=theme, score=0.6, spans=[[4, 8, 1.0]], model="test"
    )


def test_a_decision_and_its_suggestions_are_both_kept(lead, themes):
    lifts, ramps, doors = themes
    point = _point(lead)
    right, wrong = _suggest(lead, point, lifts), _suggest(lead, point, ramps)
    coding_commands.code(by=lead, point=point, themes=[lifts, doors], tone=-1)
    codings = {coding.theme: coding for coding in Coding.objects.filter(point=point)}
    assert {theme: coding.applies for theme, coding in codings.items()} == {
        lifts: True,
        ramps: False,
        doors: True,
    }
    assert codings[lifts].suggestion == right and codings[ramps].suggestion == wrong
    assert codings[doors].suggestion is None
    assert set(Suggestion.objects.filter(point=point)) == {right, wrong}
    assert (_count(lifts), _count(ramps), _count(doors)) == (1, 0, 1)
    assert Point.objects.get(pk=point.pk).tone == -1


def test_coding_again_recounts_and_keeps_the_first_coding_time(lead, themes):
    lifts, ramps, _ = themes
    point = _point(lead)
    coding_commands.code(by=lead, point=point, themes=[lifts])
    first = Point.objects.get(pk=point.pk).coded_at
    coding_commands.code(by=lead, point=point, themes=[ramps])
    assert (_count(lifts), _count(ramps)) == (0, 1)
    assert Point.objects.get(pk=point.pk).coded_at == first


def test_no_suitable_theme_is_a_decision(lead):
    point = _point(lead)
    coding_commands.code(by=lead, point=point, themes=[])
    assert Point.objects.get(pk=point.pk).coded_at is not None
    assert not Coding.objects.filter(point=point, applies=True).exists()


def test_a_merge_moves_points_and_they_keep_their_first_theme(lead, themes):
    lifts, ramps, doors = themes
    only, both, rejected = _point(lead), _point(lead, "Lift and ramp."), _point(lead, "A door.")
    coding_commands.code(by=lead, point=only, themes=[lifts])
    coding_commands.code(by=lead, point=both, themes=[lifts, ramps])
    _suggest(lead, rejected, lifts)
    coding_commands.code(by=lead, point=rejected, themes=[doors])
    commands.merge_themes(by=lead, theme=lifts, into=ramps, reason="People use the words alike.")
    assert (_count(lifts), _count(ramps), _count(doors)) == (0, 2, 1)
    assert Coding.objects.get(point=only, applies=True).first_theme == lifts
    assert Coding.objects.get(point=both, applies=True).theme == ramps
    assert not Coding.objects.filter(point=rejected, theme=ramps).exists()
    assert SearchEntry.objects.get(record_id=only.feedback_id).themes == [ramps.slug]
    coding_commands.code(by=lead, point=only, themes=[ramps, doors])
    assert Coding.objects.get(point=only, theme=ramps).first_theme == lifts


def test_a_merge_applies_where_the_other_theme_had_been_rejected(lead, themes):
    lifts, ramps, _ = themes
    point = _point(lead)
    _suggest(lead, point, ramps)
    coding_commands.code(by=lead, point=point, themes=[lifts])
    commands.merge_themes(by=lead, theme=lifts, into=ramps, reason="They are one thing.")
    [coding] = Coding.objects.filter(point=point)
    assert (coding.theme, coding.applies, coding.first_theme) == (ramps, True, lifts)


def test_moving_after_a_split_recounts_both(lead, themes):
    lifts, ramps, doors = themes
    stays, goes = _point(lead), _point(lead, "The ramp is too steep.")
    for point in (stays, goes):
        coding_commands.code(by=lead, point=point, themes=[lifts])
    commands.split_theme(by=lead, theme=lifts, into=[ramps, doors], reason="Two things in one.")
    commands.move_codings(
        by=lead, points=[goes], from_theme=lifts, to_theme=ramps, reason="It is about the ramp."
    )
    assert (_count(lifts), _count(ramps)) == (1, 1)
    assert Coding.objects.get(point=goes).first_theme == lifts
    newest = CodebookVersion.objects.filter(council=lead.council).order_by("-number").first()
    assert newest.change == "Issues moved from New lifts to New ramps"
    assert {t.slug for t in Theme.objects.filter(split_from=lifts)} == {ramps.slug, doors.slug}


@pytest.mark.parametrize(
    ("command", "arguments", "message"),
    [
        ("merge_themes", {"theme": 0, "into": 0, "reason": "x"}, "another theme"),
        ("merge_themes", {"theme": 0, "into": 1, "reason": " "}, "reason for the merge"),
        ("split_theme", {"theme": 0, "into": [1], "reason": "x"}, "at least two themes"),
        ("split_theme", {"theme": 0, "into": [0, 1], "reason": "x"}, "into itself"),
        ("split_theme", {"theme": 0, "into": [1, 2], "reason": ""}, "reason for the split"),
        ("move_codings", {"points": [], "from_theme": 0, "to_theme": 1, "reason": "x"}, "at least one"),
        ("move_codings", {"points": [], "from_theme": 0, "to_theme": 0, "reason": "x"}, "another theme"),
        ("move_codings", {"points": [], "from_theme": 0, "to_theme": 1, "reason": ""}, "reason for the move"),
        ("add_theme", {"slug": "new-lifts", "name": "N", "group": "G", "what_it_is": "W"}, "already"),
        ("add_theme", {"slug": "n", "name": "N", "group": "G", "what_it_is": " "}, "definition"),
        ("add_theme", {"slug": "", "name": " ", "group": "G", "what_it_is": "W"}, "a name"),
    ],
)
def test_a_refusal_names_what_to_change(lead, themes, command, arguments, message):
    resolved = {
        name: themes[value]
        if isinstance(value, int)
        else [themes[index] for index in value]
        if name == "into"
        else value
        for name, value in arguments.items()
    }
    before = CodebookVersion.objects.count()
    with pytest.raises(Refused, match=message):
        getattr(commands, command)(by=lead, **resolved)
    assert CodebookVersion.objects.count() == before


def test_an_inactive_theme_cannot_be_coded(lead, themes):
    lifts, ramps, _ = themes
    commands.merge_themes(by=lead, theme=lifts, into=ramps, reason="They are one thing.")
    with pytest.raises(Refused, match="no longer active"):
        coding_commands.code(by=lead, point=_point(lead), themes=[lifts])


def test_suggesting_twice_saves_one_suggestion(avonshire, lead):
    # In the words of an example of the codebook, so that the model is sure of it.
    theme = next(t for t in Theme.objects.filter(council=lead.council, state="active") if t.examples)
    point = _point(lead, theme.examples[0])
    suggest_waiting(lead.council)
    avonshire.enter()
    once = list(Suggestion.objects.order_by("id").values_list("point_id", "theme_id"))
    assert theme.pk in {theme_id for point_id, theme_id in once if point_id == point.pk}
    suggest_waiting(lead.council)
    avonshire.enter()
    assert list(Suggestion.objects.order_by("id").values_list("point_id", "theme_id")) == once
    for suggestion in Suggestion.objects.filter(point=point):
        assert suggestion.spans
        for start, end, _ in suggestion.spans:
            assert point.text[start:end].strip()


def test_an_annotation_is_added_and_removed(lead, themes):
    annotation = counting_commands.add_annotation(by=lead, on=MONTH, label="  New rota ", theme=themes[0])
    assert annotation.label == "New rota"
    counting_commands.remove_annotation(by=lead, annotation=annotation)
    assert not themes[0].annotations.exists()
    with pytest.raises(Refused, match="what happened"):
        counting_commands.add_annotation(by=lead, on=MONTH, label=" ")
