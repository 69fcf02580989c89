"""Work that changes hands: for leave it returns by itself, a leaver hands over everything, an update is asked and given."""

from __future__ import annotations

import datetime

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.models import AuditLine, Membership, Person, Team
from goldthread.council.notes.models import Note
from goldthread.council.notifications.models import Notification
from goldthread.council.records import my_work
from goldthread.council.records.assignment import assign
from goldthread.council.records.work_card import work_card
from goldthread.council.records.work_lists import with_work
from goldthread.council.work import commands, queries
from goldthread.feedback import commands as feedback
from goldthread.feedback import corrections
from goldthread.feedback.intake.new_feedback import NewFeedback
from goldthread.feedback.models import Point
from goldthread.learning.models import Action
from goldthread.web.forms import FilterForm

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def teams(avonshire):
    avonshire.enter()
    return list(Team.objects.filter(council=avonshire.council).order_by("name")[:2])


@pytest.fixture
def owner(avonshire, teams):
    return somebody(avonshire, "practitioner", teams[0], "Owner of the case")


@pytest.fixture
def complaint(avonshire, teams, owner):
    by, today = avonshire.person("complaints_manager"), timezone.localdate()
    new = NewFeedback(source="complaint", points=["Nobody came on Monday."], received_on=today, team=teams[0])
    received = feedback.receive(by=by, new=new, today=today)
    assign(by=by, record=received, owner=owner)
    return received


def somebody(avonshire, role, team, name):
    person = Person.objects.create(council=avonshire.council, name=name)
    Membership.objects.create(council=avonshire.council, person=person, role=role, team=team)
    return Person.objects.get(pk=person.pk)


def signed_in(client, person):
    client.force_login(person.account, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def told(person, kind):
    return Notification.objects.filter(person=person, kind=kind)


def test_work_handed_over_is_the_colleagues_too_and_returns_by_itself(avonshire, complaint, owner, teams):
    colleague = somebody(avonshire, "practitioner", teams[0], "Colleague of the same team")
    stranger = somebody(avonshire, "practitioner", teams[1], "Colleague of another team")
    today = timezone.localdate()
    commands.hand_over(by=owner, to=colleague, from_on=today, until_on=today + 6 * DAY, today=today)
    assert my_work.first(colleague) == [complaint] and my_work.first(owner) == [complaint]
    assign(by=avonshire.person("complaints_manager"), record=complaint, owner=None)
    assign(by=avonshire.person("complaints_manager"), record=complaint, owner=owner)
    assert told(colleague, "assigned").count() == 1
    complaint.refresh_from_db()
    assert complaint.owner == owner
    for day, seen in ((today + 6 * DAY, [complaint]), (today + 7 * DAY, []), (today - DAY, [])):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(timezone, "localdate", lambda *given, day=day: day)
            assert my_work.first(colleague) == seen, day
    with pytest.raises(Refused, match="handed over until"):
        commands.hand_over(by=owner, to=stranger, from_on=today, until_on=today, today=today)
    given = owner.hand_overs.get()
    with pytest.raises(PermissionDenied):
        commands.end_hand_over(by=colleague, hand_over=given, today=today)
    commands.end_hand_over(by=owner, hand_over=given, today=today)
    assert my_work.count(colleague) == 0
    # A colleague sees no more than they may open.
    commands.hand_over(by=owner, to=stranger, from_on=today, until_on=today, today=today)
    assert my_work.count(stranger) == 0


def test_nobody_covers_once_the_colleague_has_left(avonshire, owner, teams):
    today = timezone.localdate()
    leaver, other = (somebody(avonshire, "practitioner", teams[0], name) for name in ("Leaver", "Other"))
    commands.hand_over(by=owner, to=leaver, from_on=today, until_on=today + DAY, today=today)
    commands.leave(by=avonshire.person("administrator"), person=leaver, to=None)
    assert queries.cover_of(owner, today) is None and not queries.hand_overs_of(owner, today)
    commands.hand_over(by=owner, to=other, from_on=today, until_on=today + DAY, today=today)
    assert queries.cover_of(owner, today).to == other


@pytest.mark.parametrize(("first", "last"), [(0, -1), (-9, -2)])
def test_days_that_cannot_be_are_refused(avonshire, owner, first, last):
    today, to = timezone.localdate(), avonshire.person("complaints_manager")
    with pytest.raises(Refused):
        commands.hand_over(
            by=owner, to=to, from_on=today + first * DAY, until_on=today + last * DAY, today=today
        )
    with pytest.raises(Refused, match="colleague"):
        commands.hand_over(by=owner, to=owner, from_on=today, until_on=today, today=today)


def test_the_page_hands_over_and_takes_back(avonshire, client):
    person, to = avonshire.person("quality_lead"), avonshire.person("complaints_manager")
    signed_in(client, person)
    today = timezone.localdate()
    sent = {"to": to.pk}
    for name, day in (("from_on", today), ("until_on", today + 3 * DAY)):
        sent |= {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}
    page = client.post(reverse("hand_over"), sent, follow=True).content.decode()
    assert f"Your work is in the hands of {to.name}" in page and "Take back" in page
    given = person.hand_overs.get(ended_on=None)
    signed_in(client, to)
    assert f"You cover for {person.name}" in client.get(reverse("my_work")).content.decode()
    assert client.post(reverse("take_back", args=[given.pk])).status_code == 404
    signed_in(client, person)
    client.post(reverse("take_back", args=[given.pk]))
    given.refresh_from_db()
    assert given.ended_on == today


def test_a_leaver_hands_over_everything_in_one_step(avonshire, complaint, owner, teams, client):
    admin, to = avonshire.person("administrator"), avonshire.person("complaints_manager")
    action = Action.objects.counted().filter(council=avonshire.council, done_on=None, stopped_on=None).first()
    assign(by=avonshire.person("quality_lead"), record=action, owner=owner)
    assert set(my_work.owned_by(owner)) == {complaint, action}
    with pytest.raises(Refused, match="must have an owner"):
        commands.leave(by=admin, person=owner, to=None)
    complaint.refresh_from_db()
    assert complaint.owner == owner
    commands.leave(by=admin, person=owner, to=to)
    for record in (complaint, action):
        record.refresh_from_db()
        assert record.owner == to
        line = AuditLine.objects.filter(target_id=record.pk).latest("number")
        assert line.command == "council.assign" and line.detail["to"] == str(to.pk)
    owner.refresh_from_db()
    assert not owner.is_active and told(to, "handed_over").count() == 2
    with pytest.raises(PermissionDenied):
        commands.leave(by=to, person=owner, to=None)


def test_somebody_with_open_work_is_not_deactivated_without_asking_who_takes_it(avonshire, complaint, owner):
    client = avonshire.client("administrator")
    page = client.post(reverse("deactivate_person", args=[owner.pk]), follow=True).content.decode()
    owner.refresh_from_db()
    assert owner.is_active and "1 thing that is still open" in page
    to = avonshire.person("complaints_manager")
    client.post(reverse("leave", args=[owner.pk]), {"to": to.pk})
    owner.refresh_from_db()
    complaint.refresh_from_db()
    assert not owner.is_active and complaint.owner == to


def test_what_the_colleague_may_not_open_is_left_to_nobody(avonshire, complaint, owner, teams):
    stranger = somebody(avonshire, "practitioner", teams[1], "Colleague of another team")
    commands.leave(by=avonshire.person("administrator"), person=owner, to=stranger)
    complaint.refresh_from_db()
    assert complaint.owner is None


def test_an_update_is_asked_for_and_given_on_the_record(avonshire, complaint, client):
    lead, owner = avonshire.person("quality_lead"), avonshire.person("complaints_manager")
    assign(by=owner, record=complaint, owner=owner)
    ask = reverse("ask_update", args=["feedback", complaint.pk])
    detail = reverse("feedback:detail", args=[complaint.pk])
    signed_in(client, lead)
    assert "Ask for an update" in client.get(detail).content.decode()
    client.post(ask)
    assert told(owner, "update_asked").count() == 1
    page = client.get(detail).content.decode()
    assert f"{lead.name} asked for an update" in page and "Ask for an update" not in page
    with pytest.raises(Refused, match="already"):
        commands.ask_update(by=lead, record=complaint)
    signed_in(client, owner)
    assert "Give update" in client.get(detail).content.decode()
    text = "We have written to Mrs Margaret Pemberton."
    client.post(reverse("give_update", args=["feedback", complaint.pk]), {"text": text})
    note = Note.objects.get(origin_id=complaint.pk)
    assert note.by == owner and "Pemberton" not in note.text
    assert told(lead, "update_given").count() == 1
    assert "asked for an update on" not in client.get(detail).content.decode()
    with pytest.raises(Refused, match="Nobody is waiting"):
        commands.give_update(by=owner, record=complaint, text="Again.")
    with pytest.raises(Refused, match="nobody to ask"):
        commands.ask_update(by=owner, record=complaint)


def test_another_council_and_another_team_ask_for_nothing(avonshire, brackenmoor, complaint, teams, client):
    ask = reverse("ask_update", args=["feedback", complaint.pk])
    signed_in(client, brackenmoor.person("complaints_manager"))
    assert client.post(ask).status_code == 404
    avonshire.enter()
    manager = avonshire.person("team_manager")
    if manager.memberships.get().team_id != complaint.team_id:
        signed_in(client, manager)
        assert client.post(ask).status_code == 404
    assert client.post(reverse("ask_update", args=["lesson", complaint.pk])).status_code == 404


def test_who_is_away_and_who_asked_is_for_the_councils_own_staff(avonshire, client):
    lead, board, today = (
        avonshire.person("quality_lead"),
        avonshire.person("board_member"),
        timezone.localdate(),
    )
    actions = Action.objects.visible_to(board).filter(Action.spec.work.open)
    action = actions.exclude(owner__in=[lead, board]).first()
    commands.hand_over(by=action.owner, to=lead, from_on=today, until_on=today + DAY, today=today)
    commands.ask_update(by=lead, record=action)
    card = work_card(avonshire.person("director"), action, today)
    assert "Away" in dict(card["rows"]) and card["asked"] and card["ask"]
    card = work_card(board, action, today)
    assert "Away" not in dict(card["rows"]) and (card["asked"], card["ask"]) == ([], "")
    assert len(with_work(FilterForm, Action)(person=board).fields["whose"].choices) == 3
    with pytest.raises(PermissionDenied):
        commands.ask_update(by=board, record=action)
    signed_in(client, board)
    assert client.post(reverse("ask_update", args=["action", action.pk])).status_code == 403


def test_a_wrong_team_is_corrected_with_the_reason_and_the_issues_follow(avonshire, complaint, owner, teams):
    by = avonshire.person("complaints_manager")
    complaint.refresh_from_db()
    given = {"by": by, "feedback": complaint, "version": complaint.version}
    with pytest.raises(Refused, match="reason"):
        corrections.change_team(**given, team=teams[1], reason="")
    with pytest.raises(Refused, match="already"):
        corrections.change_team(**given, team=teams[0], reason="It was typed wrongly")
    corrections.change_team(**given, team=teams[1], reason="It was typed wrongly")
    complaint.refresh_from_db()
    assert complaint.team == teams[1] and complaint.owner is None
    assert {p.team for p in Point.objects.filter(feedback=complaint)} == {teams[1]}
