"""The ombudsman's uphold figures: on the right base, by financial year, with a caution where they are few."""

from __future__ import annotations

import datetime
import re

import pytest
from django.urls import reverse

from goldthread.council.command import Refused
from goldthread.reviews import commands
from goldthread.reviews.models import Review
from goldthread.reviews.upheld import upheld_by_year

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2020, 6, 30)


def _decided(by, day: datetime.date, outcome: str, number: int) -> None:
    new_review = commands.NewReview(
        kind="ombudsman_decision",
        title=f"Made-up decision {number}",
        body="Local Government and Social Care Ombudsman",
        decided_on=day,
        outcome=outcome,
        findings=[],
    )
    commands.record(by=by, new=new_review, today=datetime.date(2026, 1, 1))


def test_only_what_was_investigated_is_counted(brackenmoor):
    by = brackenmoor.person("quality_lead")
    outcomes = [
        "Upheld: fault and injustice",
        "Upheld: fault, no injustice",
        "Not upheld",
        "not_upheld",
        "Closed without investigation",
        "Maladministration",
    ]
    for number, outcome in enumerate(outcomes):
        _decided(by, datetime.date(2020, 3, 31), outcome, number)
    _decided(by, datetime.date(2020, 4, 1), "Upheld", 99)
    years = upheld_by_year(by, today=TODAY)
    assert [(year.year, year.upheld, year.investigated) for year in years] == [
        ("2020 to 2021", 1, 1),
        ("2019 to 2020", 2, 4),
    ]
    assert all(year.is_few for year in years)


def test_twelve_are_not_few(brackenmoor):
    by = brackenmoor.person("quality_lead")
    for number in range(12):
        _decided(by, datetime.date(2020, 5, 1), "Upheld", number)
    (year,) = upheld_by_year(by, today=TODAY)
    assert not year.is_few


def test_the_list_shows_it_with_its_base_and_its_caution(avonshire):
    (newest, *_) = upheld_by_year(avonshire.person("quality_lead"), today=datetime.date.today())
    client = avonshire.client("quality_lead")
    page = client.get(reverse("reviews:list"), {"kind": "ombudsman_decision"}).content.decode()
    assert f"{newest.upheld} of {newest.investigated} investigated" in page
    assert f"in {newest.year} (financial year)" in page
    assert ("too few to compare" in page) is newest.is_few
    assert "%" not in page.split("Ombudsman decisions")[1].split("</section>")[0]
    other = client.get(reverse("reviews:list"), {"kind": "peer_review"}).content.decode()
    assert not re.search(r"of \d+ investigated", other)
    undecided = client.get(reverse("reviews:list"), {"undecided": "1"}).content.decode()
    assert not re.search(r"of \d+ investigated", undecided)


@pytest.mark.parametrize(
    ("due", "done", "today", "late"),
    [
        (None, None, 20, 0),
        (10, None, 10, 0),
        (10, None, 12, 2),
        (10, 10, 30, 0),
        (10, 13, 30, 3),
        (10, 8, 30, 0),
    ],
)
def test_a_remedy_is_late_by_days(due, done, today, late):
    day = lambda number: number and datetime.date(2020, 5, number)  # noqa: E731
    review = Review(remedy_due_on=day(due), remedy_done_on=day(done))
    assert review.remedy_days_late(day(today)) == late


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"due_on": datetime.date(2000, 1, 1)}, "before the decision"),
        ({"done_on": datetime.date(2000, 1, 1)}, "before the decision"),
        ({"remedy": "  "}, "Enter the remedy"),
    ],
)
def test_an_impossible_remedy_is_refused(avonshire, fields, message):
    review = Review.objects.filter(kind="ombudsman_decision").first()
    with pytest.raises(Refused, match=message):
        commands.record_remedy(
            by=avonshire.person("complaints_manager"), review=review, **{"remedy": "An apology.", **fields}
        )


def test_an_unknown_type_is_refused(avonshire):
    new_review = commands.NewReview(
        kind="gossip", title="T", body="B", decided_on=datetime.date(2020, 1, 1), findings=[]
    )
    with pytest.raises(Refused, match="type of review"):
        commands.record(by=avonshire.person("quality_lead"), new=new_review, today=datetime.date(2021, 1, 1))
