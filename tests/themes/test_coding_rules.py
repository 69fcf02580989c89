"""The desk's rules: who looks first, second and third, what undoing gives back, and what a skip does."""

from __future__ import annotations

import datetime
import uuid

import pytest

from goldthread.council.command import Refused
from goldthread.council.models import AuditLine, Membership
from goldthread.feedback import commands as feedback
from goldthread.feedback.models import Feedback, Point
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

MONTH = datetime.date(2026, 3, 1)


@pytest.fixture
def desks(avonshire):
    """Return three who code, at a council where every point is looked at twice."""
    people = [avonshire.person(role) for role in ("quality_lead", "psw", "complaints_manager")]
    CodingSettings.objects.update_or_create(council=avonshire.council, defaults={"double_code_one_in": 1})
    return people


@pytest.fixture
def themes(avonshire) -> list[Theme]:
    """Return three themes in use."""
    avonshire.enter()
    return list(Theme.objects.filter(council=avonshire.council, state="active")[:3])


def _point(by, text: str = "The lift was out again and nobody came.") -> Point:
    new = feedback.NewFeedback(source="complaint", points=[text], received_on=MONTH, speaker="carer")
    [kept] = feedback.receive_many(by=by, pieces=[new])
    return kept.points.get()


def _code(by, point, *themes):
    coding_commands.code(by=by, point=Point.objects.get(pk=point.pk), themes=themes, from_queue=True)


def _stands(point) -> set[str]:
    return set(Coding.objects.filter(point=point, applies=True).values_list("theme__slug", flat=True))


def _reading(point) -> PointReading:
    return PointReading.objects.get(point=point)


def _waits_for(person, point) -> bool:
    return queries.points_to_code(person).filter(pk=point.pk).exists()


def test_the_second_look_goes_to_another_and_agreement_ends_it(desks, themes):
    first, second, _ = desks
    point = _point(first)
    _code(first, point, themes[0])
    assert (_waits_for(first, point), _waits_for(second, point)) == (False, True)
    assert _reading(point).stage == CodingStage.SECOND
    _code(second, point, themes[0])
    assert DoubleCoding.objects.get(point=point).state == DoubleCoding.State.AGREED
    assert not any(_waits_for(person, point) for person in desks)
    assert list(Decision.objects.filter(point=point).order_by("id").values_list("kind", flat=True)) == [
        "coded",
        "second",
    ]


def test_where_two_differ_the_first_stands_until_a_third_settles(desks, themes):
    first, second, third = desks
    point = _point(first)
    _code(first, point, themes[0])
    _code(second, point, themes[1])
    assert _stands(point) == {themes[0].slug}
    assert [_waits_for(person, point) for person in desks] == [False, False, True]
    shown = {tuple(theme.slug for theme in said) for said in queries.differing_codings(_fresh(point))}
    assert shown == {(themes[0].slug,), (themes[1].slug,)}
    _code(third, point, themes[1], themes[2])
    assert _stands(point) == {themes[1].slug, themes[2].slug}
    look = DoubleCoding.objects.get(point=point)
    assert look.state == DoubleCoding.State.ADJUDICATED
    assert (look.first.themes, look.second.themes) == ([themes[0].slug], [themes[1].slug])
    assert not _reading(point).waiting


def _fresh(point: Point) -> Point:
    return Point.objects.select_related("reading", "double_coding__first", "double_coding__second").get(
        pk=point.pk
    )


def test_whoever_changes_a_point_they_saw_is_no_second_look(desks, themes):
    first, second, _ = desks
    point = _point(first)
    _code(first, point, themes[0])
    coding_commands.code(by=second, point=point, themes=[themes[1]])
    assert DoubleCoding.objects.get(point=point).state == DoubleCoding.State.DISCARDED
    assert _stands(point) == {themes[1].slug}
    assert not _reading(point).waiting


def test_the_first_may_think_again_before_the_second_looks(desks, themes):
    first, second, _ = desks
    point = _point(first)
    _code(first, point, themes[0])
    coding_commands.code(by=first, point=point, themes=[themes[1]])
    _code(second, point, themes[1])
    assert DoubleCoding.objects.get(point=point).state == DoubleCoding.State.AGREED


def test_the_share_follows_from_the_points_and_nobody_picks():
    keys = [uuid.UUID(int=number) for number in range(20_000)]
    assert 1_800 < sum(coding_decisions.is_double_coded(key, 10) for key in keys) < 2_200
    assert [coding_decisions.is_double_coded(key, 7) for key in keys] == [
        coding_decisions.is_double_coded(key, 7) for key in keys
    ]
    assert not any(coding_decisions.is_double_coded(key, 0) for key in keys)


def test_a_spreadsheet_of_codes_makes_no_second_looks(desks, themes):
    point = _point(desks[0])
    coding_commands.code_points(by=desks[0], decisions=[(point, [themes[0]])])
    assert not DoubleCoding.objects.filter(point=point).exists()
    assert not _reading(point).waiting


def _undone_first(desks, themes, point):
    _code(desks[0], point, themes[0])
    coding_commands.undo(by=desks[0])
    return set(), True, None, CodingStage.FIRST


def _undone_second(desks, themes, point):
    _code(desks[0], point, themes[0])
    _code(desks[1], point, themes[1])
    coding_commands.undo(by=desks[1])
    return {themes[0].slug}, True, DoubleCoding.State.WAITING, CodingStage.SECOND


def _undone_third(desks, themes, point):
    _code(desks[0], point, themes[0])
    _code(desks[1], point, themes[1])
    _code(desks[2], point, themes[2])
    coding_commands.undo(by=desks[2])
    return {themes[0].slug}, True, DoubleCoding.State.DIFFER, CodingStage.ADJUDICATION


def _undone_change(desks, themes, point):
    _code(desks[0], point, themes[0])
    coding_commands.code(by=desks[1], point=Point.objects.get(pk=point.pk), themes=[themes[1]])
    coding_commands.undo(by=desks[1])
    return {themes[0].slug}, True, DoubleCoding.State.WAITING, CodingStage.SECOND


@pytest.mark.parametrize("story", [_undone_first, _undone_second, _undone_third, _undone_change])
def test_undoing_gives_back_what_stood_and_keeps_both(desks, themes, story):
    point = _point(desks[0])
    stands, waits, state, look = story(desks, themes, point)
    assert _stands(point) == stands
    reading = _reading(point)
    assert (reading.waiting, reading.stage) == (waits, look)
    assert Point.objects.get(pk=point.pk).coded_at is None or stands
    found = DoubleCoding.objects.filter(point=point).first()
    assert (found.state if found else None) == state
    assert Decision.objects.filter(point=point, undone_at__isnull=False).count() == 1
    counted = ThemeMonth.objects.filter(month=MONTH, theme__in=themes, source="complaint", speaker="carer")
    assert {row.theme.slug for row in counted.select_related("theme")} == stands
    lines = AuditLine.objects.filter(command="themes.undo")
    assert lines.count() == 1


def test_undoing_gives_back_the_tone_and_who_had_decided(desks, themes):
    first, second, _ = desks
    point = _point(first)
    coding_commands.code(by=first, point=point, themes=[themes[0]], tone=-2)
    coding_commands.code(by=second, point=Point.objects.get(pk=point.pk), themes=[themes[1]], tone=1)
    coding_commands.undo(by=second)
    assert Point.objects.get(pk=point.pk).tone == -2
    assert Coding.objects.get(point=point, applies=True).by == first


def test_what_somebody_else_decided_since_is_not_undone(desks, themes):
    first, second, _ = desks
    point = _point(first)
    _code(first, point, themes[0])
    _code(second, point, themes[1])
    with pytest.raises(Refused, match="decided about the same point since"):
        coding_commands.undo(by=first)
    assert _stands(point) == {themes[0].slug}


def test_there_is_nothing_to_undo_for_whoever_has_decided_nothing(avonshire):
    with pytest.raises(Refused, match="no decision of yours"):
        coding_commands.undo(by=avonshire.person("coproduction_lead"))


def test_a_skipped_point_waits_for_others_and_comes_back(desks):
    first, second, _ = desks
    point = _point(first)
    skipped = coding_commands.skip(by=first, point=point, reason="unclear", note="Ask Mrs Jane Featherstone.")
    assert "Featherstone" not in skipped.note
    assert (_waits_for(first, point), _waits_for(second, point)) == (False, True)
    assert Point.objects.get(pk=point.pk).coded_at is None
    Decision.objects.update(at=skipped.at - queries.SKIPPED_FOR)
    assert _waits_for(first, point)


def test_a_skip_can_be_undone_and_asks_why(desks):
    point = _point(desks[0])
    with pytest.raises(Refused, match="why you skip"):
        coding_commands.skip(by=desks[0], point=point, reason="")
    coding_commands.skip(by=desks[0], point=point, reason="later")
    coding_commands.undo(by=desks[0])
    assert _waits_for(desks[0], point)
    coding_commands.code(by=desks[0], point=point, themes=[])
    with pytest.raises(Refused, match="does not wait any more"):
        CodingSettings.objects.update(double_code_one_in=0)
        other = _point(desks[0], "Another thing.")
        coding_commands.code(by=desks[0], point=other, themes=[])
        coding_commands.skip(by=desks[0], point=Point.objects.get(pk=other.pk), reason="later")


def test_words_that_change_are_read_anew_and_old_suggestions_go(desks, themes):
    point = _point(desks[0])
    PointReading.objects.filter(point=point).update(model="test", rank=0.9, confidence=0.4, screened_by="001")
    Suggestion.objects.create(
        council=desks[0].council, point=point, theme=themes[0], score=0.5, spans=[[0, 3, 1.0]], model="test"
    )
    Point.objects.filter(pk=point.pk).update(text="Other words.")
    reading = _reading(point)
    assert (reading.model, reading.rank, reading.confidence, reading.screened_by) == ("", 0.5, None, "")
    assert not Suggestion.objects.filter(point=point).exists()


def test_the_desk_is_set_within_bounds(desks):
    with pytest.raises(Refused, match="one point in 2"):
        coding_commands.change_coding_settings(by=desks[0], double_code_one_in=1, retrain_after=20)
    with pytest.raises(Refused, match="5 to 1,000"):
        coding_commands.change_coding_settings(by=desks[0], double_code_one_in=10, retrain_after=1)
    assert (
        coding_commands.change_coding_settings(
            by=desks[0], double_code_one_in=5, retrain_after=50
        ).double_code_one_in
        == 5
    )


def test_where_only_two_code_they_settle_it_between_them(desks, themes):
    first, second, _ = desks
    point = _point(first)
    _code(first, point, themes[0])
    _code(second, point, themes[1])
    assert not _waits_for(first, point)
    Membership.objects.exclude(person__in=(first, second)).delete()
    assert _waits_for(first, point) and _waits_for(second, point)


def test_notes_about_what_is_forgotten_go_and_decisions_stay(avonshire, desks):
    point, other = _point(desks[0]), _point(desks[0], "Something else.")
    for each in (point, other):
        coding_commands.skip(by=desks[0], point=each, reason="later", note="Ask the night team.")
    Feedback.objects.filter(points=point).update(forgotten_on=MONTH)
    forgetting.forget_notes(by=avonshire.person("administrator"))
    avonshire.enter()
    assert Decision.objects.get(point=point).note == ""
    assert Decision.objects.get(point=other).note == "Ask the night team."
    assert not any(notes.exists() for notes in forgetting.notes_to_forget(avonshire.council.pk))


def test_what_is_undone_goes_to_what_its_theme_was_merged_into(desks, themes):
    point = _point(desks[0])
    _code(desks[0], point, themes[0])
    coding_commands.code(by=desks[0], point=Point.objects.get(pk=point.pk), themes=[themes[1]])
    commands.merge_themes(by=desks[0], theme=themes[0], into=themes[2], reason="The same")
    coding_commands.undo(by=desks[0])
    assert _stands(point) == {themes[2].slug}


def test_what_was_moved_since_is_not_undone_unseen(desks, themes):
    point = _point(desks[0])
    _code(desks[0], point, themes[0])
    points = [Point.objects.get(pk=point.pk)]
    commands.move_codings(
        by=desks[0], points=points, from_theme=themes[0], to_theme=themes[1], reason="Better"
    )
    with pytest.raises(Refused, match="changed since"):
        coding_commands.undo(by=desks[0])


def test_another_decision_than_the_one_shown_is_not_undone(desks, themes):
    first, second = _point(desks[0]), _point(desks[0], "Nobody told us that the day centre was shut.")
    _code(desks[0], first, themes[0])
    shown = coding_commands.last_decision(desks[0])
    coding_commands.undo(by=desks[0], decision=str(shown.pk))
    _code(desks[0], second, themes[0])
    with pytest.raises(Refused, match="undone already"):
        coding_commands.undo(by=desks[0], decision=str(shown.pk))
