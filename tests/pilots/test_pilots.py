"""Pilots: what stays as it was predicted, when one may begin and end as shown, cycles, adoption, and who may see what."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import OutsideTeam, Refused
from goldthread.council.records.saving import Stale
from goldthread.council.records.states import IMPROVED
from goldthread.evidence import commands as evidence
from goldthread.evidence.models import Claim
from goldthread.evidence.standing import standing_of
from goldthread.pilots import commands, part_commands, pictures, standing
from goldthread.pilots.models import Pilot

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
TODAY = timezone.localdate()


@pytest.fixture
def lead(avonshire):
    """Return the quality lead."""
    return avonshire.person("quality_lead")


def _add(by, **fields) -> Pilot:
    given = {
        "kind": "pilot",
        "title": "Bells on the footbridge",
        "idea": "A bell that somebody can ring who waits.",
        "prediction": "Nobody waits for more than ten minutes.",
        "noted_on": TODAY - 90 * DAY,
        "personal_data": "no",
    }
    return commands.add_pilot(by=by, **{**given, **fields})


def _start(pilot, by, *, days_ago=60, stop_in=20) -> Pilot:
    return commands.start_pilot(
        by=by, pilot=pilot, started_on=TODAY - days_ago * DAY, stop_on=TODAY + stop_in * DAY
    )


def _decide(pilot, by, outcome, **fields) -> Pilot:
    given = {"because": "It was decided for this reason.", "deciding_body": "Board", "decided_on": TODAY}
    return commands.decide_pilot(by=by, pilot=pilot, outcome=outcome, **{**given, **fields})


def _texts(pilot) -> list[str]:
    return [state.text for state in pilot.states(TODAY)]


def _named(avonshire, title) -> Pilot:
    return Pilot.objects.get(council=avonshire.council, title=title)


# -- Beginning -------------------------------------------------------------------------------------------


def test_it_does_not_begin_without_its_impact_assessment_where_it_uses_data_about_people(lead):
    pilot = _add(lead, personal_data="yes")
    with pytest.raises(Refused, match="Record its data protection impact assessment"):
        _start(pilot, lead)
    pilot = _add(lead, personal_data="yes", dpia_on=TODAY - 70 * DAY, dpia_reference="DPIA-90")
    assert _start(pilot, lead).started_on == TODAY - 60 * DAY


def test_what_was_predicted_stays_once_it_has_begun(lead):
    pilot = _start(_add(lead), lead)
    with pytest.raises(Refused, match="its prediction stays as it was agreed before"):
        commands.edit_pilot(
            by=lead,
            pilot=pilot,
            version=pilot.version,
            reason="A better guess.",
            prediction="Somebody waits for an hour.",
        )
    changed = commands.edit_pilot(
        by=lead, pilot=pilot, version=pilot.version, reason="A clearer title.", title="A bell"
    )
    assert changed.title == "A bell"


def test_a_correction_cannot_take_away_what_allowed_it_to_begin(lead):
    pilot = _start(_add(lead, personal_data="yes", no_dpia_because="Covered by another one."), lead)
    with pytest.raises(Refused, match="Record its data protection impact assessment"):
        commands.edit_pilot(
            by=lead, pilot=pilot, version=pilot.version, reason="Tidying up.", no_dpia_because=""
        )


def test_the_stop_date_moves_with_a_reason_and_passes(lead):
    pilot = _start(_add(lead), lead, stop_in=-3)
    assert _texts(pilot)[:2] == ["Due to decide", "Past its stop date"] and pilot.is_overdue(TODAY)
    overdue = Pilot.objects.filter(standing.of_state(standing.OVERDUE, TODAY))
    assert pilot in overdue
    with pytest.raises(Refused, match="Give the reason"):
        commands.move_stop_date(by=lead, pilot=pilot, stop_on=TODAY + 90 * DAY, reason="")
    pilot = commands.move_stop_date(
        by=lead, pilot=pilot, stop_on=TODAY + 90 * DAY, reason="The bells came late."
    )
    assert _texts(pilot)[0] == "Trying" and not overdue.filter(pk=pilot.pk).exists()


# -- Ending ----------------------------------------------------------------------------------------------


def test_without_a_measure_agreed_before_it_cannot_end_as_shown_to_work(lead):
    pilot = _start(_add(lead), lead)
    with pytest.raises(Refused, match="No measure was agreed for it"):
        _decide(pilot, lead, "spread_shown")
    pilot = _decide(pilot, lead, "spread")
    assert _texts(pilot) == ["Spread, benefit not shown", "No measure agreed before it began"]
    assert not any(state.shows == IMPROVED for state in pilot.states(TODAY))


def test_a_measure_agreed_after_the_start_shows_nothing(avonshire, lead):
    action = _named(avonshire, "Night support after coming home from hospital").action
    pilot = _add(lead, action=action, noted_on=action.agreed_on - 90 * DAY)
    pilot = commands.start_pilot(
        by=lead, pilot=pilot, started_on=action.agreed_on - 30 * DAY, stop_on=TODAY + 9 * DAY
    )
    with pytest.raises(Refused, match="not agreed before it began"):
        _decide(pilot, lead, "spread_shown")
    in_time = _add(lead, action=action, noted_on=action.agreed_on - 90 * DAY)
    in_time = commands.start_pilot(
        by=lead, pilot=in_time, started_on=action.agreed_on + 3 * DAY, stop_on=TODAY + 9 * DAY
    )
    [state] = _decide(in_time, lead, "spread_shown").states(TODAY)
    assert (state.text, state.shows) == ("Spread, shown to work", IMPROVED)


def test_an_idea_that_was_not_tried_can_only_be_stopped(lead):
    pilot = _add(lead)
    with pytest.raises(Refused, match="It was not tried"):
        _decide(pilot, lead, "adapt")
    assert _texts(_decide(pilot, lead, "stop")) == ["Stopped"]
    with pytest.raises(Refused, match="It has ended"):
        _decide(pilot, lead, "stop")


def test_after_some_decisions_it_goes_on_to_a_new_stop_date(lead):
    pilot = _start(_add(lead), lead)
    with pytest.raises(Refused, match="no new stop date"):
        _decide(pilot, lead, "stop", until_on=TODAY + 9 * DAY)
    pilot = _decide(pilot, lead, "not_shown", until_on=TODAY + 40 * DAY)
    assert (pilot.ended_on, pilot.stop_on) == (None, TODAY + 40 * DAY)
    assert _texts(pilot)[0] == "Benefit not yet shown"
    pilot = _decide(pilot, lead, "stop", because="The bells were never rung.")
    assert pilot.ended_on == TODAY
    assert list(pilot.decisions.order_by("created_at").values_list("outcome", flat=True)) == [
        "not_shown",
        "stop",
    ]


def test_avonshires_pilots_end_differently(avonshire):
    ends = {
        "Night support after coming home from hospital": "Spread, shown to work",
        "Mental health flats shared with a neighbouring council": "Spread, shown to work",
        "Planned overnight care team": "Stopped",
        "Support robot with a home care provider": "Benefit not yet shown",
        "Wearable sensor for people who fall": "Trying",
        "Independent Living Centre in the old library": "Spread, benefit not shown",
        "Virtual care smart hub for discharge": "Adapt",
        "Technology for unpaid carers": "Exploring",
    }
    assert {title: _texts(_named(avonshire, title))[0] for title in ends} == ends
    assert "does not show that it worked" in _named(avonshire, "Planned overnight care team").why_not_shown
    assert "No review" in _named(avonshire, "Wearable sensor for people who fall").why_not_shown


# -- Cycles, figures, adoption -----------------------------------------------------------------------------


def test_a_cycle_is_predicted_before_it_is_seen_and_the_next_waits_for_that(lead):
    pilot = _start(_add(lead), lead)
    began = {"plan": "Ten bells.", "prediction": "Nine of ten are rung.", "began_on": TODAY - 30 * DAY}
    part_commands.add_cycle(by=lead, pilot=pilot, **began)
    with pytest.raises(Refused, match="Record first what was seen"):
        part_commands.add_cycle(by=lead, pilot=pilot, **began)
    [cycle] = pilot.cycles.all()
    seen = {"until_on": TODAY, "seen": "Four of ten were rung.", "as_predicted": "no", "then_next": "Lower."}
    part_commands.record_seen(by=lead, cycle=cycle, **seen)
    cycle.refresh_from_db()
    assert (cycle.prediction, cycle.get_as_predicted_display()) == (
        "Nine of ten are rung.",
        "Not as predicted",
    )
    part_commands.add_cycle(by=lead, pilot=pilot, **began)
    assert [each.number for each in pilot.cycles.order_by("number")] == [1, 2]


def test_adoption_is_said_by_us_until_they_confirm_it_and_is_no_benefit(lead):
    pilot = _decide(_start(_add(lead), lead), lead, "spread")
    part_commands.add_adoption(by=lead, pilot=pilot, adopter="Stonebeck", what="All.", said_on=TODAY)
    [adoption] = pilot.adoptions.all()
    assert adoption.standing.text == "Said by us"
    confirmed = {"confirmed_on": TODAY, "confirmed_by": "Head of service"}
    with pytest.raises(Refused, match="in their words"):
        part_commands.confirm_adoption(by=lead, adoption=adoption, words="", **confirmed)
    part_commands.confirm_adoption(by=lead, adoption=adoption, words="We hung six bells.", **confirmed)
    adoption.refresh_from_db()
    assert adoption.standing.text == "Confirmed by them"
    assert _texts(Pilot.objects.get(pk=pilot.pk))[0] == "Spread, benefit not shown"


def test_a_part_is_no_more_than_all(lead):
    figure = {"counts": "bells", "how": "Counted by hand.", "starts": TODAY, "ends": TODAY}
    with pytest.raises(Refused, match="larger than the whole"):
        part_commands.record_figure(by=lead, pilot=_add(lead), value=9, of_value=8, **figure)


# -- Where it is seen ----------------------------------------------------------------------------------------


def test_a_claim_that_cites_it_says_that_no_benefit_is_shown(avonshire, lead):
    claim = Claim.objects.filter(council=avonshire.council, archived_on=None).order_by("pk").first()
    pilot = _named(avonshire, "Support robot with a home care provider")
    citation = evidence.add_evidence(by=lead, claim=claim, pilot=pilot)
    standing_now = standing_of([claim], TODAY)[claim.pk]
    assert standing_now.states[citation.pk][0].text == "Benefit not yet shown"
    page = avonshire.client("quality_lead").get(reverse("evidence:claim", args=[claim.pk]))
    assert pilot.title in page.content.decode() and "Benefit not yet shown" in page.content.decode()


def test_each_count_opens_exactly_what_it_counts(avonshire, lead):
    everybody = pictures.counts(lead, TODAY)
    assert sum(count for name, count, _ in everybody if name != "Past its stop date") == (
        Pilot.objects.visible_to(lead).count()
    )
    client = avonshire.client("quality_lead")
    for name, count, href in everybody:
        listed = client.get(href).content.decode()
        assert f"<strong>{count}</strong> result" in listed, name


def test_each_state_is_the_same_as_a_condition_and_as_a_rule(avonshire):
    every = list(Pilot.objects.filter(council=avonshire.council))
    for pilot in every:
        found = [
            state
            for state in standing.STATES
            if Pilot.objects.filter(Q(pk=pilot.pk) & standing.of_state(state, TODAY)).exists()
        ]
        assert found == [pilot.state(TODAY)], pilot.title
        overdue = Pilot.objects.filter(Q(pk=pilot.pk) & standing.of_state(standing.OVERDUE, TODAY))
        assert overdue.exists() is pilot.is_overdue(TODAY)


@pytest.mark.slow(reason="loads what search reads the meaning of words by")
def test_why_it_was_stopped_is_found_by_its_words(avonshire, lead):
    pilot = _decide(_add(lead), lead, "stop", because="The heron objected to every bell.")
    page = avonshire.client("quality_lead").get(f"{reverse('pilots:list')}?state=stop&words=heron")
    assert pilot.title in page.content.decode()


# -- Who may -------------------------------------------------------------------------------------------------


def test_a_manager_records_for_their_own_team_and_decides_nothing(avonshire):
    manager = avonshire.person("team_manager")
    other = avonshire.team("mental-health")
    with pytest.raises(OutsideTeam):
        _add(manager, team=other)
    [own] = manager.teams_for("pilots.record")
    pilot = _start(_add(manager, team=type(other).objects.get(pk=own)), manager)
    with pytest.raises(PermissionDenied):
        _decide(pilot, manager, "stop")


def test_another_council_sees_none_and_a_councillor_opens_none(avonshire, brackenmoor):
    avonshire.enter()
    pilot = _named(avonshire, "Planned overnight care team")
    cycle = _named(avonshire, "Night support after coming home from hospital").cycles.first()
    theirs = brackenmoor.client("quality_lead")
    for address in (
        reverse("pilots:pilot", args=[pilot.pk]),
        reverse("pilots:decide", args=[pilot.pk]),
        reverse("pilots:seen", args=[cycle.pk]),
    ):
        assert theirs.get(address).status_code == 404
        assert avonshire.client("councillor").get(address).status_code == 403
    assert avonshire.client("board_member").get(reverse("pilots:pictures")).status_code == 200
    assert avonshire.client("assessor").get(reverse("pilots:decide", args=[pilot.pk])).status_code == 403


def test_what_somebody_else_changed_meanwhile_is_not_written_over(lead):
    pilot = _start(_add(lead), lead)
    opened_at = pilot.version
    part_commands.add_cycle(by=lead, pilot=pilot, plan="One.", prediction="Two of two.", began_on=TODAY)
    with pytest.raises(Stale):
        _decide(pilot, lead, "stop", version=opened_at)
