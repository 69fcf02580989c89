"""Limits of the public's forms: generous for a network, tight for one form, none for staff; nothing typed is lost."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.test import RequestFactory
from django.utils import timezone

from goldthread.public.limits import counting
from goldthread.public.limits.counting import TRAP, fell_into_trap, must_wait_until, note_use
from goldthread.public.limits.models import FormUse

pytestmark = pytest.mark.django_db
Use = FormUse.Use


def _from(address: str, person=None):
    request = RequestFactory().post("/", REMOTE_ADDR=address)
    request.person = person
    return request


def _used(council, use, times: int, *, address: str, form=None, ago: int = 5) -> None:
    for _ in range(times):
        note_use(_from(address), council, use, form)
    FormUse.objects.filter(council=council).update(at=timezone.now() - datetime.timedelta(minutes=ago))


def test_a_library_has_room_for_everybody_in_it(avonshire):
    library = "192.0.2.7"
    _used(avonshire.council, Use.SENT, 60, address=library)
    assert must_wait_until(_from(library), avonshire.council, Use.SENT, uuid.uuid4()) is None
    assert counting.A_NETWORK[Use.SENT] >= 10 * 60


def test_a_network_that_sends_without_end_waits_until_the_hour_is_over(avonshire, monkeypatch):
    monkeypatch.setitem(counting.A_NETWORK, Use.SENT, 3)
    _used(avonshire.council, Use.SENT, 2, address="192.0.2.8", ago=50)
    assert must_wait_until(_from("192.0.2.8"), avonshire.council, Use.SENT) is None
    note_use(_from("192.0.2.8"), avonshire.council, Use.SENT)
    until = must_wait_until(_from("192.0.2.8"), avonshire.council, Use.SENT)
    # The first of the three was fifty minutes ago, so there is room in ten.
    assert 9 < (until - timezone.now()).total_seconds() / 60 <= 10
    # Beginning a form is counted apart, and another network is not touched.
    assert must_wait_until(_from("192.0.2.8"), avonshire.council, Use.BEGUN) is None
    assert must_wait_until(_from("192.0.2.9"), avonshire.council, Use.SENT) is None
    # An IPv6 household is one network, however many addresses its devices choose.
    _used(avonshire.council, Use.SENT, 3, address="2001:db8::1")
    assert must_wait_until(_from("2001:db8::ffff:2"), avonshire.council, Use.SENT) is not None


def test_one_form_is_sent_a_few_times_only_from_wherever(avonshire):
    form = uuid.uuid4()
    for number in range(counting.A_FORM[Use.SENT]):
        note_use(_from(f"192.0.2.{number}"), avonshire.council, Use.SENT, form)
    assert must_wait_until(_from("192.0.2.200"), avonshire.council, Use.SENT, form) is not None
    assert must_wait_until(_from("192.0.2.200"), avonshire.council, Use.SENT, uuid.uuid4()) is None


def test_staff_who_fill_a_form_in_for_somebody_are_not_limited(avonshire, monkeypatch):
    monkeypatch.setitem(counting.A_NETWORK, Use.SENT, 1)
    council, person = avonshire.council, avonshire.person("complaints_manager")
    note_use(_from("192.0.2.1"), council, Use.SENT)
    assert must_wait_until(_from("192.0.2.1"), council, Use.SENT) is not None
    assert must_wait_until(_from("192.0.2.1", person), council, Use.SENT) is None
    note_use(_from("192.0.2.1", person), council, Use.SENT)
    assert FormUse.objects.filter(council=council).count() == 1


def test_what_counts_no_more_is_deleted_and_no_address_is_kept(avonshire):
    council = avonshire.council
    _used(council, Use.BEGUN, 1, address="192.0.2.1", ago=61)
    note_use(_from("192.0.2.1"), council, Use.BEGUN)
    assert "192.0.2.1" not in FormUse.objects.filter(council=council).first().network
    counting.delete_old(council.pk)
    assert FormUse.objects.filter(council=council).count() == 1


@pytest.mark.parametrize(("typed", "caught"), [("", False), ("  ", False), ("http://example.org", True)])
def test_a_box_that_nobody_sees_catches_programs(typed, caught):
    assert fell_into_trap(RequestFactory().post("/", {TRAP: typed})) is caught
