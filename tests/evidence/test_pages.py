"""The pages of the self-assessment: statements, sentences, what each rests on, and what is marked."""

from __future__ import annotations

import pytest

from goldthread.evidence import commands, queries
from goldthread.evidence.models import Sentence
from goldthread.feedback.models import Feedback

pytestmark = pytest.mark.django_db
LEARNING = "learning-improvement-and-innovation"


def test_the_list_has_four_themes_and_nine_statements(avonshire):
    page = avonshire.client("quality_lead").get("/evidence/").content.decode()
    assert page.count("<caption") == 4
    assert page.count('href="/evidence/') - page.count('href="/evidence/"') >= 9
    assert "Learning, improvement and innovation" in page


def test_a_statement_shows_its_sentences_with_what_each_cites_and_its_marks(avonshire):
    page = avonshire.client("assessor").get(f"/evidence/{LEARNING}/").content.decode()
    avonshire.enter()
    for sentence in Sentence.objects.filter(council=avonshire.council, statement=LEARNING):
        assert sentence.text in page.replace("&#39;", "'")
    assert "No voice under it" in page
    assert "Rests on something older than a year" in page


def test_a_sentence_page_says_how_many_voices_stand_under_it(avonshire):
    avonshire.enter()
    sentence = Sentence.objects.filter(council=avonshire.council, text__startswith="We changed because").get()
    page = avonshire.client("quality_lead").get(f"/evidence/sentence/{sentence.pk}/").content.decode()
    assert "voices" in page and "under it" in page


@pytest.mark.parametrize(
    ("who", "status"),
    [("quality_lead", 200), ("director", 200), ("assessor", 200), ("councillor", 403), ("practitioner", 403)],
)
@pytest.mark.parametrize("address", ["/evidence/", f"/evidence/{LEARNING}/", "/evidence/frozen/"])
def test_who_may_read(avonshire, who, status, address):
    assert avonshire.client(who).get(address).status_code == status
