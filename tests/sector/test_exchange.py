"""Exchange with others: which way, reach and what it counts, used or not, adopted only where the others say so."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.organisations.models import Organisation
from goldthread.dates import financial_year
from goldthread.learning.models import Action
from goldthread.meetings.meetings.commands import note_meeting
from goldthread.meetings.meetings.models import Meeting
from goldthread.sector.exchange import commands
from goldthread.sector.exchange.models import Exchange, of_state
from goldthread.sector.exchange.year import candidates, stage_of
from tests.thread.mechanism_pages import read, send, words

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
YEAR = financial_year(TODAY).year


def recorded(by, direction="out", kind="talk", **given) -> Exchange:
    """Return a new exchange of today."""
    fields = {"title": "Talk about plovers", "about": "What they eat.", "on": TODAY}
    return commands.record_exchange(by=by, direction=direction, kind=kind, **(fields | given))


@pytest.fixture
def lead(avonshire):
    return avonshire.person("quality_lead")


@pytest.fixture
def organisation(lead) -> Organisation:
    return Organisation.objects.visible_to(lead).order_by("name").first()


@pytest.mark.parametrize(
    ("given", "used", "adopts", "state", "stage"),
    [
        ({"only_offered": True}, "", False, "Offered", "offered"),
        ({}, "", False, "Given", "waiting"),
        ({"direction": "in"}, "", False, "Received", "waiting"),
        ({}, "used", False, "Used", "used"),
        ({}, "not_used", False, "Not used", "not_used"),
        ({}, "", True, "Adopted, confirmed by them", "adopted"),
        ({}, "used", True, "Adopted, confirmed by them", "adopted"),
    ],
)
def test_its_state_follows_from_what_was_said(lead, organisation, given, used, adopts, state, stage):
    exchange = recorded(lead, **given)
    if used:
        commands.say_used(by=lead, exchange=exchange, used=used, used_words="They said so.", used_on=TODAY)
    if adopts:
        commands.confirm_adoption(
            by=lead,
            exchange=exchange,
            organisation=organisation,
            words="We do it too.",
            said_by="A head",
            said_on=TODAY,
        )
    exchange.refresh_from_db()
    assert exchange.state.text == state and stage_of(exchange) == stage
    states = ("offered", "waiting", "used", "not_used", "adopted")
    assert [each for each in states if Exchange.objects.filter(of_state(each), pk=exchange.pk).exists()] == [
        stage
    ]


@pytest.mark.parametrize(
    ("given", "reach_of"),
    [
        ({"reach": 12}, "people who came"),
        ({"reach": 12, "reach_of": "councils in the room"}, "councils in the room"),
        ({"kind": "help", "reach": 3}, "councils helped"),
        ({"reach": 0}, "people who came"),
        ({"reach_of": "people who came"}, ""),
    ],
)
def test_reach_says_what_it_counts_and_nothing_where_nobody_counted(lead, given, reach_of):
    exchange = recorded(lead, **given)
    assert exchange.reach_of == reach_of
    assert exchange.reach_in_words == (f"{given['reach']} {reach_of}" if reach_of else "")


def test_what_does_not_fit_is_refused(lead, organisation):
    with pytest.raises(Refused, match="given out, and not brought in"):
        recorded(lead, direction="in", kind="outreach")
    said = {"by": lead, "organisation": organisation, "said_by": "A head", "said_on": TODAY}
    brought = recorded(lead, direction="in")
    with pytest.raises(Refused, match="brought in"):
        commands.confirm_adoption(exchange=brought, words="We do it too.", **said)
    given = recorded(lead)
    with pytest.raises(Refused, match="in their words"):
        commands.confirm_adoption(exchange=given, words=" ", **said)
    commands.confirm_adoption(exchange=given, words="We do it too.", **said)
    with pytest.raises(Refused, match="confirmed it already"):
        commands.confirm_adoption(exchange=given, words="We do it too.", **said)
    offered = recorded(lead, only_offered=True)
    with pytest.raises(Refused, match="only offered"):
        commands.say_used(by=lead, exchange=offered, used="used", used_words="They did so.", used_on=TODAY)
    with pytest.raises(Refused, match="what was brought in"):
        commands.say_used(
            by=lead, exchange=given, used="used", used_words="They did so.", used_on=TODAY,
            action=Action.objects.visible_to(lead).order_by("number").first(),
        )  # fmt: skip
    with pytest.raises(Refused, match="for the others to say"):
        commands.say_what_it_gave(by=lead, exchange=given, asked_because="We could not.", gave="A lot of it.")


def test_what_help_gave_is_shown_by_a_measure_or_not_shown(avonshire, lead):
    exchange = recorded(lead, direction="in", kind="help", title="Help with plovers")
    why = {"asked_because": "They left and we did not know why.", "gave": "A list of hedges."}
    commands.say_what_it_gave(by=lead, exchange=exchange, **why)
    client, at = avonshire.client("practitioner"), reverse("sector:exchange", args=[exchange.pk])
    page = read(client, at)
    assert "A list of hedges." in page and "Not shown: no action came of it" in page
    action = (
        Action.objects.visible_to(lead)
        .filter(measures__verdicts__state="improved")
        .order_by("number")
        .first()
    )
    commands.say_what_it_gave(by=lead, exchange=exchange, action=action, **why)
    assert "Improved" in read(client, at)


def met(by, kind="network", **fields) -> Meeting:
    """Return a meeting of today at which nine partners came."""
    title = "Network of plover counters"
    return note_meeting(by=by, kind=kind, title=title, meets_on=TODAY, today=TODAY, came_partners=9, **fields)


def test_a_meeting_with_others_is_taken_at_one_press(avonshire, lead):
    meeting, own = met(lead), met(lead, kind="quality_circle")
    offered = [each.pk for each in candidates(lead, YEAR, TODAY)]
    assert meeting.pk in offered and own.pk not in offered
    client = avonshire.client("quality_lead")
    page = client.get(reverse("sector:exchange_year"), {"year": YEAR}).content.decode()
    take = reverse("sector:exchange_from", args=[meeting.pk])
    form = re.search(rf'action="{take}">(.*?)</form>', page, re.DOTALL)[1]
    sent = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))
    assert sent["direction"] == "in"
    after = words(client.post(take, sent, follow=True).content.decode())
    assert "filled in from" in after and "9 people who came" in after
    made = Exchange.objects.get(meeting=meeting)
    assert (made.title, made.on, made.direction) == (meeting.title, meeting.meets_on, "in")
    assert meeting.pk not in [each.pk for each in candidates(lead, YEAR, TODAY)]
    with pytest.raises(Refused, match="among the exchanges already"):
        commands.take_from_meeting(by=lead, meeting=meeting, direction="in")
    with pytest.raises(Refused, match="Only themes are kept"):
        themes_only = met(lead, kind="case_discussion")
        commands.take_from_meeting(by=lead, meeting=themes_only, direction="in")


@pytest.mark.slow(reason="opens every number of the year's page")
def test_each_number_of_the_year_opens_just_what_it_counts(avonshire, lead):
    recorded(lead, reach=40, title="Plovers told to councils")
    recorded(lead, direction="in", kind="visit", title="Plovers seen")
    client = avonshire.client("practitioner")
    page = client.get(reverse("sector:exchange_year")).content.decode()
    opened = re.findall(r'href="(/sector/exchange/\?[^"]+)">([\d,]+)[ <]', page)
    assert len(opened) >= 6
    for href, count in opened:
        listed = client.get(href.replace("&amp;", "&")).content.decode()
        assert re.search(r"<strong>([\d,]+)</strong> results?", listed)[1] == count, href


def test_the_right_person_records_and_another_council_sees_nothing(avonshire, brackenmoor, lead):
    with pytest.raises(PermissionDenied):
        recorded(avonshire.person("practitioner"))
    exchange = recorded(lead)
    assert (
        avonshire.client("practitioner").get(reverse("sector:exchange", args=[exchange.pk])).status_code
        == 200
    )
    assert avonshire.client("practitioner").get(reverse("sector:add_exchange")).status_code == 403
    other = brackenmoor.client("brenda-stoate")
    for name in ("exchange", "edit_exchange", "exchange_used", "exchange_adopted"):
        assert other.get(reverse(f"sector:{name}", args=[exchange.pk])).status_code == 404
    assert exchange.title not in other.get(reverse("sector:exchange_year")).content.decode()


def test_it_is_corrected_by_its_page_with_whom_it_was(avonshire, lead, organisation):
    exchange = recorded(lead, organisations=[organisation], reach=12)
    form = reverse("sector:edit_exchange", args=[exchange.pk])
    page = send(avonshire.client("quality_lead"), form, reach="13", reason="Counted again")
    assert "13 people who came" in page and organisation.name in page
