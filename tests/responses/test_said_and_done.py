"""You said, we did: approved by somebody else, about five people or more, in the council's own words."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from django.test import Client
from django.urls import reverse

from goldthread.council.command import Refused
from goldthread.learning.models import Action
from goldthread.responses.said_and_done import commands
from goldthread.responses.said_and_done.commands import quoted
from goldthread.responses.said_and_done.models import SaidAndDone
from tests.responses.test_asks import TODAY, answered, receive

pytestmark = pytest.mark.django_db
ENTRY = {
    "title": "Agendas in good time",
    "said_by": "board",
    "people": 8,
    "said": "Papers came too late to be read.",
    "did": "They come two weeks before.",
    "worked": "not_yet",
    "worked_words": "",
    "easy_read": "",
}


def drafted(cast, ask=None, **fields) -> SaidAndDone:
    """Return a draft by the coproduction lead."""
    title = fields.get("title", ENTRY["title"])
    text = f"Please send what we talk about a good deal earlier than now. {title}. {fields.get('worked', '')}"
    asks = [ask or answered(cast, receive(cast, text))]
    by = cast.person("coproduction_lead")
    return commands.draft_entry(by=by, asks=asks, drafted_on=TODAY, **{**ENTRY, **fields})


def published(cast, **fields) -> SaidAndDone:
    """Return a draft that the director approved and published."""
    entry, director = drafted(cast, **fields), cast.person("director")
    commands.approve_entry(by=director, entry=entry, approved_on=TODAY)
    return commands.publish_entry(by=director, entry=entry, published_on=TODAY)


def test_nobody_approves_their_own_draft(avonshire):
    entry = drafted(avonshire)
    with pytest.raises(Refused, match="You wrote this draft"):
        commands.approve_entry(by=avonshire.person("coproduction_lead"), entry=entry, approved_on=TODAY)
    with pytest.raises(Refused, match="approved first"):
        commands.publish_entry(by=avonshire.person("director"), entry=entry, published_on=TODAY)


@pytest.mark.parametrize(
    ("people", "consent", "refused", "who"),
    [
        (1, False, "Only one person", ""),
        (1, True, "", "One person, with their consent. People who draw on care"),
        (2, True, "fewer than five", ""),
        (4, False, "fewer than five", ""),
        (5, False, "", "People who draw on care: several"),
        (9, False, "", "People who draw on care: several"),
        (10, False, "", "People who draw on care: 10 or more"),
        (64, False, "", "People who draw on care: 50 or more"),
    ],
)
def test_of_fewer_than_five_nothing_is_published_but_of_one_who_consents(
    avonshire, people, consent, refused, who
):
    given = {"consent_on": TODAY, "consent_how": "phone"} if consent else {}
    entry = drafted(avonshire, people=people, said_by="people", **given)
    if refused:
        with pytest.raises(Refused, match=refused):
            commands.approve_entry(by=avonshire.person("director"), entry=entry, approved_on=TODAY)
    else:
        commands.approve_entry(by=avonshire.person("director"), entry=entry, approved_on=TODAY)
        assert entry.who == who


def test_somebodys_own_words_are_not_published(avonshire):
    with pytest.raises(Refused, match="somebody's own words"):
        drafted(avonshire, said="You said: please send what we talk about a good deal earlier.")
    assert quoted("Send what we talk about", "please send what we talk about a good deal earlier") == ""


def test_it_worked_only_where_a_measure_shows_it(avonshire):
    ask = answered(avonshire)
    for action in (None, Action.objects.filter(done_on=None).first()):
        with pytest.raises(Refused, match="No result shows"):
            drafted(avonshire, ask, worked="worked", action=action)
    assert drafted(avonshire, worked="did_not").worked == "did_not"


def test_a_correction_takes_it_off_the_page_until_it_is_published_anew(avonshire):
    entry = published(avonshire)
    assert entry in SaidAndDone.objects.published()
    commands.edit_entry(
        by=avonshire.person("quality_lead"),
        entry=entry,
        version=entry.version,
        reason="It said too much.",
        **{**ENTRY, "did": "They come ten days before."},
    )
    assert entry not in SaidAndDone.objects.published()


def test_anybody_reads_what_is_published_and_nothing_else(avonshire, brackenmoor):
    avonshire.enter()
    shown, hidden = published(avonshire), drafted(avonshire, title="Only a draft")
    page = reverse("responses:you_said", args=["avonshire"])
    text = Client().get(page).content.decode()
    assert shown.said in text and hidden.title not in text and "noindex" not in text
    feed = Client().get(reverse("responses:you_said_feed", args=["avonshire"]))
    assert feed["Content-Type"].startswith("application/atom+xml")
    titles = [each.text for each in ET.fromstring(feed.content).iter("{http://www.w3.org/2005/Atom}title")]
    assert shown.title in titles and hidden.title not in titles
    other = Client().get(reverse("responses:you_said", args=["brackenmoor"])).content.decode()
    assert shown.said not in other
    assert Client().get(reverse("responses:you_said", args=["nowhere"])).status_code == 404
    avonshire.enter()
    commands.take_down_entry(
        by=avonshire.person("director"), entry=shown, taken_down_on=TODAY, reason="It was wrong."
    )
    assert shown.said not in Client().get(page).content.decode()
