"""Two decisions about one point at the same moment, in two connections: the first is saved, the second refused."""

from __future__ import annotations

import datetime
import threading

from django.db import connection
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.database import tenant
from goldthread.council.models import Council, Person
from goldthread.feedback import commands as feedback
from goldthread.feedback.models import Point
from goldthread.themes.codebook import commands
from goldthread.themes.codebook.models import CodebookVersion, Theme
from goldthread.themes.coding import commands as coding_commands
from goldthread.themes.coding.models import Coding, CodingSettings, Decision
from tests.council.conftest import apart  # noqa: F401

TRIES = 5
LEAD = "grace.adeyinka@avonshire.example"


def test_of_two_decisions_at_one_moment_the_second_is_refused(apart):  # noqa: F811
    council = Council.objects.get(slug="avonshire")
    with tenant.inside(council.pk):
        roles = ("quality_lead", "psw")
        people = [Person.objects.filter(council=council, memberships__role=role).first() for role in roles]
        people = [Person.objects.select_related("council").get(pk=person.pk) for person in people]
        themes = list(Theme.objects.filter(council=council, state="active")[:2])
        # Every point is double coded: two first codings of one would be refused by the database.
        CodingSettings.objects.update_or_create(council=council, defaults={"double_code_one_in": 1})
    for number in range(TRIES):
        with tenant.inside(council.pk):
            day = timezone.localdate() - datetime.timedelta(days=1)
            new = feedback.NewFeedback(
                source="complaint", points=[f"Nobody rang, {number}."], received_on=day, speaker="carer"
            )
            [record] = feedback.receive_many(by=people[0], pieces=[new])
            point = record.points.get()

        def decide(person, theme, point=point) -> None:
            with tenant.inside(council.pk):
                own_copy = Point.objects.get(pk=point.pk)
            coding_commands.code(by=person, point=own_copy, themes=[theme], from_queue=True, version="none")

        assert _at_one_moment(decide, list(zip(people, themes, strict=True))) == ["refused", "saved"]
        with tenant.inside(council.pk):
            assert Decision.objects.filter(point=point).count() == 1
            assert Coding.objects.filter(point=point, applies=True).count() == 1


def test_two_changes_of_the_codebook_at_one_moment_are_two_versions(apart):  # noqa: F811
    council = Council.objects.get(slug="avonshire")
    with tenant.inside(council.pk):
        lead = Person.objects.select_related("council").get(account__email=LEAD)
        before = CodebookVersion.objects.count()

    def add(name) -> None:
        commands.add_theme(by=lead, name=name, group="Access", what_it_is="Waiting in a queue.", reason="New")

    for number in range(TRIES):
        assert _at_one_moment(add, [(f"Queue {number}",), (f"Line {number}",)]) == ["saved", "saved"]
    assert _at_one_moment(add, [("The same",), ("The same",)]) == ["refused", "saved"]
    with tenant.inside(council.pk):
        numbers = list(CodebookVersion.objects.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, before + 2 * TRIES + 2))
        theme, *others = Theme.objects.filter(name__startswith="Queue").order_by("name")[:3]

    def merge(into) -> None:
        with tenant.inside(council.pk):
            own_copy = Theme.objects.get(pk=theme.pk)
        commands.merge_themes(by=lead, theme=own_copy, into=into, reason="The same thing")

    assert _at_one_moment(merge, [(other,) for other in others]) == ["refused", "saved"]


def test_a_button_pressed_twice_undoes_one_decision(apart):  # noqa: F811
    council = Council.objects.get(slug="avonshire")
    with tenant.inside(council.pk):
        lead = Person.objects.select_related("council").get(account__email=LEAD)
        theme = Theme.objects.filter(council=council, state="active").first()
        points = list(Point.objects.not_coded()[:3])
        for point in points:
            coding_commands.code(by=lead, point=point, themes=[theme], from_queue=True, version="none")
    outcomes = _at_one_moment(lambda: coding_commands.undo(by=lead), [(), ()])
    with tenant.inside(council.pk):
        undone = Decision.objects.filter(point__in=points, undone_at__isnull=False).count()
    # Both may run one after the other; then two are undone, and each was reported.
    assert undone == outcomes.count("saved") and set(outcomes) <= {"saved", "refused"}


def _at_one_moment(act, each) -> list[str]:
    """Call `act` with each of these in a thread of its own, all at once; return their outcomes, sorted."""
    barrier, outcomes = threading.Barrier(len(each)), []

    def run(*arguments) -> None:
        try:
            barrier.wait(10)
            act(*arguments)
            outcomes.append("saved")
        except Refused:
            outcomes.append("refused")
        except Exception as error:
            outcomes.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=arguments) for arguments in each]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(outcomes)
