"""The calendar of what is due: valid by RFC 5545, one person's only, without words, and gone once its address is ended."""

from __future__ import annotations

import datetime
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goldthread.council.models import Membership, Person
from goldthread.council.notifications import calendar_feed, due_work
from goldthread.council.notifications.models import CalendarFeed, Notification
from goldthread.council.people import commands as people
from goldthread.council.records import my_work
from goldthread.council.records.assignment import assign, due_of
from goldthread.feedback import commands as feedback
from goldthread.feedback.models import Feedback

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def manager(avonshire):
    """Return a complaints manager of their own, whose work is what a test gives them."""
    avonshire.enter()
    manager = people.add_person(
        by=avonshire.person("administrator"),
        name="Made-up Manager",
        email="made.up@avonshire.example",
        role="complaints_manager",
    )
    return Person.objects.select_related("council", "account").get(pk=manager.pk)


def _work(avonshire, owner, due_on, text="Nobody came to wash him on Tuesday.") -> Feedback:
    by, today = avonshire.person("complaints_manager"), timezone.localdate()
    new = feedback.NewFeedback(source="suggestion", points=[f"{text} {due_on}"], received_on=today)
    record = feedback.receive(by=by, new=new, today=today)
    return assign(by=by, record=record, owner=owner, due_on=due_on, note="as agreed with them")


def _feed(person) -> str:
    feed = calendar_feed.make_calendar_feed(by=person)
    return reverse("calendar_feed", args=[calendar_feed.token(feed)])


def parse(content: bytes) -> list[dict[str, str]]:
    """Return the events of a calendar as {name with parameters: value}, held to the form of RFC 5545."""
    assert content.endswith(b"\r\n") and b"\n" not in content.replace(b"\r\n", b"")
    lines = content.split(b"\r\n")[:-1]
    assert all(len(line) <= 75 for line in lines)
    whole = b"\r\n".join(lines).replace(b"\r\n ", b"").decode().split("\r\n")
    assert whole[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"] and whole[-1] == "END:VCALENDAR"
    assert any(line.startswith("PRODID:") for line in whole)
    events, event = [], None
    for line in whole[1:-1]:
        name, colon, value = line.partition(":")
        assert colon and re.fullmatch(r"[A-Z-]+(;[A-Z-]+=[A-Z-]+)*", name), line
        if line == "BEGIN:VEVENT":
            assert event is None
            event = {}
        elif line == "END:VEVENT":
            assert {"UID", "DTSTAMP", "DTSTART;VALUE=DATE", "SUMMARY"} <= {*event}
            events.append(event)
            event = None
        elif event is not None:
            assert name not in event
            event[name] = value
    assert event is None
    assert len({event["UID"] for event in events}) == len(events)
    return events


def test_it_has_what_is_due_with_references_dates_and_links_only(avonshire, manager):
    due = timezone.localdate() + 3 * DAY
    record = _work(avonshire, manager, due)
    answer = Client().get(_feed(manager))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    (event,) = parse(answer.content)
    assert event["SUMMARY"] == f"{record.reference} due"
    assert event["DTSTART;VALUE=DATE"] == f"{due:%Y%m%d}"
    assert event["DTEND;VALUE=DATE"] == f"{due + DAY:%Y%m%d}"
    assert event["URL"] == f"http://testserver{reverse('feedback:detail', args=[record.pk])}"
    for word in (b"wash", b"Tuesday", b"Made-up", record.subject.encode() or b"wash"):
        assert word not in answer.content


def test_an_event_keeps_its_name_when_its_date_moves(avonshire, manager):
    record = _work(avonshire, manager, timezone.localdate() + 3 * DAY)
    address = _feed(manager)
    (before,) = parse(Client().get(address).content)
    later = timezone.localdate() + 9 * DAY
    assign(by=avonshire.person("complaints_manager"), record=record, due_on=later, note="they asked for it")
    (after,) = parse(Client().get(address).content)
    assert after["UID"] == before["UID"] and after["DTSTART;VALUE=DATE"] == f"{later:%Y%m%d}"


def test_each_address_shows_its_own_persons_work_only(avonshire, manager):
    record = _work(avonshire, manager, timezone.localdate() + DAY)
    other = Client().get(_feed(avonshire.person("quality_lead")))
    assert record.reference.encode() not in other.content and parse(other.content) is not None


def test_of_two_councils_each_shows_its_own(avonshire, manager, brackenmoor):
    theirs = _feed(brackenmoor.person("quality_lead"))
    avonshire.enter()
    record = _work(avonshire, manager, timezone.localdate() + DAY)
    answer = Client().get(theirs)
    assert answer.status_code == 200 and record.reference.encode() not in answer.content


def test_an_address_that_was_altered_ended_or_replaced_shows_nothing(avonshire, manager):
    address = _feed(manager)
    token = re.search(r"/calendar/([\w-]+)\.ics", address)[1]
    other = _feed(avonshire.person("quality_lead"))
    avonshire.enter()
    swapped = token[:64] + re.search(r"/calendar/([\w-]+)\.ics", other)[1][64:]
    for wrong in (swapped, token[:-1] + ("A" if token[-1] != "A" else "B"), token[:64], "x", token.upper()):
        assert Client().get(reverse("calendar_feed", args=[wrong])).status_code == 404
    new = _feed(manager)
    assert Client().get(address).status_code == 404 and Client().get(new).status_code == 200
    calendar_feed.end_calendar_feed(by=manager)
    assert Client().get(new).status_code == 404


def test_it_ends_with_the_account(avonshire, manager):
    address = _feed(manager)
    administrator = avonshire.person("administrator")
    people.deactivate_person(by=administrator, person=manager)
    assert Client().get(address).status_code == 404
    # Who comes back makes a new one: the old stands in a calendar that somebody else may have by then.
    people.reactivate_person(by=administrator, person=manager)
    assert Client().get(address).status_code == 404
    assert Client().get(_feed(manager)).status_code == 200


def test_without_a_role_it_shows_nothing(avonshire, manager):
    address = _feed(manager)
    Membership.objects.filter(person=manager).delete()
    assert Client().get(address).status_code == 404


def test_nothing_in_the_database_opens_it(manager):
    feed = calendar_feed.make_calendar_feed(by=manager)
    secret = calendar_feed.token(feed)[65:]
    assert len(secret) == 43 and secret not in str(CalendarFeed.objects.filter(pk=feed.pk).values().get())


def test_long_and_odd_lines_are_folded_between_characters():
    odd = "SUMMARY:" + "é" * 100
    folded = "".join(calendar_feed._folded([odd])).encode()
    assert all(len(line) <= 75 for line in folded.split(b"\r\n"))
    assert folded.decode().replace("\r\n ", "").rstrip("\r\n") == odd
    assert calendar_feed._text("a;b,c\\d\ne") == "a\\;b\\,c\\\\d\\ne"


def test_one_makes_copies_and_ends_it_by_its_page(avonshire):
    client = avonshire.client("quality_lead")
    page = reverse("calendar")
    assert "Make calendar address" in client.get(page).content.decode()
    client.post(page)
    address = re.search(r'value="http://testserver(/calendar/\S+\.ics)"', client.get(page).content.decode())[
        1
    ]
    assert Client().get(address).status_code == 200
    assert "Not yet" not in client.get(page).content.decode()
    client.post(reverse("end_calendar"))
    assert Client().get(address).status_code == 404
    assert "Make calendar address" in client.get(page).content.decode()


# -- Told of what is due -----------------------------------------------------------------------------------------------


def _told(avonshire, person, today):
    now = datetime.datetime.combine(today, datetime.time(5), datetime.UTC)
    due_work.tell_what_is_due(person, avonshire.clock, now, today)
    told = Notification.objects.filter(person=person, kind__in=("due_soon", "overdue"))
    return set(told.values_list("kind", "reference"))


# How many days from today it is due, and of what its owner is told.
DUE = [
    (-30, "overdue"),
    (-1, "overdue"),
    (0, "due_soon"),
    (1, "due_soon"),
    (2, "due_soon"),
    (3, ""),
    (40, ""),
]


# A Monday and a Friday: two working days after it is Tuesday.
MONDAY, FRIDAY = datetime.date(2026, 11, 30), datetime.date(2026, 12, 4)


@pytest.mark.parametrize(
    ("today", "days", "kind"),
    [*((MONDAY, *row) for row in DUE), (FRIDAY, 3, "due_soon"), (FRIDAY, 4, "due_soon"), (FRIDAY, 5, "")],
)
def test_the_owner_is_told_of_what_is_due_soon_or_overdue(avonshire, manager, today, days, kind):
    record = _work(avonshire, manager, timezone.localdate() + 60 * DAY)
    Feedback.objects.filter(pk=record.pk).update(due_on=today + days * DAY)
    told = _told(avonshire, manager, today)
    assert told == ({(kind, record.reference)} if kind else set())


def test_of_each_record_once_a_week_at_most(avonshire, manager):
    today = timezone.localdate()
    record = _work(avonshire, manager, today + 60 * DAY)
    Feedback.objects.filter(pk=record.pk).update(due_on=today - DAY)
    counts = []
    for day in range(15):
        # Read each day, so that none is only renewed; told in the early morning of its day.
        now = datetime.datetime.combine(today + day * DAY, datetime.time(5), datetime.UTC)
        counts.append(due_work.tell_what_is_due(manager, avonshire.clock, now, today + day * DAY))
        Notification.objects.filter(person=manager, read_at=None).update(read_at=now, at=now)
    assert [day for day, count in enumerate(counts) if count] == [0, 7, 14]


def test_of_many_only_the_first_at_once(avonshire, manager, monkeypatch):
    monkeypatch.setattr(due_work, "MOST", 2)
    today = timezone.localdate()
    records = [_work(avonshire, manager, today + 60 * DAY, f"Text {number}.") for number in range(3)]
    for number, record in enumerate(records):
        Feedback.objects.filter(pk=record.pk).update(due_on=today - (number + 1) * DAY)
    assert _told(avonshire, manager, today) == {("overdue", record.reference) for record in records[1:]}
    assert due_of(my_work.first(manager)[0]) == today - 3 * DAY


def test_who_chose_not_to_be_told_is_not(avonshire, manager):
    from goldthread.council.notifications.choices import choose_deliveries

    today = timezone.localdate()
    record = _work(avonshire, manager, today + 60 * DAY)
    Feedback.objects.filter(pk=record.pk).update(due_on=today)
    choose_deliveries(by=manager, chosen={"due_soon": "none"})
    assert _told(avonshire, manager, today) == set()
