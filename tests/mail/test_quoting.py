"""What is new in a reply, as people's programs write it: nothing said is lost, and nothing quoted is taken for theirs."""

from __future__ import annotations

import pytest

from goldthread.mail.quoting import parts_of

OURS = "From: Complaints <complaints@avonshire.example>\nSent: 14 May 2026 16:05\nTo: Ruth Ockwell\nSubject: RE: Visit\n\nWe are sorry."


@pytest.mark.parametrize(
    ("text", "new", "quoted", "aside"),
    [
        ("Nobody came.", "Nobody came.", "", ""),
        (f"Still nobody came.\n\n{OURS}", "Still nobody came.", OURS, ""),
        (f"Still nobody.\n\n________________________________\n{OURS}", "Still nobody.", "We are sorry.", ""),
        ("Yes.\n\nOn 14 May 2026, at 16:05, Complaints wrote:\n> We are sorry.", "Yes.", "> We are sorry.", ""),
        ("Yes.\n\nOn Thu, 14 May 2026 at 16:05, Complaints\n<c@avonshire.example> wrote:\n\n> Sorry.", "Yes.", "> Sorry.", ""),
        ("Yes.\n-----Original Message-----\nFrom: a\nSent: b\nSorry.", "Yes.", "Sorry.", ""),
        ("FYI\n\n---------- Forwarded message ----------\nFrom: a\nDate: b\nI complain.", "FYI", "I complain.", ""),
        ("> Who came?\nNobody.\n> When?\nTuesday.", "Nobody.\nTuesday.", "> Who came?\n> When?", ""),
        ("Nobody came.\n\nKind regards\nRuth Ockwell\n01632 960114", "Nobody came.", "", "Kind regards\nRuth Ockwell"),
        ("Nobody came.\n-- \nRuth", "Nobody came.", "", "Ruth"),
        ("Nobody came.\n\nSent from my iPhone", "Nobody came.", "", "Sent from my iPhone"),
        ("[CAUTION: this came from outside the council]\n\nNobody came.", "Nobody came.", "", "CAUTION"),
        ("Nobody came.\n\nThis email and any attachments are intended for the addressee only.", "Nobody came.", "", "addressee"),
        # What only looks like a heading, a signature or a quotation stays in what was said.
        ("From: Monday\nTo: Friday\nnobody came.", "From: Monday\nTo: Friday\nnobody came.", "", ""),
        ("- nobody came\n- nobody rang", "- nobody came\n- nobody rang", "", ""),
        ("Thanks\n\nI am still unhappy. Nobody came.\n\nRuth", "Thanks\n\nI am still unhappy. Nobody came.\n\nRuth", "", ""),
        ("He said thanks.\nThank you\nBut it was not put right. It never is. Nobody came.", "He said thanks.\nThank you\nBut it was not put right. It never is. Nobody came.", "", ""),
        ("On Monday she wrote: nobody came.", "On Monday she wrote: nobody came.", "", ""),
    ],
)  # fmt: skip
def test_the_parts_of_a_text(text, new, quoted, aside):
    parts = parts_of(text)
    assert parts.new == new
    assert quoted in parts.quoted and (quoted or not parts.quoted)
    assert aside in parts.aside and (aside or not parts.aside)


@pytest.mark.parametrize(
    "text", [f"One two.\n\n{OURS}\n\nKind regards\nPriya", "> a\nb\n\nRegards\nc\n\nDisclaimer: d"]
)
def test_every_word_stands_in_one_of_the_parts(text):
    parts = parts_of(text)
    words = " ".join([parts.new, parts.quoted, parts.aside]).split()
    assert sorted(words) == sorted(text.split())


def test_a_text_that_is_only_quoted_has_nothing_new():
    parts = parts_of(OURS)
    assert parts.new == "" and "We are sorry." in parts.quoted
