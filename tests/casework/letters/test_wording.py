"""What a letter says where a name was hidden: English that its reader understands, and never square brackets."""

from __future__ import annotations

import pytest

from goldthread.casework.letters.wording import without_placeholders


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("I told [daughter A] on Monday.", "I told the daughter on Monday."),
        ("I told [name] on Monday.", "I told somebody on Monday."),
        ("[name B] never rang. [Name] came.", "Somebody never rang. Somebody came."),
        ("It went to [address].", "It went to the address."),
        ("[Social worker C] rang.", "The Social worker rang."),
    ],
)
def test_a_hidden_name_reads_as_english(text, says):
    assert without_placeholders(text) == says
