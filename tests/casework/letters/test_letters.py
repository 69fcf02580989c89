"""Letters: filled from the case, stopped where they name others, signed off by the right person, and kept as sent."""

from __future__ import annotations

import datetime
import html
import io

import docx
import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from goldthread.casework import closing, findings, remedies
from goldthread.casework import commands as case_commands
from goldthread.casework.choices import Found, State
from goldthread.casework.events import case_of as case_of_unsaved
from goldthread.casework.letters import commands, sending
from goldthread.casework.letters.choices import By, Kind, Standing
from goldthread.casework.letters.commands import Stopped
from goldthread.casework.letters.fields import values_of
from goldthread.casework.letters.models import Letter, SentLetter
from goldthread.council.command import Refused
from goldthread.council.records.models import RestrictedText
from goldthread.feedback.forgetting import forget
from goldthread.feedback.models import Point
from goldthread.learning import commands as learning
from tests.casework.cases import case_of, made

pytestmark = pytest.mark.django_db
CONTACT = {
    "name": "Mrs Perpetua Vantongeren",
    "email": "perpetua@invented.example",
    "phone": "01632 960551",
    "address": "4 Quill Lane, Exampleton, EX1 1AA",
}


def today() -> datetime.date:
    return timezone.localdate()


def manager(cast):
    return cast.person("complaints_manager")


@pytest.fixture(autouse=True)
def quick_pdf(request, monkeypatch):
    """Write a file of a few letters in place of a PDF, which takes seconds, but where a test is about the file."""
    if "real_pdf" not in request.fixturenames:
        monkeypatch.setattr(sending, "as_pdf", lambda document: b"%PDF-made up")


@pytest.fixture
def real_pdf():
    """Ask for a PDF as it is written."""


@pytest.fixture
def case(avonshire):
    """Return a complaint of somebody whose name and address are known."""
    return made(avonshire, contact=CONTACT)


@pytest.fixture
def other(avonshire):
    """Return the complaint of somebody else."""
    return made(
        avonshire,
        contact={"name": "Ottoline Quillfeather"},
        their_reference="another",
        received_on=today() - datetime.timedelta(days=12),
    )


def written(
    cast,
    feedback,
    kind=Kind.ACKNOWLEDGEMENT,
    text="Dear {name}\n\nThank you.\n\nYours sincerely\n\n{signed_by}",
):
    letter = commands.write_letter(by=manager(cast), feedback=feedback, kind=kind, text=text)
    cast.enter()
    return letter


def send(cast, letter, means=By.POST):
    sent = sending.send_letter(by=manager(cast), letter=letter, by_means=means, on=today())
    cast.enter()
    return sent


# -- Sending ---------------------------------------------------------------------------------------


def test_a_posted_acknowledgement_stops_the_clock_and_is_kept_as_it_went(avonshire, case):
    letter = send(avonshire, written(avonshire, case))
    assert (letter.standing, letter.sent_on) == (Standing.POSTED, today())
    assert case_of(case).acknowledged_on == today() and case_of(case).state == State.OPEN
    kept = SentLetter.objects.get(letter=letter)
    assert kept.text.startswith("Dear Mrs Perpetua Vantongeren") and "4 Quill Lane" in kept.head
    assert manager(avonshire).name in kept.text
    # What everybody reads names nobody; what was written stands apart.
    assert "Vantongeren" not in Letter.objects.get(pk=letter.pk).text


def test_what_was_sent_stays_when_the_contact_details_change(avonshire, case):
    letter = send(avonshire, written(avonshire, case))
    before = bytes(SentLetter.objects.get(letter=letter).pdf)
    assert before
    case.contact.address = "9 Elsewhere"
    case.contact.save()
    kept = SentLetter.objects.get(letter=letter)
    assert "9 Elsewhere" not in kept.head and bytes(kept.pdf) == before


def test_a_letter_that_was_sent_is_changed_and_sent_no_more(avonshire, case):
    letter = send(avonshire, written(avonshire, case))
    with pytest.raises(Refused, match="posted"):
        commands.edit_letter(by=manager(avonshire), letter=letter, text="Another")
    avonshire.enter()
    with pytest.raises(Refused, match="posted"):
        send(avonshire, letter)


def test_without_an_address_it_is_not_posted_and_may_be_read_out(avonshire):
    case = made(avonshire, contact={"name": "Perpetua Vantongeren"})
    letter = written(avonshire, case)
    with pytest.raises(Refused, match="postal address"):
        send(avonshire, letter)
    avonshire.enter()
    assert send(avonshire, letter, By.OTHER).standing == Standing.GIVEN


# -- What stops it ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The reason is: {reason}", "{reason}"),
        ("The reason is: {reeson", "{reeson"),
        ("The [daughter A] told us.", "[daughter A]"),
        ("Your neighbour Ottoline Quillfeather said so too.", "Ottoline Quillfeather"),
        ("Mrs Quillfeather said so too.", "Mrs Quillfeather"),
        ("It was quite as Quillfeather had it.", "Quillfeather"),
        ("Mr Barnaby Oldcastle was there.", "Barnaby Oldcastle"),
    ],
)
def test_what_must_not_go_stops_the_letter_and_is_named(avonshire, case, other, text, words):
    letter = written(avonshire, case, text=text)
    with pytest.raises(Stopped) as stopped:
        send(avonshire, letter)
    assert any(words in problem.words for problem in stopped.value.problems)
    assert words in str(stopped.value)
    avonshire.enter()
    assert Letter.objects.get(pk=letter.pk).standing == Standing.DRAFT
    assert not SentLetter.objects.filter(letter=letter).exists()


def test_the_reference_of_another_case_stops_it_and_its_own_does_not(avonshire, case, other):
    with pytest.raises(Stopped, match=other.reference):
        send(avonshire, written(avonshire, case, text=f"As in {other.reference}."))
    avonshire.enter()
    assert send(avonshire, written(avonshire, case, text=f"About {case.reference}.")).sent_on


def test_another_complainants_name_in_a_field_of_the_template_stops_it(avonshire, case, other, monkeypatch):
    from goldthread.casework.letters import views

    values = {**values_of(case, Kind.HOLDING), "reason": "Ottoline Quillfeather is ill."}
    monkeypatch.setattr(views, "values_of", lambda feedback, kind: values)
    client = avonshire.client("complaints_manager")
    address = reverse("casework:write_letter", args=[case.pk]) + "?kind=holding"
    shown = html.unescape(client.get(address).content.decode())
    text = shown.partition("<textarea")[2].partition(">")[2].partition("</textarea>")[0]
    assert "Ottoline Quillfeather is ill." in text
    answer = client.post(address, {"text": text, "do": "post"})
    avonshire.enter()
    assert answer.status_code == 200 and "Ottoline Quillfeather" in answer.content.decode()
    assert not Letter.objects.filter(feedback=case).exists()


def test_whoever_sends_it_may_say_that_a_name_belongs_in_it(avonshire, case):
    by, text = manager(avonshire), "Mr Barnaby Oldcastle was there."
    letter = commands.write_letter(
        by=by, feedback=case, kind=Kind.HOLDING, text=text, meant=["Mr Barnaby Oldcastle"]
    )
    avonshire.enter()
    assert send(avonshire, letter).sent_on
    # A mark is kept, never the name.
    assert letter.allowed and "Oldcastle" not in str(letter.allowed)


def test_the_persons_own_name_and_the_councils_people_stop_nothing(avonshire, case):
    text = f"Dear Mrs Vantongeren\n\n{manager(avonshire).name} looked into it.\n\nYours sincerely\n\n{{signed_by}}"
    assert send(avonshire, written(avonshire, case, text=text)).sent_on


# -- Sign-off --------------------------------------------------------------------------------------


def test_a_final_letter_goes_once_somebody_senior_signed_it_off(avonshire, case):
    letter = written(avonshire, case, Kind.FINAL)
    with pytest.raises(Refused, match="signed off"):
        send(avonshire, letter)
    avonshire.enter()
    director = avonshire.person("director")
    letter = commands.hand_in(by=manager(avonshire), letter=letter, owner=director)
    avonshire.enter()
    assert (letter.standing, letter.owner) == (Standing.TO_SIGN, director)
    with pytest.raises(PermissionDenied):
        commands.sign_off(by=manager(avonshire), letter=letter)
    avonshire.enter()
    letter = commands.sign_off(by=director, letter=letter)
    avonshire.enter()
    letter = send(avonshire, letter)
    assert case_of(case).state == State.REPLIED and case_of(case).replied_on == today()
    assert director.name in SentLetter.objects.get(letter=letter).text


def test_whoever_wrote_the_final_letter_does_not_sign_it(avonshire, case):
    psw = avonshire.person("psw")
    letter = commands.write_letter(by=psw, feedback=case, kind=Kind.FINAL, text="Dear {name}")
    avonshire.enter()
    with pytest.raises(Refused, match="somebody else"):
        commands.hand_in(by=psw, letter=letter, owner=psw)


def test_a_letter_sent_back_says_why_and_is_a_draft_again(avonshire, case):
    director = avonshire.person("director")
    letter = commands.hand_in(
        by=manager(avonshire), letter=written(avonshire, case, Kind.FINAL), owner=director
    )
    avonshire.enter()
    letter = commands.send_back(by=director, letter=letter, reason="Say what was found of the bill.")
    avonshire.enter()
    assert (letter.standing, letter.owner) == (Standing.DRAFT, manager(avonshire))
    assert letter.sent_back_because == "Say what was found of the bill."


def test_a_change_after_sign_off_is_to_be_signed_off_again(avonshire, case):
    director = avonshire.person("director")
    letter = commands.hand_in(
        by=manager(avonshire), letter=written(avonshire, case, Kind.FINAL), owner=director
    )
    avonshire.enter()
    letter = commands.sign_off(by=director, letter=letter)
    avonshire.enter()
    letter = commands.edit_letter(by=manager(avonshire), letter=letter, text="Dear {name}\n\nAnother text.")
    avonshire.enter()
    assert (letter.standing, letter.signed_by, letter.signed_on) == (Standing.DRAFT, None, None)


# -- Filled from the case --------------------------------------------------------------------------


def test_the_final_letter_says_what_was_found_done_and_learned(avonshire, case):
    by = manager(avonshire)
    for point, found in zip(
        Point.objects.filter(feedback=case).order_by("position"),
        (Found.UPHELD, Found.NOT_UPHELD),
        strict=True,
    ):
        findings.record_finding(
            by=by, point=point, found=found, explanation="The log shows no visit.", found_on=today()
        )
        avonshire.enter()
    assert values_of(case)["remedies"] == "" and values_of(case)["learning"] == ""
    remedies.agree_remedy(
        by=by,
        feedback=case,
        kind="apology",
        title="An apology in writing",
        agreed_on=today(),
        due_on=today() + datetime.timedelta(days=7),
        owner=by,
    )
    avonshire.enter()
    learning.record_no_lesson(
        by=by,
        points=[Point.objects.get(feedback=case, position=1)],
        because="One mistake of one day.",
        decided_on=today(),
    )
    avonshire.enter()
    values = values_of(case)
    assert "Point 1: Nobody came on Tuesday.\n\nUpheld. The log shows no visit." in values["findings"]
    assert values["remedies"].startswith(f"- An apology in writing: to be done by {by.name}, by ")
    assert values["learning"] == "- One mistake of one day."
    assert "PO Box 4771" in values["ombudsman"]


# -- Who reads what, and for how long ----------------------------------------------------------------


def test_the_pages_show_the_letter_to_whom_it_is_meant(avonshire, case, page):
    letter = written(avonshire, case, text="Dear {name}\n\nDr Zenobia Oddfellow came.")
    assert "Oddfellow" in page("complaints_manager", "casework:letter", letter.pk)
    assert "Oddfellow" not in page(
        "practitioner", "casework:letter", letter.pk, status=200 if _same_team(avonshire, case) else 404
    )
    shown = page("complaints_manager", "casework:preview_letter", letter.pk)
    assert "Dear Mrs Perpetua Vantongeren" in shown and "4 Quill Lane" in shown
    page("psw", "casework:preview_letter", letter.pk, status=403)


def _same_team(cast, feedback):
    return feedback.team_id in (cast.person("practitioner").teams_for("casework.read") or {feedback.team_id})


def test_what_was_sent_is_a_page_and_two_files(avonshire, case):
    letter = send(avonshire, written(avonshire, case))
    client = avonshire.client("complaints_manager")
    assert "Vantongeren" in client.get(reverse("casework:sent_letter", args=[letter.pk])).content.decode()
    word = client.get(reverse("casework:sent_letter_word", args=[letter.pk])).content
    text = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(word)).paragraphs)
    assert "4 Quill Lane" in text and "Dear Mrs Perpetua Vantongeren" in text


def test_forgotten_with_its_case(avonshire, case):
    letter = send(avonshire, written(avonshire, case))
    forget(by=avonshire.clock, feedback=[case], on=today())
    avonshire.enter()
    letter.refresh_from_db()
    assert letter.text == "" and not SentLetter.objects.filter(letter=letter).exists()
    assert not RestrictedText.objects.filter(origin="letter", origin_id=letter.pk).exists()


def test_the_case_offers_the_letter_that_is_due(avonshire, case, page):
    shown = page("complaints_manager", "feedback:detail", case.pk)
    assert "Write acknowledgement" in shown and "Write letter: acknowledgement" in shown
    case_commands.acknowledge(by=manager(avonshire), feedback=case, on=today())
    avonshire.enter()
    assert "Write letter: final response" in page("complaints_manager", "feedback:detail", case.pk)


def test_a_letter_that_is_begun_is_opened_and_not_written_twice(avonshire, case, page):
    letter = written(avonshire, case)
    shown = page("complaints_manager", "feedback:detail", case.pk)
    assert "Open acknowledgement" in shown and "Write acknowledgement" not in shown
    assert reverse("casework:letter", args=[letter.pk]) in shown


def test_closing_lists_the_letters_that_it_would_discard(avonshire, case):
    letter = written(avonshire, case, Kind.HOLDING)
    (item,) = [each for each in closing.open_items(case_of_unsaved(case)) if "Holding letter" in each.text]
    assert "discarded" in item.text
    closing.close(by=manager(avonshire), feedback=case, on=today(), reason="They moved away.")
    avonshire.enter()
    assert Letter.objects.get(pk=letter.pk).standing == Standing.DISCARDED
