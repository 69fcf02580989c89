"""The two questions through the person's own link; and changed contact details, limits on contact, words, undoing."""

from __future__ import annotations

import datetime
import html

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goldthread.casework import closing, commands, findings, queries, undoing
from goldthread.casework.choices import Found, Happened, State
from goldthread.casework.contact_limits import commands as limits
from goldthread.casework.models import CaseEvent
from goldthread.casework.put_right import commands as put_right
from goldthread.casework.put_right.models import PutRight
from goldthread.casework.words.views import set_finding_words
from goldthread.council.command import Refused
from goldthread.council.links.commands import make_link
from goldthread.feedback.contacts import changing
from goldthread.feedback.contacts.models import ContactChange
from goldthread.feedback.models import Point
from goldthread.feedback.redaction.case_names import contact_of
from tests.casework.cases import case_of, made

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def today() -> datetime.date:
    return timezone.localdate()


def manager(cast):
    return cast.person("complaints_manager")


# -- Was it put right? --------------------------------------------------------------------------------


@pytest.fixture
def asked(avonshire, complaint):
    """Return a closed complaint of which the person is asked whether it was put right, and the address of their link."""
    by = manager(avonshire)
    closing.close(by=by, feedback=complaint, on=today(), reason="They moved away, and nothing can be found.")
    avonshire.enter()
    put_right.ask_whether_put_right(by=by, feedback=complaint, asked_on=today(), wished=True, format="letter")
    avonshire.enter()
    made_ = make_link(by=by, record=complaint, until=today() + 20 * DAY)
    avonshire.enter()
    return complaint, reverse("private_link", args=[avonshire.council.slug, made_.secret])


def test_a_no_through_the_link_needs_its_reason_comes_before_the_manager_and_can_reopen(avonshire, asked):
    complaint, address = asked
    client = Client()
    page = html.unescape(client.get(address).content.decode())
    assert "Was what you complained about put right?" in page and complaint.reference in page
    assert "Nobody came on Tuesday." not in page
    missing = client.post(address, {"put_right": "no", "treated": "yes"})
    assert "why it was not put right" in html.unescape(missing.content.decode())
    done = client.post(
        address, {"put_right": "no", "treated": "yes", "reason": "I was billed again."}, follow=True
    )
    assert "Your answer has been sent" in done.content.decode()
    avonshire.enter()
    answer = PutRight.objects.get(case__feedback=complaint)
    assert (answer.put_right, answer.answered_on) == ("no", today())
    assert complaint in queries.not_put_right(queries.cases(manager(avonshire)))
    commands.reopen(by=manager(avonshire), feedback=complaint, on=today(), reason="They were billed again.")
    avonshire.enter()
    assert complaint not in queries.not_put_right(queries.cases(manager(avonshire)))


def test_what_staff_record_ends_the_link(avonshire, asked):
    complaint, address = asked
    put_right.record_put_right(
        by=manager(avonshire), feedback=complaint, answered_on=today(), put_right="yes", treated="yes"
    )
    avonshire.enter()
    assert Client().get(address).status_code == 410


# -- Changed contact details ------------------------------------------------------------------------


def test_a_changed_address_is_told_to_the_old_one_and_counts_once_confirmed(avonshire):
    complaint = made(avonshire, contact={"name": "Perpetua Tongeren", "email": "old@example.org"})
    by = manager(avonshire)
    changing.ask_for_change(
        by=by,
        feedback=complaint,
        asked_on=today(),
        reason="She wrote in",
        name="Perpetua Tongeren",
        email="new@example.org",
    )
    avonshire.enter()
    assert contact_of(complaint)["email"] == "old@example.org"
    change = changing.waiting_change(complaint)
    letter = changing.letter_to_old("Avonshire", complaint.reference, change)
    assert complaint.reference in letter and "new@example.org" not in letter
    with pytest.raises(Refused, match="not told yet"):
        changing.confirm_change(by=by, feedback=complaint, settled_on=today())
    avonshire.enter()
    changing.tell_old_address(by=by, feedback=complaint, told_on=today())
    avonshire.enter()
    changing.confirm_change(by=by, feedback=complaint, settled_on=today())
    avonshire.enter()
    assert contact_of(complaint)["email"] == "new@example.org"
    assert ContactChange.objects.get(feedback=complaint).email == ""


def test_a_named_person_uses_it_without_confirmation_with_the_reason(avonshire):
    complaint = made(avonshire, contact={"name": "Perpetua Tongeren", "phone": "01632 960123"})
    by = manager(avonshire)
    changing.ask_for_change(
        by=by, feedback=complaint, asked_on=today(), reason="She rang", phone="01632 960999"
    )
    avonshire.enter()
    with pytest.raises(Refused):
        changing.use_without_confirmation(by=by, feedback=complaint, settled_on=today(), reason=" ")
    avonshire.enter()
    with pytest.raises(PermissionDenied):
        changing.use_without_confirmation(
            by=avonshire.person("quality_lead"), feedback=complaint, settled_on=today(), reason="I know her."
        )
    avonshire.enter()
    changing.use_without_confirmation(
        by=by, feedback=complaint, settled_on=today(), reason="She came in person."
    )
    avonshire.enter()
    change = ContactChange.objects.get(feedback=complaint)
    assert (change.outcome, change.settled_by) == ("used", by)
    assert contact_of(complaint)["phone"] == "01632 960999"


def test_the_contact_page_waits_unless_told_otherwise(avonshire):
    complaint = made(avonshire, contact={"name": "Perpetua Tongeren", "email": "old@example.org"})
    client = avonshire.client("complaints_manager")
    sent = {
        "version": complaint.version,
        "counts": "later",
        "reason": "She wrote in",
        "email": "new@example.org",
    }
    assert client.post(reverse("feedback:edit_contact", args=[complaint.pk]), sent).status_code == 302
    avonshire.enter()
    assert contact_of(complaint)["email"] == "old@example.org"
    page = html.unescape(client.post(reverse("feedback:contact", args=[complaint.pk])).content.decode())
    assert "What to write to the old address" in page and "new@example.org" in page


# -- Limits on contact --------------------------------------------------------------------------------


def limit(cast, complaint, **fields):
    given = {
        "title": "Letters only, answered once a week",
        "because": "Nine calls a day about what was answered.",
        "asked_on": today(),
        "due_on": today() + 90 * DAY,
        **fields,
    }
    made_ = limits.limit_contact(by=manager(cast), feedback=complaint, **given)
    cast.enter()
    return made_


def test_contact_is_limited_only_with_a_named_approver_and_a_date_of_review(avonshire, complaint, page):
    with pytest.raises(Refused, match="within a year"):
        limit(avonshire, complaint, due_on=today() + 400 * DAY)
    avonshire.enter()
    with pytest.raises(PermissionDenied):
        limits.limit_contact(by=avonshire.person("team_manager"), feedback=complaint)
    avonshire.enter()
    made_ = limit(avonshire, complaint)
    assert "waits for approval" in page("complaints_manager", "feedback:detail", complaint.pk)
    with pytest.raises(Refused, match="Somebody else"):
        limits.approve_limit(by=manager(avonshire), limit=made_, approved_on=today())
    avonshire.enter()
    with pytest.raises(Refused, match="approved"):
        limits.record_told(by=manager(avonshire), limit=made_, told_on=today())
    avonshire.enter()
    with pytest.raises(PermissionDenied):
        limits.approve_limit(by=avonshire.person("practitioner"), limit=made_, approved_on=today())
    avonshire.enter()
    limits.approve_limit(by=avonshire.person("director"), limit=made_, approved_on=today())
    avonshire.enter()
    limits.record_told(by=manager(avonshire), limit=made_, told_on=today())
    avonshire.enter()
    assert "Contact is limited" in page("complaints_manager", "feedback:detail", complaint.pk)
    limits.review_limit(
        by=manager(avonshire),
        limit=made_,
        reviewed_on=today(),
        due_on=today() + 180 * DAY,
        reason="It goes on.",
    )
    avonshire.enter()
    limits.end_limit(by=manager(avonshire), limit=made_, ended_on=today(), reason="They ring no more.")
    avonshire.enter()
    made_.refresh_from_db()
    assert made_.states(today())[0].text == "Ended"


# -- The council's own words --------------------------------------------------------------------------


def test_findings_have_the_councils_own_words_and_count_the_same(avonshire, complaint):
    words = {"upheld": "Well founded", "partly": "Partly well founded", "not_upheld": "Not well founded"}
    with pytest.raises(Refused, match="same word"):
        set_finding_words(by=manager(avonshire), no_finding="well founded", **words)
    avonshire.enter()
    set_finding_words(by=manager(avonshire), no_finding="Nothing found", **words)
    avonshire.enter()
    point = Point.objects.filter(feedback=complaint).order_by("position").first()
    outcome = findings.record_finding(
        by=manager(avonshire),
        point=point,
        found=Found.UPHELD,
        explanation="The log shows no visit.",
        found_on=today(),
    )
    point.refresh_from_db()
    assert (outcome.word, point.is_upheld) == ("Well founded", True)


# -- Undoing --------------------------------------------------------------------------------------------


def test_what_was_recorded_by_mistake_counts_no_more_and_stays_in_the_chronology(avonshire, complaint, page):
    by = manager(avonshire)
    due = complaint.due_on
    commands.acknowledge(by=by, feedback=complaint, on=today() - 9 * DAY)
    avonshire.enter()
    event = CaseEvent.objects.get(case__feedback=complaint, kind=Happened.ACKNOWLEDGED)
    with pytest.raises(Refused):
        undoing.withdraw_event(by=by, feedback=complaint, event=event, reason=" ")
    avonshire.enter()
    undoing.withdraw_event(by=by, feedback=complaint, event=event, reason="It was another complaint.")
    avonshire.enter()
    complaint.refresh_from_db()
    assert (case_of(complaint).state, complaint.due_on) == (State.NEW, due)
    shown = page("complaints_manager", "feedback:detail", complaint.pk)
    assert "<s>Acknowledged</s>" in shown and "It was another complaint." in shown


def test_a_closing_that_was_a_mistake_opens_the_case_again_and_is_the_managers(avonshire, complaint):
    by = manager(avonshire)
    closing.close(by=by, feedback=complaint, on=today(), reason="They moved away.")
    avonshire.enter()
    event = CaseEvent.objects.get(case__feedback=complaint, kind=Happened.CLOSED)
    with pytest.raises(PermissionDenied):
        undoing.withdraw_event(
            by=avonshire.person("quality_lead"), feedback=complaint, event=event, reason="The wrong case."
        )
    avonshire.enter()
    undoing.withdraw_event(by=by, feedback=complaint, event=event, reason="The wrong case.")
    avonshire.enter()
    complaint.refresh_from_db()
    assert complaint.closed_on is None and complaint.outcome == "" and case_of(complaint).state == State.NEW


def test_what_something_later_rests_on_is_undone_after_it(avonshire, complaint):
    by = manager(avonshire)
    commands.record_reply(by=by, feedback=complaint, on=today() - DAY, response="We are sorry.")
    avonshire.enter()
    commands.reopen(by=by, feedback=complaint, on=today(), reason="The bill was left out.")
    avonshire.enter()
    event = CaseEvent.objects.get(case__feedback=complaint, kind=Happened.REPLIED)
    with pytest.raises(Refused, match="Undo first"):
        undoing.withdraw_event(by=by, feedback=complaint, event=event, reason="It never went out.")


# -- The manager's home ---------------------------------------------------------------------------------


def test_home_opens_the_requests_to_reopen_that_it_counts(avonshire, page):
    by = manager(avonshire)
    old, new = (made(avonshire, received_on=today() - 60 * DAY) for _ in range(2))
    for feedback, days in ((old, 20), (new, 3)):
        closing.close(by=by, feedback=feedback, on=today() - 30 * DAY, reason="They moved away.")
        avonshire.enter()
        commands.ask_to_reopen(
            by=by, feedback=feedback, on=today() - days * DAY, reason="The bill was left out."
        )
        avonshire.enter()
    counted = {each.reference for each in queries.old_requests_to_reopen(queries.cases(by), today())}
    assert old.reference in counted and new.reference not in counted
    listed = page("complaints_manager", "casework:list", query="?reopening_old=1&rows=100")
    assert all(f">{reference}<" in listed for reference in counted) and f">{new.reference}<" not in listed
    assert "reopening_old=1" in page("complaints_manager", "home")


def test_no_link_asks_of_what_is_no_complaint(avonshire):
    compliment = made(avonshire, source="compliment")
    with pytest.raises(Refused, match="not asked"):
        make_link(by=manager(avonshire), record=compliment, until=today())
