"""Two who write down, import or decide about the same in one moment, in two connections: nothing is lost or doubled."""

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
from tests.themes.test_at_the_same_moment import _in_one_moment

TRIES = 5
DAY = datetime.date(2026, 9, 3)
CARD = "Please keep the Tuesday lunch club at Marl Cross open. It is the only time some of us see anybody."


def _somebody() -> Person:
    council = Council.objects.get(slug="avonshire")
    with tenant.inside(council.pk):
        return Person.objects.select_related("council").get(
            council=council, memberships__role="complaints_manager"
        )


def _new(words, reference="") -> commands.NewFeedback:
    return commands.NewFeedback(
        source="suggestion", points=[words], received_on=DAY, their_reference=reference
    )


def _all_looked(monkeypatch, several) -> None:
    """Let nobody go on from looking for personal data before all have looked: as late as two can find no twin."""
    looked, look = threading.Barrier(several), commands._look

    def wait(new):
        found = look(new)
        looked.wait(10)
        return found

    monkeypatch.setattr(commands, "_look", wait)


def _kept(by, words) -> list[Feedback]:
    with tenant.inside(by.council_id):
        return list(Feedback.objects.filter(points__text=words).order_by("number"))


def test_of_two_who_write_the_same_down_one_is_told_that_it_came(apart, monkeypatch):  # noqa: F811
    by, said = _somebody(), []
    _all_looked(monkeypatch, 2)

    def write(again) -> None:
        try:
            commands.receive(by=by, new=_new(CARD), today=DAY, again=again)
        except DuplicateFeedback as came:
            said.append(came)
            raise

    assert _in_one_moment(write, [(False,), (False,)]) == ["kept", "refused"]
    [first] = _kept(by, CARD)
    assert first.reference in str(said[0])
    # Two who keep the same card as well: each is a voice of its own.
    assert _in_one_moment(write, [(True,), (True,)]) == ["kept", "kept"]
    numbers = [piece.number for piece in _kept(by, CARD)]
    assert numbers == list(range(first.number, first.number + 3)), "none is missing"


def test_two_spreadsheets_with_the_same_rows_bring_each_once(apart, monkeypatch):  # noqa: F811
    by = _somebody()
    _all_looked(monkeypatch, 2)
    brought = []

    def bring(words) -> None:
        brought.append(len(commands.receive_many(by=by, pieces=[_new(words)])))

    assert _in_one_moment(bring, [("A ramp would help.",), ("A ramp would help.",)]) == ["kept", "kept"]
    assert sorted(brought) == [0, 1] and len(_kept(by, "A ramp would help.")) == 1


def test_while_one_looks_for_personal_data_nobody_waits(apart, monkeypatch):  # noqa: F811
    by, look = _somebody(), commands._look
    begun, go_on = threading.Event(), threading.Event()

    def slowly(new):
        if new.points == ["A slow one."]:
            begun.set()
            assert go_on.wait(20)
        return look(new)

    monkeypatch.setattr(commands, "_look", slowly)

    def write(words) -> None:
        if words != "A slow one.":
            assert begun.wait(10)
        commands.receive(by=by, new=_new(words), today=DAY)
        if words != "A slow one.":
            go_on.set()

    assert _in_one_moment(write, [("A slow one.",), ("A quick one.",)]) == ["kept", "kept"]


def test_two_who_decide_about_the_same_pieces_at_once(apart):  # noqa: F811
    by = _somebody()
    for number in range(TRIES):
        pieces = commands.receive_many(by=by, pieces=[_new(CARD, f"{number}-{n}") for n in range(3)])

        def decide(kind, given) -> None:
            group_duplicates(by=by, feedback=given, kind=kind, name="Lunch club", seen="none")

        both = [("repeat", pieces), ("campaign", pieces[::-1])]
        assert _in_one_moment(decide, both) == ["kept", "refused"]
        with tenant.inside(by.council_id):
            [group] = DuplicateGroup.objects.filter(members__feedback__in=pieces).distinct()
            assert group.members.count() == 3
        more = commands.receive_many(by=by, pieces=[_new(CARD, f"{number}-more")])

        def join(more=more, first=pieces[0], group=group) -> None:
            group_duplicates(by=by, feedback=[*more, first], kind=group.kind, seen=groups_version([group]))

        def dissolve(group=group) -> None:
            ungroup_duplicates(by=by, group=group, reason="Two clubs, not one")

        # Whoever comes first: nothing is left half done, and nobody sees an error.
        said = _in_one_moment(lambda act: act(), [(join,), (dissolve,), (dissolve,)])
        assert said in (["kept", "kept", "refused"], ["kept", "refused", "refused"])
        with tenant.inside(by.council_id):
            assert not DuplicateGroup.objects.filter(members__feedback__in=[*pieces, *more]).exists()
