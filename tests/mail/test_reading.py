"""E-mails as they really come: wrong charsets, HTML only, parts within parts, and what breaks a parser."""

from __future__ import annotations

import datetime
import time

import pytest

from goldthread.mail.message import MOST_BYTES, Automatic, Unreadable, identity
from goldthread.mail.reading import read
from tests.mail.letters import BOUNCE, plain, png, with_parts

SAID = "“It’s £12.50 – again…”"


def message(content: bytes, charset: str, *, kind: str = "text/plain", encoding: str = "8bit") -> bytes:
    head = f"From: a@example.org\r\nSubject: x\r\nContent-Type: {kind}; charset={charset}\r\n"
    return (head + f"Content-Transfer-Encoding: {encoding}\r\n\r\n").encode() + content


@pytest.mark.parametrize(
    ("content", "charset"),
    [
        (SAID.encode("cp1252"), "windows-1252"),
        (SAID.encode("cp1252"), "iso-8859-1"),
        (SAID.encode("cp1252"), "us-ascii"),
        (SAID.encode("cp1252"), "utf-8"),
        (SAID.encode("cp1252"), "x-unknown"),
        (SAID.encode("utf-8"), "iso-8859-1"),
        (SAID.encode("utf-8"), '""'),
        (SAID.encode("utf-8"), "rot13"),
        (SAID.encode("utf-8"), "unicode_escape"),
        (SAID.encode("utf-16"), "utf-16"),
    ],
)
def test_a_text_is_read_whatever_charset_the_message_names(content, charset):
    assert read(message(content, charset)).text == SAID


def test_other_alphabets_are_read_by_the_charset_named():
    assert read(message("Nikt nie przyszedł, dziękuję".encode("iso-8859-2"), "iso-8859-2")).text.endswith(
        "dziękuję"
    )
    assert read(message("Никто не пришёл".encode("koi8-r"), "koi8-r")).text == "Никто не пришёл"


def test_headers_are_read_encoded_raw_or_broken():
    raw = plain(Subject="=?utf-8?q?Mum=E2=80=99s_visits?= =?utf-8?q?_=E2=80=93_again?=")
    assert read(raw).subject == "Mum’s visits – again"
    assert read(
        raw.replace(b"=?utf-8?q?Mum=E2=80=99s_visits?=", "Mum’s".encode("cp1252"))
    ).subject.startswith("Mum’s")
    assert read(plain(Subject="=?nonsense?b?!!!?= x")).subject.endswith("x")
    who = read(plain(From="=?utf-8?q?Ockwell=2C_Ruth?= <Ruth.Ockwell@Example.ORG>")).sender
    assert (who.name, who.address) == ("Ockwell, Ruth", "ruth.ockwell@example.org")
    assert read(plain(From="ruth@example.org, <>, ;;;")).sender.address == "ruth@example.org"
    assert read(plain(From=None)).sender.address == ""
    assert read(plain(To="undisclosed-recipients:;")).to == ()


def test_what_a_message_answers_the_nearest_first():
    raw = plain(In_Reply_To="<c@x>", References="<a@x> <b@x>\r\n <c@x>")
    assert read(raw).answers == ("c@x", "b@x", "a@x")
    assert read(plain(Message_ID="bare@x")).message_id == "bare@x"
    assert read(plain(Message_ID=None)).message_id == ""


def test_the_day_is_that_on_which_the_last_server_took_it():
    received = "from b by c; Mon, 01 Jun 2026 23:30:00 +0000\r\nReceived: from a by b; Mon, 01 Jun 2026 12:00:00 +0000"
    assert read(plain(Received=received)).received_at == datetime.datetime(
        2026, 6, 1, 23, 30, tzinfo=datetime.UTC
    )
    assert read(plain(Date="6 Apr 25 21:15 GMT")).sent_at.year == 2025
    assert read(plain(Date="yesterday")).sent_at is None
    assert read(plain(Date="Mon, 99 Jun 2026 99:99:99 +9999")).sent_at is None


HTML = """<html><head><style>p{color:red}</style><title>x</title></head><body><div style="display:none">preheader</div>
<p>Dear council,</p><p>Nobody&nbsp;came on <b>Tuesday</b>.<br>Nor on Friday.</p><ul><li>one</li><li>two</li></ul>
<script>alert(1)</script><!-- secret --><blockquote>We are sorry.<blockquote>Where is she?</blockquote></blockquote>
</body></html>"""


def test_html_alone_is_read_as_words_and_what_it_quotes_is_set_aside():
    got = read(message(HTML.encode(), "utf-8", kind="text/html"))
    assert got.text == "Dear council,\n\nNobody came on Tuesday.\nNor on Friday.\n\n- one\n- two"
    assert got.quoted == "> We are sorry.\n>\n> > Where is she?"
    for hidden in ("preheader", "alert", "secret", "color", "<"):
        assert hidden not in got.text + got.quoted.replace("<", "")


def test_html_is_taken_where_the_plain_text_says_nothing():
    made = with_parts(text="HTML only.")
    made.add_alternative("<p>Nobody came on Tuesday, and nobody rang to say so.</p>", subtype="html")
    assert read(bytes(made)).text == "Nobody came on Tuesday, and nobody rang to say so."
    made = with_parts(text="Nobody came on Tuesday.")
    made.add_alternative("<p>Nobody came <b>on Tuesday</b>.</p>", subtype="html")
    assert read(bytes(made)).text == "Nobody came on Tuesday."


def test_deep_and_broken_html_is_read_as_far_as_it_goes():
    deep = "<div>" * 5000 + "Nobody came." + "</div>" * 5000
    began = time.perf_counter()
    assert "Nobody came." in read(message(deep.encode(), "utf-8", kind="text/html")).text
    assert read(message(b"<p>Nobody <b>came<table><tr><td>at 9</p>", "utf-8", kind="text/html")).text
    assert time.perf_counter() - began < 10


def test_flowed_text_has_its_lines_joined():
    raw = message(b"Nobody came on \r\nTuesday.\r\n-- \r\nRuth\r\n", "utf-8; format=flowed")
    assert read(raw).text == "Nobody came on Tuesday."


def test_files_pictures_and_messages_that_come_along():
    made = with_parts()
    made.add_attachment(
        b"%PDF-1.4 made up", maintype="application", subtype="pdf", filename="Carer’s invoice – May.pdf"
    )
    made.add_attachment(
        png(), maintype="image", subtype="png", filename="logo.png", disposition="inline", cid="<a@b>"
    )
    made.add_attachment(
        b"\x78\x9f\x3e\x22", maintype="application", subtype="ms-tnef", filename="winmail.dat"
    )
    inner = with_parts(
        subject="The first", text="Where is the carer?", sender="Dev <dev@example.net>", message_id="<i@x>"
    )
    made.add_attachment(inner)
    got = read(bytes(made))
    assert [each.name for each in got.attachments] == [
        "Carer’s invoice – May.pdf", "logo.png", "winmail.dat", "The first.eml",
    ]  # fmt: skip
    assert [each.inline for each in got.attachments] == [False, True, False, False]
    assert "winmail.dat" in got.attachments[2].why_not and got.attachments[0].why_not == ""
    assert b"Where is the carer?" in got.attachments[3].content
    assert (got.inside[0].text, got.inside[0].sender.address) == ("Where is the carer?", "dev@example.net")
    assert got.text.startswith("Nobody came")


def test_a_message_within_a_message_without_end_is_read_to_a_depth():
    made = with_parts(text="innermost")
    for number in range(12):
        outer = with_parts(text=f"level {number}")
        outer.add_attachment(made)
        made = outer
    assert read(bytes(made)).text == "level 11"


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({"Auto_Submitted": "auto-replied"}, Automatic.REPLY),
        ({"Auto_Submitted": "auto-generated"}, Automatic.REPLY),
        ({"Auto_Submitted": "no"}, Automatic.NO),
        ({"Subject": "Automatic reply: Missed visit"}, Automatic.REPLY),
        ({"Subject": "Out of Office: Missed visit"}, Automatic.REPLY),
        ({"Subject": "Re: automatic reply that I had"}, Automatic.NO),
        ({"Precedence": "auto_reply"}, Automatic.REPLY),
        ({"List_Unsubscribe": "<https://example.org/u>"}, Automatic.LIST),
        ({"Precedence": "bulk"}, Automatic.LIST),
        ({"From": "postmaster@example.org", "Subject": "Undeliverable: x"}, Automatic.BOUNCE),
        ({"From": "ruth@example.org", "Subject": "Undeliverable: x"}, Automatic.NO),
        ({"X_Failed_Recipients": "ruth@example.org"}, Automatic.BOUNCE),
        ({}, Automatic.NO),
    ],
)
def test_what_a_machine_sent_is_told_by_its_headers(headers, kind):
    assert read(plain(**headers)).automatic == kind


def test_a_bounce_says_to_whom_and_which_message():
    got = read(BOUNCE)
    assert got.automatic == Automatic.BOUNCE and got.returned_ids == ("letter-7@avonshire.example",)
    assert [(each.address, each.status, each.for_good) for each in got.returned] == [
        ("ruth.ockwell@example.org", "5.1.1", True)
    ]
    delayed = BOUNCE.replace(b"Action: failed", b"Action: delayed").replace(b"5.1.1", b"4.4.1")
    assert read(delayed).automatic == Automatic.DELAY and not read(delayed).returned[0].for_good


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\r\n\r\n",
        b"hello there, this is no e-mail",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        b"x" * (MOST_BYTES + 1),
    ],
)
def test_what_is_no_message_is_refused_in_words(raw):
    with pytest.raises(Unreadable, match=r"^[A-Z][^{}]+\.$"):
        read(raw)


@pytest.mark.parametrize(
    "raw",
    [
        plain(Content_Type='multipart/mixed; boundary="b"'),
        plain(Content_Type="multipart/mixed"),
        plain("--b\n\n--b", Content_Type='multipart/mixed; boundary="b"'),
        plain("=ZZ=\x00", Content_Transfer_Encoding="quoted-printable"),
        plain("%%%%", Content_Transfer_Encoding="base64"),
        plain("begin 644 x\n!!!", Content_Transfer_Encoding="x-uuencode"),
        plain(Content_Type="text/plain; charset*0=utf; charset*1=-8; name*=utf-9''%zz"),
        plain(Content_Type="///;;;===", Content_Disposition=";;;"),
        plain(Message_ID="<>", References="<<<>>>"),
        plain(Content_Type="message/rfc822"),
        plain(Content_Type="multipart/encrypted; boundary=b", Subject="x" * 100_000),
        b"From: a@b\r\nSubject:" + b" \xff\xfe\x00" * 50 + b"\r\n\r\n" + bytes(range(256)),
        BOUNCE[:-40],
        BOUNCE[: len(BOUNCE) // 2],
    ],
)
def test_what_is_broken_is_read_as_far_as_it_goes(raw):
    assert isinstance(read(raw).text, str)


def test_hostile_text_takes_no_long_time():
    hostile = "\n".join(
        ["On " + "a " * 2000, "From: " + "* " * 2000, "> " * 2000, "_" * 4000, "- " * 2000] * 400
    )
    began = time.perf_counter()
    read(plain(hostile))
    assert time.perf_counter() - began < 10


def test_a_message_is_the_same_however_it_is_fetched_and_another_under_its_id_is_not():
    first = plain(Received="from a by b; Mon, 01 Jun 2026 12:00:00 +0000")
    again = first.replace(b"from a by b", b"from c by d").replace(b"\r\n", b"\n")
    assert identity(first, "one@example.org") == identity(again, "one@example.org")
    assert identity(first, "one@example.org") != identity(
        first.replace(b"Tuesday", b"Friday"), "one@example.org"
    )
    assert identity(first, "one@example.org") != identity(first, "two@example.org")
