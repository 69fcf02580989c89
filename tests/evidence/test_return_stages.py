"""How far an item of an information return is: gathered, redacted, and signed off by somebody who had no hand in it."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from goldthread.council.command import Refused
from goldthread.council.records import my_work
from goldthread.council.records.assignment import assign
from goldthread.evidence.returns import commands
from goldthread.evidence.returns.models import ReturnItem
from goldthread.evidence.returns.stages import Stage, stage_of
from tests.evidence.return_items import TODAY, document_of, item_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "has_documents", "stage"),
    [
        ({}, False, Stage.NOT_STARTED),
        ({"as_at": TODAY}, False, Stage.GATHERING),
        ({}, True, Stage.GATHERING),
        ({"gathered_on": TODAY, "redaction": "needed"}, True, Stage.TO_REDACT),
        ({"gathered_on": TODAY, "redaction": "needed", "redacted_on": TODAY}, True, Stage.TO_SIGN),
        ({"gathered_on": TODAY, "redaction": "not_needed"}, True, Stage.TO_SIGN),
        ({"gathered_on": TODAY, "signed_on": TODAY}, True, Stage.READY),
        ({"gathered_on": TODAY, "signed_on": TODAY, "sent_on": TODAY}, True, Stage.SENT),
    ],
)
def test_the_stage_follows_from_the_dates(fields, has_documents, stage):
    assert stage_of(ReturnItem(**fields), has_documents=has_documents) == stage


def test_an_item_is_gathered_redacted_and_signed_off_by_another(avonshire, lead, asked):
    owner, director = avonshire.person("complaints_manager"), avonshire.person("director")
    item = item_of(lead, asked, owner=owner)
    assert item in my_work.open_work(ReturnItem, owner)
    with pytest.raises(Refused, match="Give it a document first"):
        commands.finish_gathering(by=owner, item=item, gathered_on=TODAY, as_at=TODAY, redaction="needed")
    commands.give_document(by=owner, item=item, document=document_of(avonshire), section="p. 3")
    assert item.stage == Stage.GATHERING
    commands.finish_gathering(by=owner, item=item, gathered_on=TODAY, as_at=TODAY, redaction="needed")
    with pytest.raises(Refused, match="not to be signed off now"):
        commands.sign_off(by=director, item=item, signed_on=TODAY)
    commands.record_redaction(by=owner, item=item, redacted_on=TODAY)
    with pytest.raises(Refused, match="Somebody else signs it off"):
        commands.sign_off(by=owner, item=item, signed_on=TODAY)
    with pytest.raises(PermissionDenied):
        commands.sign_off(by=avonshire.person("team_manager"), item=item, signed_on=TODAY)
    commands.sign_off(by=director, item=item, signed_on=TODAY)
    assert item.stage == Stage.READY and item.signed_by == director and item.redacted_by == owner
    assert item not in my_work.open_work(ReturnItem, owner)
    with pytest.raises(Refused, match="Reopen it first"):
        commands.give_document(by=owner, item=item, document=document_of(avonshire), section="p. 9")
    commands.reopen_item(by=lead, item=item, reason="A newer version came")
    assert (item.stage, item.signed_by, item.redacted_on) == (Stage.GATHERING, None, None)


def test_nobody_hands_an_item_on_to_sign_it_off_themselves(avonshire, lead, asked):
    owner = avonshire.person("complaints_manager")
    item = item_of(lead, asked, owner=owner)
    commands.give_document(by=owner, item=item, document=document_of(avonshire))
    assign(by=owner, record=item, owner=lead)
    commands.finish_gathering(by=owner, item=item, gathered_on=TODAY, as_at=TODAY, redaction="not_needed")
    with pytest.raises(Refused, match="You gathered it"):
        commands.sign_off(by=owner, item=item, signed_on=TODAY)
    # Whoever owned it before anything was there may.
    early = item_of(lead, asked, "X2", owner=owner)
    assign(by=lead, record=early, owner=lead)
    commands.give_document(by=lead, item=early, document=document_of(avonshire))
    commands.finish_gathering(by=lead, item=early, gathered_on=TODAY, as_at=TODAY, redaction="not_needed")
    assert commands.sign_off(by=owner, item=early, signed_on=TODAY).stage == Stage.READY


def test_a_document_that_comes_after_redaction_is_redacted_too(avonshire, lead, asked):
    item, document = item_of(lead, asked), document_of(avonshire)
    there = {"gathered_on": TODAY, "as_at": TODAY, "redaction": "needed"}
    commands.give_document(by=lead, item=item, document=document, section="p. 1")
    commands.finish_gathering(by=lead, item=item, **there)
    commands.record_redaction(by=lead, item=item, redacted_on=TODAY)
    assert item.stage == Stage.TO_SIGN
    commands.give_document(by=lead, item=item, document=document, section="p. 2")
    assert item.stage == Stage.GATHERING
    commands.finish_gathering(by=lead, item=item, **there)
    assert (item.stage, item.redacted_on) == (Stage.TO_REDACT, None)


# Who did what of an item, and why each may not sign it off; "" for whoever had no hand in it.
@pytest.mark.parametrize(
    ("did", "why"),
    [
        ({}, ""),
        ({"gave": True}, "You gathered it"),
        ({"finished": True}, "You gathered it"),
        ({"redacted": True}, "You redacted it"),
        ({"owns": True}, "You own it"),
        ({"owned": True}, "You owned, gathered or redacted it before"),
        ({"finished": True, "anew": True}, "You owned, gathered or redacted it before"),
        ({"redacted": True, "anew": True}, "You owned, gathered or redacted it before"),
    ],
)
def test_nobody_signs_off_what_they_gathered_redacted_or_own(avonshire, lead, asked, did, why):
    me, director, psw = (avonshire.person(role) for role in ("complaints_manager", "director", "psw"))
    item = item_of(lead, asked, owner=me if did.get("owns") or did.get("owned") else psw)
    commands.give_document(by=me if did.get("gave") else psw, item=item, document=document_of(avonshire))
    if did.get("owned"):
        assign(by=lead, record=item, owner=psw)
    there = {"gathered_on": TODAY, "as_at": TODAY, "redaction": "needed"}
    commands.finish_gathering(by=me if did.get("finished") else psw, item=item, **there)
    commands.record_redaction(by=me if did.get("redacted") else psw, item=item, redacted_on=TODAY)
    if did.get("anew"):
        commands.reopen_item(by=lead, item=item, reason="A newer version came")
        commands.finish_gathering(by=psw, item=item, **there)
        commands.record_redaction(by=psw, item=item, redacted_on=TODAY)
    page = avonshire.client("complaints_manager").get(reverse("evidence:return_item", args=[item.pk]))
    avonshire.enter()
    assert ("somebody else signs it off" in page.content.decode()) == bool(why)
    if why:
        with pytest.raises(Refused, match=f"{why}. Somebody else signs it off"):
            commands.sign_off(by=me, item=item, signed_on=TODAY)
        assert commands.sign_off(by=director, item=item, signed_on=TODAY).signed_by == director
    else:
        assert commands.sign_off(by=me, item=item, signed_on=TODAY).signed_by == me
