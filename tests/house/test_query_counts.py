"""No page requests more of the database because there is more in it: pages and rows are found by themselves."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from goldthread.council import kept
from goldthread.council.errors import Refused
from goldthread.council.models import Council
from goldthread.council.notes import commands as notes
from goldthread.council.records import saving
from goldthread.council.records.base import Record
from goldthread.council.records.spec import kind_of, record_types
from goldthread.council.records.together import question_of
from goldthread.thread import links
from goldthread.thread.gaps import stated_gaps
from tests.cast import Cast
from tests.house import examples, pages

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow(reason="Opens every page before and after more of everything is made"),
]
_MORE = 8
# What there was none of before, such as a gap of another type of record, is read for all rows at once: a query a kind.
_ALLOWED = 5


def _queries(client: Client, address: str) -> int:
    """Return how many queries a page makes where nothing is kept from before; the first time counts no session."""
    client.get(address)
    kept.forget()
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200, f"{address} answers {answer.status_code}"
    return len(captured)


DOORS = [door for door in pages.doors() if door.permission and not door.arguments]


def _make_more(cast: Cast) -> None:
    """Make more records of every type, resting on what those of Avonshire rest on."""
    for model in record_types().values():
        record = examples.example(model, cast.council)
        for _ in range(_MORE):
            _where_it_may_be(lambda record=record: examples.twin(record))


def _where_it_may_be(make: Any) -> None:
    """Make a row; one that a rule of its type refuses is left out."""
    with contextlib.suppress(IntegrityError, Refused, ValidationError), transaction.atomic():
        make()


@pytest.fixture(scope="module")
def before(module_transaction) -> dict[str, int]:
    """Return the queries of every page that stands in no record, and then make more of everything."""
    cast = Cast("avonshire")
    pages.make_what_a_quiet_day_lacks(cast.person("quality_lead"))
    counts = {}
    for door in DOORS:
        client = cast.client(door.right, checked=False)
        if client.get(door.route).status_code == 200:
            counts[door.route] = _queries(client, door.route)
    cast.enter()
    _make_more(cast)
    return counts


@pytest.mark.parametrize("door", DOORS, ids=str)
def test_a_page_requests_no_more_where_there_are_more_records(door, before, avonshire):
    if door.route not in before:
        pytest.skip("it answers with no page by itself")
    client = avonshire.client(door.right, checked=False)
    assert _queries(client, door.route) <= before[door.route] + _ALLOWED


@pytest.mark.parametrize(("kind", "gap"), list(stated_gaps()), ids=lambda each: getattr(each, "slug", ""))
def test_a_gap_whose_question_is_kept_reads_no_record_to_be_put_together(kind, gap, avonshire):
    records = links.visible(avonshire.person("quality_lead"), record_types()[kind])
    with CaptureQueriesContext(connection) as captured:
        question_of(gap.records(records, timezone.localdate()).order_by().values("pk"))
    assert gap.worked_out or not captured, "say worked_out=True: its records are read to find it"


def _rests_on(record: Record, council: Council, count: int) -> None:
    """Make so many more records of each type that can rest on a record, and so many notes on it."""
    kind = kind_of(record)
    for model in record_types().values():
        basis = model.spec.bases.get(kind)
        if basis is None:
            continue
        first, _, rest = basis.path.partition("__")
        for _ in range(count):
            if not rest:
                given = {first: record}
                _where_it_may_be(
                    lambda model=model, given=given: saving.add(examples.made(model, council, **given))
                )
            else:
                _where_it_may_be(
                    lambda model=model, first=first, rest=rest: _linked(model, first, rest, record, council)
                )


def _linked(model: Any, first: str, rest: str, record: Record, council: Council) -> None:
    made, link = saving.add(examples.made(model, council)), model._meta.get_field(first)
    examples.made(link.related_model, council, **{link.field.name: made, rest: record}).save(
        force_insert=True
    )


RECORDS = [kind for kind, model in record_types().items() if model.spec.page]


@pytest.mark.parametrize("kind", RECORDS)
def test_a_record_and_its_trail_request_no_more_where_more_rests_on_it(kind, avonshire):
    model = record_types()[kind]
    record = examples.example(model, avonshire.council)
    who = pages.who_holds(model.spec.permission)
    by, client = avonshire.person(who), avonshire.client(who, checked=False)
    addresses = [reverse(model.spec.page, args=[record.pk])]
    if model.spec.on_thread:
        addresses.append(reverse("thread", args=[kind, record.pk]))
    counts = []
    for more in (2, _MORE):
        avonshire.enter()
        _rests_on(record, avonshire.council, more)
        if model.spec.notes and by.may(model.spec.notes):
            for number in range(more):
                notes.add_note(by=by, record=record, text=f"A made-up note, {number}.")
        addresses = [address for address in addresses if client.get(address).status_code == 200]
        counts.append([_queries(client, address) for address in addresses])
    for few, many in zip(*counts, strict=True):
        assert many <= few + _ALLOWED
