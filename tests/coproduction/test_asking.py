"""People who agreed to be asked: who sees them, whom a draw leaves out, the seed, and deletion when consent ends."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from goldthread.coproduction import commands as works
from goldthread.coproduction.asking import commands
from goldthread.coproduction.asking.drawing import MOST_A_YEAR, draw
from goldthread.coproduction.asking.models import Invited, WillingPerson
from goldthread.council.command import Refused
from goldthread.thread import forgetting

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
# A format that nobody of the demo is asked in, so that the draws of these tests have no others in them.
ONLY = ["autism"]


@pytest.fixture
def lead(avonshire):
    """Return the coproduction lead, where nobody of the demo matches what the tests draw by."""
    lead = avonshire.person("coproduction_lead")
    for person in WillingPerson.objects.filter(council=avonshire.council, interests__contains=ONLY):
        commands.end_consent(by=lead, person=person)
    return lead


def _person(lead, name, **fields):
    today = timezone.localdate()
    given = {
        "as_whom": "person", "format": "letter", "interests": ONLY, "address": "1 Test Street",
        "consent_on": today - 30 * DAY, "consent_until": today + 90 * DAY,
    }  # fmt: skip
    return commands.add_person(by=lead, name=name, **{**given, **fields})


def _work(lead, title="A quiet hour at the library"):
    return works.add_involvement(
        by=lead, kind="service_review", title=title, about="When.", started_on=timezone.localdate() - 60 * DAY
    )


def _draw(lead, work, wanted=10, **fields):
    today = timezone.localdate()
    given = {"interests": ONLY, "seed": 5, "drawn_on": today, "respond_by": today + 14 * DAY, **fields}
    return commands.draw_invitation(by=lead, involvement=work, wanted=wanted, **given)


def _names(invitation):
    return [each.person.name for each in invitation.invited.select_related("person").order_by("place")]


def test_the_same_seed_draws_the_same_and_all_where_there_are_no_more():
    keys = list(range(20))
    assert draw(keys, 5, 3) == draw(keys, 5, 3) != draw(keys, 5, 4)
    assert sorted(draw(keys, 50, 3)) == keys and draw([], 2, 1) == []


def test_a_draw_keeps_its_seed_and_asks_nobody_twice_for_one_work(lead):
    people = {_person(lead, f"Person {number}").name for number in range(6)}
    work = _work(lead)
    first = _draw(lead, work, wanted=4)
    second = _draw(lead, work, wanted=4)
    assert (first.seed, first.matched, first.left_out) == (5, 6, 0) and second.matched == 2
    assert len(_names(first)) == 4 and {*_names(first), *_names(second)} == people
    with pytest.raises(Refused, match="Nobody who agreed"):
        _draw(lead, work)


def test_whoever_was_asked_too_often_is_left_out_unless_somebody_says_otherwise(lead):
    often = _person(lead, "Asked Often")
    for number in range(MOST_A_YEAR):
        _draw(lead, _work(lead, f"Work {number}"))
    with pytest.raises(Refused, match="asked often enough"):
        _draw(lead, _work(lead, "One more"))
    _person(lead, "Asked Never")
    drawn = _draw(lead, _work(lead, "And one"))
    assert (_names(drawn), drawn.matched, drawn.left_out) == (["Asked Never"], 2, 1)
    both = _draw(lead, _work(lead, "All the same"), often_too=True)
    assert often.name in _names(both) and both.left_out == 0 and both.often_too


def test_an_invitation_of_more_than_a_year_ago_counts_no_more(lead):
    today = timezone.localdate()
    _person(lead, "Long Ago", consent_on=today - 500 * DAY, consent_until=today + 90 * DAY)
    work = works.add_involvement(
        by=lead, kind="strategy", title="Old", about="Old.", started_on=today - 600 * DAY
    )
    for title in ("a", "b"):
        work = works.add_involvement(
            by=lead, kind="strategy", title=title, about="Old.", started_on=today - 600 * DAY
        )
        _draw(lead, work, drawn_on=today - 400 * DAY, respond_by=today - 390 * DAY)
    assert _draw(lead, _work(lead)).left_out == 0


def test_whose_consent_is_over_is_not_drawn_and_is_deleted(avonshire, lead):
    today = timezone.localdate()
    person = _person(lead, "Ends Today", consent_until=today)
    drawn = _draw(lead, _work(lead))
    later = today + DAY
    now = timezone.now() + DAY
    with pytest.raises(Refused, match="Nobody who agreed"):
        _draw(lead, _work(lead, "Tomorrow"), drawn_on=later, respond_by=later)
    avonshire.enter()
    forgetting.forget_due(avonshire.clock, today=later, now=now)
    avonshire.enter()
    assert not WillingPerson.objects.filter(pk=person.pk).exists()
    [place] = Invited.objects.filter(invitation=drawn)
    assert place.person_id is None and place.place == 1


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"address": ""}, "Enter an e-mail address"),
        ({"consent_until": timezone.localdate() + 2000 * DAY}, "three years"),
        ({"consent_until": timezone.localdate() - 40 * DAY}, "is before"),
    ],
)
def test_a_person_without_an_address_or_with_an_endless_consent_is_refused(lead, fields, says):
    with pytest.raises(Refused, match=says):
        _person(lead, "Somebody", **fields)


def test_nobody_but_the_coproduction_lead_sees_or_draws(avonshire, lead):
    assert avonshire.client("director").get(reverse("coproduction:people")).status_code == 403
    with pytest.raises(PermissionDenied):
        _draw(avonshire.person("quality_lead"), _work(lead))


def test_answers_are_kept_by_place(lead):
    _person(lead, "One")
    drawn = _draw(lead, _work(lead))
    commands.record_answers(by=lead, invitation=drawn, answered_on=timezone.localdate(), answers={1: "yes"})
    [place] = drawn.invited.all()
    assert (place.answer, place.answered_on) == ("yes", timezone.localdate())
