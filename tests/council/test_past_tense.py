"""The audit log says what was done."""

from __future__ import annotations

import pytest

from goldthread.council.past_tense import in_past


@pytest.mark.parametrize(
    ("words", "past"),
    [
        ("Create an evidence pack", "Created an evidence pack"),
        ("Finish an import and delete its file", "Finished an import and deleted its file"),
        ("Group feedback as duplicates, or mark it as not", "Grouped feedback as duplicates, or marked it as not"),
        ("Export feedback to a path or an open file", "Exported feedback to a path or an open file"),
        ("Undo a redaction", "Undid a redaction"),
        ("Sign in", "Signed in"),
        ("Sign-in failed: wrong password", "Sign-in failed: wrong password"),
        ("Withdrawn", "Withdrawn"),
        ("feedback: take in", "feedback: take in"),
        ("", ""),
    ],
)  # fmt: skip
def test_words_are_put_in_the_past(words, past):
    assert in_past(words) == past
