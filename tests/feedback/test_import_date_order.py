"""Dates written month first: nothing is imported day first until somebody has said how dates are written."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from goldthread.council.command import Refused
from goldthread.feedback import jobs
from goldthread.feedback.importing import commands as importing
from goldthread.feedback.importing.options import ImportOptions
from goldthread.feedback.models import Feedback
from tests.feedback.spreadsheets import as_csv, checked, imported

pytestmark = pytest.mark.django_db
HEADINGS = ("Ref", "Received date", "Comment")
# 5 May to 5 December, were they read day first; 13 May cannot be.
AMERICAN = [
    (f"US{day}", f"05/{day:02d}/2025", f"Call {day} was cut off before it was answered.")
    for day in (6, 7, 13)
]


@pytest.fixture
def by(avonshire):
    return avonshire.person("quality_lead")


def test_one_date_that_is_month_first_holds_the_others_back(avonshire, by):
    batch = checked(by, as_csv(AMERICAN, HEADINGS))
    assert (batch.ready, batch.errors) == (2, 1)
    with pytest.raises(Refused, match="choose the order of dates"):
        importing.start_import(by=by, batch=batch, skip_errors=True)
    page = avonshire.client("quality_lead").get(reverse("feedback:import", args=[batch.pk])).content.decode()
    assert "“Received date” has 1 date that can only be month/day/year" in page
    assert "Rows checked" in page and "Ready to import" not in page
    assert "Import 2 rows" not in page and "Match columns again" in page


def test_the_order_is_chosen_on_the_page_and_remembered(avonshire, by):
    batch = checked(by, as_csv(AMERICAN, HEADINGS))
    chosen = {f"column_{field}": column for field, column in batch.mapping.items()}
    chosen |= {"date_order": "mdy"}
    address = reverse("feedback:import_columns", args=[batch.pk])
    client = avonshire.client("quality_lead")
    assert "6 May 2025" in client.post(address, chosen | {"preview": "yes"}).content.decode()
    assert client.post(address, chosen).status_code == 302
    avonshire.enter()
    jobs.check_import(by=by, batch_id=str(batch.pk))
    batch.refresh_from_db()
    assert (batch.ready, batch.errors, batch.options) == (3, 0, {"date_order": "mdy"})
    importing.start_import(by=by, batch=batch, skip_errors=False, start_job=False)
    jobs.import_rows(by=by, batch_id=str(batch.pk))
    avonshire.enter()
    days = Feedback.objects.filter(batch=batch).values_list("received_on", flat=True)
    assert sorted(days) == [datetime.date(2025, 5, day) for day in (6, 7, 13)]
    again = importing.upload(by=by, source="complaint", filename="b.csv", content=as_csv(AMERICAN, HEADINGS))
    assert again.options == {"date_order": "mdy"}


def test_who_says_that_the_day_is_first_may_leave_out_the_slip(avonshire, by):
    batch = imported(
        by, as_csv(AMERICAN, HEADINGS), skip_errors=True, options=ImportOptions(date_order="dmy")
    )
    avonshire.enter()
    days = Feedback.objects.filter(batch=batch).values_list("received_on", flat=True)
    assert sorted(days) == [datetime.date(2025, 6, 5), datetime.date(2025, 7, 5)]


def test_a_slip_that_is_no_date_in_any_order_holds_nothing_back(by):
    rows = [("1", "03/04/2025", "The rail never came."), ("2", "13/14/2025", "Nobody rang back at all.")]
    batch = imported(by, as_csv(rows, HEADINGS), skip_errors=True)
    assert (batch.ready, batch.errors) == (1, 1)


def test_columns_that_are_not_imported_are_named(by):
    rows = [("1", "03/04/2025", "The rail never came.", "2", "x")]
    batch = checked(by, as_csv(rows, (*HEADINGS, "How satisfied were you?", "Ward")))
    assert (
        batch.notes["unused_columns"]
        == "2 columns are matched to nothing, and not imported: “How satisfied were you?”, “Ward”."
    )
