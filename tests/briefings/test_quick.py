"""A briefing on one screen of a phone: read, and back to the next thing."""

import pytest
from django.urls import reverse

from goldthread.briefings.models import Receipt
from goldthread.briefings.queries import unread_by

pytestmark = pytest.mark.django_db


def test_a_practitioner_reads_one_from_home_and_marks_it(avonshire):
    person, client = avonshire.person("practitioner"), avonshire.client("practitioner")
    briefing = unread_by(person)[0]
    address = reverse("briefings:quick", args=[briefing.pk])
    assert address in client.get(reverse("home")).content.decode()
    page = client.get(address).content.decode()
    assert briefing.title in page and "Mark as read" in page
    acknowledge = reverse("briefings:acknowledge", args=[briefing.pk])
    answer = client.post(acknowledge, {"from": "quick", "how_used": "At our meeting."})
    assert answer["Location"] == reverse("home")
    avonshire.enter()
    assert Receipt.objects.get(briefing=briefing, person=person).how_used == "At our meeting."
    assert address not in client.get(reverse("home")).content.decode()


def test_others_do_not_see_it(avonshire, brackenmoor):
    briefing = unread_by(avonshire.person("practitioner"))[0]
    address = reverse("briefings:quick", args=[briefing.pk])
    assert brackenmoor.client("practitioner").get(address).status_code == 404
    assert "Mark as read" not in avonshire.client("assessor").get(address).content.decode()
