"""The audit log: a line changed, removed, or cut from the end is detected and named."""

from __future__ import annotations

import threading

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from goldthread.council.database import tenant
from goldthread.council.models import AuditHead, AuditLine, Council, Team
from goldthread.council.people import commands
from goldthread.council.records import audit
from tests.conftest import SERVER

LINE, HEAD = "goldthread_auditline", "goldthread_audithead"


def says(council: Council) -> list[str]:
    """Return what `verify` finds wrong with a council's trail, read from inside it."""
    with tenant.inside(council.pk):
        return [fault.says for fault in audit.verify(council)]


# -- What the role that serves pages may not do ----------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE {LINE} SET reason = 'another'",
        f"DELETE FROM {LINE}",
        f"UPDATE {HEAD} SET number = number - 1",
        f"UPDATE {HEAD} SET number = number + 2",
        f"DELETE FROM {HEAD}",
        f"TRUNCATE {LINE}",
    ],
)
def test_whoever_serves_pages_cannot_change_it(avonshire, statement):
    refused = pytest.raises(DatabaseError, match=r"never changed|only moves on|permission denied")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert says(avonshire.council) == []


# -- What somebody with the whole server in hand might do --------------------------------------------------


@pytest.fixture
def tamper(apart, new_council):
    """Return a way to change a trail of ten lines as a superuser, its triggers asleep, and read it after."""
    for number in range(9):
        commands.add_team(by=new_council, slug=f"team-{number}", name=f"Team {number}")

    def change(*statements: str) -> list[str]:
        with psycopg.connect(SERVER.dsn("superuser", apart)) as superuser:
            superuser.execute("SET session_replication_role = replica")
            for statement in statements:
                superuser.execute(statement, {"council": new_council.council_id})
        return says(new_council.council)

    return change


OF = "WHERE council_id = %(council)s AND number"
LAST = "(SELECT max(number) FROM goldthread_auditline WHERE council_id = %(council)s)"


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        (f"UPDATE {LINE} SET reason = 'another' {OF} = 5", r"line 5 \(.*\) was changed after it was written"),
        (f"UPDATE {LINE} SET at = at + interval '1 second' {OF} = 5", r"line 5 \(.*\) was changed"),
        (f"UPDATE {LINE} SET person_id = NULL {OF} = 5", r"line 5 \(.*\) was changed"),
        (f"UPDATE {LINE} SET detail = '{{\"count\": 9}}' {OF} = 5", r"line 5 \(.*\) was changed"),
        (f"DELETE FROM {LINE} {OF} = 7", "line 7 is missing"),
        (f"DELETE FROM {LINE} {OF} BETWEEN 7 AND 9", "lines 7 to 9 are missing"),
        (f"DELETE FROM {LINE} {OF} = 1", "line 1 is missing"),
        (f"DELETE FROM {HEAD} WHERE council_id = %(council)s", "the mark of where the trail ends is missing"),
        (f"DELETE FROM {LINE} {OF} > {LAST} - 2", r"lines \d+ to \d+ are missing from the end"),
        (f"UPDATE {HEAD} SET seal = repeat('0', 64) WHERE council_id = %(council)s", "the end of the trail"),
    ],
)
def test_a_change_is_detected_and_named(tamper, statement, message):
    import re

    faults = tamper(statement)
    assert len(faults) == 1, faults
    assert re.match(message, faults[0]), faults


def test_a_whole_trail_thrown_away_is_missed(tamper):
    of_council = "WHERE council_id = %(council)s"
    faults = tamper(f"DELETE FROM {LINE} {of_council}", f"DELETE FROM {HEAD} {of_council}")
    assert faults == ["the mark of where the trail ends is missing"]


def test_a_line_sealed_again_after_a_change_no_longer_joins_the_next(tamper, new_council):
    with tenant.inside(new_council.council_id):
        line = AuditLine.objects.get(number=5)
    line.reason = "another"
    statement = f"UPDATE {LINE} SET reason = 'another', seal = '{audit.seal(line)}' {OF} = 5"
    assert tamper(statement) == ["line 6 does not follow the line before it"]


@pytest.mark.django_db
def test_an_untouched_trail_is_whole(avonshire):
    with transaction.atomic():
        councils = list(Council.objects.all())
    assert {council.slug: says(council) for council in councils} == {council.slug: [] for council in councils}


# -- Two at once -----------------------------------------------------------------------------------------


def test_commands_given_at_once_are_numbered_one_after_another(new_council):
    council, clock = new_council.council, new_council
    begin, failed = threading.Barrier(4), []

    def give(number: int) -> None:
        try:
            begin.wait(10)
            for step in range(5):
                commands.add_team(by=clock, slug=f"team-{number}-{step}", name=f"Team {number} {step}")
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=give, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failed == []
    with tenant.inside(council.pk):
        numbers = list(AuditLine.objects.order_by("number").values_list("number", flat=True))
        assert (numbers, Team.objects.count()) == (list(range(1, 22)), 20)
        assert AuditHead.objects.get().number == 21
    assert says(council) == []
