"""Coding rules: double coding and adjudication, undo, skipping, and settings."""

from __future__ import annotations

import datetime
import uuid

import pytest

from goldthread.council.command import Refused
from goldthread.council.models import AuditLine, Membership
from goldthread.feedback import commands as feedback
from goldthread.feedback.models import Point
from goldthread.themes import forgetting
from goldthread.themes.codebook import commands
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding import coding_decisions, queries
from goldthread.themes.coding import commands as coding_commands
from goldthread.themes.coding.models import (
    Coding,
    CodingSettings,
    CodingStage,
    Decision,
    DoubleCoding,
    PointReading,
    Suggestion,
)
from goldthread.themes.counting.models import ThemeMonth

pytestmark = pytest.mark.django_db

# Before all of Avonshire, whatever the day: nothing else is counted in it.
MONTH = datetime.date(2019, 3, 1)


@pytest.fixture
def coders(avonshire):
    """Return three coders, at a council where every point is double coded."""
    people = [avonshire.person(role) for role in ("quality_lead", "psw", "complaints_manager")]
    CodingSettings.objects.update_or_create(council=avonshire.council, defaults={"double_code_one_in": 1})
    return people


@pytest.fixture
def themes(avonshire) -> list[Theme]:
    """Return three active themes."""
    avonshire.enter()
    return list(Theme.objects.filter(council=avonshire.council, state="active")[:3])


def _point(by, text: str = "The lift was out again and nobody came.") -> Point:
    new = feedback.NewFeedback(source="complaint", points=[text], received_on=MONTH, speaker="carer")
    [record] = feedback.receive_many(by=by, pieces=[new])
    return record.points.get()


def _code(by, point, *themes):
    coding_commands.code(by=by, point=Point.objects.get(pk=point.pk), themes=themes, from_queue=True)


def _applied(point) -> set[str]:
    return set(Coding.objects.filter(point=point, applies=True).values_list("theme__slug", flat=True))


def _reading(point) -> PointReading:
    return PointReading.objects.get(point=point)


def _waits_for(person, point) -> bool:
    return queries.points_to_code(person).filter(pk=point.pk).exists()


def test_second_coding_goes_to_another_coder_and_agreement_ends_it(coders, themes):
    first, second, _ = coders
    point = _point(first)
    _code(first, point, themes[0])
    assert (_waits_for(first, point), _waits_for(second, point)) == (False, True)
    assert _reading(point).stage == CodingStage.SECOND
    _code(second, point, themes[0])
    assert DoubleCoding.objects.get(point=point).state == DoubleCoding.State.AGREED
    assert not any(_waits_for(person, point) for person in coders)
    assert list(Decision.objects.filter(point=point).order_by("id").values_list("kind", flat=True)) == [
        "coded",
        "second",
    ]


def test_where_two_differ_the_first_applies_until_adjudication(coders, themes):
    first, second, third = coders
    point = _point(first)
    _code(first, point, themes[0])
    _code(second, point, themes[1])
    assert _applied(point) == {themes[0].slug}
    assert [_waits_for(person, point) for person in coders] == [False, False, True]
    shown = {tuple(theme.slug for theme in chosen) for chosen in queries.differing_codings(_fresh(point))}
    assert shown == {(themes[0].slug,), (themes[1].slug,)}
    _code(third, point, themes[1], themes[2])
    assert _applied(point) == {themes[1].slug, themes[2].slug}
    double = DoubleCoding.objects.get(point=point)
    assert double.state == DoubleCoding.State.ADJUDICATED
    assert (double.first.themes, double.second.themes) == ([themes[0].slug], [themes[1].slug])
    assert not _reading(point).waiting


def _fresh(point: Point) -> Point:
    return Point.objects.select_related("reading", "double_coding__first", "double_coding__second").get(
        pk=point.pk
    )


def test_a_change_by_somebody_who_saw_the_first_coding_is_no_second_coding(coders, themes):
    first, second, _ = coders
    point = _point(first)
    _code(first, point, themes[0])
    coding_commands.code(by=second, point=point, themes=[themes[1]])
    assert DoubleCoding.objects.get(point=point).state == DoubleCoding.State.DISCARDED
    assert _applied(point) == {themes[1].slug}
    assert not _reading(point).waiting


def test_the_first_coder_may_change_their_decision_before_second_coding(coders, themes):
    first, second, _ = coders
    point = _point(first)
    _code(first, point, themes[0])
    coding_commands.code(by=first, point=point, themes=[themes[1]])
    _code(second, point, themes[1])
    assert DoubleCoding.objects.get(point=point).state == DoubleCoding.State.AGREED


def test_double_coded_points_follow_from_their_keys():
    keys = [uuid.UUID(int=number) for number in range(20_000)]
    assert 1_800 < sum(coding_decisions.is_double_coded(key, 10) for key in keys) < 2_200
    assert [coding_decisions.is_double_coded(key, 7) for key in keys] == [
        coding_decisions.is_double_coded(key, 7) for key in keys
    ]
    assert not any(coding_decisions.is_double_coded(key, 0) for key in keys)


def test_codings_from_a_spreadsheet_are_not_double_coded(coders, themes):
    point = _point(coders[0])
    coding_commands.code_points(by=coders[0], decisions=[(point, [themes[0]])])
    assert not DoubleCoding.objects.filter(point=point).exists()
    assert not _reading(point).waiting


def _undone_first(coders, themes, point):
    _code(coders[0], point, themes[0])
    coding_commands.undo(by=coders[0])
    return set(), True, None, CodingStage.FIRST


def _undone_second(coders, themes, point):
    _code(coders[0], point, themes[0])
    _code(coders[1], point, themes[1])
    coding_commands.undo(by=coders[1])
    return {themes[0].slug}, True, DoubleCoding.State.WAITING, CodingStage.SECOND


def _undone_adjudication(coders, themes, point):
    _code(coders[0], point, themes[0])
    _code(coders[1], point, themes[1])
    _code(coders[2], point, themes[2])
    coding_commands.undo(by=coders[2])
    return {themes[0].slug}, True, DoubleCoding.State.DIFFER, CodingStage.ADJUDICATION


def _undone_change(coders, themes, point):
    _code(coders[0], point, themes[0])
    coding_commands.code(by=coders[1], point=Point.objects.get(pk=point.pk), themes=[themes[1]])
    coding_commands.undo(by=coders[1])
    return {themes[0].slug}, True, DoubleCoding.State.WAITING, CodingStage.SECOND


@pytest.mark.parametrize("story", [_undone_first, _undone_second, _undone_adjudication, _undone_change])
def test_undo_restores_the_codings_before_and_keeps_both_decisions(coders, themes, story):
    point = _point(coders[0])
    applied, waits, state, stage = story(coders, themes, point)
    assert _applied(point) == applied
    reading = _reading(point)
    assert (reading.waiting, reading.stage) == (waits, stage)
    assert Point.objects.get(pk=point.pk).coded_at is None or applied
    double = DoubleCoding.objects.filter(point=point).first()
    assert (double.state if double else None) == state
    assert Decision.objects.filter(point=point, undone_at__isnull=False).count() == 1
    counted = ThemeMonth.objects.filter(month=MONTH, theme__in=themes, source="complaint", speaker="carer")
    assert {row.theme.slug for row in counted.select_related("theme")} == applied
    lines = AuditLine.objects.filter(command="themes.undo")
    assert lines.count() == 1


def test_undo_restores_the_tone_and_who_had_decided(coders, themes):
    first, second, _ = coders
    point = _point(first)
    coding_commands.code(by=first, point=point, themes=[themes[0]], tone=-2)
    coding_commands.code(by=second, point=Point.objects.get(pk=point.pk), themes=[themes[1]], tone=1)
    coding_commands.undo(by=second)
    assert Point.objects.get(pk=point.pk).tone == -2
    assert Coding.objects.get(point=point, applies=True).by == first


def test_a_decision_is_not_undone_where_somebody_else_decided_since(coders, themes):
    first, second, _ = coders
    point = _point(first)
    _code(first, point, themes[0])
    _code(second, point, themes[1])
    with pytest.raises(Refused, match="coded the same issue since"):
        coding_commands.undo(by=first)
    assert _applied(point) == {themes[0].slug}


def test_undo_is_refused_without_a_decision(avonshire):
    with pytest.raises(Refused, match="no decision to undo"):
        coding_commands.undo(by=avonshire.person("coproduction_lead"))


def test_a_skipped_point_waits_for_others_and_returns_later(coders):
    first, second, _ = coders
    point = _point(first)
    skipped = coding_commands.skip(by=first, point=point, reason="unclear", note="Ask Mrs Jane Featherstone.")
    assert "Featherstone" not in skipped.note
    assert (_waits_for(first, point), _waits_for(second, point)) == (False, True)
    assert Point.objects.get(pk=point.pk).coded_at is None
    Decision.objects.update(at=skipped.at - queries.SKIPPED_FOR)
    assert _waits_for(first, point)


def test_a_skip_needs_a_reason_and_can_be_undone(coders):
    point = _point(coders[0])
    with pytest.raises(Refused, match="why you are skipping"):
        coding_commands.skip(by=coders[0], point=point, reason="")
    coding_commands.skip(by=coders[0], point=point, reason="later")
    coding_commands.undo(by=coders[0])
    assert _waits_for(coders[0], point)
    coding_commands.code(by=coders[0], point=point, themes=[])
    with pytest.raises(Refused, match="cannot be skipped"):
        CodingSettings.objects.update(double_code_one_in=0)
        other = _point(coders[0], "Another thing.")
        coding_commands.code(by=coders[0], point=other, themes=[])
        coding_commands.skip(by=coders[0], point=Point.objects.get(pk=other.pk), reason="later")


def test_a_point_whose_text_changes_is_read_again_without_its_old_suggestions(coders, themes):
    point = _point(coders[0])
    PointReading.objects.filter(point=point).update(model="test", rank=0.9, confidence=0.4, screened_by="001")
    Suggestion.objects.create(
        council=coders[0].council, point=point, theme=themes[0], score=0.5, spans=[[0, 3, 1.0]], model="test"
    )
    Point.objects.filter(pk=point.pk).update(text="Other words.")
    reading = _reading(point)
    assert (reading.model, reading.rank, reading.confidence, reading.screened_by) == ("", 0.5, None, "")
    assert not Suggestion.objects.filter(point=point).exists()


def test_coding_settings_are_limited(coders):
    with pytest.raises(Refused, match="from 2 to 1,000"):
        coding_commands.change_coding_settings(by=coders[0], double_code_one_in=1, retrain_after=20)
    with pytest.raises(Refused, match="from 5 to 1,000"):
        coding_commands.change_coding_settings(by=coders[0], double_code_one_in=10, retrain_after=1)
    assert (
        coding_commands.change_coding_settings(
            by=coders[0], double_code_one_in=5, retrain_after=50
        ).double_code_one_in
        == 5
    )


def test_where_only_two_people_code_they_adjudicate_themselves(coders, themes):
    first, second, _ = coders
    point = _point(first)
    _code(first, point, themes[0])
    _code(second, point, themes[1])
    assert not _waits_for(first, point)
    Membership.objects.exclude(person__in=(first, second)).delete()
    assert _waits_for(first, point) and _waits_for(second, point)


def test_notes_about_forgotten_feedback_are_deleted_and_decisions_stay(avonshire, coders):
    point, other = _point(coders[0]), _point(coders[0], "Something else.")
    for each in (point, other):
        coding_commands.skip(by=coders[0], point=each, reason="later", note="Ask the night team.")
    Point.objects.filter(pk=point.pk).update(forgotten_on=MONTH)
    forgetting.forget_notes(by=avonshire.person("administrator"))
    avonshire.enter()
    assert Decision.objects.get(point=point).note == ""
    assert Decision.objects.get(point=other).note == "Ask the night team."
    assert not any(notes.exists() for notes in forgetting.notes_to_forget(avonshire.council.pk))


def test_undo_restores_the_successor_of_a_merged_theme(coders, themes):
    point = _point(coders[0])
    _code(coders[0], point, themes[0])
    coding_commands.code(by=coders[0], point=Point.objects.get(pk=point.pk), themes=[themes[1]])
    commands.merge_themes(by=coders[0], theme=themes[0], into=themes[2], reason="The same")
    coding_commands.undo(by=coders[0])
    assert _applied(point) == {themes[2].slug}


def test_undo_is_refused_where_codings_were_moved_since(coders, themes):
    point = _point(coders[0])
    _code(coders[0], point, themes[0])
    points = [Point.objects.get(pk=point.pk)]
    commands.move_codings(
        by=coders[0], points=points, from_theme=themes[0], to_theme=themes[1], reason="Better"
    )
    with pytest.raises(Refused, match="changed since"):
        coding_commands.undo(by=coders[0])


def test_only_the_decision_shown_is_undone(coders, themes):
    first, second = _point(coders[0]), _point(coders[0], "Nobody told us that the day centre was shut.")
    _code(coders[0], first, themes[0])
    shown = coding_commands.last_decision(coders[0])
    coding_commands.undo(by=coders[0], decision=str(shown.pk))
    _code(coders[0], second, themes[0])
    with pytest.raises(Refused, match="already undone"):
        coding_commands.undo(by=coders[0], decision=str(shown.pk))
