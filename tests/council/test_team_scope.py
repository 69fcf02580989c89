"""A role that is held for one team opens that team's records, and no other's, in every room that writes."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import OutsideTeam, Refused
from goldthread.council.models import Membership
from goldthread.council.people.permissions import COUNCIL_WIDE, PERMISSIONS, TEAM_ROLES
from goldthread.impact import commands as impact
from goldthread.impact.models import Measure
from goldthread.learning import commands as learning
from goldthread.learning.models import Action, Lesson
from goldthread.themes.counting import commands as counting_commands

pytestmark = pytest.mark.django_db
# Later than whatever it rests on: a date before that is refused.
DAY = timezone.localdate()

# What opens records that have a team: a newcomer's permission of a team role says in one of the two where it stands.
OF_A_TEAM = {
    "thread.gaps",
    "thread.boards",
    "feedback.read",
    "feedback.receive",
    "feedback.respond",
    "themes.code",
    "learning.record",
    "learning.agree",
    "learning.carry_out",
    "impact.measure",
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
    Membership.objects.filter(person=manager).update(team=None)
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
