"""E-mails as real programs write them, where the folder with such files is there; cases of our own stand beside this."""

from __future__ import annotations

import pytest

from goldthread.mail.message import Automatic
from goldthread.mail.reading import read


@pytest.mark.parametrize("name", ["24-complaint-thread.eml", "28-complaint-thread.msg"])
def test_a_thread_from_outlook_in_either_form_says_the_same(shared, name):
    got = read((shared / "data" / "layouts" / name).read_bytes())
    assert got.message_id == "C3a9@mail.example.org"
    assert got.answers == ("B2f1@avonshire.example", "A100@mail.example.org")
    assert (got.sender.name, got.sender.address) == ("Ruth Okonedo-Firth", "ruth.of@example.org")
    assert [each.address for each in got.cc] == ["j.bray@avonshire.example"]
    assert got.subject.startswith("RE: Mum’s assessment – formal complaint")
    assert got.text.startswith("Dear Ms Holloway,") and got.text.endswith("treated as a formal complaint.")
    # Staff's words are not the complainant's.
    assert "sorry that nobody rang" in got.quoted and "sorry" not in got.text
    assert "CAUTION" in got.aside and "Tannery Court" in got.aside
    files = {each.name: each.inline for each in got.attachments}
    assert files == {"Carer’s invoice – May.pdf": False, "image001.png": True}
    assert got.received_at is not None and got.received_at.isoformat() == "2025-05-15T07:42:13+00:00"


@pytest.mark.parametrize(
    "name", ["25a-complaint-windows-1252.eml", "25b-complaint-mislabelled-iso-8859-1.eml"]
)
def test_a_message_from_a_telephone_is_read_whatever_charset_it_names(shared, name):
    got = read((shared / "data" / "layouts" / name).read_bytes())
    assert got.text.startswith("I’m writing about my father’s home care.") and "£12.50" in got.text
    assert got.aside == "Sent from my iPhone" and "We have spoken to the provider." in got.quoted
    assert got.sent_at is not None and got.sent_at.year == 2025


def test_a_bounce_and_an_answer_while_somebody_is_away(shared):
    layouts = shared / "data" / "layouts"
    bounce, away = (
        read((layouts / name).read_bytes()) for name in ("26-bounce-ndr.eml", "27-out-of-office.eml")
    )
    assert bounce.automatic == Automatic.BOUNCE and bounce.returned_ids == ("7F00-2@example.net",)
    assert bounce.returned[0].status == "5.1.10" and "two visits missed" in bounce.inside[0].text
    assert away.automatic == Automatic.REPLY
