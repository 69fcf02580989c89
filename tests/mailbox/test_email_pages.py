"""Pages of e-mails: the list to sort, one press, and who may open what."""

from __future__ import annotations

import html

import pytest
from django.urls import reverse

from goldthread.council.models import AuditLine
from goldthread.feedback.models import Feedback
from goldthread.mailbox.keeping import keep_email
from goldthread.mailbox.models import IncomingEmail
from tests.casework.cases import made
from tests.mail.letters import plain, with_parts

pytestmark = pytest.mark.django_db


@pytest.fixture
def email(avonshire) -> IncomingEmail:
    kept = keep_email(
        by=avonshire.clock,
        message=plain("I complain of a wrong bill.", Subject="Wrong bill for Ruth Ockwell"),
        via="imap",
    )
    avonshire.enter()
    return kept


@pytest.fixture
def client(avonshire):
    return avonshire.client("complaints_manager")


def read(client, name, *args, query=""):
    response = client.get(reverse(name, args=args) + query)
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def test_the_list_shows_what_waits_without_names(client, email):
    page = read(client, "mailbox:list")
    assert email.reference in page and "Wrong bill" in page and "Ockwell" not in page
    assert "The mailbox is off" in page
    assert email.reference not in read(client, "mailbox:list", query="?state=aside")


def test_one_press_makes_it_the_complaint_that_it_seems_to_be(client, email, avonshire):
    page = read(client, "mailbox:email", email.pk)
    assert "Add as complaint" in page and "complain" in page and "Ockwell" not in page
    answer = client.post(reverse("mailbox:add", args=[email.pk]), {"source": "complaint"})
    avonshire.enter()
    feedback = Feedback.objects.get(emails=email)
    assert answer.status_code == 302 and answer.url == reverse("feedback:detail", args=[feedback.pk])
    case = read(client, "feedback:detail", feedback.pk)
    assert "Came by e-mail" in case and reverse("mailbox:email", args=[email.pk]) in case


def test_the_form_asks_which_text_and_refuses_the_same_twice_unless_told(client, avonshire):
    forwarded = with_parts(text="Please log this.", message_id="<fw@x>")
    forwarded.add_attachment(with_parts(text="I complain of my bill."))
    kept = [
        keep_email(by=avonshire.clock, message=bytes(forwarded), via="imap"),
        keep_email(by=avonshire.clock, message=bytes(forwarded).replace(b"<fw@x>", b"<fw2@x>"), via="imap"),
    ]
    avonshire.enter()
    assert "The message that it carries" in read(client, "mailbox:add", kept[0].pk)
    sent = {"source": "complaint", "text": "inside"}
    assert client.post(reverse("mailbox:add", args=[kept[0].pk]), sent).status_code == 302
    avonshire.enter()
    again = client.post(reverse("mailbox:add", args=[kept[1].pk]), sent)
    assert again.status_code == 200 and "already saved" in html.unescape(again.content.decode())
    assert (
        client.post(reverse("mailbox:add", args=[kept[1].pk]), {**sent, "allow_duplicate": "on"}).status_code
        == 302
    )


def test_joining_by_reference_and_setting_aside(client, email, avonshire):
    case = made(avonshire)
    wrong = client.post(reverse("mailbox:join", args=[email.pk]), {"feedback": "F-999999"})
    assert "no feedback called F-999999" in wrong.content.decode()
    answer = client.post(reverse("mailbox:join", args=[email.pk]), {"feedback": case.reference})
    assert answer.url == reverse("feedback:detail", args=[case.pk])
    assert "address we do not know" in read(client, "feedback:detail", case.pk)
    assert client.post(reverse("mailbox:take_back", args=[email.pk])).status_code == 302
    assert client.post(reverse("mailbox:set_aside", args=[email.pk]), {"because": "spam"}).status_code == 302
    avonshire.enter()
    email.refresh_from_db()
    assert (email.state, email.feedback) == ("aside", None)


def test_the_message_is_downloaded_with_a_reason_which_the_audit_log_keeps(client, email, avonshire):
    address = reverse("mailbox:download", args=[email.pk])
    assert client.post(address, {"reason": ""}).headers["Content-Type"].startswith("text/html")
    file = client.post(address, {"reason": "to see the sender, Ruth Ockwell"})
    assert b"".join(file.streaming_content).startswith(b"From: Ruth Ockwell")
    assert file.headers["Content-Disposition"] == f'attachment; filename="{email.reference}.eml"'
    assert "sandbox" in file.headers["Content-Security-Policy"]
    avonshire.enter()
    line = AuditLine.objects.filter(command="mailbox.open_message").order_by("-number").first()
    assert line.target_id == email.pk and "Ockwell" not in line.reason
    shown = client.post(reverse("mailbox:original", args=[email.pk]), {"reason": "to read it whole"})
    assert "wrong bill" in shown.content.decode()
    assert "ruth.ockwell@example.org" not in read(client, "mailbox:sender", email.pk)
    sender = client.post(reverse("mailbox:sender", args=[email.pk]))
    assert "ruth.ockwell@example.org" in sender.content.decode()


def test_a_saved_file_is_added_by_hand_and_twice_is_said(client, avonshire):
    from django.core.files.uploadedfile import SimpleUploadedFile

    def send():
        return client.post(
            reverse("mailbox:add_saved"), {"file": SimpleUploadedFile("x.eml", plain("Saved."))}
        )

    assert send().status_code == 302
    assert "here already" in send().content.decode()


@pytest.mark.parametrize("who", ["quality_lead", "team_manager", "director", "administrator", "practitioner"])
def test_nobody_else_opens_them(avonshire, email, who):
    client = avonshire.client(who)
    for name in ("mailbox:email", "mailbox:add", "mailbox:download"):
        assert client.get(reverse(name, args=[email.pk])).status_code == 403


def test_another_councils_e_mail_is_not_there(brackenmoor, email):
    assert (
        brackenmoor.client("complaints_manager").get(reverse("mailbox:email", args=[email.pk])).status_code
        == 404
    )


def test_the_handler_of_a_team_reads_the_answer_in_the_case_and_not_the_e_mail(avonshire):
    manager = avonshire.person("team_manager")
    team = manager.memberships.exclude(team=None).first().team
    case = made(avonshire, team=team.slug)
    kept = keep_email(
        by=avonshire.clock,
        message=plain("The bill is still wrong, says Ruth Ockwell.", Subject=case.reference),
        via="imap",
    )
    page = read(avonshire.client("team_manager"), "feedback:detail", case.pk)
    assert "The bill is still wrong" in page and "Ockwell" not in page
    assert reverse("mailbox:email", args=[kept.pk]) not in page
