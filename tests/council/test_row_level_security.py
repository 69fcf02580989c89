"""Another council's record is not there: by the query, and by the database when the query is wrong."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction

from goldthread.council.database import schema, tenant
from goldthread.council.models import Person, Team
from goldthread.engine import roles

pytestmark = pytest.mark.django_db


def test_the_runtime_role_cannot_pass_the_wall():
    connection.ensure_connection()
    assert roles.weaknesses(connection.connection) == []


def test_every_table_of_a_council_has_its_wall():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_policies WHERE policyname = 'own_council'")
        policies = {row[0] for row in cursor.fetchall()}
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relrowsecurity")
        walled = {row[0] for row in cursor.fetchall()}
        cursor.execute(
            "SELECT table_name FROM information_schema.columns WHERE column_name = 'council_id' "
            "AND table_schema = 'public'"
        )
        tables = {row[0] for row in cursor.fetchall()}
    assert tables == set(schema.protected_tables())
    assert tables <= policies & walled


def test_outside_a_council_nothing_is_seen():
    tenant.leave()
    assert Team.objects.count() == 0


def test_a_wrong_query_sees_one_council_only(avonshire, brackenmoor):
    avonshire.enter()
    assert set(Team.objects.values_list("council__slug", flat=True)) == {"avonshire"}
    brackenmoor.enter()
    assert set(Team.objects.values_list("council__slug", flat=True)) == {"brackenmoor"}


def test_a_record_cannot_be_written_into_another_council(avonshire, brackenmoor):
    brackenmoor.enter()
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Team.objects.create(council=avonshire.council, slug="x", name="X")


def test_a_person_is_found_by_their_own_account_before_a_council_is_chosen(avonshire):
    person = avonshire.person("quality_lead")
    tenant.leave()
    tenant.recognise(person.account_id)
    assert list(Person.objects.values_list("pk", flat=True)) == [person.pk]
