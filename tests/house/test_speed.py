"""No page asks the database more often because it shows more rows: lists, and records with what hangs on them."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldthread.council.notes import commands as notes
from goldthread.council.records import list_address
from goldthread.council.records.attached import may_read
from goldthread.council.records.spec import record_types
from goldthread.council.relations import commands as relations
from goldthread.feedback import commands as feedback
from goldthread.feedback.models import Point
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding.commands import code_points
from tests.cast import Cast
from tests.house import examples, pages
from tests.house.test_lists import LISTS

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow(reason="Opens each list and each type of record four times"),
]
DAY = datetime.date(2026, 11, 6)
_FEW, _MANY = 3, 25
# What only some rows have, such as a team, is read for all rows at once: one query for each kind of such a thing.
_KINDS = 3


@pytest.fixture(scope="module")
def made(module_transaction) -> None:
    """Make, once for all these tests, what Avonshire lacks."""
    pages.make_what_a_quiet_day_lacks(Cast("avonshire").person("quality_lead"))


def _queries(client: Client, address: str, **query: str) -> list[str]:
    client.get(address, query)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address, query).status_code == 200
    return [each["sql"] for each in captured.captured_queries]


@pytest.mark.parametrize("door", LISTS, ids=str)
def test_a_list_asks_as_often_for_many_rows_as_for_few(door, made, avonshire, monkeypatch):
    monkeypatch.setattr(list_address, "ROWS", (_FEW, _MANY))
    client = avonshire.client(door.right, checked=False)
    few = _queries(client, door.route, rows=str(_FEW))
    many = _queries(client, door.route, rows=str(_MANY))
    more = len(many) - len(few)
    assert more < max(_KINDS + 1, (_MANY - _FEW) // 2), "\n".join(
        each[:200] for each in sorted({*many} - {*few})
    )


@pytest.mark.parametrize("kind", examples.kinds_to_try())
def test_a_record_asks_as_often_with_much_on_it_as_with_little(kind, made, avonshire):
    model = record_types()[kind]
    role = next((role for role in pages._ASK_FIRST if role in pages.PERMISSIONS[model.spec.permission]), "")
    by = avonshire.person(role or sorted(pages.PERMISSIONS[model.spec.permission])[0])
    if not may_read(by, model.spec):
        return
    record = examples.example(model, avonshire.council)
    others = list(Theme.objects.filter(council=avonshire.council).exclude(pk=record.pk).order_by("slug")[:7])
    address = reverse(model.spec.page, args=[record.pk])
    client = avonshire.client(role, checked=False)

    def add(count: int) -> None:
        for number in range(count):
            notes.add_note(by=by, record=record, text=f"Rung about it, {number}.")
            relations.link_records(by=by, record=record, other=others.pop(), reason="The same matter")

    add(2)
    little = _queries(client, address)
    avonshire.enter()
    add(5)
    much = _queries(client, address)
    assert len(much) <= len(little), "\n".join(each[:200] for each in sorted({*much} - {*little}))


def test_feedback_asks_as_often_with_many_issues_and_themes_as_with_few(avonshire):
    by, client = avonshire.person("quality_lead"), avonshire.client("quality_lead", checked=False)
    themes = list(Theme.objects.filter(council=avonshire.council, state=Theme.State.ACTIVE).order_by("slug"))

    def asked(issues: int, of_each: int) -> list[str]:
        texts = [f"The {number} quillfeather steps are steep, and dark as well." for number in range(issues)]
        new = feedback.NewFeedback(source="complaint", points=texts, received_on=DAY)
        piece = feedback.receive(by=by, new=new, today=DAY)
        points = Point.objects.filter(feedback=piece).order_by("position")
        code_points(by=by, decisions=[(point, themes[:of_each]) for point in points])
        queries = _queries(client, reverse("feedback:detail", args=[piece.pk]))
        avonshire.enter()
        return queries

    few, many = asked(1, 1), asked(7, 5)
    assert len(many) <= len(few), "\n".join(each[:200] for each in sorted({*many} - {*few}))
