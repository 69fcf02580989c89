"""Passwords that are easy to guess, one a line, and those that must not be refused."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from goldthread.council.people.passwords import COMMON, FEW, NAME, REPEATED, ROW, easy_to_guess

COUNCILS = ["Avonshire County Council", "Bath & North East Wessex"]


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("aaaaaaaaaaaa", FEW),
        ("AAAAAAaaaaaa", FEW),
        ("aaaa aaaa aaaa!", FEW),
        ("121212121212", FEW),
        ("aabbaabbaabbc", FEW),
        ("abcdeabcdeabcde", REPEATED),
        ("Tractor!Tractor!", REPEATED),
        ("iloveyouiloveyou", REPEATED),
        ("123456789012", ROW),
        ("098765432109", ROW),
        ("abcdefghijkl", ROW),
        ("qwertyuiop12", ROW),
        ("Qwertyuiop!!", ROW),
        ("qwertyasdfgh", ROW),
        ("lkjhgfdsapoiuy", ROW),
        ("1q2w3e4r5t6y", ROW),
        ("1qaz2wsx3edc", ROW),
        ("1qaz!QAZ2wsx", ROW),
        ("xaaaaaaaaaabcd", ROW),
        ("Goldthread2026", NAME),
        ("goldthread-1234", NAME),
        ("G0ldthre@d2026!", NAME),
        ("Avonshire2026!", NAME),
        ("avonshirecouncil", NAME),
        ("AvonshireCountyCouncil1", NAME),
        ("Wessex-Wessex-99", REPEATED + NAME),
        ("password1234", COMMON),
        ("P@ssw0rd2026!", COMMON),
        ("Welcome2026!!", COMMON),
        ("Autumn2026!!!", COMMON),
        ("adultsocialcare", COMMON),
        ("councilcouncil1", COMMON),
        ("iloveyou2026!", COMMON),
        ("Sunshine12345", COMMON + ROW),
    ],
)
def test_a_password_that_anybody_would_try_is_refused_with_the_reason(password, reason):
    rule = easy_to_guess(password, COUNCILS)
    assert rule and rule in reason


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "a long password of my own",
        "kettle lorry umbrella",
        "x7#9Kq2!4mZp",
        "7#9K-2!4m-8p",
        "#$%^x9&*(2k!",
        "839201746352",
        "Goldthread tractor kettle",
        "my avonshire garden gnome",
        "Llanfairpwllgwyngyll",
        "зимний чайник стол",
        "🐘🐘 umbrella lamp 🐘",
    ],
)
def test_one_that_is_not_is_taken(password):
    assert easy_to_guess(password, COUNCILS) == ""


@pytest.mark.django_db
def test_the_validator_knows_the_councils_of_the_database(avonshire):
    for password in ("aaaaaaaaaaaa", "Avonshire2026!"):
        with pytest.raises(ValidationError, match="Use a few words that do not belong together"):
            validate_password(password)
    validate_password("kettle lorry umbrella")
