"""By what a text speaks of one person, worked out by hand: every writing of a name, number and date, and no other."""

from __future__ import annotations

import pytest

from goldthread.subject_access.matching import Person, flat, how_of, problem_of

WANTED = Person.of(
    [
        ("name", "Mrs Maureen Thistlewood"),
        ("former_name", "Maureen Garrity"),
        ("telephone", "01632 960 417"),
        ("email", "Maureen.T@example.org"),
        ("date_of_birth", "04/03/1941"),
        ("reference", "ASC/24/0071"),
        ("postcode", "ZZ4 7QP"),
    ]
)


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("I spoke to Mrs Thistlewood.", "name"),
        ("THISTLEWOOD, Maureen", "name"),
        ("Thistlewood's daughter rang.", "name"),
        ("the Thistlewoods", "name"),
        ("Mrs Thisltewood came in.", "name, spelled otherwise"),
        ("Mrs Thistlewod came in.", "name, spelled otherwise"),
        ("Maureen Thissalwood", "name, spelled otherwise"),
        ("Known as Maureen Garrity until 1968", "former name"),
        ("Ms Garity", "former name, spelled otherwise"),
        ("Ring 01632960417", "telephone number"),
        ("Ring (01632) 960-417 after six", "telephone number"),
        ("+44 1632 960417", "telephone number"),
        ("0044 (0)1632 960417", "telephone number"),
        ("her number is 960417", "telephone number"),
        ("write to maureen.t@EXAMPLE.org.", "e-mail address"),
        ("born 4.3.41", "date of birth"),
        ("born on 4th March 1941", "date of birth"),
        ("DOB 1941-03-04", "date of birth"),
        ("March 4, 1941", "date of birth"),
        ("see asc-24-0071", "reference"),
        ("lives at ZZ47QP", "postcode"),
    ],
)
def test_every_way_to_write_it_is_found(text, how):
    assert how_of(WANTED.find(text)) == how


@pytest.mark.parametrize(
    "text",
    [
        "Maureen at the desk was kind.",
        "Mrs Thornwood rang.",
        "Ring 01632 960418",
        "maureen.tt@example.org",
        "born on 4 March 1942",
        "3 April 1941",
        "see ASC/24/00711",
        "lives at ZZ4 7QR",
        "the wood by the thistles",
        "whistlewoods and thistledown",
        "",
    ],
)
def test_what_is_somebody_elses_is_not(text):
    assert WANTED.find(text) == []


def test_where_it_stands():
    text = "Dear Mrs Thistlewood, your number 01632 960417 is on file."
    assert [text[each.start : each.end] for each in WANTED.find(text)] == ["Thistlewood", "01632 960417"]


@pytest.mark.parametrize(
    ("kind", "value", "begins"),
    [
        ("name", "Mr", "Enter a name"),
        ("telephone", "12345", "Enter 6 figures"),
        ("email", "maureen", "Enter an e-mail"),
        ("date_of_birth", "31/02/1941", "Enter the date of birth"),
        ("reference", "A1", "Enter a reference"),
        ("postcode", "ZZ4", "Enter a whole postcode"),
        ("name", "Thistlewood", ""),
    ],
)
def test_what_cannot_be_looked_for_says_what_to_enter(kind, value, begins):
    assert problem_of(kind, value).startswith(begins) and bool(problem_of(kind, value)) == bool(begins)


def test_the_texts_of_a_json_field_are_read_as_one():
    assert flat({"a": "one", "b": ["two", {"c": "three"}], "d": 4, "e": None}) == "one\ntwo\nthree"
