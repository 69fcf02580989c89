"""Teams renamed, merged, split and closed: open work and people move, what is closed keeps its name, and undoing gives back."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.database import tenant
from goldthread.council.models import Membership, Person, SearchEntry, Team
from goldthread.council.notes.commands import add_note
from goldthread.council.people.commands import add_person, add_team
from goldthread.council.records import search
from goldthread.council.records.history import history
from goldthread.council.teams import commands, jobs, queries
from goldthread.council.teams.models import TeamChange
from goldthread.council.teams.planned import planned_for
from goldthread.feedback.commands import close_case, receive
from goldthread.feedback.intake.new_feedback import NewFeedback
from goldthread.feedback.models import Feedback, Point
from goldthread.learning.models import Action
from goldthread.reviews.models import Finding

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)


@pytest.fixture
def admin(avonshire):
    return avonshire.person("administrator")


@pytest.fixture
def east(admin) -> Team:
    return add_team(by=admin, name="East", service="Assessment", discipline="social_work")


@pytest.fixture
def west(admin) -> Team:
    return add_team(by=admin, name="West")


def _heard(avonshire, team, text, *, closed=False):
    by = avonshire.person("complaints_manager")
    new = NewFeedback(source="complaint", points=[text], received_on=TODAY - 9 * DAY, team=team)
    piece = receive(by=by, new=new, today=TODAY)
    if closed:
        close_case(by=by, feedback=piece, closed_on=TODAY, outcome="Upheld")
    return piece


def _manager(admin, team):
    return add_person(by=admin, name=f"Somebody of {team.name}", role="team_manager", team=team)


def test_a_team_renamed_is_called_as_it_was_on_each_day(avonshire, admin, east):
    renamed = commands.rename_team(
        by=admin, team=east, name="East and Coast", on=TODAY - 5 * DAY, today=TODAY
    )
    assert renamed.name == "East and Coast"
    assert [renamed.name_on(TODAY - n * DAY) for n in (6, 5, 0)] == [
        "East",
        "East and Coast",
        "East and Coast",
    ]
    [(change, words)] = queries.changes_of(renamed)
    assert words.startswith("East was renamed East and Coast on ")
    with pytest.raises(Refused, match="Choose a later day"):
        commands.rename_team(by=admin, team=renamed, name="Coast", on=TODAY - 5 * DAY, today=TODAY)
    undone = commands.undo_team_change(by=admin, change=change, today=TODAY)
    assert (undone.name, undone.former_names, queries.changes_of(undone)) == ("East", [], [])


def test_a_timeline_says_the_name_of_its_day(avonshire, admin, east, west):
    piece = _heard(avonshire, west, "The lift has been broken for a month.")
    Feedback.objects.filter(pk=piece.pk).update(team=east)
    commands.rename_team(by=admin, team=west, name="West and Fens", on=TODAY, today=TODAY)
    piece.refresh_from_db()
    # The change was today, the name changed today: from that day on it is the new one.
    [change] = [c for event in history(piece) for c in event.changes if c.name == "Team"]
    assert (change.before, change.after) == ("West and Fens", "East")
    west.refresh_from_db()
    west.former_names = [["West", (TODAY + DAY).isoformat()]]
    west.save()
    [change] = [c for event in history(piece) for c in event.changes if c.name == "Team"]
    assert change.before == "West"


def test_of_a_merged_team_open_work_and_people_move_and_the_rest_stays(avonshire, admin, east, west):
    open_, closed = _heard(avonshire, east, "Nobody rang."), _heard(avonshire, east, "The bill.", closed=True)
    manager = _manager(admin, east)
    moves = dict(queries.what_moves(east))
    assert (moves["Feedback"], moves["People"]) == (1, 1)
    merged = commands.merge_teams(by=admin, team=east, into=west, on=TODAY, today=TODAY)
    assert (merged.is_active, merged.closed_on, merged.name) == (False, TODAY, "East")
    for each in (open_, closed):
        each.refresh_from_db()
    assert (open_.team, closed.team) == (west, east)
    # What charts count stays where it was heard.
    assert {point.team for point in (open_.points.get(), closed.points.get())} == {east}
    assert SearchEntry.objects.get(record_id=open_.pk).team == west
    # The one who works for the team that took over reads both, with their issues.
    manager = Person.objects.get(pk=manager.pk)
    assert {m.team for m in manager.memberships.all()} == {west}
    assert set(Feedback.objects.visible_to(manager)) == {open_, closed}
    assert manager.teams_for("feedback.read") == {east.pk, west.pk}

    change = TeamChange.objects.get(team=east)
    commands.undo_team_change(by=admin, change=change, today=TODAY)
    for each in (open_, east, west):
        each.refresh_from_db()
    assert (open_.team, east.is_active, west.predecessors) == (east, True, [])
    assert Membership.objects.get(person=manager).team == east


def test_undoing_leaves_what_somebody_has_moved_on_since(avonshire, admin, east, west):
    piece = _heard(avonshire, east, "Nobody rang.")
    other = add_team(by=admin, name="North-east")
    commands.close_team(by=admin, team=east, into=west, on=TODAY, today=TODAY)
    Feedback.objects.filter(pk=piece.pk).update(team=other)
    commands.undo_team_change(by=admin, change=TeamChange.objects.get(team=east), today=TODAY)
    piece.refresh_from_db()
    assert piece.team == other


def test_a_team_with_open_work_is_not_closed_without_a_team_that_takes_it(avonshire, admin, east):
    _heard(avonshire, east, "Nobody rang.")
    with pytest.raises(Refused, match="open work: 1 feedback"):
        commands.close_team(by=admin, team=east, on=TODAY, today=TODAY)
    with pytest.raises(Refused, match="Choose another team"):
        commands.close_team(by=admin, team=east, into=east, on=TODAY + DAY, today=TODAY)


def test_what_is_noted_on_work_that_moves_is_found_by_whoever_may_open_it(avonshire, admin, east):
    piece = _heard(avonshire, east, "Nobody rang.")
    note = add_note(
        by=avonshire.person("complaints_manager"), record=piece, text="Rang them about the marmalade."
    )
    commands.split_team(by=admin, team=east, names=["East Coast", "East Fens"], on=TODAY, today=TODAY)
    coast, fens = (Team.objects.get(council=admin.council, name=name) for name in ("East Coast", "East Fens"))
    found = {
        team: [entry.record_id for entry in search.find(_manager(admin, team), "marmalade").entries]
        for team in (coast, fens)
    }
    assert found[coast] == [note.pk] and note.pk not in found[fens]
    commands.undo_team_change(by=admin, change=TeamChange.objects.get(team=east), today=TODAY)
    assert SearchEntry.objects.get(record_id=note.pk).team == east


def test_undoing_one_change_takes_away_nothing_that_another_gave(avonshire, admin, east):
    commands.split_team(by=admin, team=east, names=["East Coast", "East Fens"], on=TODAY, today=TODAY)
    coast, fens = (Team.objects.get(council=admin.council, name=name) for name in ("East Coast", "East Fens"))
    commands.merge_teams(by=admin, team=coast, into=fens, on=TODAY, today=TODAY)
    commands.undo_team_change(by=admin, change=TeamChange.objects.get(team=coast), today=TODAY)
    fens.refresh_from_db()
    assert fens.predecessors == [str(east.pk)]


def test_of_a_split_the_first_takes_the_work_and_all_may_read_what_it_had(avonshire, admin, east):
    piece = _heard(avonshire, east, "Nobody rang.")
    with pytest.raises(Refused, match="two new teams"):
        commands.split_team(by=admin, team=east, names=["One"], on=TODAY, today=TODAY)
    commands.split_team(by=admin, team=east, names=["East Coast", "", "East Fens"], on=TODAY, today=TODAY)
    coast, fens = (Team.objects.get(council=admin.council, name=name) for name in ("East Coast", "East Fens"))
    piece.refresh_from_db()
    assert piece.team == coast and fens.discipline == "social_work"
    assert coast.predecessors == fens.predecessors == [str(east.pk)]
    [(change, words)] = queries.changes_of(fens)
    assert "East was split into" in words
    # A change after it must be undone first.
    commands.rename_team(by=admin, team=fens, name="Fens", on=TODAY, today=TODAY)
    with pytest.raises(Refused, match="Undo that first"):
        commands.undo_team_change(by=admin, change=change, today=TODAY)


def test_undoing_a_split_brings_back_what_its_parts_took_on(avonshire, admin, east):
    commands.split_team(by=admin, team=east, names=["East Coast", "East Fens"], on=TODAY, today=TODAY)
    fens = Team.objects.get(council=admin.council, name="East Fens")
    manager, new = _manager(admin, fens), _heard(avonshire, fens, "Nobody rang.")
    closed = _heard(avonshire, fens, "Nobody came.", closed=True)
    commands.undo_team_change(by=admin, change=TeamChange.objects.get(team=east), today=TODAY)
    for each in (new, closed, fens):
        each.refresh_from_db()
    assert (new.team, closed.team, fens.is_active) == (east, fens, False)
    manager = Person.objects.get(pk=manager.pk)
    assert manager.memberships.get().team == east
    assert set(Feedback.objects.visible_to(manager)) == {new, closed}


def test_undoing_leaves_a_team_what_it_took_over_by_another_change(avonshire, admin, east):
    commands.split_team(by=admin, team=east, names=["East Coast", "East Fens"], on=TODAY, today=TODAY)
    coast, fens = (Team.objects.get(council=admin.council, name=name) for name in ("East Coast", "East Fens"))
    commands.merge_teams(by=admin, team=coast, into=fens, on=TODAY, today=TODAY)
    commands.undo_team_change(by=admin, change=TeamChange.objects.get(team=coast), today=TODAY)
    for each in (coast, fens):
        each.refresh_from_db()
        assert each.predecessors == [str(east.pk)]


def test_a_team_may_be_renamed_in_its_letters_alone(admin, east):
    assert commands.rename_team(by=admin, team=east, name="EAST", on=TODAY, today=TODAY).name == "EAST"
    with pytest.raises(Refused, match="this name already"):
        commands.rename_team(by=admin, team=east, name="EAST", on=TODAY, today=TODAY)


def test_the_forms_say_first_what_will_move(avonshire, admin, east, west):
    _heard(avonshire, east, "Nobody rang.")
    client = avonshire.client("administrator")
    page = client.get(reverse("merge_team", args=[east.pk])).content.decode()
    assert "Open work to move" in page and "Feedback" in page
    token = {"on-day": TODAY.day, "on-month": TODAY.month, "on-year": TODAY.year, "into": west.pk}
    answer = client.post(reverse("merge_team", args=[east.pk]), token, follow=True)
    assert "East was merged into West" in answer.content.decode()
    change = TeamChange.objects.get(team=east)
    answer = client.post(reverse("undo_team_change", args=[change.pk]), follow=True)
    assert "is undone" in answer.content.decode()
    for who in ("quality_lead", "team_manager"):
        assert avonshire.client(who).get(reverse("merge_team", args=[east.pk])).status_code == 403


def test_actions_and_findings_that_are_open_move_and_the_others_stay(avonshire, admin, east, west):
    avonshire.enter()
    actions = {
        "open": Action.objects.filter(council=admin.council, done_on=None, stopped_on=None).first(),
        "done": Action.objects.filter(council=admin.council, done_on__isnull=False).first(),
    }
    first, second = Finding.objects.filter(council=admin.council).order_by("created_at")[:2]
    findings = {"open": first, "done": second}
    for finding, decision in ((first, "accepted"), (second, "embedded")):
        Finding.objects.filter(pk=finding.pk).update(decision=decision)
    Action.objects.filter(pk__in=[action.pk for action in actions.values()]).update(team=east)
    Point.objects.filter(pk__in=[first.point_id, second.point_id]).update(team=east)
    moves = dict(queries.what_moves(east))
    assert (moves["Actions"], moves["Findings"]) == (1, 1)
    commands.close_team(by=admin, team=east, into=west, on=TODAY, today=TODAY)
    for of, team in (("open", west), ("done", east)):
        actions[of].refresh_from_db()
        findings[of].point.refresh_from_db()
        assert (actions[of].team, findings[of].point.team) == (team, team), of
    version = actions["open"].version
    commands.undo_team_change(by=admin, change=TeamChange.objects.get(team=east), today=TODAY)
    actions["open"].refresh_from_db()
    findings["open"].point.refresh_from_db()
    assert (actions["open"].team, findings["open"].point.team) == (east, east)
    assert actions["open"].version == version + 1


# -- From a day to come ------------------------------------------------------------------------------------------


def _morning(admin, day):
    clock = Person.objects.get(council=admin.council, is_system=True)
    jobs.change_teams(by=clock, today=day.isoformat())
    tenant.enter(admin.council_id)


def test_a_change_of_a_day_to_come_is_made_on_its_morning(avonshire, admin, east, west):
    day = TODAY + 10 * DAY
    piece = _heard(avonshire, east, "Nobody rang.")
    commands.merge_teams(by=admin, team=east, into=west, on=day, today=TODAY)
    commands.rename_team(by=admin, team=west, name="West and East", on=day + DAY, today=TODAY)
    for team in (east, west):
        team.refresh_from_db()
    assert east.is_active and west.name == "West" and not TeamChange.objects.filter(team=east).exists()
    said = [words for _, words in planned_for(west)]
    assert said[0].startswith("East is to be merged into West on ") and "renamed West and East" in said[1]

    _morning(admin, day - DAY)
    east.refresh_from_db()
    assert east.is_active
    # The server was off on the day itself.
    _morning(admin, day + 2 * DAY)
    for each in (east, west, piece):
        each.refresh_from_db()
    assert (east.is_active, east.closed_on, west.name, piece.team) == (False, day, "West and East", west)
    assert west.name_on(day) == "West" and planned_for(west) == []


def test_what_cannot_be_done_on_its_day_says_why_and_is_tried_again(admin, east, west):
    commands.split_team(by=admin, team=east, names=["A team", "B team"], on=TODAY + DAY, today=TODAY)
    with pytest.raises(Refused, match="planned already"):
        commands.rename_team(by=admin, team=east, name="C team", on=TODAY + 2 * DAY, today=TODAY)
    taken = add_team(by=admin, name="A team")
    _morning(admin, TODAY + DAY)
    [(plan, _)] = planned_for(east)
    assert "There is a team called A team already" in plan.problem
    Team.objects.filter(pk=taken.pk).update(name="D team")
    _morning(admin, TODAY + 2 * DAY)
    east.refresh_from_db()
    assert not east.is_active and Team.objects.filter(council=admin.council, name="A team").exists()


def test_a_planned_change_is_cancelled_on_the_teams_page(avonshire, admin, east, west):
    client, day = avonshire.client("administrator"), TODAY + 20 * DAY
    sent = {"into": str(west.pk), "on-day": day.day, "on-month": day.month, "on-year": day.year}
    page = client.post(reverse("merge_team", args=[east.pk]), sent, follow=True).content.decode()
    assert "planned for" in page and "East is to be merged into West on" in page
    avonshire.enter()
    [(plan, _)] = planned_for(east)
    other = reverse("cancel_team_change", args=[plan.pk])
    assert avonshire.client("quality_lead").post(other).status_code == 403
    assert "is cancelled" in client.post(other, follow=True).content.decode()
    avonshire.enter()
    assert planned_for(east) == []


def test_nobody_plans_for_years_ahead(admin, east):
    with pytest.raises(Refused, match="within two years"):
        commands.rename_team(by=admin, team=east, name="Far", on=TODAY + 800 * DAY, today=TODAY)
