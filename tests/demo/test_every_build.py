"""Avonshire is the same on every build, whatever the planner and Python's hashes do, and stands on any day."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from pathlib import Path

import psycopg
import pytest
from django.apps import apps
from django.db.models import DateField, DateTimeField, Model
from psycopg import sql

from goldthread.council.records.spec import FreeText
from goldthread.engine import roles
from goldthread.engine.server import Server
from goldthread.impact.models import Measure, Reading, Verdict
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding.models import Coding
from goldthread.themes.emerging.models import EmergingTopic
from tests import home

pytestmark = [
    pytest.mark.slow(reason="builds Avonshire five times, in databases of their own"),
    pytest.mark.xdist_group("builds of Avonshire"),
]

ROOT = Path(__file__).parents[2]

# What differs from one build to the next, and why. All else is compared, whatever tables there are.
EXCEPTIONS = {
    ("goldthread_account", "password"): "a sign-in secret",
    ("goldthread_privatelink", "secret"): "made with the secret key of the home",
    ("django_session", "*"): "sessions",
    ("procrastinate_*", "*"): "jobs",
    ("django_migrations", "applied"): "the time at which the build ran",
    ("goldthread_accesscopy", "word"): "a file that holds the time at which it was written",
    ("goldthread_accesscopy", "pdf"): "a file that holds the time at which it was written",
    ("goldthread_accesscopy", "checksum"): "that of such a file",
    **{
        ("goldthread_matter", name): "encrypted, another text on each writing"
        for name in ("words", "who", "harm", "protection", "became")
    },
    ("goldthread_matterstep", "text"): "encrypted, another text on each writing",
    ("goldthread_answertime", "id"): "drawn by chance, so that it tells no time",
    ("goldthread_*event", "pgh_created_at"): "the time at which the build ran, written by the database",
}

# What may lie ahead of the day, beside the dates that a type says are planned: an action is found by its due date.
AHEAD = {("goldthread_searchentry", "on")}
# Moments that a message itself says, and others that lie before the day.
SAID = {
    ("goldthread_incomingemail", "received_at"),
    ("goldthread_incomingemail", "sent_at"),
    # The first day of a quarter, so that nobody tells from it when an answer was given.
    ("goldthread_answertime", "created_at"),
}

LEAP_DAY = datetime.date(2024, 2, 29)
# The clocks went forward on that 31 March, and back on that 27 October.
DAYS = (datetime.date(2024, 3, 31), datetime.date(2024, 10, 27), datetime.date(2025, 1, 1))

Rows = dict[str, list[dict[str, object]]]


@pytest.fixture(scope="module")
def build_on(postgresql) -> Iterator[Callable[..., Rows]]:
    """Return a way to build Avonshire for a day in a database of its own; it gives every row that was made."""
    folder = home.make()
    with Server(folder / "engine", postgresql, durable=False) as server:

        def build(day: datetime.date, *, hash_seed: int = 1, **planner: str) -> Rows:
            name = f"avonshire_{day:%Y_%m_%d}_{hash_seed}"
            superuser = server.dsn("superuser", "postgres")
            roles.prepare(superuser, name, owner_makes_databases=True)
            with psycopg.connect(superuser, autocommit=True) as connection:
                for setting, value in planner.items():
                    connection.execute(
                        sql.SQL("ALTER DATABASE {} SET {} = {}").format(
                            sql.Identifier(name), sql.Identifier(setting), sql.Literal(value)
                        )
                    )
            environment = os.environ | {
                "DATABASE_URL": server.dsn("runtime", name),
                "DATABASE_OWNER_URL": server.dsn("owner", name),
                "PYTHONHASHSEED": str(hash_seed),
            }
            subprocess.run(
                [sys.executable, "-m", "tests.demo.build_avonshire", day.isoformat()],
                env=environment,
                cwd=ROOT,
                check=True,
            )
            return _rows(server.dsn("superuser", name))

        yield build
    home.remove(folder)


@pytest.fixture(scope="module")
def on_a_leap_day(build_on) -> Rows:
    return build_on(LEAP_DAY)


def test_two_builds_for_one_day_are_the_same(build_on, on_a_leap_day):
    # Rows come in another order than the first time wherever a query does not ask for one.
    again = build_on(LEAP_DAY, hash_seed=2, enable_seqscan="off", enable_hashjoin="off", enable_hashagg="off")
    assert set(again) == set(on_a_leap_day)
    differences = {
        table: _columns_that_differ(rows, again[table])
        for table, rows in on_a_leap_day.items()
        if _counted(rows) != _counted(again[table])
    }
    assert differences == {}


def test_each_exception_is_of_something_that_is_there(on_a_leap_day):
    for tables, _ in EXCEPTIONS:
        assert [table for table in on_a_leap_day if fnmatch(table, tables)], tables


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_avonshire_stands_on_any_day(build_on, on_a_leap_day, day):
    built = build_on(day)
    # A board report names its months: whether another text has their words too differs from day to day. What is due
    # within days is told, and months are of different lengths. Letters go to the newest complaints, whichever they are; some
    # of their texts name people already.
    counted = on_a_leap_day.keys() - {
        "goldthread_searchword",
        "goldthread_notification",
        "goldthread_peoplenamed",
    }
    assert built.keys() == on_a_leap_day.keys()
    assert {table: len(built[table]) for table in counted} == {
        table: len(on_a_leap_day[table]) for table in counted
    }
    assert _story(built, day) == _story(on_a_leap_day, LEAP_DAY)


@pytest.mark.parametrize(
    "model", apps.get_app_config("goldthread").get_models(), ids=lambda model: model.__name__
)
def test_every_date_follows_from_the_day(on_a_leap_day, model):
    rows = on_a_leap_day[model._meta.db_table]
    for field in model._meta.concrete_fields:
        planned = getattr(getattr(model, "pgh_tracked_model", model), "spec", FreeText()).planned
        if not isinstance(field, DateField) or field.name in planned:
            continue
        if (model._meta.db_table, field.column) in AHEAD:
            continue
        values = {str(row[field.column]) for row in rows if row.get(field.column)}
        if isinstance(field, DateTimeField) and (model._meta.db_table, field.column) not in SAID:
            assert {value[:10] for value in values} <= {LEAP_DAY.isoformat()}, field.name
        else:
            assert max(values, default="")[:10] <= LEAP_DAY.isoformat(), field.name


def _rows(dsn: str) -> Rows:
    """Return the rows of every table, without the columns that are excepted."""
    with psycopg.connect(dsn) as connection:
        tables = connection.execute(
            "SELECT table_name, array_agg(column_name::text) FROM information_schema.columns "
            "JOIN information_schema.tables USING (table_schema, table_name) "
            "WHERE table_schema = 'public' AND table_type = 'BASE TABLE' GROUP BY table_name"
        ).fetchall()
        return {table: _rows_of(connection, table, columns) for table, columns in tables}


def _rows_of(connection: psycopg.Connection, table: str, columns: list[str]) -> list[dict[str, object]]:
    excepted = [column for column in columns if _is_excepted(table, column)]
    # The rows that one statement changes are numbered in the order in which the planner comes upon them; of a history's
    # numbers only the order within one record means anything.
    order = "row_number() OVER (PARTITION BY pgh_obj_id ORDER BY pgh_id)" if "pgh_id" in columns else "NULL"
    query = sql.SQL(f"SELECT to_jsonb(t) - %s::text[], {order} FROM {{}} AS t").format(sql.Identifier(table))
    return [
        row | ({"pgh_id": number} if number else {}) for row, number in connection.execute(query, [excepted])
    ]


def _is_excepted(table: str, column: str) -> bool:
    return any(fnmatch(table, tables) and fnmatch(column, columns) for tables, columns in EXCEPTIONS)


def _counted(rows: list[dict[str, object]]) -> Counter[str]:
    return Counter(repr(sorted(row.items())) for row in rows)


def _columns_that_differ(first: list[dict[str, object]], second: list[dict[str, object]]) -> list[str]:
    """Return the columns whose values differ; of rows that differ in what goes together only, none."""
    columns = sorted({column for row in (*first, *second) for column in row})
    return [
        column
        for column in columns
        if Counter(repr(row.get(column)) for row in first) != Counter(repr(row.get(column)) for row in second)
    ]


def _story(rows: Rows, today: datetime.date) -> object:
    """Return what Avonshire shows, with each month counted back from today's."""

    def months_ago(month: object) -> int:
        year, number, _ = map(int, str(month).split("-"))
        return today.year * 12 + today.month - year * 12 - number

    def of(model: type[Model]) -> list[dict[str, object]]:
        return rows[model._meta.db_table]

    measures = {row["id"]: row["name"] for row in of(Measure)}
    themes = {row["id"]: row["slug"] for row in of(Theme)}
    return (
        sorted((measures[row["measure_id"]], row["review_month"], row["state"]) for row in of(Verdict)),
        sorted(
            (measures[row["measure_id"]], months_ago(row["month"]), str(row["value"])) for row in of(Reading)
        ),
        sorted((row["size"], row["recent"], row["past"], row["is_rising"]) for row in of(EmergingTopic)),
        Counter((themes[row["theme_id"]], months_ago(row["month"]), row["source"]) for row in of(Coding)),
    )
