"""E-mails from their coming to their case: kept once, in threads, joined by what is certain, sorted by a person."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from goldthread.casework.letters.choices import Standing
from goldthread.casework.letters.models import Letter
from goldthread.council.command import Refused
from goldthread.council.files.models import Attachment
from goldthread.council.notifications.models import Notification
from goldthread.council.records import saving
from goldthread.feedback.contacts.models import Contact
from goldthread.feedback.forgetting import forget
from goldthread.feedback.models import Feedback
from goldthread.mailbox import commands, following, raw
from goldthread.mailbox.keeping import AlreadyHere, keep_email
from goldthread.mailbox.models import EmailPeople, IncomingEmail
from tests.casework.cases import made
from tests.house import examples
from tests.mail.letters import BOUNCE, plain, png, reply, with_parts

pytestmark = pytest.mark.django_db
RUTH = {"name": "Ruth Ockwell", "email": "ruth.ockwell@example.org"}


@pytest.fixture
def keep(avonshire):
    """Return what keeps a message, as Goldthread by the clock does."""

    def kept(message: bytes, **options) -> IncomingEmail:
        email = keep_email(by=avonshire.clock, message=message, via="imap", **options)
        avonshire.enter()
        email.refresh_from_db()
        return email

    return kept


@pytest.fixture
def manager(avonshire):
    return avonshire.person("complaints_manager")


def test_a_new_e_mail_waits_redacted_with_its_sender_apart_and_the_message_whole(keep):
    message = plain("I am Ruth Ockwell. I want to complain: nobody came to see Ruth.")
    email = keep(message)
    assert (email.state, email.seems) == ("waiting", "complaint") and email.seems_because == [
        "complain",
        "nobody came",
    ]
    assert "Ockwell" not in email.text and "Ruth" not in email.text and "nobody came" in email.text
    assert "Ruth Ockwell" in saving.originals(email)["text"]
    people = EmailPeople.objects.get(email=email)
    assert (people.name, people.address) == ("Ruth Ockwell", "ruth.ockwell@example.org")
    assert raw.content(email) == message
    assert email.received_on.isoformat() == "2026-06-01" and email.reference.startswith("EM-")


def test_a_second_reading_makes_no_second_and_a_false_id_loses_nothing(keep):
    message = plain(Received="from a by b; Mon, 01 Jun 2026 12:00:00 +0000")
    first = keep(message)
    for again in (message, message.replace(b"from a", b"from c"), message.replace(b"\r\n", b"\n")):
        with pytest.raises(AlreadyHere):
            keep(again)
    other = keep(message.replace(b"on Tuesday", b"on Friday"))
    assert other.pk != first.pk and other.message_id == first.message_id
    assert IncomingEmail.objects.filter(message_id=first.message_id).count() == 2


def test_one_press_makes_it_feedback_with_contact_files_and_the_day_it_came_in_london(
    keep, manager, avonshire
):
    made_of = with_parts(text="I complain. The photograph shows the door.")
    made_of.replace_header("Date", "Mon, 01 Jun 2026 23:30:00 +0000")
    made_of.add_attachment(png(), maintype="image", subtype="png", filename="door of Ruth Ockwell.png")
    made_of.add_attachment(b"MZ\x90", maintype="application", subtype="octet-stream", filename="run.exe")
    email = keep(bytes(made_of))
    feedback = commands.add_as_feedback(by=manager, email=email, source="complaint")
    avonshire.enter()
    email.refresh_from_db()
    assert feedback.received_on.isoformat() == "2026-06-02", "in London it was past midnight"
    assert (feedback.channel, feedback.subject, feedback.source) == ("email", "Missed visit", "complaint")
    assert Contact.objects.get(feedback=feedback).email == RUTH["email"]
    [file] = Attachment.objects.filter(origin_id=feedback.pk)
    assert file.is_restricted and "Ockwell" not in file.name
    assert (email.state, email.feedback, email.arrived) == ("feedback", feedback, "first")
    assert [bool(each["why_not"]) for each in email.attachments] == [False, True]
    with pytest.raises(Refused, match="sorted already"):
        commands.add_as_feedback(by=manager, email=email, source="complaint")


def test_the_rest_of_a_thread_goes_along_and_its_next_answer_joins_by_itself(keep, manager, avonshire):
    first = keep(plain("I complain: nobody came."))
    ours = keep(
        reply(
            "We will look into it.",
            to="one@example.org",
            message_id="two@avonshire.example",
            sender="Dilys <dilys.okafor@avonshire.example>",
        )
    )
    assert ours.thread == first.thread
    feedback = commands.add_as_feedback(by=manager, email=first, source="complaint")
    avonshire.enter()
    ours.refresh_from_db()
    assert (ours.state, ours.feedback, ours.how, ours.arrived) == ("joined", feedback, "thread", "ours")
    due_before = Feedback.objects.get(pk=feedback.pk).due_on
    answer = keep(
        reply(
            "Mrs Margaret Pemberton came, and still nothing.",
            to="two@avonshire.example",
            message_id="three@example.org",
        )
    )
    assert (answer.state, answer.feedback, answer.how, answer.arrived) == (
        "joined",
        feedback,
        "thread",
        "contact",
    )
    assert "Pemberton" not in answer.text
    assert Feedback.objects.get(pk=feedback.pk).due_on == due_before, "nothing is answered by it"


def test_an_answer_that_comes_before_what_it_answers_is_of_the_same_thread(keep):
    answer = keep(reply("Still nothing.", to="one@example.org", message_id="two@example.org"))
    first = keep(plain())
    later = keep(reply("And again.", to="two@example.org", message_id="three@example.org"))
    answer.refresh_from_db()
    assert answer.thread == first.thread == later.thread


def test_two_threads_that_an_e_mail_shows_to_be_one_become_one(keep):
    one, other = keep(plain()), keep(plain("Another.", Message_ID="<other@example.org>"))
    assert one.thread != other.thread
    both = keep(
        plain("Both.", Message_ID="<both@example.org>", References="<one@example.org> <other@example.org>")
    )
    one.refresh_from_db(), other.refresh_from_db()
    assert one.thread == other.thread == both.thread


def test_the_reference_in_the_subject_joins_and_another_address_is_said_and_never_trusted(keep, avonshire):
    case = made(avonshire, contact=RUTH)
    known = keep(plain("More of it.", Subject=f"Re: your reply {case.reference}"))
    assert (known.feedback, known.how, known.arrived) == (case, "reference", "contact")
    unknown = keep(
        plain(
            "It was I.",
            From="Ruth Ockwell <r@elsewhere.example>",
            Subject=f"re {case.reference.lower()}",
            Message_ID="<x@y>",
        )
    )
    assert (unknown.feedback, unknown.arrived) == (case, "unknown")
    assert Contact.objects.get(feedback=case).email == RUTH["email"]


def test_neither_name_nor_address_alone_joins_but_an_address_suggests(keep, avonshire, manager):
    case = made(avonshire, contact=RUTH)
    email = keep(plain("Another matter.", Message_ID="<new@example.org>"))
    assert (email.state, email.feedback, email.suggested) == ("waiting", None, case)
    by_name = keep(plain("And more.", From="Ruth Ockwell <other@example.net>", Message_ID="<n@x>"))
    assert (by_name.state, by_name.suggested) == ("waiting", None)
    commands.join_email(by=manager, email=email, feedback=case)
    assert (email.state, email.how, email.sorted_by) == ("joined", "person", manager)


@pytest.mark.parametrize("subject", ["F 12 forms", "the F1 race", "ref F-999999999", "F-0"])
def test_what_only_looks_like_a_reference_joins_nothing(keep, subject):
    assert keep(plain(Subject=subject)).state == "waiting"


def test_feedback_that_is_withdrawn_or_deleted_takes_no_e_mail(keep, avonshire):
    case = made(avonshire)
    Feedback.objects.filter(pk=case.pk).update(withdrawn_on=timezone.localdate())
    assert keep(plain(Subject=case.reference)).state == "waiting"
    Feedback.objects.filter(pk=case.pk).update(withdrawn_on=None, forgotten_on=timezone.localdate())
    assert keep(plain("x", Subject=case.reference, Message_ID="<y@x>")).state == "waiting"


def test_the_owner_is_told_and_without_one_who_manages_complaints(keep, avonshire, manager):
    case = made(avonshire)
    keep(plain(Subject=case.reference))
    told = Notification.objects.filter(kind="email_joined", origin_id=case.pk)
    assert manager.pk in set(told.values_list("person", flat=True))
    assert all(each.reference == case.reference for each in told)


def test_an_automatic_answer_joins_in_silence_and_a_bounce_says_so(keep, avonshire):
    case = made(avonshire)
    away = keep(
        plain("I am away.", Subject=f"Automatic reply: {case.reference}", Auto_Submitted="auto-replied")
    )
    assert (away.feedback, away.arrived, away.seems) == (case, "automatic", "away")
    assert not Notification.objects.filter(kind="email_joined", origin_id=case.pk).exists()
    bounce = keep(BOUNCE.replace(b"Undelivered Mail", f"Undelivered Mail {case.reference}".encode()))
    assert (bounce.feedback, bounce.arrived, bounce.seems) == (case, "bounced", "bounce")


def test_what_cannot_be_read_waits_whole_and_can_be_read_again(keep, manager, monkeypatch):
    broken = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 not quite Outlook"
    email = keep(broken)
    assert (email.state, email.text) == ("unreadable", "") and "cannot be read" in email.problem
    assert raw.content(email) == broken
    with pytest.raises(Refused, match="could not be read"):
        commands.add_as_feedback(by=manager, email=email, source="complaint")
    with pytest.raises(Refused, match="still cannot"):
        commands.read_again(by=manager, email=email)
    from goldthread.mail.reading import read

    monkeypatch.setattr(commands, "read_message", lambda content: read(plain("Ruth Ockwell complains.")))
    commands.read_again(by=manager, email=email)
    assert (email.state, email.problem, email.seems) == ("waiting", "", "complaint")
    assert "Ockwell" not in email.text and "Ockwell" in saving.originals(email)["text"]


def test_where_names_cannot_be_looked_for_nothing_is_shown_and_nothing_is_lost(keep, settings, manager):
    settings.PRIVACY_FINDER = "tests.mailbox.test_sorting.fails"
    message = plain("Ruth Ockwell was hit.")
    email = keep(message)
    assert (email.state, email.text, email.subject) == ("unreadable", "", "") and "names" in email.problem
    assert raw.content(email) == message
    settings.PRIVACY_FINDER = "goldthread.feedback.redaction.detector.find"
    commands.read_again(by=manager, email=email)
    assert email.state == "waiting" and "was hit" in email.text and "Ockwell" not in email.text


def fails(text, *, known_names=()):
    raise RuntimeError(text)


def test_danger_is_screened_as_it_is_kept_and_told_at_once(keep, avonshire, manager):
    email = keep(
        plain(
            "My son says he will kill himself tonight. Please help.",
            Date=timezone.now().strftime("%a, %d %b %Y %H:%M:%S +0000"),
        )
    )
    assert email.harm == "danger" and email.harm_reasons
    told = Notification.objects.filter(kind="danger", origin_id=email.pk)
    assert manager.pk in set(told.values_list("person", flat=True))
    with pytest.raises(Refused, match="nobody has reviewed"):
        commands.set_aside(by=manager, email=email, because="spam")
    commands.record_harm_review(
        by=manager, email=email, outcome="spoke", note="I rang Mrs Margaret Pemberton."
    )
    assert "Pemberton" not in email.harm_note
    assert not Notification.objects.filter(kind="danger", origin_id=email.pk, read_at=None).exists()
    commands.set_aside(by=manager, email=email, because="no_feedback")


def test_whoever_reviews_harm_sees_those_e_mails_only(keep, avonshire):
    psw = avonshire.person("psw")
    ordinary = keep(plain("The letter has the wrong date.", Subject="Wrong date"))
    harm = keep(plain("He hits her every night and she is afraid.", Message_ID="<h@x>"))
    assert harm.harm
    seen = set(IncomingEmail.objects.visible_to(psw).values_list("pk", flat=True))
    assert harm.pk in seen and ordinary.pk not in seen


def test_setting_aside_asks_why_and_can_be_taken_back(keep, manager):
    email = keep(plain("Buy now", Subject="Offer"))
    with pytest.raises(Refused):
        commands.set_aside(by=manager, email=email, because="other", reason="")
    commands.set_aside(
        by=manager, email=email, because="other", reason="An advert that Ruth Ockwell sent on."
    )
    assert email.state == "aside" and "Ockwell" not in email.aside_reason
    commands.take_back(by=manager, email=email)
    assert (email.state, email.aside_reason) == ("waiting", "")


def test_a_file_that_is_with_the_feedback_already_is_not_kept_twice(keep, manager, avonshire):
    made_of = with_parts()
    made_of.add_attachment(png(), maintype="image", subtype="png", filename="door.png")
    feedback = commands.add_as_feedback(by=manager, email=keep(bytes(made_of)), source="complaint")
    again = with_parts(text="Once more.", message_id="<p2@example.org>", subject=feedback.reference)
    again.add_attachment(png(), maintype="image", subtype="png", filename="door again.png")
    email = keep(bytes(again))
    assert email.feedback == feedback and Attachment.objects.filter(origin_id=feedback.pk).count() == 1
    assert "already" in email.attachments[0]["why_not"]


def test_what_is_forwarded_can_be_the_feedback_with_its_own_sender(keep, manager):
    made_of = with_parts(text="Please log this.", sender="Ben <ben@avonshire.example>", message_id="<fw@x>")
    made_of.add_attachment(
        with_parts(text="I complain of my bill.", sender="Dev Marsh <dev@example.net>", subject="My bill")
    )
    email = keep(bytes(made_of))
    assert [name for name, _ in commands.texts_there(email)] == ["new", "inside", "whole"]
    feedback = commands.add_as_feedback(by=manager, email=email, source="complaint", text="inside")
    assert Contact.objects.get(feedback=feedback).email == "dev@example.net" and feedback.subject == "My bill"
    assert "my bill" in feedback.points.get().text


def test_a_letter_that_came_back_is_its_owners_task_and_an_answer_to_it_joins(keep, avonshire):
    case = made(avonshire, contact=RUTH)
    letter = saving.add(
        examples.made(
            Letter,
            avonshire.council,
            feedback=case,
            standing=Standing.E_MAILED,
            message_id="<letter-7@avonshire.example>",
        ),
        based_on=[case],
    )
    answer = keep(
        reply("Thank you for your letter.", to="letter-7@avonshire.example", message_id="to-letter@x")
    )
    assert (answer.feedback, answer.how, answer.arrived) == (case, "thread", "contact")
    delayed = BOUNCE.replace(b"Action: failed", b"Action: delayed").replace(b"bounce-1", b"delay-1")
    assert keep(delayed).feedback == case
    letter.refresh_from_db()
    assert letter.standing == Standing.E_MAILED, "it may still arrive"
    bounce = keep(BOUNCE)
    letter.refresh_from_db()
    assert (letter.standing, bounce.feedback, bounce.arrived) == (Standing.RETURNED, case, "bounced")


def test_what_is_set_aside_is_deleted_in_time_and_does_not_come_again(keep, manager, avonshire):
    message = plain("Buy now", Subject="Offer from Ruth Ockwell")
    email = keep(message)
    commands.set_aside(by=manager, email=email, because="spam")
    later = timezone.now() + datetime.timedelta(days=91)
    assert email.pk not in {
        each.pk for each in following.due(avonshire.council, timezone.localdate(), timezone.now())
    }
    following.forget_emails(by=avonshire.clock, today=later.date(), now=later)
    avonshire.enter()
    email.refresh_from_db()
    assert (email.subject, email.text, email.is_kept) == ("", "", False) and raw.content(email) == b""
    assert not EmailPeople.objects.filter(email=email).exists() and saving.originals(email) == {}
    with pytest.raises(AlreadyHere):
        keep(message)


def test_an_e_mail_goes_with_its_feedback(keep, manager, avonshire):
    email = keep(plain("I complain, says Ruth Ockwell."))
    feedback = commands.add_as_feedback(by=manager, email=email, source="complaint")
    avonshire.enter()
    assert (
        not following.due(
            avonshire.council, timezone.localdate() + datetime.timedelta(days=4000), timezone.now()
        )
        .filter(pk=email.pk)
        .exists()
    )
    forget(by=avonshire.clock, feedback=[feedback], on=timezone.localdate())
    avonshire.enter()
    email.refresh_from_db()
    assert email.text == "" and email.forgotten_on is not None and raw.content(email) == b""
