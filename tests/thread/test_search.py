"""Search: by words, misspellings and references, filtered and ranked, within the council and the permission."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from goldthread.council.records import search
from goldthread.feedback import commands as feedback
from goldthread.feedback.intake.new_feedback import NewFeedback
from goldthread.feedback.models import Feedback

pytestmark = pytest.mark.django_db


def test_words_are_found_in_their_other_forms(avonshire):
    person = avonshire.person("quality_lead")
    assert search.find(person, "waited").total == search.find(person, "waiting").total > 10


def test_a_misspelled_word_is_found(avonshire):
    results = search.find(avonshire.person("quality_lead"), "hospitl dischrge")
    assert results.total > 0
    assert results.read_as == "hospital discharge"


def test_a_reference_comes_first(avonshire):
    person = avonshire.person("quality_lead")
    piece = Feedback.objects.filter(council=avonshire.council).order_by("number")[40]
    assert search.find(person, piece.reference.lower()).entries[0].record_id == piece.pk


def test_filters_by_type_theme_team_and_date(avonshire):
    person = avonshire.person("quality_lead")
    everything = search.find(person, "wait", most=500)
    lessons = search.find(person, "wait", kind="lesson")
    assert {entry.kind for entry in lessons.entries} == {"lesson"} and lessons.total < everything.total
    themed = search.find(person, "wait", theme="waiting-for-assessment", most=500)
    assert 0 < themed.total < everything.total
    assert all("waiting-for-assessment" in entry.themes for entry in themed.entries)
    team = avonshire.team("locality-north")
    assert all(entry.team_id == team.pk for entry in search.find(person, "wait", team_id=team.pk).entries)
    day = everything.entries[0].on
    assert all(entry.on == day for entry in search.find(person, "wait", since=day, until=day).entries)


def test_a_team_manager_finds_their_own_teams_feedback_only(avonshire):
    manager = avonshire.person("farida-hussein")
    teams = {membership.team_id for membership in manager.memberships.all()}
    results = search.find(manager, "wait", kind="feedback", most=500)
    assert 0 < results.total < search.find(avonshire.person("quality_lead"), "wait", kind="feedback").total
    assert all(entry.team_id in teams for entry in results.entries)


def test_the_other_council_finds_nothing_of_it(avonshire, brackenmoor):
    assert search.find(brackenmoor.person("quality_lead"), "waiting").total == 0


@pytest.mark.parametrize(
    "wanted", ["", "   ", "!!!", "'; DROP TABLE", "a" * 5000, "\x00", "<script>", '"unclosed', "- & | !"]
)
def test_strange_searches_cause_no_error(avonshire, wanted):
    page = avonshire.client("quality_lead").get("/search/", {"q": wanted})
    assert page.status_code in (200, 400)


def test_the_page_marks_the_words(avonshire, brackenmoor):
    page = avonshire.client("quality_lead").get("/search/", {"q": "nineteen weeks"}).content.decode()
    assert "<mark>" in page and "nineteen" in page
    assert avonshire.client("councillor").get("/search/?q=weeks").status_code == 403
    assert "No results" in brackenmoor.client("quality_lead").get("/search/?q=nineteen").content.decode()


def test_every_page_has_search_in_its_header_for_whoever_may_search(avonshire):
    quality_lead, councillor = avonshire.client("quality_lead"), avonshire.client("councillor")
    header = '<form class="gt-find'
    assert quality_lead.get("/evidence/").content.decode().count(header) == 1
    # The page Search has its own form, with filters.
    assert header not in quality_lead.get("/search/").content.decode()
    assert header not in councillor.get("/themes/").content.decode()


def test_a_word_as_it_was_typed_comes_before_its_other_forms(avonshire):
    by = avonshire.person("quality_lead")

    def found(words: str) -> list[str]:
        return [entry.reference for entry in search.find(by, words).entries]

    def said(text: str) -> str:
        new = NewFeedback(source="complaint", points=[text], received_on=timezone.localdate())
        return feedback.receive(by=by, new=new, today=timezone.localdate()).reference

    # Of one stem. The form that was not typed is said twice and last, so that its rank is the higher.
    typed = said("The zibbling was late, and nobody said why it was so late again this week.")
    other = said("They zibbled and zibbled.")
    assert found("zibbling") == [typed, other]
    assert found("zibbled") == [other, typed]
    assert found("zibbling -late") == [other]


def test_recent_searches_are_ones_own_and_can_be_deleted(avonshire):
    client, other = avonshire.client("quality_lead"), avonshire.client("director")
    for words in ("waiting list", "hoist", "hoist"):
        client.get("/search/", {"q": words})
    page = client.get("/search/").content.decode()
    recent = re.findall(r'href="/search/\?q=([^"]+)"', page.split("Your recent searches")[1])
    assert recent == ["hoist", "waiting+list"]
    assert "Your recent searches" not in other.get("/search/").content.decode()
    client.post("/search/", {"forget": "hoist"})
    page = client.get("/search/").content.decode()
    assert "hoist" not in page and "waiting+list" in page
    client.post("/search/", {"forget": ""})
    assert "Your recent searches" not in client.get("/search/").content.decode()
