"""A database of the first migration, with a council's data in it, is brought to the present one and keeps it all."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connections, migrations, models
from django.db.migrations.loader import MigrationLoader

from goldthread.council.database import schema
from goldthread.council.models import Council
from goldthread.engine import roles
from goldthread.feedback.models import Feedback, Point
from goldthread.learning.models import Lesson, LessonBasis
from tests import world

pytestmark = pytest.mark.slow(reason="makes every table: two to four seconds")
FIRST = "0001_initial"
DAY = datetime.date(2026, 5, 4)


@pytest.fixture
def first_release(postgresql, django_db_setup, django_db_blocker) -> Iterator[None]:
    """Connect to a new database as the first migration makes it, with one piece of feedback and its lesson in it."""
    from tests.conftest import DATABASE, SERVER

    name = f"{DATABASE}_upgraded"
    roles.prepare(SERVER.dsn("superuser", "postgres"), name, owner_makes_databases=True)
    with django_db_blocker.unblock(), world.connected_to(name):
        call_command("migrate", "goldthread", FIRST, database="owner", verbosity=0, interactive=False)
        _fill()
        yield
    world.drop(SERVER, name)


def _fill() -> None:
    """Write a council's rows by the models of that migration, as its release would have."""
    loader = MigrationLoader(connections["owner"])
    then = loader.project_state(("goldthread", FIRST)).apps

    def add(model: str, **fields: object) -> models.Model:
        return then.get_model("goldthread", model).objects.using("owner").create(**fields)

    council = add("Council", slug="oldtown", name="Oldtown")
    person = add("Person", council=council, name="Somebody made up")
    feedback = add(
        "Feedback",
        council=council,
        number=1,
        source="complaint",
        title="Waiting",
        received_on=DAY,
        fingerprint="1",
    )
    point = add(
        "Point", council=council, origin="feedback", origin_id=feedback.pk, feedback=feedback, text="We waited.",
        source="complaint", heard_on=DAY, month=DAY.replace(day=1), reference="F-1", permission="feedback.read",
    )  # fmt: skip
    lesson = add(
        "Lesson", council=council, number=1, title="Letters say how long", what_we_learned="People wait.",
        recorded_on=DAY, recorded_by=person,
    )  # fmt: skip
    add("LessonBasis", council=council, lesson=lesson, point=point)
    for number, (source, answered) in enumerate(
        (("board_topic", None), ("board_topic", DAY), ("complaint", None)), 2
    ):
        add(
            "Feedback", council=council, number=number, source=source, title="More", received_on=DAY,
            responded_on=answered, fingerprint=str(number),
        )  # fmt: skip


def test_it_keeps_what_was_there_and_its_walls(first_release):
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    assert Council.objects.using("owner").get().name == "Oldtown"
    lesson = Lesson.objects.using("owner").get()
    assert (lesson.reference, lesson.title) == ("L-1", "Letters say how long")
    assert LessonBasis.objects.using("owner").get().point == Point.objects.using("owner").get()
    assert Feedback.objects.using("owner").get(number=1).reference == "F-1"
    # What a board raised before an answer was owed by default, and nobody answered, is owed one.
    assert [each.number for each in Feedback.objects.using("owner").filter(wants_reply=True)] == [2]
    assert schema.tables_are_protected("owner")


def test_a_later_migration_changes_a_table_with_rows_in_it(first_release):
    """As one of next year would: past the walls, and with the history of each record."""
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    connection = connections["owner"]
    loader = MigrationLoader(connection)
    [last] = loader.graph.leaf_nodes("goldthread")
    later = migrations.Migration("9999_made_up", "goldthread")
    later.dependencies = [last]
    later.operations = [
        migrations.AddField("lesson", "made_up", models.CharField(max_length=20, default="from next year"))
    ]
    with connection.schema_editor() as editor:
        later.apply(loader.project_state(last), editor)
    with connection.cursor() as cursor:
        cursor.execute("SELECT title, made_up FROM goldthread_lesson")
        assert cursor.fetchall() == [("Letters say how long", "from next year")]
