"""The ombudsman: an enquiry with its date, a reply that a senior leader authorises, the decision and what it recommended."""

from __future__ import annotations

import datetime
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from goldthread.casework import remedies
from goldthread.casework.ombudsman import again, commands, figures
from goldthread.casework.ombudsman.models import OmbudsmanEnquiry
from goldthread.council.command import OutsideTeam, Refused
from goldthread.council.models import Person
from goldthread.council.people import commands as people
from goldthread.council.records import my_work
from goldthread.feedback.models import Point
from goldthread.reviews.models import Review
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding import commands as coding
from tests.casework.cases import made

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
UPHELD = "Upheld: fault and injustice"


def _today() -> datetime.date:
    return timezone.localdate()


def asked_about(cast, feedback, **fields) -> OmbudsmanEnquiry:
    by = cast.person("complaints_manager")
    given = {
        "kind": "investigation",
        "their_reference": "24 007 115",
        "title": "Visits that nobody made",
        "asked": "What was agreed with the provider, and what was done once visits were missed?",
        "received_on": _today() - 9 * DAY,
        "due_on": _today() + 5 * DAY,
        "owner": by,
    }
    enquiry = commands.record_enquiry(by=by, feedback=feedback, **(given | fields))
    cast.enter()
    return enquiry


@pytest.fixture
def enquiry(avonshire, complaint) -> OmbudsmanEnquiry:
    return asked_about(avonshire, complaint)


def _director(cast):
    """Return the director; the council without data gets one."""
    there = Person.objects.filter(council=cast.council, memberships__role="director").first()
    if there is None:
        email = "una.maddox@brackenmoor.example"
        there = people.add_person(by=cast.clock, name="Una Maddox", email=email, role="director", team=None)
        cast.enter()
    return there


def answered(cast, enquiry, *, sent_on=None) -> None:
    manager, director = cast.person("complaints_manager"), _director(cast)
    commands.draft_response(
        by=manager,
        enquiry=enquiry,
        response="The provider logged no visit on four days, and we did not ask why.",
        learning_note="Missed visits are read each Monday by a named person.",
    )
    commands.authorise_response(by=director, enquiry=enquiry, authorised_on=sent_on or _today())
    commands.record_sent(by=manager, enquiry=enquiry, sent_on=sent_on or _today())
    cast.enter()


def decided(cast, enquiry, *, outcome=UPHELD, decided_on=None, title="visits that nobody made") -> Review:
    commands.record_decision(
        by=cast.person("complaints_manager"),
        enquiry=enquiry,
        title=f"Ombudsman decision: {title}",
        outcome=outcome,
        decided_on=decided_on or _today(),
        today=_today(),
        faults=["Nobody came on four days, and nobody at the council asked why."],
    )
    cast.enter()
    enquiry.refresh_from_db()
    return enquiry.review


def test_it_is_its_owners_work_until_it_is_answered(avonshire, enquiry):
    by = avonshire.person("complaints_manager")
    assert enquiry.pk in {record.pk for record in my_work.first(by, most=500)}
    answered(avonshire, enquiry)
    assert enquiry.pk not in {record.pk for record in my_work.first(by, most=500)}


def test_whoever_drafted_a_reply_cannot_authorise_it(avonshire, enquiry):
    psw, director = avonshire.person("psw"), avonshire.person("director")
    commands.draft_response(by=psw, enquiry=enquiry, response="We did not ask why.", learning_note="Ask why.")
    with pytest.raises(Refused, match="You drafted this reply"):
        commands.authorise_response(by=psw, enquiry=enquiry, authorised_on=_today())
    commands.authorise_response(by=director, enquiry=enquiry, authorised_on=_today())
    assert enquiry.authorised_by == director
    with pytest.raises(PermissionDenied):
        commands.authorise_response(
            by=avonshire.person("complaints_manager"), enquiry=enquiry, authorised_on=_today()
        )


def test_nothing_is_authorised_without_a_learning_note_nor_sent_without_a_sign_off(avonshire, enquiry):
    manager, director = avonshire.person("complaints_manager"), avonshire.person("director")
    with pytest.raises(Refused, match="no reply to authorise"):
        commands.authorise_response(by=director, enquiry=enquiry, authorised_on=_today())
    commands.draft_response(by=manager, enquiry=enquiry, response="We did not ask why.")
    with pytest.raises(Refused, match="learning note"):
        commands.authorise_response(by=director, enquiry=enquiry, authorised_on=_today())
    with pytest.raises(Refused, match="No senior leader"):
        commands.record_sent(by=manager, enquiry=enquiry, sent_on=_today())


def test_a_reply_that_is_changed_is_authorised_again_and_one_that_was_sent_stays(avonshire, enquiry):
    manager = avonshire.person("complaints_manager")
    commands.draft_response(by=manager, enquiry=enquiry, response="We did not ask.", learning_note="Ask why.")
    commands.authorise_response(by=avonshire.person("director"), enquiry=enquiry, authorised_on=_today())
    commands.draft_response(by=manager, enquiry=enquiry, response="We did ask.", learning_note="Ask why.")
    assert enquiry.authorised_by is None and enquiry.authorised_on is None
    answered(avonshire, enquiry)
    with pytest.raises(Refused, match="sent already"):
        commands.draft_response(by=manager, enquiry=enquiry, response="We did.", learning_note="Ask why.")


def test_an_extended_date_keeps_the_first_and_why(avonshire, enquiry):
    by, due = avonshire.person("complaints_manager"), enquiry.due_on
    with pytest.raises(Refused, match="later"):
        commands.extend_reply(by=by, enquiry=enquiry, due_on=due, reason="The provider's log is not here.")
    commands.extend_reply(
        by=by, enquiry=enquiry, due_on=due + 7 * DAY, reason="The provider's log is not here."
    )
    assert (enquiry.first_due_on, enquiry.due_on) == (due, due + 7 * DAY)
    assert enquiry.extended_because == "The provider's log is not here."


@pytest.mark.parametrize(
    ("due", "sent", "days"), [(0, 0, 0), (0, 1, 1), (0, 12, 12), (0, -3, 0), (None, None, 0)]
)
def test_a_reply_is_late_from_the_day_after_its_date(due, sent, days):
    day = datetime.date(2026, 3, 2)
    enquiry = OmbudsmanEnquiry(
        due_on=None if due is None else day, sent_on=None if sent is None else day + sent * DAY
    )
    assert enquiry.days_late(day) == days


def test_a_premature_complaint_needs_no_date_and_any_other_does(avonshire, complaint):
    assert (
        asked_about(avonshire, complaint, kind="premature", due_on=None).states(_today())[0].text
        == "No reply due"
    )
    with pytest.raises(Refused, match="by which"):
        asked_about(avonshire, complaint, kind="enquiry", due_on=None)


def test_a_decision_has_remedies_each_with_owner_date_and_proof(avonshire, complaint, enquiry):
    manager = avonshire.person("complaints_manager")
    with pytest.raises(Refused, match="Record the decision first"):
        commands.agree_ombudsman_remedy(
            by=manager,
            enquiry=enquiry,
            kind="apology",
            title="An apology",
            agreed_on=_today(),
            due_on=_today(),
        )
    review = decided(avonshire, enquiry)
    assert review.kind == "ombudsman_decision" and review.their_reference == "24 007 115"
    assert [finding.point.is_upheld for finding in review.findings.all()] == [True]
    remedy = commands.agree_ombudsman_remedy(
        by=manager,
        enquiry=enquiry,
        kind="improvement",
        title="Missed visits are read each Monday",
        agreed_on=_today(),
        due_on=_today() + 20 * DAY,
        owner=manager,
    )
    avonshire.enter()
    # No gap of the decision: what it recommended has a date, with the case.
    assert review not in Review.objects.visible_to(manager).remedy_missing()
    with pytest.raises(Refused, match="not done yet"):
        commands.accept_remedy(by=manager, remedy=remedy, accepted_on=_today())
    remedies.complete_remedy(by=manager, remedy=remedy, done_on=_today(), proof="The Monday list of 2 March.")
    commands.accept_remedy(by=manager, remedy=remedy, accepted_on=_today())
    assert [state.text for state in remedy.states(_today())] == ["Done", "Accepted by the ombudsman"]


@pytest.mark.slow(reason="five cases with all their steps, and eleven lists")
def test_the_figures_stand_on_the_ombudsmans_bases(brackenmoor):
    """Worked out by hand: 5 decisions, 4 investigated, 3 upheld, 1 of them put right before; 3 replies due, 1 late."""
    manager = brackenmoor.person("complaints_manager")
    start = datetime.date(2024, 4, 1)
    outcomes = [
        UPHELD,
        "Upheld: fault, no injustice",
        "Upheld: satisfactory remedy already given",
        "Not upheld",
        "Closed after initial enquiries",
    ]
    for number, outcome in enumerate(outcomes):
        feedback = made(brackenmoor, team="adult-care", received_on=start)
        enquiry = asked_about(
            brackenmoor, feedback, received_on=start + 30 * DAY, due_on=start + 60 * DAY, owner=None
        )
        if number < 3:
            answered(brackenmoor, enquiry, sent_on=start + (61 if number == 0 else 50) * DAY)
        else:
            commands.edit_enquiry(
                by=manager,
                enquiry=enquiry,
                version=enquiry.version,
                reason="No reply was asked for.",
                kind="premature",
                due_on=None,
            )
        decided(brackenmoor, enquiry, outcome=outcome, decided_on=start + 200 * DAY, title=f"number {number}")
        if number < 2:
            commands.record_compliance(
                by=manager,
                enquiry=enquiry,
                compliance="late" if number else "complied",
                compliance_on=start + 300 * DAY,
            )
        brackenmoor.enter()
    year = figures.of_year(manager, start, today=_today())
    assert (year.upheld.part.count, year.upheld.of.count, year.upheld.percent) == (3, 4, 75)
    assert year.upheld.text.startswith("75% (3 of 4; likely ") and year.upheld.is_few
    assert (year.satisfactory.part.count, year.satisfactory.of.count) == (1, 3)
    assert (year.complied.part.count, year.complied.of.count, year.complied_late.count) == (2, 2, 1)
    assert (year.late.part.count, year.late.of.count) == (1, 3)
    assert year.received.count == 5 and sum(each.count for each in year.decided.values()) == 5
    client = brackenmoor.client("complaints_manager")
    every = [
        year.upheld.part,
        year.upheld.of,
        year.satisfactory.part,
        year.complied.of,
        year.late.part,
        year.late.of,
    ]
    for count in [*every, *year.decided.values(), year.received, year.complied_late]:
        listed = client.get(count.href).content.decode()
        assert re.search(r"<strong>(\d+)</strong> results?", listed)[1] == str(count.count), count
        brackenmoor.enter()
    # Nothing of the year after.
    assert figures.of_year(manager, datetime.date(2025, 4, 1), today=_today()).is_empty


@pytest.mark.slow(reason="four pieces of feedback, coded")
def test_whether_it_happened_again_counts_what_was_upheld_since_and_opens_just_that(
    avonshire, complaint, enquiry
):
    manager = avonshire.person("complaints_manager")
    theme = Theme.objects.filter(council=avonshire.council).order_by("name").first()
    review = decided(avonshire, enquiry, decided_on=_today() - 8 * DAY)
    coding.code(by=manager, point=review.findings.get().point, themes=[theme])
    avonshire.enter()
    assert again.happened_again(manager, enquiry).since is None
    address = reverse("casework:happened_again", args=[enquiry.pk])
    assert (
        "Nothing to compare with yet" in avonshire.client("complaints_manager").get(address).content.decode()
    )
    avonshire.enter()
    remedy = commands.agree_ombudsman_remedy(
        by=manager,
        enquiry=enquiry,
        kind="improvement",
        title="Missed visits are read each Monday",
        agreed_on=_today() - 8 * DAY,
        due_on=_today(),
    )
    remedies.complete_remedy(
        by=manager, remedy=remedy, done_on=_today() - 6 * DAY, proof="The list of Monday."
    )
    avonshire.enter()
    before = again.happened_again(manager, enquiry).total
    for days, upheld in ((2, True), (2, False), (7, True)):
        later = made(avonshire, received_on=_today() - days * DAY)
        point = later.points.order_by("position").first()
        Point.objects.filter(pk=point.pk).update(is_upheld=upheld)
        coding.code(by=manager, point=point, themes=[theme])
        avonshire.enter()
    found = again.happened_again(manager, enquiry)
    assert found.total == before + 1
    assert "was received and upheld since" in found.sentence or "were received and upheld" in found.sentence
    page = avonshire.client("complaints_manager").get(address)
    assert f"{found.total} issue" in page.content.decode()


@pytest.mark.slow(reason="six pages of three people")
def test_pages_by_the_right_and_the_wrong_person_and_another_council(avonshire, brackenmoor, page, enquiry):
    text = page("complaints_manager", "casework:enquiry", enquiry.pk)
    assert "What was agreed with the provider" in text and "Draft reply" in text
    assert "Visits that nobody made" in page("complaints_manager", "casework:ombudsman")
    assert "Ombudsman asks" in page("complaints_manager", "feedback:detail", enquiry.feedback_id)
    page("complaints_manager", "casework:authorise_response", enquiry.pk, status=403)
    page("director", "casework:draft_response", enquiry.pk, status=403)
    page("councillor", "casework:ombudsman", status=403)
    decided(avonshire, enquiry)
    assert "Ombudsman’s recommendations" in page("director", "reviews:detail", enquiry.review_id)
    other = brackenmoor.client("complaints_manager").get(reverse("casework:enquiry", args=[enquiry.pk]))
    assert other.status_code == 404


def test_another_team_sees_and_changes_nothing_of_it(avonshire, page):
    enquiry = asked_about(avonshire, made(avonshire, team="locality-south"), owner=None)
    manager = avonshire.person("team_manager")
    assert not OmbudsmanEnquiry.objects.visible_to(manager).filter(pk=enquiry.pk).exists()
    with pytest.raises(OutsideTeam):
        commands.draft_response(by=manager, enquiry=enquiry, response="We did not ask why.")
    avonshire.enter()
    page("team_manager", "casework:enquiry", enquiry.pk, status=404)
