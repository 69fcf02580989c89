"""The pages of assigning: whose a record is, my work, a team's, and the list by owner and date."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from goldthread.council.header import header_counts
from goldthread.council.models import Team
from goldthread.council.records import my_work
from goldthread.council.records.assignment import (
    assign,
    stays_owner,
)
from goldthread.feedback import commands
from tests.council.records.assigning import DAY, received, signed_in, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(avonshire):
    avonshire.enter()
    return Team.objects.filter(council=avonshire.council).order_by("name").first()


@pytest.fixture
def complaint(avonshire, team):
    return received(avonshire, team)


def test_the_page_of_feedback_says_whose_it_is_and_takes_it_on(avonshire, complaint, client):
    signed_in(client, avonshire.person("quality_lead"))
    address = reverse("feedback:detail", args=[complaint.pk])
    page = client.get(address).content.decode()
    assert "Nobody yet" in page and "Take this on" in page and "Acknowledge" in page
    client.post(reverse("feedback:take_feedback", args=[complaint.pk]))
    complaint.refresh_from_db()
    assert complaint.owner == avonshire.person("quality_lead")
    page = client.get(address).content.decode()
    assert "Take this on" not in page and "Change owner" in page
    signed_in(client, avonshire.person("director"))
    page = client.get(address).content.decode()
    assert complaint.owner.name in page and "Change owner" not in page
    assert client.get(reverse("feedback:assign_feedback", args=[complaint.pk])).status_code == 403


def test_the_form_assigns_and_offers_only_those_who_may_open_it(avonshire, complaint, team, client):
    other = Team.objects.filter(council=avonshire.council).exclude(pk=team.pk).first()
    stranger = somebody(avonshire, "practitioner", other, "Somebody of another team")
    ours = somebody(avonshire, "practitioner", team, "Somebody of this team")
    signed_in(client, avonshire.person("complaints_manager"))
    address = reverse("feedback:assign_feedback", args=[complaint.pk])
    page = client.get(address).content.decode()
    assert stranger.name not in page and ours.name in page and "Acknowledge, by" in page
    sent = {"owner": ours.pk, "version": complaint.version, "note": ""}
    done = client.post(address, sent, follow=True).content.decode()
    complaint.refresh_from_db()
    assert complaint.owner == ours, done
    assert f"{complaint.reference} assigned to {ours.name}" in done


def test_the_list_is_narrowed_and_sorted_by_owner_and_due_date(avonshire, team, client):
    by, today = avonshire.person("complaints_manager"), timezone.localdate()
    first, second, third = (received(avonshire, team, service="Rowan House") for _ in range(3))
    closed = received(avonshire, team, service="Rowan House")
    commands.close_case(by=by, feedback=closed, closed_on=today, outcome="Upheld")
    assign(by=by, record=first, owner=by)
    assign(by=by, record=second, owner=avonshire.person("quality_lead"))
    commands.record_response(by=by, feedback=second, responded_on=today, response="We are sorry.")
    signed_in(client, by)

    def listed(**query):
        page = client.get(reverse("feedback:list"), {"rows": "100", "period": "7-days", **query})
        ours = {str(each.pk): each for each in (first, second, third, closed)}
        found = re.findall(r"/feedback/([0-9a-f-]{36})/", page.content.decode())
        return [ours[pk] for pk in dict.fromkeys(found) if pk in ours]

    assert listed(whose="me") == [first]
    assert listed(whose=str(avonshire.person("quality_lead").pk)) == [second]
    assert listed(whose="nobody", source="complaint") == [third]
    assert listed(due="none", source="complaint") == [second]
    assert listed(sort="due_on")[-1] == second
    assert listed(sort="-due_on")[-1] == second
    assert set(listed(sort="owner")) == {first, second, third, closed}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "localdate", lambda *given: today + 30 * DAY)
        assert set(listed(due="overdue", period="")) >= {first, third}
        assert not {second, closed} & set(listed(due="overdue", period=""))


def test_my_work_is_counted_in_the_header_and_shows_the_same(avonshire, team, client):
    owner = avonshire.person("quality_lead")
    before = my_work.count(owner)
    complaint = received(avonshire, team)
    assign(by=avonshire.person("complaints_manager"), record=complaint, owner=owner)
    assert header_counts(owner)["my_work"] == before + 1
    signed_in(client, owner)
    page = client.get(reverse("my_work")).content.decode()
    assert reverse("feedback:detail", args=[complaint.pk]) in page
    assert page.count('<th scope="row"') == before + 1
    assert "All" in page
    home = client.get(reverse("home")).content.decode()
    assert f"{complaint.reference}" in home and "Your feedback is due on" in home


def test_a_team_manager_sees_their_teams_work_and_no_others(avonshire, team, client):
    manager = avonshire.person("team_manager")
    own = manager.memberships.get().team
    other = Team.objects.filter(council=avonshire.council).exclude(pk=own.pk).first()
    ours, theirs = received(avonshire, own), received(avonshire, other)
    signed_in(client, manager)
    page = client.get(reverse("my_work"), {"whose": "team"}).content.decode()
    assert ours.reference in page and theirs.reference not in page
    assert theirs.reference not in client.get(reverse("my_work"), {"whose": "all"}).content.decode()


def test_moved_to_another_team_it_stays_with_whom_may_open_it_only(avonshire, complaint, team):
    by, other = (
        avonshire.person("complaints_manager"),
        Team.objects.filter(council=avonshire.council).exclude(pk=team.pk).first(),
    )
    ours = somebody(avonshire, "practitioner", team)
    assign(by=by, record=complaint, owner=ours)
    assert not stays_owner(by, complaint, team=other)
    assign(by=by, record=complaint, owner=by)
    assert stays_owner(by, complaint, team=other)
