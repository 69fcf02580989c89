"""A first look leaves out no text in which its costly pattern finds something."""

from __future__ import annotations

import random

import pytest

from goldthread.analysis.privacy.case_values import bare, occurrences
from goldthread.analysis.privacy.lexicon import wordset
from goldthread.analysis.privacy.recognisers import addresses, contacts, dates, initials, numbers

WORDS = sorted(
    wordset(
        "ref case complaint NHS ni number account born dob d.o.b. birth car van reg plate ring call postcode lives at flat aged Mosaic LAS ASC "
        "COMP id no client las room page of the and on March april may 3rd of sept. GB12 gb SW Mill Lane High Street T.W. YA reported w/ "
        "gmail dot com hotmail @ sky £ % é ı initials is"
    )
)
BETWEEN = (
    " ",
    "  ",
    ", ",
    ". ",
    "-",
    " - ",
    "/",
    " / ",
    ":",
    " : ",
    "",
    "\t",
    "\n",
    "(",
    ")",
    ".",
    "#",
    "_",
    "'s ",
)
LETTERS = "ABCEGHKMPRSTWYabcdeghkmprst0123456789/-. "


def _number(chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.4:
        return "".join(chance.choices("0123456789", k=chance.choice((1, 2, 2, 3, 3, 4, 6, 8, 10, 16))))
    if kind < 0.7:
        return chance.choice(BETWEEN).join(
            "".join(chance.choices("0123456789", k=chance.randint(1, 4))) for _ in range(chance.randint(2, 5))
        )
    return "".join(chance.choices(LETTERS, k=chance.randint(2, 14)))


def made_up(seed: int, count: int) -> list[str]:
    """Return texts of cues and numbers in whatever order; none makes sense."""
    chance = random.Random(seed)
    return [
        "".join(
            (chance.choice(WORDS) if chance.random() < 0.5 else _number(chance)) + chance.choice(BETWEEN)
            for _ in range(chance.randint(1, 6))
        )
        for _ in range(count)
    ]


# One of each at least; all invented.
EXAMPLES = (
    "943 476 5919", "nhs no 943  476-5919", "QQ 12. 34 - 56 C", "4000 0000 0000 0002", "4111-1111-1111-1111", "12-34-56", "1234 5678",
    "MORGA657054SM9IJ", "#20251", "ASC/2025/0012", "12 345 678 (LGSCO)", "LGSCO 12 / 345 - 67", "comp 12/345", "case las 345", "ref M345",
    "AB12 CDE", "car is k 345 abc", "A123 BCD", "BCD 123A", "GB12 ABCD EFGH IJKL MNOP", "3 / 4 - 1931", "3rd of march", "sept. 3",
    "1931-04-03", "d.ob 030431", "BS21 7AA", "post code is B S 2 1 7 A A", "T. K. moved", "YA reported", "x (at) y dot co dot uk",
    "x at hotmail.com", "maisonette no. 1234, number 12a - 14b, the old mill lane",
)  # fmt: skip
TEXTS = [*EXAMPLES, *(f"{word} {text}" for text in EXAMPLES for word in WORDS), *made_up(98, 6000)]


def figures_together(text: str) -> int:
    return max((len(numbers._digits(run.group())) for run in numbers._RUN.finditer(text)), default=0)


@pytest.mark.parametrize(
    ("pattern", "most"),
    [
        (numbers.NHS, 10),
        (numbers.NHS_CUED, 8),
        (numbers.NINO, 6),
        (numbers.CARD, 13),
        (numbers.GROUPED_CARD, 16),
        (numbers.SORT, 6),
        (numbers.ACCOUNT, 8),
        (numbers.LICENCE, 7),
        (numbers.HASHED, 4),
    ],
)
def test_figures_of_a_number_are_counted_together(pattern, most):
    found = [text for text in TEXTS if pattern.search(text)]
    assert found and all(figures_together(text) >= most for text in found)


def test_figures_of_a_reference_are_counted_together():
    for text in TEXTS:
        for pattern in (numbers.REF_PREFIXED, numbers.REF_LOWER):
            for match in pattern.finditer(text):
                if len(numbers._digits(match.group())) > 3:
                    assert figures_together(text) > 3, text


def test_a_reference_after_a_cue_is_looked_for():
    taken = 0
    for text in TEXTS:
        if any(numbers._cued_references(text)):
            runs = [(run, len(numbers._digits(run.group()))) for run in numbers._RUN.finditer(text)]
            assert any(count > 3 or numbers._may_be_a_code(run, count) for run, count in runs), text
            taken += 1
    assert taken > 50


@pytest.mark.parametrize(
    ("pattern", "look"),
    [
        (numbers.VEHICLE, lambda text: numbers._AFTER_LETTERS.search(text)),
        (numbers.VEHICLE_CUED, lambda text: numbers._BEFORE_LETTERS.search(text)),
        (numbers.VEHICLE_OLD, lambda text: numbers._BESIDE_CAPITAL.search(text)),
        (numbers.IBAN, lambda text: "gb" in text.lower()),
        (dates.DATE, lambda text: dates._may_be_a_date(text.lower())),
        (dates.COMPACT, lambda text: "birth" in text.lower() or dates._DOB.search(text.lower())),
        (addresses.POSTCODE, lambda text: addresses._AFTER_LETTER.search(text)),
        (addresses.POSTCODE_CUED, lambda text: "post" in text.lower()),
        (initials.STOPPED, lambda text: initials.STOPPED_CAPITAL.search(text)),
        (initials.NOTED, lambda text: initials.TWO_CAPITALS.search(text)),
        (contacts.EMAIL_SPOKEN, lambda text: not text.isascii() or contacts._may_be_spoken(text.lower())),
    ],
)
def test_what_a_pattern_finds_is_seen_at_first_look(pattern, look):
    found = [text for text in TEXTS if pattern.search(text)]
    assert found and all(look(text) for text in found)


def test_a_number_with_words_is_found_from_near_its_figure_as_from_the_beginning():
    for text in TEXTS:
        for start in (0, len(text) // 2):
            whole, near = addresses.NUMBERED.search(text, start), addresses._numbered_from(text, start)
            assert (whole and whole.span()) == (near and near.span()), text


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("ring 07700 900 123 or 07700-900123", 2),
        ("RING 07700/900123!", 1),
        ("he is at 12, mill lane", 1),
        ("Café 12 Mill Lane", 1),
        ("12milllane and 12 Mill Lanes", 1),
        ("twelve", 0),
    ],
)
def test_remembered_values_are_found_in_any_spelling(text, count):
    values = {bare("07700 900123"), bare("12 Mill Lane"), "never"}
    found = list(occurrences(text, values))
    assert len(found) == count
    # A letter that is not of ASCII has the whole text read, letter by letter.
    assert found == list(occurrences(text + " é", values))


def test_a_number_after_a_very_long_run_is_found():
    """A run of figures and letters is read up to a length; where it goes on, every pattern looks."""
    for before in range(380, 420):
        text = "0" + "a" * before + " 943 476 5919"
        assert any(text[one.start : one.end] == "943 476 5919" for one in numbers.Numbers().find(text)), (
            before
        )
