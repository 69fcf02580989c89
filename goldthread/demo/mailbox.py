"""E-mails to Avonshire's mailbox, all made up: a thread that became a case, some that wait, one that cannot be read, one to look at today."""

from __future__ import annotations

import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from goldthread.casework.commands import acknowledge
from goldthread.council.database import tenant
from goldthread.demo.story import Story
from goldthread.mailbox.choices import Via
from goldthread.mailbox.commands import add_as_feedback, set_aside
from goldthread.mailbox.keeping import keep_email
from goldthread.mailbox.models import IncomingEmail

_TO = "Complaints <complaints@avonshire.example>"
_RUTH = "Ruth Ockwell <ruth.ockwell@mail.example>"
_FIRST, _OURS, _AGAIN = "ramp-1@mail.example", "ramp-2@avonshire.example", "ramp-3@mail.example"
_SUBJECT = "My mother’s ramp"
# The beginning of a file of Outlook's that was cut off.
_CUT_OFF = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"made up, and cut off"


def receive(story: Story) -> None:
    """Receive what came to the mailbox in the last weeks."""
    manager = story.people["dilys-okafor"]
    first = _keep(
        story, _RUTH, _SUBJECT, 20, _FIRST,
        "Dear Sir or Madam,\n\nI wish to complain. My mother was promised a ramp in the spring. Three times a date was "
        "given, and three times it was put off, the last time on the morning itself. She has not been in her garden since "
        "March.\n\nYours faithfully\nRuth Ockwell\n01632 960182",
        file=("The three dates.txt", b"Made up. Promised for 4 April, 2 May and 6 June. Put off each time."),
    )  # fmt: skip
    case = add_as_feedback(
        by=manager, email=first, source="complaint", team=story.teams["sensory-equipment"], today=story.today
    )
    acknowledge(by=manager, feedback=case, on=story.today - datetime.timedelta(days=18))
    _keep(
        story, "Dilys Okafor <dilys.okafor@avonshire.example>", f"RE: {_SUBJECT} ({case.reference})", 18, _OURS,
        "Dear Ms Ockwell,\n\nThank you. I have asked the team what happened, and will write to you.\n\nKind regards\n"
        "Dilys Okafor\nComplaints Manager",
        answers=_FIRST,
    )  # fmt: skip
    _keep(
        story, _RUTH, f"Re: {_SUBJECT} ({case.reference})", 5, _AGAIN,
        "Thank you. A man came to measure the door again yesterday. It is the second time that it is measured, and nobody "
        "could say when the ramp will come.\n\nRuth Ockwell\n\nOn 12 May Dilys Okafor wrote:\n> I have asked the team what "
        "happened, and will write to you.",
        answers=_OURS,
    )  # fmt: skip
    _keep(
        story, "Piotr Nowicki <p.nowicki@post.example>", "Thank you for all your help", 4, "thanks-1@post.example",
        "Thank you so much for everything that the reablement team did for my wife. They were so kind, and never hurried "
        "her.\n\nPiotr Nowicki\n\nSent from my iPhone",
    )  # fmt: skip
    _keep(
        story, "Office of Harriet Lyle MP <harriet.lyle.mp@parliament.uk>", "My constituent, Mr Abernathy", 3,
        "mp-1@parliament.uk",
        "I write on behalf of my constituent, who has waited since January for a decision about what he pays for his care. "
        "I should be grateful to know when he will have it.",
    )  # fmt: skip
    _keep(
        story, "June Fairley <june.fairley@post.example>", "Bill for March", 2, "bill-1@post.example",
        "I have had a third bill for the same week in March, when my husband was in hospital and had no care at all. This "
        "is not good enough. Please put it right.\n\nJune Fairley",
    )  # fmt: skip
    _keep(
        story, "Sam Tiller <sam.tiller@avonshire.example>", "Automatic reply: Bill for March", 2, "away-1@avonshire.example",
        "I am on leave until Monday. For urgent matters ring 01632 960100.",
        headers={"Auto-Submitted": "auto-replied"},
    )  # fmt: skip
    advert = _keep(
        story, "Sales <sales@stairs.example>", "Stair lifts at half price", 1, "sale-1@stairs.example",
        "This week only. Ring us today.",
        headers={"List-Unsubscribe": "<https://stairs.example/leave>"},
    )  # fmt: skip
    set_aside(by=manager, email=advert, because="spam")
    keep_email(by=story.clock, message=_CUT_OFF, via=Via.FOLDER)
    _keep(
        story, "Alan Prosser <alan.prosser@post.example>", "The lady at number 14", 1, "neighbour-1@post.example",
        "I live next door to an old lady who has carers. They leave her in the same wet clothes all day and she has lost a "
        "lot of weight. She told me that one of them shouts at her and that she is afraid of him. I do not know whom to tell.",
    )  # fmt: skip


def _keep(
    story: Story,
    sender: str,
    subject: str,
    ago: int,
    key: str,
    text: str,
    *,
    answers: str = "",
    headers: dict[str, str] | None = None,
    file: tuple[str, bytes] | None = None,
) -> IncomingEmail:
    moment = datetime.datetime.combine(story.today, datetime.time(8, 12), datetime.UTC)
    sent = format_datetime(moment - datetime.timedelta(days=ago))
    message = EmailMessage()
    message["Received"] = f"from mail.example by avonshire.example; {sent}"
    for name, value in {
        "From": sender,
        "To": _TO,
        "Subject": subject,
        "Date": sent,
        **(headers or {}),
    }.items():
        message[name] = value
    message["Message-ID"] = f"<{key}>"
    if answers:
        message["In-Reply-To"] = f"<{answers}>"
    message.set_content(text)
    if file is not None:
        message.add_attachment(file[1], maintype="text", subtype="plain", filename=file[0])
        # A boundary is made at random, and the demo is the same on every build.
        message.set_boundary("made-up-boundary")
    email = keep_email(by=story.clock, message=bytes(message), via=Via.IMAP)
    with tenant.inside(story.clock.council_id):
        email.refresh_from_db()
    return email
