"""The list of any type of record: sorted by an index only, narrowed by both filters by date, and never by half of one."""

from __future__ import annotations

import datetime

import pytest
from django.db.models import UniqueConstraint
from django.urls import reverse

from goldthread.briefings import views as briefings
from goldthread.briefings.models import Briefing
from goldthread.council.records.list_columns import sorting
from goldthread.council.records.list_filters import days_of, narrowed, with_dates
from goldthread.evidence.models import Claim
from goldthread.evidence.packs.models import EvidencePack
from goldthread.evidence.views import lists as claims
from goldthread.feedback.forms import FeedbackFilter
from goldthread.feedback.importing.models import ImportBatch
from goldthread.feedback.models import Feedback
from goldthread.feedback.views import lists as feedback
from goldthread.learning.models import Lesson
from goldthread.learning.views import lists as lessons
from goldthread.reviews.models import Finding, Review
from goldthread.reviews.views import lists as reviews
from goldthread.web.forms import FilterForm

pytestmark = pytest.mark.django_db


def _turned(fields: list[str]) -> list[str]:
    return [name[1:] if name.startswith("-") else f"-{name}" for name in fields]


def _has_index(model, sort: tuple[str, ...]) -> bool:
    """Return whether an index of the council's rows gives an order, from its beginning or its end."""
    wanted = [name if name.lstrip("-") == "id" else name.removesuffix("_id") for name in sort]
    # What has no date is read by itself (`paginate`): an index of those that have one serves the others.
    may_be_null = model._meta.get_field(sort[0].lstrip("-")).null
    orders = [[*index.fields] for index in model._meta.indexes if index.condition is None or may_be_null]
    # A number is given once: nothing need be told apart after it.
    for each in model._meta.constraints:
        if isinstance(each, UniqueConstraint) and each.condition is None and each.fields:
            orders.append([*each.fields, "id"])
    orders = [fields[1:] for fields in orders if fields and fields[0] == "council"]
    return any(wanted in (fields, _turned(fields)) for fields in orders)


def test_every_column_is_sorted_by_an_index(avonshire):
    person = avonshire.person("quality_lead")
    of_lists = [
        (Feedback, feedback.columns(person)),
        (Review, reviews.COLUMNS),
        (Finding, reviews.FINDING_COLUMNS),
        (Lesson, lessons.COLUMNS),
        (Briefing, briefings.COLUMNS),
        (Claim, claims.COLUMNS),
        (ImportBatch, feedback.IMPORT_COLUMNS),
    ]
    # By an owner's name, which stands in another table, the rows are sorted as they are read.
    sorts = [
        (model, column)
        for model, columns in of_lists
        for column in columns
        if column.sort and "__" not in column.sort[0]
    ]
    assert len(sorts) > 15
    assert [(model, column.text) for model, column in sorts if not _has_index(model, column.sort)] == []
    assert not _has_index(Feedback, ("service", "id"))


def test_an_address_that_sorts_by_nothing_known_gives_the_usual_order(avonshire):
    person = avonshire.person("quality_lead")
    for sort in ("", "-", "title", "--received_on", "id"):
        assert sorting(person, sort, feedback.columns(person), ("received_on", "id")) == (
            ("received_on", "id"),
            None,
        )
    order, groups = sorting(person, "-team", feedback.columns(person), ())
    assert order == ("-team_id", "received_on", "id") and groups[-1] is None


def test_two_filters_by_date_both_hold(monkeypatch):
    monkeypatch.setattr(
        "goldthread.council.records.list_filters.timezone.localdate", lambda: datetime.date(2026, 11, 25)
    )
    first, last = datetime.date(2026, 11, 18), datetime.date(2026, 12, 1)
    monday, sunday = datetime.date(2026, 11, 16), datetime.date(2026, 11, 22)
    assert days_of({"period": "last-week"}) == (monday, sunday)
    assert days_of({"period": "last-week", "since": first, "until": last}) == (first, sunday)
    assert days_of({"since": first, "until": None}) == (first, None)
    assert days_of({"period": "soon"}) == (None, None)


def test_a_type_without_a_date_of_its_own_has_no_filters_by_date():
    assert [*with_dates(FilterForm, Lesson)().fields] == ["period", "since", "until"]
    assert with_dates(FeedbackFilter, Feedback).base_fields["since"].label == "Received on or after"
    assert with_dates(FilterForm, EvidencePack).base_fields["until"].label == "Created at: on or before"
    # A finding has the date of its review, and an owner and a due date of its own.
    assert [*with_dates(FilterForm, Finding).base_fields] == ["whose", "due"]


def test_of_a_moment_the_day_is_the_one_it_was_here(avonshire):
    by = avonshire.person("quality_lead")
    pack = EvidencePack(council=by.council, html="<p>made up</p>", claim_count=0, by=by)
    pack.save()
    # Half past midnight of 30 March 2026, the first night of summer time.
    moment = datetime.datetime(2026, 3, 29, 23, 30, tzinfo=datetime.UTC)
    EvidencePack.objects.filter(pk=pack.pk).update(created_at=moment)
    own = EvidencePack.objects.filter(pk=pack.pk)
    before, day = datetime.date(2026, 3, 29), datetime.date(2026, 3, 30)
    assert narrowed(own, {"since": day, "until": day}, None).exists()
    assert not narrowed(own, {"until": before}, None).exists()
    assert not narrowed(own, {"since": day + datetime.timedelta(days=1)}, None).exists()


@pytest.mark.parametrize(("rows", "shown"), [("50", 50), ("100", 100), ("7", 25), ("x", 25), ("", 25)])
def test_a_page_has_one_of_three_lengths(avonshire, rows, shown):
    page = avonshire.client("quality_lead").get(reverse("feedback:list"), {"rows": rows}).content.decode()
    assert page.split("<tbody>")[1].count("<tr>") == shown
    assert f"Rows a page: </span>{shown}</strong>" in page
