"""Quick add: one screen with answers already given, and feedback that is assigned as it is entered."""

import html

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from goldthread.council.files.models import Attachment
from goldthread.feedback import labels
from goldthread.feedback.models import Feedback
from goldthread.feedback.routing.commands import add_intake_rule

pytestmark = pytest.mark.django_db


def _sent(**more):
    today = timezone.localdate()
    return {
        "source": "compliment", "text": "The quincunx man was kind.", "speaker": "person", "channel": "face",
        "received_on-day": today.day, "received_on-month": today.month, "received_on-year": today.year, **more,
    }  # fmt: skip


def _latest(avonshire):
    avonshire.enter()
    return Feedback.objects.filter(council=avonshire.council).latest("number")


def test_a_front_line_worker_adds_for_their_own_team_today(avonshire):
    client = avonshire.client("practitioner")
    address = reverse("feedback:quick")
    assert reverse("feedback:quick") in client.get(reverse("home")).content.decode()
    page = client.post(address, _sent(), follow=True).content.decode()
    saved = _latest(avonshire)
    assert f"Saved as {saved.reference}." in page and "The quincunx man" not in page
    own = avonshire.person("practitioner").memberships.first().team
    assert (saved.source, saved.team, saved.received_on) == ("compliment", own, timezone.localdate())


def test_what_is_missing_is_named_and_the_same_card_is_asked_about(avonshire):
    client, address = avonshire.client("practitioner"), reverse("feedback:quick")
    page = client.post(address, _sent(text=" ", source="gossip")).content.decode()
    assert "Enter what they said" in page and "Select type" in page
    client.post(address, _sent())
    page = client.post(address, _sent(speaker="carer")).content.decode()
    assert "already saved" in page and 'name="allow_duplicate"' in page
    assert client.post(address, _sent(speaker="carer", allow_duplicate="on")).status_code == 302
    assert avonshire.client("director").get(address).status_code == 403
    assert 'value="concern" checked' in client.get(f"{address}?type=concern").content.decode()


def test_feedback_is_assigned_as_it_is_entered(avonshire):
    colleague, client = avonshire.person("quality_lead"), avonshire.client("complaints_manager")
    sent = {"points": "1", "point_1": "The quincunx never came.", "owner": colleague.pk, **_sent()}
    answer = client.post(reverse("feedback:receive_source", args=["complaint"]), sent)
    saved = _latest(avonshire)
    assert saved.owner == colleague and str(saved.pk) in answer["Location"]
    nobody_there = avonshire.person("practitioner")
    wrong = {**sent, "point_1": "It dripped.", "owner": nobody_there.pk}
    page = client.post(reverse("feedback:receive_source", args=["complaint"]), wrong).content.decode()
    assert "may not open" in page and _latest(avonshire) == saved


def _photograph() -> bytes:
    """Return a small JPEG without anything in it."""
    return bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")


def test_a_photo_is_attached_restricted_and_what_is_none_is_refused_whole(avonshire):
    client, address = avonshire.client("practitioner"), reverse("feedback:quick")
    before = _latest(avonshire)
    wrong = SimpleUploadedFile("card.jpg", b"MZ not a picture")
    page = client.post(address, _sent(photo=wrong)).content.decode()
    assert "programs are never taken" in page and _latest(avonshire) == before
    client.post(address, _sent(photo=SimpleUploadedFile("card.jpg", _photograph())))
    saved = _latest(avonshire)
    assert saved != before
    file = Attachment.objects.get(origin="feedback", origin_id=saved.pk)
    assert file.is_restricted and file.kind == "jpg"


def test_what_a_rule_gives_to_another_team_is_saved_with_its_photo_and_says_where_it_went(avonshire):
    worker = avonshire.person("practitioner")
    own = worker.memberships.first().team
    other = avonshire.team("first-contact" if own.slug != "first-contact" else "locality-south")
    fields = {
        "source": "compliment",
        "speaker": "",
        "named_team": own,
        "organisation": None,
        "owner": None,
        "words": "",
        "theme": "",
    }
    add_intake_rule(
        by=avonshire.person("administrator"),
        name="Thanks go elsewhere",
        is_active=True,
        to_team=other,
        **fields,
    )
    sent = _sent(photo=SimpleUploadedFile("card.jpg", _photograph()), team=str(own.pk))
    page = (
        avonshire.client("practitioner").post(reverse("feedback:quick"), sent, follow=True).content.decode()
    )
    saved = _latest(avonshire)
    assert (saved.team, saved.rule.name) == (other, "Thanks go elsewhere")
    assert Attachment.objects.get(origin="feedback", origin_id=saved.pk).is_restricted
    assert f"Saved as {saved.reference}." in page and f"gave it to {other.name}." in page
    assert "You cannot open it any more" in page


def test_a_subject_is_suggested_by_likely_themes_and_not_saved(avonshire, monkeypatch):
    asked = []

    def read(person, texts, source):
        asked.append((person.name, texts, source))
        return ["Being kept informed", "Care at home"]

    monkeypatch.setattr(labels, "_READERS", [read])
    client, address = (
        avonshire.client("complaints_manager"),
        reverse("feedback:receive_source", args=["complaint"]),
    )
    text = "I rang three times and nobody rang me back. I was never told what is happening."
    sent = {"points": "2", "point_1": text, "point_2": "", "suggest": "yes"}
    page = html.unescape(client.post(address, sent).content.decode())
    assert 'name="subject" type="text" value="Being kept informed and Care at home"' in page and text in page
    assert asked == [(avonshire.person("complaints_manager").name, [text], "complaint")]
    monkeypatch.setattr(labels, "_READERS", [lambda *_: []])
    page = html.unescape(client.post(address, {**sent, "point_1": "Hm."}).content.decode())
    assert "No theme is likely enough" in page and 'name="subject" type="text" value=""' in page
