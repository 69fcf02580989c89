"""Similar cases and search by meaning, within the council and the permission."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from goldthread.council.models import SearchEntry
from goldthread.council.records import search, vectors
from goldthread.feedback import commands
from goldthread.feedback.duplicates.queries import COMPARED
from goldthread.feedback.models import Channel, Feedback, Speaker
from goldthread.thread.similar_cases import COMPARED as MOST_COMPARED
from goldthread.thread.similar_cases import similar_cases

pytestmark = pytest.mark.django_db

TEXT = "The stairlift broke in May and the repair people have never come back to mend it."
AGAIN = "The stair lift broke in May and the repair people have never come back to mend it!!"


DAY = datetime.date(2025, 3, 3)


def receive(cast, text):
    new = commands.NewFeedback(
        source="complaint", points=[text], received_on=DAY, speaker=Speaker.PERSON, channel=Channel.PHONE
    )
    return commands.receive(by=cast.person("complaints_manager"), new=new, today=DAY)


def test_every_record_in_the_index_has_a_vector(avonshire):
    avonshire.enter()
    meanings = SearchEntry.objects.exclude(body="").values_list("meaning", flat=True)[:500]
    assert {len(bytes(each)) for each in meanings} <= {0, 256}
    assert sum(bool(bytes(each)) for each in meanings) > 0.98 * len(meanings)


def test_a_similar_meaning_in_other_words_is_found(avonshire):
    piece = receive(avonshire, "The wheelchair is broken and nobody mends it.")
    other = receive(avonshire, "The council tax letter came in a language that I cannot read.")
    person = avonshire.person("quality_lead")
    nearest = search.near(person, "wheelchair needs fixing", kinds=["feedback"], most=5000)
    likeness = {near.entry.record_id: near.likeness for near in nearest}
    assert likeness[piece.pk] > 0.45 > likeness.get(other.pk, 0)
    assert [near.likeness for near in nearest] == sorted((near.likeness for near in nearest), reverse=True)


def test_the_search_page_lists_related_results_apart_and_none_for_a_reference(avonshire):
    client = avonshire.client("quality_lead")
    page = client.get("/search/", {"q": "hospital sent her home too soon"}).content.decode()
    assert "Related results" in page
    avonshire.enter()
    piece = Feedback.objects.filter(council=avonshire.council).first()
    page = client.get("/search/", {"q": piece.reference}).content.decode()
    assert piece.reference in page and "Related results" not in page


def test_the_same_text_comes_first(avonshire):
    first, second = receive(avonshire, TEXT), receive(avonshire, AGAIN)
    cases = similar_cases(avonshire.person("quality_lead"), second)
    assert cases[0].link.pk == first.pk and cases[0].similarity == "Same text"
    assert all(one.link.pk != second.pk for one in cases)


def test_as_many_are_compared_for_duplicates_as_for_similar_cases():
    assert COMPARED == MOST_COMPARED


def test_similar_cases_are_ranked_as_the_benchmark_measures(avonshire, monkeypatch):
    receive(avonshire, TEXT)
    calls = []
    monkeypatch.setattr(
        "goldthread.thread.similar_cases.rank_similar", lambda *given: calls.append(given) or []
    )
    assert similar_cases(avonshire.person("quality_lead"), receive(avonshire, AGAIN)) == []
    [(text, others, meaning)] = calls
    assert text == AGAIN and TEXT in others and len(others) == len(meaning) <= MOST_COMPARED


def test_what_a_similar_case_led_to_is_shown(avonshire):
    avonshire.enter()
    with_lesson = Feedback.objects.filter(points__lessons__isnull=False, is_locked=False).first()
    again = receive(avonshire, " ".join(point.text for point in with_lesson.points.all()))
    client, address = avonshire.client("quality_lead"), reverse("similar_cases", args=["feedback", again.pk])
    # The record's page has the link, by which HTMX puts the cases into it; without a script it leads to their page.
    page = client.get(reverse("feedback:detail", args=[again.pk])).content.decode()
    assert f'hx-get="{address}"' in page and f'href="{address}"' in page and "Led to: " not in page
    for headers in ({}, {"HX-Request": "true"}):
        cases = client.get(address, headers=headers).content.decode()
        assert "Similar cases" in cases and "Led to: " in cases and with_lesson.title in cases
        assert ("<main" in cases) == (not headers)


def test_nearly_the_same_words_are_said_on_the_record_once_the_similar_cases_are_there(avonshire):
    first, second = receive(avonshire, TEXT), receive(avonshire, AGAIN)
    client, address = avonshire.client("quality_lead"), reverse("similar_cases", args=["feedback", second.pk])
    page = client.get(reverse("feedback:detail", args=[second.pk])).content.decode()
    assert 'id="same-text"' in page and "Possible duplicate" not in page
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert 'id="same-text" hx-swap-oob="true"' in part and f"Possible duplicate of {first.reference}" in part
    assert f"Possible duplicate of {first.reference}" in client.get(address).content.decode()
    # Whoever decides about no duplicates is told of none.
    assert "Possible duplicate" not in avonshire.client("director").get(address).content.decode()


def test_a_team_manager_sees_only_their_own_teams_cases(avonshire):
    manager = avonshire.person("farida-hussein")
    teams = {membership.team_id for membership in manager.memberships.all()}
    near = search.near(manager, "waiting for an assessment", kinds=["feedback"], most=50)
    assert near and all(one.entry.team_id in teams for one in near)


def test_a_councillor_sees_no_feedback(avonshire):
    assert search.near(avonshire.person("councillor"), "waiting", kinds=["feedback"]) == []


def test_the_other_council_finds_nothing_of_it(avonshire, brackenmoor):
    receive(avonshire, TEXT)
    brackenmoor.enter()
    nearest = search.near(brackenmoor.person("quality_lead"), TEXT, most=100)
    assert all(each.entry.council_id == brackenmoor.council.pk for each in nearest)


def test_a_record_removed_from_the_index_is_not_found(avonshire):
    piece = receive(avonshire, TEXT)
    person = avonshire.person("quality_lead")
    assert search.near(person, TEXT)[0].entry.record_id == piece.pk
    search.remove(person.council_id, [piece.pk])
    assert all(one.entry.record_id != piece.pk for one in search.near(person, TEXT))


def test_a_new_record_is_found_at_once(avonshire):
    person = avonshire.person("quality_lead")
    assert search.near(person, TEXT, least=0.95) == []
    piece = receive(avonshire, TEXT)
    assert [one.entry.record_id for one in search.near(person, TEXT, least=0.95)] == [piece.pk]


def test_a_text_without_words_has_no_vector(avonshire):
    assert search.near(avonshire.person("quality_lead"), "…") == []
    assert [len(each) for each in vectors.packed(["", "… !", "care"])] == [0, 0, 256]


def test_a_locked_case_has_no_similar_cases(avonshire):
    piece = receive(avonshire, TEXT)
    Feedback.objects.filter(pk=piece.pk).update(is_locked=True)
    piece.refresh_from_db()
    assert similar_cases(avonshire.person("quality_lead"), piece) == []
