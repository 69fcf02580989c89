"""Concurrent intake, import and duplicate decisions, in two connections: nothing is lost or saved twice."""

from __future__ import annotations

import datetime
import threading

from goldthread.council.database import tenant
from goldthread.council.models import Council, Person
from goldthread.feedback import commands
from goldthread.feedback.duplicates.commands import group_duplicates, ungroup_duplicates
from goldthread.feedback.duplicates.models import DuplicateGroup
from goldthread.feedback.duplicates.queries import groups_version
from goldthread.feedback.intake.new_feedback import DuplicateFeedback
from goldthread.feedback.models import Feedback
from tests.council.conftest import apart  # noqa: F401
from tests.themes.test_concurrent_decisions import _at_one_moment

TRIES = 5
DAY = datetime.date(2026, 9, 3)
CARD = "Please keep the Tuesday lunch club at Marl Cross open. It is the only time some of us see anybody."


def _somebody() -> Person:
    council = Council.objects.get(slug="avonshire")
    with tenant.inside(council.pk):
        return Person.objects.select_related("council").get(
            council=council, account__email="dilys.okafor@avonshire.example"
        )


def _new(text, reference="") -> commands.NewFeedback:
    return commands.NewFeedback(
        source="suggestion", points=[text], received_on=DAY, their_reference=reference
    )


def _redact_together(monkeypatch, several) -> None:
    """Let nobody continue after redaction before all have redacted: the latest that two can miss each other."""
    redacted, redact = threading.Barrier(several), commands.redact_new

    def wait(new):
        result = redact(new)
        redacted.wait(10)
        return result

    monkeypatch.setattr(commands, "redact_new", wait)


def _saved(by, text) -> list[Feedback]:
    with tenant.inside(by.council_id):
        return list(Feedback.objects.filter(points__text=text).order_by("number"))


def test_of_two_who_add_the_same_one_is_refused_as_a_duplicate(apart, monkeypatch):  # noqa: F811
    by, refusals = _somebody(), []
    _redact_together(monkeypatch, 2)

    def add(allow_duplicate) -> None:
        try:
            commands.receive(by=by, new=_new(CARD), today=DAY, allow_duplicate=allow_duplicate)
        except DuplicateFeedback as duplicate:
            refusals.append(duplicate)
            raise

    assert _at_one_moment(add, [(False,), (False,)]) == ["refused", "saved"]
    [first] = _saved(by, CARD)
    assert first.reference in str(refusals[0])
    # Two who save the same card as well: each is a piece of its own.
    assert _at_one_moment(add, [(True,), (True,)]) == ["saved", "saved"]
    numbers = [piece.number for piece in _saved(by, CARD)]
    assert numbers == list(range(first.number, first.number + 3)), "none is missing"


def test_two_spreadsheets_with_the_same_rows_add_each_once(apart, monkeypatch):  # noqa: F811
    by = _somebody()
    _redact_together(monkeypatch, 2)
    counts = []

    def load(text) -> None:
        counts.append(len(commands.receive_many(by=by, pieces=[_new(text)])))

    assert _at_one_moment(load, [("A ramp would help.",), ("A ramp would help.",)]) == ["saved", "saved"]
    assert sorted(counts) == [0, 1] and len(_saved(by, "A ramp would help.")) == 1


def test_nobody_waits_while_another_piece_is_redacted(apart, monkeypatch):  # noqa: F811
    by, redact = _somebody(), commands.redact_new
    begun, go_on = threading.Event(), threading.Event()

    def slowly(new):
        if new.points == ["A slow one."]:
            begun.set()
            assert go_on.wait(20)
        return redact(new)

    monkeypatch.setattr(commands, "redact_new", slowly)

    def add(text) -> None:
        if text != "A slow one.":
            assert begun.wait(10)
        commands.receive(by=by, new=_new(text), today=DAY)
        if text != "A slow one.":
            go_on.set()

    assert _at_one_moment(add, [("A slow one.",), ("A quick one.",)]) == ["saved", "saved"]


def test_two_who_decide_about_the_same_pieces_at_once(apart):  # noqa: F811
    by = _somebody()
    for number in range(TRIES):
        pieces = commands.receive_many(by=by, pieces=[_new(CARD, f"{number}-{n}") for n in range(3)])

        def decide(kind, given) -> None:
            group_duplicates(by=by, feedback=given, kind=kind, name="Lunch club", version="none")

        both = [("repeat", pieces), ("campaign", pieces[::-1])]
        assert _at_one_moment(decide, both) == ["refused", "saved"]
        with tenant.inside(by.council_id):
            [group] = DuplicateGroup.objects.filter(members__feedback__in=pieces).distinct()
            assert group.members.count() == 3
        more = commands.receive_many(by=by, pieces=[_new(CARD, f"{number}-more")])

        def join(more=more, first=pieces[0], group=group) -> None:
            group_duplicates(by=by, feedback=[*more, first], kind=group.kind, version=groups_version([group]))

        def dissolve(group=group) -> None:
            ungroup_duplicates(by=by, group=group, reason="Two clubs, not one")

        # Whoever is first: nothing is left half done, and nobody sees an error.
        results = _at_one_moment(lambda act: act(), [(join,), (dissolve,), (dissolve,)])
        assert results in (["refused", "saved", "saved"], ["refused", "refused", "saved"])
        with tenant.inside(by.council_id):
            assert not DuplicateGroup.objects.filter(members__feedback__in=[*pieces, *more]).exists()
