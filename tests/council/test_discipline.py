"""Disciplines: the principal occupational therapist answers for occupational therapy as the social worker does for all."""

from __future__ import annotations

import pytest
from django.urls import reverse

from goldthread.council.command import OutsideTeam, Refused
from goldthread.council.people import commands as people
from goldthread.council.people.permissions import permissions_of
from goldthread.feedback.models import Point
from goldthread.themes.safeguarding import commands, queries
from goldthread.themes.safeguarding.models import SafeguardingPrompt

pytestmark = pytest.mark.django_db


@pytest.fixture
def prompts(avonshire) -> dict[str, SafeguardingPrompt]:
    """Return a prompt of each of two teams, one of them of occupational therapy, and one of no team."""
    avonshire.enter()
    SafeguardingPrompt.objects.filter(council=avonshire.council).delete()
    points = Point.objects.readable().filter(council=avonshire.council, origin="feedback")
    teams = {slug: avonshire.team(slug) for slug in ("sensory-equipment", "locality-north")}
    by_team = {slug: points.filter(team=team).first() for slug, team in teams.items()}
    assert all(by_team.values())
    # One whose team is not known is the whole council's.
    by_team["none"] = points.exclude(team__in=teams.values()).first()
    Point.objects.filter(pk=by_team["none"].pk).update(team=None)
    return {
        slug: SafeguardingPrompt.objects.create(council=avonshire.council, point=point, rules="test")
        for slug, point in by_team.items()
    }


def test_each_principal_sees_and_reviews_the_prompts_they_answer_for(avonshire, prompts):
    for who, slugs in {
        "pot": {"sensory-equipment"},
        "psw": {"sensory-equipment", "locality-north", "none"},
        "complaints_manager": {"sensory-equipment", "locality-north", "none"},
        "team_manager": set(),
    }.items():
        person = avonshire.person(who)
        assert set(queries.readable_prompts(person)) == {prompts[slug] for slug in slugs}, who
        assert queries.count_not_reviewed(person) == len(slugs)
    therapist = avonshire.person("pot")
    commands.record_review(by=therapist, prompt=prompts["sensory-equipment"], outcome="known")
    with pytest.raises(OutsideTeam, match="you act for Sensory and Equipment only"):
        commands.record_review(by=therapist, prompt=prompts["locality-north"], outcome="known")


def test_a_prompt_of_another_team_is_no_page_for_the_therapist(avonshire, prompts):
    client = avonshire.client("pot")
    for slug, status in (("sensory-equipment", 200), ("locality-north", 404), ("none", 404)):
        assert (
            client.get(reverse("themes:safeguarding_prompt", args=[prompts[slug].pk])).status_code == status
        )


def test_a_team_that_changes_its_discipline_changes_its_principal(avonshire, prompts):
    administrator, north = avonshire.person("administrator"), avonshire.team("locality-north")
    people.set_discipline(by=administrator, of=north, discipline="occupational_therapy")
    assert set(queries.readable_prompts(avonshire.person("pot"))) == {
        prompts["sensory-equipment"],
        prompts["locality-north"],
    }
    with pytest.raises(Refused, match="Choose social work, occupational therapy or neither"):
        people.set_discipline(by=administrator, of=north, discipline="nursing")


def test_the_therapist_holds_what_the_social_worker_holds():
    assert permissions_of("psw") <= permissions_of("pot")


def test_disciplines_are_set_on_the_pages_of_users_and_teams(avonshire):
    client, north = avonshire.client("administrator"), avonshire.team("locality-north")
    page = client.get(reverse("teams")).content.decode()
    assert reverse("team", args=[north.pk]) in page and "Occupational therapy" in page
    client.post(reverse("team", args=[north.pk]), {"discipline": "occupational_therapy"})
    avonshire.enter()
    north.refresh_from_db()
    assert north.discipline == "occupational_therapy"
    somebody = avonshire.person("practitioner")
    avonshire.client("administrator").post(
        reverse("person_discipline", args=[somebody.pk]), {"discipline": "social_work"}
    )
    avonshire.enter()
    somebody.refresh_from_db()
    assert somebody.discipline == "social_work"
    assert avonshire.client("psw").get(reverse("team", args=[north.pk])).status_code == 403
