"""Matter of a text, and similar texts: alike in what they are about and not in how they begin."""

from __future__ import annotations

import pytest

from goldthread.analysis.text import embedding
from goldthread.analysis.text.matter import content_of, matter_of
from goldthread.analysis.text.similarity import rank_similar

# As goldthread/thread/similar_cases.py has it, which needs Django to be read.
LEAST = 0.45
MATTERS = {
    "ramp": (
        "the ramp at my front door that was never fitted",
        "The ramp has not been fitted after five months",
    ),
    "bill": ("the bill for my father's respite care", "The invoice for respite was wrong"),
    "plan": ("my mother's care plan, which came late", "My mum's care plan came six weeks late"),
    "bins": ("the bins in the car park of the day centre", "Nobody empties the bins at the day centre"),
}
OPENINGS = (
    "I am writing to complain about",
    "Dear Sir or Madam, I would like to raise a formal complaint regarding",
    "To whom it may concern, I wish to express my concerns about",
    "Hello, I hope you are well. I am emailing on behalf of my mother to complain about",
)
CLOSING = ". I look forward to hearing from you. Yours faithfully"


@pytest.mark.parametrize("opening", OPENINGS)
def test_similar_texts_are_alike_in_matter_and_not_in_opening(opening):
    letters = [f"{opening} {long}{CLOSING}" for long, _ in MATTERS.values()]
    texts = [*letters, *(short for _, short in MATTERS.values())]
    vectors = embedding.encode(texts)
    for number in range(len(MATTERS)):
        ranked = rank_similar(texts[number], texts, (vectors @ vectors[number]).tolist())
        alike = {similar.position for similar in ranked if similar.score >= LEAST}
        assert alike == {number, number + len(MATTERS)}, texts[number]


def test_none_is_alike_where_only_the_opening_is():
    texts = [f"I am writing to complain about {long}" for long, _ in MATTERS.values()]
    vectors = embedding.encode(texts)
    ranked = rank_similar(texts[0], texts[1:], (vectors[1:] @ vectors[0]).tolist())
    assert max(similar.score for similar in ranked) < LEAST


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("I am writing to complain about the lift", "lift"),
        ("Thank you for the wonderful care. Kind regards", "wonderful care"),
        ("The lift was mended. I look forward to hearing from you. Yours sincerely, [person 1]", "The lift was mended"),
        ("My complaint about the lift was not answered", "lift was not answered"),
        ("How do I get a new card?", "How do I get a new card?"),
        ("I want to see my social worker", "I want to see my social worker"),
        ("I am writing to complain.", "I am writing to complain."),
        ("Complaint", "Complaint"),
        ("", ""),
    ],
)  # fmt: skip
def test_matter(text, matter):
    assert matter_of(text) == matter


def test_content_is_what_is_left_of_a_sentence():
    assert content_of("I am writing to complain about the lift, which was broken on Monday") == "lift broken"
    assert content_of("It was what it was") == "It was what it was"


def test_the_same_text_with_other_names_hidden_is_the_same():
    one = "[person 1] came to mend the stairlift in the hall and left it in pieces on the landing"
    other = "[daughter A] came to mend the stairlift in the hall and left it in pieces on the landing"
    [similar] = rank_similar(one, [other], [0.0])
    assert similar.same and similar.score == pytest.approx(1)
