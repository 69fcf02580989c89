"""Who is told of what: nobody of what they did themselves, nor of a record that they may not open."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from goldthread.council import header
from goldthread.council.header import MOST, header_counts
from goldthread.council.models import Membership, Person
from goldthread.council.notifications import notifying, opening, queries
from goldthread.council.notifications.commands import forget_notifications
from goldthread.council.notifications.models import Notification
from goldthread.council.notifications.notifying import notify
from goldthread.council.records import saving
from goldthread.council.records.withdrawal import withdraw
from goldthread.feedback.models import Feedback
from goldthread.learning.models import Lesson

pytestmark = pytest.mark.django_db


@pytest.fixture
def grace(avonshire):
    """Return the quality lead, to whom nothing has been told yet."""
    grace = avonshire.person("quality_lead")
    Notification.objects.filter(person=grace).delete()
    return grace


@pytest.fixture
def case(avonshire, grace):
    return Feedback.objects.visible_to(grace).filter(team__isnull=False).first()


def _member(council, team, role="practitioner"):
    person = Person.objects.create(council=council, name="Somebody of one team")
    Membership.objects.create(council=council, person=person, role=role, team=team)
    return person


def test_they_are_told_of_a_record_by_its_reference(avonshire, grace, case):
    manager = avonshire.person("complaints_manager")
    (told,) = notify(by=manager, to=[grace], kind="assigned", record=case)
    assert (told.person, told.by, told.origin, told.origin_id) == (grace, manager, "feedback", case.pk)
    assert told.reference == case.reference
    (shown,) = queries.shown(grace, [told])
    assert (shown.text, shown.by) == (f"{case.reference} was assigned to you", manager.name)


def test_what_is_overdue_is_withdrawn_when_the_case_closes_or_is_due_later(avonshire, grace):
    today, manager = timezone.localdate(), avonshire.person("complaints_manager")
    open_ = Feedback.objects.visible_to(grace).filter(closed_on=None, is_locked=False, forgotten_on=None)
    first, second = open_.order_by("pk")[:2]
    late = today - datetime.timedelta(days=3)
    Feedback.objects.filter(pk__in=[first.pk, second.pk]).update(due_on=late)
    for case in (first, second):
        case.refresh_from_db()
        notify(
            by=Person.objects.get(council=grace.council, is_system=True),
            to=[grace],
            kind="overdue",
            record=case,
        )
        notify(by=manager, to=[grace], kind="mentioned", record=case)
    saving.change(first, format_needed="Large print")
    assert queries.unread(grace).filter(origin_id=first.pk, kind="overdue").exists(), "it is overdue still"
    saving.change(first, closed_on=today, outcome="Upheld")
    saving.change(second, due_on=today + datetime.timedelta(days=60))
    assert [*queries.unread(grace).values_list("kind", flat=True)] == ["mentioned", "mentioned"]


def test_nobody_is_told_of_what_they_did(grace, case):
    assert notify(by=grace, to=[grace], kind="assigned", record=case) == []


def test_nobody_is_told_of_another_teams_record(avonshire, grace, case):
    theirs = _member(avonshire.council, case.team)
    teams = type(case.team).objects.filter(council=avonshire.council).exclude(pk=case.team_id)
    other = _member(avonshire.council, teams.first())
    told = notify(by=grace, to=[theirs, other], kind="mentioned", record=case)
    assert [each.person for each in told] == [theirs]


def test_nobody_is_told_of_a_type_that_they_may_not_open(avonshire, grace, case):
    councillor = avonshire.person("councillor")
    assert not councillor.may("feedback.read")
    assert notify(by=grace, to=[councillor], kind="mentioned", record=case) == []


def test_nobody_of_the_other_council_is_told(brackenmoor, avonshire, grace, case):
    theirs = brackenmoor.person("quality_lead")
    avonshire.enter()
    assert notify(by=grace, to=[theirs], kind="mentioned", record=case) == []


def test_neither_who_left_nor_goldthread_itself_is_told(avonshire, grace, case):
    gone = avonshire.person("psw")
    gone.is_active = False
    assert notify(by=grace, to=[gone, avonshire.clock], kind="mentioned", record=case) == []


def test_what_the_clock_does_is_told_without_a_name(avonshire, grace, case):
    (told,) = notify(by=avonshire.clock, to=[grace], kind="due_soon", record=case)
    assert told.by is None


def test_no_kind_is_invented(grace, case):
    with pytest.raises(KeyError):
        notify(by=grace, to=[], kind="hello", record=case)


def test_told_again_it_stands_once_until_it_is_read(avonshire, grace, case):
    manager = avonshire.person("complaints_manager")
    (first,) = notify(by=manager, to=[grace], kind="assigned", record=case)
    (again,) = notify(by=avonshire.person("psw"), to=[grace], kind="assigned", record=case)
    assert again.pk == first.pk and again.at > first.at and again.by != manager
    notifying.mark_read(grace, pk=first.pk)
    (new,) = notify(by=manager, to=[grace], kind="assigned", record=case)
    assert new.pk != first.pk


def test_what_can_no_longer_be_opened_is_counted_and_says_nothing_of_it(avonshire, grace):
    lesson = Lesson.objects.visible_to(grace).first()
    (told,) = notify(by=avonshire.clock, to=[grace], kind="assigned", record=lesson)
    withdraw(by=grace, record=lesson, reason="entered twice", today=timezone.localdate())
    assert opening.openable(grace, [("lesson", lesson.pk)]) == set()
    (shown,) = queries.shown(grace, [told])
    assert lesson.reference not in shown.text and shown.href == ""
    assert queries.unread(grace).count() == 1


def test_they_are_kept_for_ninety_days(avonshire, grace, case):
    (told,) = notify(by=avonshire.clock, to=[grace], kind="assigned", record=case)
    for days, gone in ((89, False), (91, True)):
        now = timezone.now() + datetime.timedelta(days=days)
        forgotten = forget_notifications(by=avonshire.clock, now=now)
        assert (told in forgotten) is gone


def test_the_header_counts_in_one_query_and_no_further_than_99(avonshire, grace, monkeypatch):
    # As if the test's one transaction had been committed: what a transaction has written is never kept.
    monkeypatch.setattr(header, "state_in", lambda columns: "this state")
    notifications = [
        Notification(
            council=avonshire.council, person=grace, kind="assigned", origin="lesson", reference="L-1",
            origin_id=f"00000000-0000-7000-8000-{number:012}",
        )
        for number in range(MOST + 5)
    ]  # fmt: skip
    Notification.objects.bulk_create(notifications[:3])
    # Reads what this person may do, as every page has already, and counts what is kept.
    header_counts(grace)
    with CaptureQueriesContext(connection) as asked:
        assert header_counts(grace)["notifications"] == 3
    assert len(asked) == 1
    Notification.objects.bulk_create(notifications[3:])
    assert header_counts(grace)["notifications"] == MOST + 1
    html = avonshire.client("quality_lead").get("/").content.decode()
    assert ">99+</span>" in html


def test_the_page_lists_opens_and_marks(avonshire, grace, case):
    psw = avonshire.person("psw")
    (first,) = notify(by=psw, to=[grace], kind="assigned", record=case)
    (second,) = notify(by=psw, to=[grace], kind="mentioned", record=case)
    client = avonshire.client("quality_lead")
    page = client.get(reverse("notifications")).content.decode()
    assert f"{case.reference} was assigned to you" in page and psw.name in page
    assert "unread: " in page and '<span class="gt-count">2</span>' in page
    opened = client.get(reverse("open_notification", args=[first.pk]))
    assert opened.url == reverse("feedback:detail", args=[case.pk])
    assert list(queries.unread(grace)) == [second]
    client.post(reverse("mark_read"), {"pk": str(second.pk)})
    assert not queries.unread(grace).exists()
    assert "Nothing unread" in client.get(reverse("notifications")).content.decode()
    assert case.reference in client.get(reverse("notifications"), {"show": "all"}).content.decode()


def test_all_are_marked_that_stood_on_the_page_and_none_that_came_since(avonshire, grace, case):
    notify(by=avonshire.clock, to=[grace], kind="assigned", record=case)
    client, moment = avonshire.client("quality_lead"), timezone.now().isoformat()
    (later,) = notify(by=avonshire.clock, to=[grace], kind="mentioned", record=case)
    client.post(reverse("mark_read"), {"until": "not a time"})
    assert queries.unread(grace).count() == 2
    client.post(reverse("mark_read"), {"until": moment})
    assert list(queries.unread(grace)) == [later]


def test_nobody_opens_or_marks_anothers(avonshire, grace, case):
    (told,) = notify(by=avonshire.clock, to=[grace], kind="assigned", record=case)
    client = avonshire.client("psw")
    assert client.get(reverse("open_notification", args=[told.pk])).status_code == 404
    client.post(reverse("mark_read"), {"pk": str(told.pk)})
    client.post(reverse("mark_read"), {"until": timezone.now().isoformat()})
    assert list(queries.unread(grace)) == [told]


def test_the_pages_queries_do_not_grow_with_its_rows(avonshire, grace):
    client, counts = avonshire.client("quality_lead"), []
    client.get(reverse("notifications"))
    lessons = list(Lesson.objects.visible_to(grace)[:6])
    for some in (lessons[:1], lessons):
        for lesson in some:
            notify(by=avonshire.clock, to=[grace], kind="assigned", record=lesson)
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("notifications"))
        counts.append(len(asked))
    assert counts[0] == counts[1]
