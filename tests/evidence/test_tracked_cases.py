"""Cases for pathway tracking: drawn by lot with a seed that is kept, consent, swaps, and seen by few."""

from __future__ import annotations

import datetime
import html
import re
from collections import Counter

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.files.commands import attach_file
from goldthread.council.records import search
from goldthread.evidence.returns import commands as returns
from goldthread.evidence.returns.cases import commands
from goldthread.evidence.returns.cases.drawing import in_order, is_reference
from goldthread.evidence.returns.cases.forms import DrawForm
from goldthread.evidence.returns.cases.models import TrackedCase
from goldthread.standards import pathway_tracking
from goldthread.thread import forgetting

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)
POOL = [f"LAS {number}" for number in range(100, 130)]


@pytest.fixture
def lead(avonshire):
    """Return one of the few."""
    return avonshire.person("psw")


@pytest.fixture
def drawn(avonshire, lead) -> list[TrackedCase]:
    """Return six cases drawn of thirty."""
    asked = returns.add_return(
        by=avonshire.person("quality_lead"),
        title="Made up",
        body="B",
        received_on=TODAY - 9 * DAY,
        due_on=TODAY,
    )
    given = {"references": POOL, "drawn_on": TODAY, "supplied": 6, "chosen": 3, "tracked": 2, "seed": 11}
    commands.draw_cases(by=lead, information_return=asked, **given)
    return list(asked.draws.get().cases.order_by("place"))


def test_the_same_seed_draws_the_same_from_the_same_list_whatever_its_order(drawn):
    order = in_order(reversed(POOL), 11)
    assert [case.case_reference for case in drawn] == order[:6]
    assert in_order(POOL, 12) != order and sorted(order) == POOL


def test_the_draw_is_fair():
    # Of 2,000 draws of 3 of 10, each is drawn about 600 times: within four standard deviations (20.5 each).
    times = Counter(ref for seed in range(2000) for ref in in_order(POOL[:10], seed)[:3])
    assert all(abs(times[ref] - 600) < 82 for ref in POOL[:10]), times


def test_it_is_tracked_with_consent_only(lead, drawn):
    case = drawn[0]
    with pytest.raises(Refused, match="once consent is given"):
        commands.set_standing(by=lead, case=case, standing="tracked")
    commands.record_consent(by=lead, case=case, consent="given", consent_on=TODAY)
    commands.set_standing(by=lead, case=case, standing="tracked")
    commands.record_consent(by=lead, case=case, consent="refused", consent_on=TODAY)
    assert case.standing == "chosen"
    commands.record_consent(by=lead, case=case, consent="given", consent_on=TODAY)
    commands.set_standing(by=lead, case=case, standing="tracked")
    # Asked again, nobody has said yes.
    commands.record_consent(by=lead, case=case, consent="asked", consent_on=TODAY)
    assert case.standing == "chosen"


def test_a_swap_takes_the_next_of_the_draw_and_keeps_the_reason(lead, drawn):
    new = commands.swap_case(by=lead, case=drawn[2], swapped_on=TODAY, reason="The person moved away")
    assert (new.place, new.case_reference) == (7, in_order(POOL, 11)[6])
    assert (drawn[2].standing, drawn[2].swapped_because, drawn[2].swapped_for) == (
        "swapped", "The person moved away", new,
    )  # fmt: skip
    with pytest.raises(Refused, match="was swapped out"):
        commands.record_consent(by=lead, case=drawn[2], consent="given", consent_on=TODAY)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("4711", True),
        ("LAS 4711", True),
        ("AV-47/11", True),
        ("Pemberton", False),
        ("Pemberton 4711", False),
        ("A. Lee", False),
        ("4711 Pemberton", False),
        ("1" * 31, False),
        ("", False),
    ],
)
def test_no_name_is_a_reference(text, is_one):
    assert is_reference(text) is is_one


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"supplied": 31}, "There are 30 references"),
        ({"chosen": 7}, "no more chosen than supplied"),
        ({"references": [*POOL, "Pemberton 4711"]}, "Number 31 of the list is no reference"),
    ],
)
def test_what_cannot_be_drawn_is_refused(avonshire, lead, given, words):
    asked = returns.add_return(
        by=avonshire.person("quality_lead"), title="Made up", body="B", received_on=TODAY - DAY, due_on=TODAY
    )
    fields = {"references": POOL, "drawn_on": TODAY, "supplied": 6, "chosen": 3, "tracked": 2}
    with pytest.raises(Refused, match=words):
        commands.draw_cases(by=lead, information_return=asked, **(fields | given))


def test_the_numbers_begin_as_published_and_a_sheet_gives_its_references_only(lead):
    rule = pathway_tracking.rule()
    form = DrawForm(person=lead)
    assert [form[name].value() for name in ("supplied", "chosen", "tracked")] == [50, 10, 6]
    assert form["source"].value() == rule.source and not rule.confirmed
    sheet = SimpleUploadedFile("cases.csv", b"Name,Case reference\nAnn Other,4711\nBob Other,4712\n")
    day = {"drawn_on-day": TODAY.day, "drawn_on-month": TODAY.month, "drawn_on-year": TODAY.year}
    sent = {**day, "supplied": 2, "chosen": 1, "tracked": 1}
    form = DrawForm(sent, {"file": sheet}, person=lead)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["references"] == ["4711", "4712"]


def test_names_are_hidden_in_a_chronology_and_a_reference_keeps_its_number(avonshire, lead, drawn):
    case = commands.write_chronology(
        by=lead, case=drawn[0], chronology="3 May: Mrs Margaret Pemberton rang, and nobody rang back."
    )
    assert "Pemberton" not in case.chronology and case.case_reference in POOL


def test_only_the_few_see_a_case_its_file_or_its_reference(avonshire, brackenmoor, lead, drawn):
    case = drawn[0]
    attach_file(
        by=lead,
        record=case,
        filename="chronology.txt",
        content=b"Godwits on the marsh, made up.",
        is_restricted=False,
    )
    page = reverse("evidence:case", args=[case.pk])
    listed, draw = (
        reverse("evidence:case_list"),
        reverse("evidence:cases", args=[case.draw.information_return_id]),
    )
    for who in (
        "complaints_manager",
        "coproduction_lead",
        "team_manager",
        "practitioner",
        "assessor",
        "director",
    ):
        client = avonshire.client(who)
        assert {client.get(address).status_code for address in (page, listed, draw)} == {403}, who
        assert not search.matching(avonshire.person(who), "godwits marsh", kind="attachment")
    assert avonshire.client("psw").get(page).status_code == 200
    assert search.matching(lead, "godwits marsh", kind="attachment")
    assert brackenmoor.client("quality_lead").get(page).status_code == 404
    with pytest.raises(PermissionDenied):
        commands.swap_case(by=avonshire.person("director"), case=case, swapped_on=TODAY, reason="Another one")


def test_each_number_of_the_draw_leads_to_exactly_what_it_counts(avonshire, lead, drawn):
    commands.record_consent(by=lead, case=drawn[0], consent="given", consent_on=TODAY)
    commands.swap_case(by=lead, case=drawn[1], swapped_on=TODAY, reason="Too near to another")
    client = avonshire.client("psw")
    page = client.get(reverse("evidence:cases", args=[drawn[0].draw.information_return_id])).content.decode()
    counts = re.findall(r'href="(/evidence/returns/cases/[^"]*)">(\d+)', page)
    assert sorted(int(number) for _, number in counts) == [0, 0, 0, 0, 1, 1, 6, 6, 7]
    for href, number in counts:
        listed = client.get(html.unescape(href)).content.decode()
        assert listed.count('name="row"') == int(number), href


def test_they_are_deleted_when_their_time_is_over(avonshire, drawn):
    keys = [case.pk for case in drawn]
    later = timezone.now() + datetime.timedelta(days=366 * 2 + 2)
    done = forgetting.forget_due(avonshire.clock, today=later.date(), now=later)
    assert done.tracked_cases and not TrackedCase.objects.filter(pk__in=keys).exists()
