"""A role that is held for one team opens that team's records, and no other's, in every room that writes."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import OutsideTeam, Refused
from goldthread.council.models import Account, Membership, Person
from goldthread.council.people import commands as people
from goldthread.council.people.permissions import COUNCIL_WIDE, PERMISSIONS, TEAM_ROLES
from goldthread.feedback.models import Feedback, Point
from goldthread.impact import commands as impact
from goldthread.impact.models import Measure
from goldthread.learning import commands as learning
from goldthread.learning.forms import ActionForm
from goldthread.learning.models import Action, Lesson
from goldthread.themes.counting import commands as counting_commands

pytestmark = pytest.mark.django_db
# Later than whatever it rests on: a date before that is refused.
DAY = timezone.localdate()

# What opens records that have a team: a newcomer's permission of a team role says in one of the two where it stands.
OF_A_TEAM = {
    "casework.handle",
    "casework.read",
    "thread.gaps",
    "thread.boards",
    "feedback.read",
    "feedback.receive",
    "feedback.respond",
    "themes.code",
    "meetings.read",
    "meetings.record",
    "learning.record",
    "learning.agree",
    "learning.carry_out",
    "impact.measure",
    "responses.read",
    "responses.record",
    "responses.answer",
    "confirmations.record",
    "pilots.record",
    "practice.read",
}


@pytest.fixture
def manager(avonshire):
    """Return somebody who manages one team."""
    return avonshire.person("team_manager")


@pytest.fixture
def theirs(avonshire, manager) -> Action:
    """Return an open action of another team that somebody else sees to."""
    avonshire.enter()
    team = avonshire.team("mental-health")
    assert team.pk not in manager.teams_for("learning.agree")
    action = Action.objects.filter(council=avonshire.council, done_on__isnull=True, stopped_on__isnull=True)
    action = action.exclude(owner=manager).first()
    action.team = team
    action.save(update_fields=["team"])
    return action


def test_every_permission_of_a_team_role_says_whether_it_is_the_teams_or_the_councils():
    held = {name for name, roles in PERMISSIONS.items() if roles & TEAM_ROLES}
    assert held == COUNCIL_WIDE | OF_A_TEAM and not COUNCIL_WIDE & OF_A_TEAM


def test_what_is_the_whole_councils_is_held_for_the_whole_council(manager):
    assert manager.teams_for("learning.read") is None
    assert manager.teams_for("learning.agree") is not None


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        (learning.add_update, {"on": DAY, "note": "We rang."}),
        (learning.complete_action, {"done_on": DAY, "note": "It is done."}),
        (learning.stop_action, {"on": DAY, "because": "There is no money for it"}),
        (learning.check_embedded, {"checked_on": DAY, "embedded": "yes", "note": "Ten files"}),
        (impact.set_up_measure, {}),
    ],
)
def test_another_teams_action_is_refused_in_a_clear_sentence(manager, theirs, command, arguments):
    with pytest.raises(OutsideTeam, match=r"This belongs to Mental Health.*, and you act for .* only"):
        command(by=manager, action=theirs, **arguments)


def test_another_teams_measure_is_refused(avonshire, manager):
    measure = Measure.objects.filter(
        council=avonshire.council, action__isnull=False, data_source="typed"
    ).first()
    Action.objects.filter(pk=measure.action_id).update(team=avonshire.team("mental-health"))
    measure = Measure.objects.get(pk=measure.pk)
    with pytest.raises(OutsideTeam, match="This belongs to Mental Health"):
        impact.save_readings(by=manager, measure=measure, readings=[], today=DAY)


def test_their_own_teams_action_and_one_that_they_see_to_themselves_are_theirs(manager, theirs):
    Action.objects.filter(pk=theirs.pk).update(owner=manager)
    learning.add_update(by=manager, action=Action.objects.get(pk=theirs.pk), on=DAY, note="We rang.")
    own = next(iter(manager.teams_for("learning.carry_out")))
    Action.objects.filter(pk=theirs.pk).update(owner=theirs.owner_id, team=own)
    learning.add_update(by=manager, action=Action.objects.get(pk=theirs.pk), on=DAY, note="We rang again.")


def test_an_action_is_agreed_for_ones_own_team(avonshire, manager):
    lesson = Lesson.objects.filter(council=avonshire.council).first()
    fields = {
        "lesson": lesson,
        "title": "Ring back",
        "owner": manager,
        "agreed_on": DAY,
        "due_on": DAY,
        "measure_name": "Calls",
    }
    with pytest.raises(OutsideTeam, match="This belongs to Mental Health"):
        learning.agree_action(by=manager, team=avonshire.team("mental-health"), **fields)
    with pytest.raises(OutsideTeam, match="Choose your team"):
        learning.agree_action(by=manager, team=None, **fields)
    own = manager.memberships.get().team
    assert learning.agree_action(by=manager, team=own, **fields).team == own


def test_what_is_the_whole_councils_is_not_changed_for_one_team(avonshire, manager):
    with pytest.raises(OutsideTeam, match="A theme's chart is the whole council's"):
        counting_commands.add_annotation(by=manager, on=DAY, label="Our rota")
    with pytest.raises(OutsideTeam, match="An indicator is the whole council's"):
        impact.add_indicator(by=manager, name="Calls", kind="count", direction="decrease")
    Membership.objects.filter(person=manager).update(role="quality_lead", team=None)
    del manager.__dict__["held"]
    assert counting_commands.add_annotation(by=manager, on=DAY, label="Our rota").label == "Our rota"


def test_the_refusal_is_shown_on_the_page(avonshire, theirs):
    client = avonshire.client("team_manager")
    page = client.post(
        reverse("learning:add_update", args=[theirs.pk]),
        {"on-day": "5", "on-month": "1", "on-year": "2026", "note": "We rang."},
    )
    assert page.status_code == 200 and "This belongs to Mental Health" in page.content.decode()
    assert issubclass(OutsideTeam, Refused) and issubclass(OutsideTeam, PermissionDenied)


# -- A team's role without a team ------------------------------------------------------------------


@pytest.mark.parametrize("role", sorted(TEAM_ROLES))
def test_a_teams_role_needs_its_team(avonshire, role):
    administrator, somebody = avonshire.person("administrator"), avonshire.person("psw")
    with pytest.raises(Refused, match="Choose the team of the") as refused:
        people.add_role(by=administrator, person=somebody, role=role)
    assert refused.value.field == "team"
    with pytest.raises(Refused, match="Choose the team of the"):
        people.add_person(by=administrator, name="Ola", email="ola@x.example", role=role)
    assert not Account.objects.filter(email="ola@x.example").exists()
    # Any other role is the whole council's.
    assert (
        people.add_role(by=administrator, person=somebody, role="director").teams_for("reviews.read") is None
    )


def test_the_page_says_beside_the_field_that_the_team_is_missing(avonshire):
    sent = {"name": "Ola", "email": "ola@x.example", "job_title": "", "role": "team_manager", "team": ""}
    page = avonshire.client("administrator").post(reverse("add_person"), sent).content.decode()
    assert '<a href="#id_team">Choose the team of the team manager.</a>' in page
    somebody = avonshire.person("psw")
    client = avonshire.client("administrator")
    led = client.post(
        reverse("add_role", args=[somebody.pk]), {"role": "practitioner", "team": ""}, follow=True
    )
    assert "Choose the team of the practitioner." in led.content.decode()


@pytest.mark.parametrize("role", sorted(TEAM_ROLES))
def test_a_teams_role_without_a_team_opens_no_teams_records(avonshire, role):
    """One that an earlier version gave opened the whole council's records."""
    avonshire.enter()
    somebody = avonshire.person("board_member")
    Membership.objects.filter(person=somebody).update(role=role, team=None, board="")
    somebody = Person.objects.get(pk=somebody.pk)
    assert str(somebody.memberships.get()).endswith(", no team, so no team's records")
    for permission, roles in PERMISSIONS.items():
        assert somebody.may(permission) is (role in roles and permission in COUNCIL_WIDE), permission
        assert somebody.teams_for(permission) in ((None,) if somebody.may(permission) else (set(),))
    assert not Feedback.objects.visible_to(somebody).exists()
    assert (
        not Point.objects.visible_to(somebody).exclude(team=None).filter(permission="feedback.read").exists()
    )
    client = Client()
    client.force_login(somebody.account)
    assert client.get(reverse("home")).status_code == 200
    assert client.get(reverse("feedback:list")).status_code == 403


def test_a_second_role_with_a_team_opens_that_teams_records_only(avonshire, manager):
    avonshire.enter()
    Membership.objects.create(council=avonshire.council, person=manager, role="practitioner", team=None)
    manager = Person.objects.get(pk=manager.pk)
    assert manager.teams_for("feedback.read") == {manager.memberships.exclude(team=None).get().team_id}


# -- The only team there is to choose ------------------------------------------------------------------


@pytest.fixture
def practitioner(avonshire):
    """Return somebody of one team."""
    return avonshire.person("practitioner")


def test_somebody_of_one_team_need_not_choose_it(avonshire, practitioner):
    [team] = practitioner.teams_for("feedback.receive")
    client, address = avonshire.client("practitioner"), reverse("feedback:receive_source", args=["complaint"])
    page = client.get(address).content.decode()
    assert f'<option value="{team}" selected>' in page and "Choose your team" not in page
    sent = {"points": "1", "point_1": "The ramp is broken.", "speaker": "carer", "channel": "phone"}
    today = {f"received_on-{box}": getattr(DAY, box) for box in ("day", "month", "year")}
    answer = client.post(address, {**sent, **today})
    assert answer.status_code == 302, answer.content.decode()[-4000:]
    avonshire.enter()
    assert Feedback.objects.order_by("-number").first().team_id == team


def test_somebody_of_two_teams_chooses(avonshire, practitioner):
    other = avonshire.team("mental-health")
    Membership.objects.create(council=avonshire.council, person=practitioner, role="practitioner", team=other)
    page = avonshire.client("practitioner").get(reverse("feedback:receive_source", args=["complaint"]))
    assert "Choose your team" in page.content.decode()


def test_a_manager_s_action_is_their_own_team_s(avonshire, manager):
    [team] = manager.teams_for("learning.agree")
    form = ActionForm(person=manager)
    assert form.fields["team"].initial == team and form.fields["team"].clean("").pk == team
    # What is the council's stays so when it is corrected.
    assert ActionForm(person=manager, initial={"team": None}).fields["team"].initial is None


def test_whoever_acts_for_the_council_has_no_team_chosen_for_them(avonshire):
    form = ActionForm(person=avonshire.person("quality_lead"))
    assert form.fields["team"].initial is None and not form.fields["team"].required
