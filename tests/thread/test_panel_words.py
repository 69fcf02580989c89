"""The words for what a record's panel does not list: how many more, and how many somebody may not open."""

from __future__ import annotations

import pytest

from goldthread.evidence.models import Claim
from goldthread.feedback.models import Feedback
from goldthread.thread.views import _not_listed


@pytest.mark.parametrize(
    ("model", "more", "hidden", "is_first", "words"),
    [
        (Claim, 0, 1, True, "1 claim that you may not open"),
        (Feedback, 0, 4, True, "4 pieces of feedback that you may not open"),
        (Feedback, 0, 1, False, "1 more piece of feedback that you may not open"),
        (Feedback, 3, 0, False, "3 more pieces of feedback"),
        (Feedback, 3, 2, False, "5 more pieces of feedback, 2 of which you may not open"),
    ],
)
def test_what_is_not_listed_is_said_in_words(model, more, hidden, is_first, words):
    assert _not_listed(model.spec, more, hidden, is_first=is_first) == words
