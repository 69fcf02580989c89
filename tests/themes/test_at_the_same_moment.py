"""Two who decide about one point in the same moment, in two connections: the first stands, the second is told so."""

from __future__ import annotations

import datetime
import threading

from django.db import connection
from django.utils import timezone

from goldthread.council import tenant
from goldthread.council.command import Refused
from goldthread.council.models import Council, Person
from goldthread.feedback import commands as feedback
from goldthread.feedback.models import Point
from goldthread.themes import commands
from goldthread.themes.desk_models import Decision, DeskSetting
from goldthread.themes.models import Coding, Theme
from tests.council.conftest import apart  # noqa: F401

TRIES = 5


def test_of_two_who_decide_in_one_moment_one_is_told_kindly(apart):  # noqa: F811
    council = Council.objects.get(slug="avonshire")
    with tenant.inside(council.pk):
        roles = ("quality_lead", "psw")
        people = [Person.objects.filter(council=council, memberships__role=role).first() for role in roles]
        people = [Person.objects.select_related("council").get(pk=person.pk) for person in people]
        themes = list(Theme.objects.filter(council=council, state="active")[:2])
        # Every point is one of those that two people code: two first looks at one would be refused by the database.
        DeskSetting.objects.update_or_create(council=council, defaults={"twice": 1})
    for number in range(TRIES):
        with tenant.inside(council.pk):
            day = timezone.localdate() - datetime.timedelta(days=1)
            heard = feedback.Heard(
                source="complaint", points=[f"Nobody rang, {number}."], received_on=day, speaker="carer"
            )
            [kept] = feedback.receive_rows(by=people[0], pieces=[heard])
            point = kept.points.get()
        assert sorted(_at_once(people, themes, point)) == ["kept", "refused"]
        with tenant.inside(council.pk):
            assert Decision.objects.filter(point=point).count() == 1
            assert Coding.objects.filter(point=point, stands=True).count() == 1


def _at_once(people, themes, point) -> list[str]:
    begin, said = threading.Barrier(2), []

    def decide(person, theme) -> None:
        try:
            with tenant.inside(person.council_id):
                mine = Point.objects.get(pk=point.pk)
            begin.wait(10)
            commands.code(by=person, point=mine, themes=[theme], at_desk=True, seen="none")
            said.append("kept")
        except Refused:
            said.append("refused")
        except Exception as error:
            said.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=pair) for pair in zip(people, themes, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return said
