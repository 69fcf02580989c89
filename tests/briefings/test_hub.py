"""The learning hub: standard, briefing and lesson on a topic in one search, and only what somebody may see."""

from __future__ import annotations

import pytest
from django.urls import reverse

from goldthread.briefings import names
from goldthread.briefings.hub import found
from goldthread.briefings.models import Briefing
from goldthread.learning.documents.models import Document
from goldthread.themes.codebook.models import Theme

pytestmark = pytest.mark.django_db


def test_standard_briefing_and_lesson_are_found_by_words_and_by_topic(avonshire):
    worker, client = avonshire.person("practitioner"), avonshire.client("practitioner")
    page = client.get(reverse("briefings:hub"), {"words": "waiting"}).content.decode()
    assert "Briefings: " in page and "Keeping in touch with people who are waiting" in page
    assert "Updates for people who are waiting" in page
    theme = Theme.objects.get(council=avonshire.council, slug="being-kept-informed")
    groups = {group.name: group for group in found(worker, "", theme)}
    texts = {name: " ".join(text for text, _, _ in group.rows) for name, group in groups.items()}
    assert "Recording standards for adult social care" in texts["Standards and other documents"]
    assert groups["Lessons"].total and groups["Briefings"].total
    both = client.get(reverse("briefings:hub"), {"words": "zzzqqq", "topic": theme.slug}).content.decode()
    assert "0 found" in both


def test_nobody_finds_what_they_may_not_see(avonshire, brackenmoor):
    avonshire.enter()
    hidden = Document.objects.filter(council=avonshire.council, seen_by="leads").order_by("number").first()
    reads = {who: avonshire.person(who) for who in ("quality_lead", "practitioner", "partner")}
    shown = {who: str(found(person, hidden.title, None)) for who, person in reads.items()}
    assert hidden.reference in shown["quality_lead"] and hidden.reference not in shown["practitioner"]
    assert [group.name for group in found(reads["partner"], hidden.title, None)] == ["Briefings"]
    assert all(group.total == 0 for group in found(brackenmoor.person("quality_lead"), "waiting", None))
    assert avonshire.client("councillor").get(reverse("briefings:hub")).status_code == 403


def test_what_looks_like_a_name_is_shown_before_it_is_sent(avonshire):
    briefing = Briefing(
        council=avonshire.council,
        title="Ring on Fridays",
        blocks={
            "what": "It was asked of Harriet Bellweather by the ward. [a relative] agreed. See the Care Act."
        },
    )
    said = dict(names.names_in(briefing))
    assert any("Bellweather" in words for words in said) and "[a relative]" in said
    assert not any("Care Act" in words for words in said)
