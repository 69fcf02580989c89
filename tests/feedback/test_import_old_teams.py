"""A register that names a team as it was called lands on the team that it is today, and says so before it is imported."""

from __future__ import annotations

import datetime
import html

import pytest
from django.urls import reverse
from django.utils import timezone

from goldthread.council.models import Team
from goldthread.council.people.commands import add_team
from goldthread.council.teams import commands as teams
from goldthread.feedback.corrections import change_team
from goldthread.feedback.importing.checking import notes_in_words
from goldthread.feedback.jobs import name_teams
from goldthread.feedback.models import Feedback
from tests.feedback.spreadsheets import as_csv, checked, imported

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def by(avonshire):
    return avonshire.person("administrator")


@pytest.fixture
def lead(avonshire):
    return avonshire.person("quality_lead")


def _team(by, name: str) -> Team:
    return add_team(by=by, name=name)


def _register(*teams: str) -> bytes:
    words = (
        "Nobody rang back for nine days.",
        "The letter was too small to read.",
        "Two carers came at once.",
    )
    return as_csv([(f"O-{n}", words[n], "03/04/2025", name, "Upheld") for n, name in enumerate(teams)])


def _notes(batch) -> str:
    return " ".join(notes_in_words(batch.notes, batch.mapping))


def test_an_old_name_is_the_team_of_today(by, lead):
    east, west, north = (_team(by, f"Home visits {name}") for name in ("East", "West", "North"))
    teams.rename_team(by=by, team=north, name="Home visits Hill", on=TODAY, today=TODAY)
    teams.merge_teams(by=by, team=east, into=west, on=TODAY, today=TODAY)
    teams.close_team(by=by, team=west, into=north, on=TODAY, today=TODAY)
    batch = checked(lead, _register("Home visits East", "home visits north", "Home visits Hill"))
    assert (batch.ready, batch.errors) == (3, 0)
    assert (
        "1 row is of Home visits East, which is Home visits Hill now: it goes to Home visits Hill."
        in _notes(batch)
    )
    assert "1 row is of Home visits North, which is Home visits Hill now" in _notes(batch)
    batch = imported(
        lead, _register("Home visits East", "home visits north", "Home visits Hill"), name="o.csv"
    )
    assert {piece.team_id for piece in Feedback.objects.filter(batch=batch)} == {north.pk}


def test_a_split_team_is_the_part_that_took_its_open_work(by, lead):
    whole = _team(by, "Home visits")
    teams.split_team(by=by, team=whole, names=["Home visits A", "Home visits B"], on=TODAY, today=TODAY)
    batch = checked(lead, _register("Home visits"))
    assert "which is Home visits A now" in _notes(batch)


def test_a_name_that_a_team_has_today_is_no_old_name(by, lead):
    first = _team(by, "Home visits")
    teams.rename_team(by=by, team=first, name="Home visits Hill", on=TODAY, today=TODAY)
    second = _team(by, "Home visits")
    batch = imported(lead, _register("Home visits"))
    assert Feedback.objects.get(batch=batch).team == second and "old_teams" not in batch.notes


def test_what_was_closed_under_the_old_team_is_not_offered_as_an_update(by, lead):
    old, new = _team(by, "Home visits East"), _team(by, "Home visits West")
    first = imported(lead, _register("Home visits East"))
    Feedback.objects.filter(batch=first).update(closed_on=TODAY)
    teams.merge_teams(by=by, team=old, into=new, on=TODAY, today=TODAY)
    assert Feedback.objects.get(batch=first).team == old, "what is closed stays where it was"
    batch = checked(lead, _register("Home visits East"), name="again.csv")
    assert (batch.updates, batch.duplicates) == (0, 1)


def _page(cast, piece: Feedback) -> str:
    answer = cast.client("quality_lead").get(reverse("feedback:detail", args=[piece.pk])).content.decode()
    cast.enter()
    return " ".join(html.unescape(answer).split())


def test_a_piece_shows_the_new_name_now_and_the_old_one_in_its_history(avonshire, by, lead):
    east, west = _team(by, "Home visits East"), _team(by, "Home visits West")
    piece = Feedback.objects.get(batch=imported(lead, _register("Home visits West")))
    change_team(by=lead, feedback=piece, team=east, reason="It is of the east.", version=piece.version)
    teams.rename_team(by=by, team=east, name="Home visits Hill", on=TODAY, today=TODAY)
    # As if that were tomorrow: what was changed today was the team of the old name.
    tomorrow = TODAY + datetime.timedelta(days=1)
    Team.objects.filter(pk=east.pk).update(former_names=[["Home visits East", tomorrow.isoformat()]])
    name_teams(by=by, teams=[str(east.pk)])
    avonshire.enter()
    page = _page(avonshire, piece)
    assert "Complaint, Home visits Hill" in page
    assert page.count("Home visits East") == 1, "in its history alone"

    Team.objects.filter(pk=east.pk).update(former_names=[])
    teams.merge_teams(by=by, team=Team.objects.get(pk=east.pk), into=west, on=TODAY, today=TODAY)
    Feedback.objects.filter(pk=piece.pk).update(team=east)
    assert "Home visits Hill, Home visits West now" in _page(avonshire, piece)
