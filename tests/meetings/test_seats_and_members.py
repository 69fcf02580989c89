"""Seats: vacant, held, ending, asked for; members counted without names; gaps against the population."""

from __future__ import annotations

import datetime
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.meetings.bodies import commands, names
from goldthread.meetings.bodies.members.commands import count_members as count
from goldthread.meetings.bodies.members.commands import set_population
from goldthread.meetings.bodies.members.gaps import members_of
from goldthread.meetings.bodies.members.population import census_groups, typed_groups
from goldthread.meetings.bodies.members.sheets import count_members
from goldthread.meetings.bodies.models import Body
from goldthread.meetings.bodies.page import recruited, seats_of
from goldthread.meetings.bodies.seats import commands as seats
from goldthread.meetings.bodies.seats import forgetting
from goldthread.meetings.bodies.seats.models import Seat, Term, state_of
from goldthread.sheets import SheetError

TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)


def _seat(**fields) -> Seat:
    return Seat(title="Carer", basis="lived", **fields)


def _term(until, ended=None) -> Term:
    return Term(begins_on=TODAY - 300 * DAY, until=until, ended_on=ended)


# (the seat, its open term, how it stands today)
STATES = [
    (_seat(), None, "Vacant"),
    (_seat(), _term(TODAY + 91 * DAY), "Held"),
    (_seat(), _term(TODAY + 90 * DAY), "Ending"),
    (_seat(), _term(TODAY), "Ending"),
    (_seat(), _term(TODAY - DAY), "Vacant"),
    (_seat(closed_on=TODAY), _term(TODAY), "Closed"),
    (_seat(asked_on=TODAY), None, "Asked for"),
    (_seat(asked_on=TODAY, reply="refused"), None, "Refused"),
    (_seat(asked_on=TODAY, reply="agreed"), None, "Vacant"),
]


@pytest.mark.parametrize(("seat", "term", "state"), STATES)
def test_how_a_seat_stands(seat, term, state):
    assert state_of(seat, term, TODAY).text == state


def _sheet(text: str):
    return count_members(io.BytesIO(text.encode()), "members.csv")


def test_a_sheet_is_counted_and_names_are_left_out():
    counted = _sheet(
        "Name,E-mail,Age group,Ethnic group\nAnn Fell,a@b.example,65 and over,White\nBo Marsh,b@b.example,Under 65,\n"
    )
    assert counted.members == 2 and counted.left_out == ["Name", "E-mail"]
    assert counted.questions == {
        "Age group": {"65 and over": 1, "Under 65": 1},
        "Ethnic group": {"White": 1, "Not stated": 1},
    }
    many = _sheet("Joined,Team\n" + "".join(f"Reason {each},North\n" for each in range(40)))
    assert many.questions == {"Team": {"North": 40}} and many.left_out == ["Joined"]
    with pytest.raises(SheetError):
        _sheet("Name,Team\n")


def test_typed_groups_are_read_and_others_named():
    assert typed_groups("White: 371,000\n\nAsian, 26000") == {"White": 371000, "Asian": 26000}
    for wrong in ("White", "White: 371,000", "White: many\nAsian: 3"):
        with pytest.raises(Refused):
            typed_groups(wrong)


CENSUS = (
    '"date","geography","geography code","Ethnic group: Total: All usual residents","Ethnic group: White",'
    '"Ethnic group: White: Irish","Ethnic group: Other ethnic group"\n'
    '2021,"North","E1",110,100,5,10\n2021,"South","E2",55,50,1,5\n2021,"East","E3",9,8,0,1\n'
)


def test_a_census_table_is_added_up_over_the_councils_areas():
    question, year, groups = census_groups(io.BytesIO(CENSUS.encode()), "ts021.csv", ["north", "South", ""])
    assert (question, year, groups) == ("Ethnic group", 2021, {"White": 150, "Other ethnic group": 15})
    with pytest.raises(SheetError, match="West"):
        census_groups(io.BytesIO(CENSUS.encode()), "ts021.csv", ["West"])


@pytest.fixture
def lead(avonshire):
    return avonshire.person("coproduction_lead")


@pytest.fixture
def panel(lead) -> Body:
    fields = {
        "name": "Bus panel",
        "kind": "panel",
        "purpose": "Reads timetables.",
        "since": TODAY - 400 * DAY,
    }
    return commands.add_body(by=lead, **fields)


def _fill(lead, seat, **fields):
    return seats.fill_seat(by=lead, seat=seat, **{"begins_on": TODAY, "until": TODAY + 700 * DAY, **fields})


@pytest.mark.django_db
def test_a_vacancy_is_filled_through_recruitment_and_its_name_kept_from_others(avonshire, lead, panel):
    seats.add_seat(by=lead, body=panel, title="Carer", basis="lived")
    seats.recruit(by=lead, body=panel, sought="Carers", channel="faith", began_on=TODAY, spoken_to=12)
    seat, came = panel.seats.get(), panel.recruitments.get()
    _fill(lead, seat, name="Avis  Tollemache", recruitment=came)
    assert [each.line for each in recruited(panel)] == ["1 of 12 spoken to came"]
    shown = {who: seats_of(panel, person, TODAY).shown[0].holder for who, person in _readers(avonshire)}
    assert shown == {"coproduction_lead": "Avis Tollemache", "quality_lead": "A member", "public": "A member"}
    with pytest.raises(Refused, match="End their term first"):
        _fill(lead, seat, name="Bo Marsh")
    seats.end_term(by=lead, seat=seat, ended_on=TODAY)
    assert seats_of(panel, lead, TODAY).lines == ["0 of 1 seat held"]
    page = avonshire.client("quality_lead").get(reverse("meetings:body", args=[panel.pk])).content.decode()
    assert "Tollemache" not in page and "Vacant" in page


def _readers(avonshire):
    return [
        ("coproduction_lead", avonshire.person("coproduction_lead")),
        ("quality_lead", avonshire.person("quality_lead")),
        ("public", None),
    ]


@pytest.mark.django_db
def test_whoever_agreed_is_named_to_the_public_and_who_holds_a_seat_is_a_member(avonshire, lead, panel):
    seats.add_seat(by=lead, body=panel, title="Carer", basis="lived")
    seats.add_seat(by=lead, body=panel, title="Lead", basis="lived")
    one, two = panel.seats.order_by("title")
    _fill(lead, one, name="Bo Marsh", may_be_named=True)
    member = avonshire.person("board_member")
    _fill(lead, two, person=member)
    assert [each.holder for each in seats_of(panel, None, TODAY).shown] == ["Bo Marsh", "A member"]
    assert panel in names.bodies_of(member)
    seats.end_term(by=lead, seat=two, ended_on=TODAY)
    assert panel not in names.bodies_of(member)


@pytest.mark.django_db
def test_a_name_is_deleted_once_the_term_is_long_over(lead, panel):
    seats.add_seat(by=lead, body=panel, title="Carer", basis="lived")
    _fill(lead, panel.seats.get(), name="Bo Marsh")
    over = TODAY + 700 * DAY
    ours = forgetting.due(lead.council, over + 720 * DAY).filter(term__seat__body=panel)
    assert not ours.exists()
    assert forgetting.due(lead.council, over + 740 * DAY).filter(term__seat__body=panel).count() == 1


@pytest.mark.django_db
def test_a_seat_that_is_asked_for_is_owed_an_answer(lead, panel):
    seats.ask_for_seat(
        by=lead, body=panel, title="Disabled person", basis="lived", asked_by="Access group", asked_on=TODAY
    )
    seat = panel.seats.get()
    with pytest.raises(Refused, match="not agreed"):
        _fill(lead, seat, name="Bo Marsh")
    with pytest.raises(Refused, match="why it was refused"):
        seats.answer_seat(by=lead, seat=seat, reply="refused", replied_on=TODAY)
    seats.answer_seat(by=lead, seat=seat, reply="agreed", replied_on=TODAY)
    assert seats_of(panel, lead, TODAY).lines == ["0 of 1 seat held", "1 of 1 that were asked for agreed"]
    with pytest.raises(Refused):
        seats.answer_seat(by=lead, seat=seat, reply="agreed", replied_on=TODAY)


@pytest.mark.django_db
def test_members_are_held_against_the_population_and_too_few_is_said(avonshire, lead, panel):
    set_population(
        by=lead,
        question="Ethnic group",
        groups={"White": 90, "Asian": 10},
        year=2021,
        source="Census, made up",
    )
    count(by=lead, body=panel, as_at=TODAY, counted=_sheet("Ethnic Group\n" + "white\n" * 8 + "Asian\n"))
    [compared] = members_of(panel).compared
    said = compared.result.sentences()
    assert "Asian: 1 of 9; the population's share would be 0.9." in said[1]
    assert "Too few members to say whether chance explains it (at least 29 needed)" in said[1]
    count(by=lead, body=panel, as_at=TODAY, counted=_sheet("Ethnic group\nMartian\nWhite\n"))
    [compared] = members_of(panel).compared
    assert compared.result is None and "Martian" in compared.problem
    inside = reverse("meetings:body", args=[panel.pk])
    assert "not comparable" in avonshire.client("coproduction_lead").get(inside).content.decode()
