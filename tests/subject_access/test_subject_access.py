"""One person, named in many places: each is found, or the page says where it did not look; nothing held is deleted."""

from __future__ import annotations

import datetime
import html
import io
import zipfile

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from goldthread.casework.findings import record_finding
from goldthread.casework.letters.models import Letter, SentLetter
from goldthread.council.command import Refused
from goldthread.council.files.commands import attach_file, remove_file
from goldthread.council.files.models import Attachment
from goldthread.council.notes.commands import add_note
from goldthread.council.records import attached, holds, saving
from goldthread.council.records.spec import kind_of, models_with_spec
from goldthread.evidence.packs.models import EvidencePack
from goldthread.feedback import commands as feedback_commands
from goldthread.feedback import forgetting
from goldthread.feedback.intake.new_feedback import NewFeedback
from goldthread.feedback.models import Feedback, Point
from goldthread.learning.models import Lesson
from goldthread.mailbox import following as emails
from goldthread.mailbox.models import IncomingEmail
from goldthread.meetings.meetings.commands import note_meeting
from goldthread.subject_access import commands
from goldthread.subject_access.forgetting import forget
from goldthread.subject_access.looking import OF_THEIR_CASE, look
from goldthread.subject_access.matching import Person
from goldthread.subject_access.models import AccessRequest
from goldthread.subject_access.places import NOT_LOOKED, fields_of, not_looked
from goldthread.subject_access.places import places as looked_into
from tests.house import examples

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
AGO = TODAY - datetime.timedelta(days=40)
SURNAME = "Thistlewood"


@pytest.fixture
def by(avonshire):
    return avonshire.person("complaints_manager")


def _received(avonshire, by, text, **fields):
    new = NewFeedback(
        source="complaint", points=[text], received_on=AGO, team=avonshire.team("locality-north"), **fields
    )
    feedback = feedback_commands.receive(by=by, new=new, today=TODAY, allow_duplicate=True)
    avonshire.enter()
    return feedback


@pytest.fixture
def planted(avonshire, by):
    """Plant one person in the places that there are; return the record of each by what it is."""
    own = _received(
        avonshire,
        by,
        "Nobody came on Tuesday.",
        contact={"name": f"Maureen {SURNAME}", "phone": "01632 960417"},
    )
    other = _received(avonshire, by, f"My neighbour Mrs Maureen {SURNAME} saw it all. Call Peter Okonedo.")
    former = _received(avonshire, by, "I knew her as Maureen Garrity when we were girls.")
    spelled = _received(avonshire, by, "Mrs Thisltewood was left waiting too.")
    number = _received(avonshire, by, "Ring the lady on +44 1632 960 417, she will tell you.")
    noted = _received(avonshire, by, "The ramp was never fitted.")
    add_note(by=by, record=noted, text=f"Mrs {SURNAME} rang about this as well.")
    sent_about = _received(avonshire, by, "The rota was wrong again.")
    filed = _received(avonshire, by, "The rota was changed.")
    attach_file(by=by, record=filed, filename="rota.txt", content=f"Tuesday: {SURNAME}, 9 am".encode())
    point = Point.objects.get(feedback=own)
    record_finding(
        by=by, point=point, found="upheld", explanation="The visit was not on the rota.", found_on=AGO
    )
    lesson = Lesson.objects.filter(council=avonshire.council).first()
    # As an earlier version left it, which knew less of names.
    Lesson.objects.filter(pk=lesson.pk).update(what_we_learned=f"Ask mrs {SURNAME.lower()} first.")
    Lesson.objects.filter(pk=lesson.pk).update(what_we_learned="Ask first.")
    pack = EvidencePack(
        council=avonshire.council,
        framework="cqc",
        html=f"<p>“We rang,” said {SURNAME}.</p>",
        checksum="0" * 64,
        claim_count=1,
        by=by,
    )
    pack.save()
    letter = Letter.objects.create(
        council=avonshire.council,
        feedback=sent_about,
        kind="final",
        text="The rota was wrong.",
        written_by=by,
        written_on=TODAY,
    )
    SentLetter.objects.create(
        council=avonshire.council,
        letter=letter,
        text=f"Dear Sir, Mrs {SURNAME} told us the same.",
        by_means="post",
        sent_on=TODAY,
    )
    email = saving.add(
        examples.made(
            IncomingEmail, avonshire.council, subject="A visit", text=f"Please ring Mrs {SURNAME} back."
        )
    )
    meeting = note_meeting(
        by=by,
        kind="staff_forum",
        title="Rotas",
        meets_on=TODAY,
        today=TODAY,
        came_staff=9,
        minutes=f"Mrs {SURNAME} was told on Monday that nobody comes.",
    )
    return {
        "minutes": meeting,
        "e-mail": email,
        "letter sent": sent_about,
        "contact": own,
        "somebody else's letter": other,
        "former name": former,
        "misspelling": spelled,
        "telephone only": number,
        "note": noted,
        "file": filed,
        "finding": own,
        "former value": lesson,
        "pack": pack,
    }


@pytest.fixture
def request_(by):
    request = commands.record_request(
        by=by, title="All that is held", received_on=TODAY, name=f"Maureen {SURNAME}"
    )
    for kind, value in (("former_name", "Maureen Garrity"), ("telephone", "01632 960417")):
        commands.add_term(by=by, access_request=request, kind=kind, value=value)
    return request


def _looked(avonshire, by, request):
    commands.begin_look(by=by, access_request=request, start_job=False)
    avonshire.enter()
    wanted = Person.of(request.terms.values_list("kind", "value"))
    request = commands.save_look(by=by, access_request=request, result=look(by.council_id, wanted))
    avonshire.enter()
    return request


def test_a_planted_person_is_found_everywhere(avonshire, by, planted, request_):
    request = _looked(avonshire, by, request_)
    hits = list(request.hits.all())

    def found(what, model=None, how=""):
        record = planted[what]
        return [
            hit
            for hit in hits
            if hit.origin_id == record.pk and (model is None or hit.model == model) and how in hit.how
        ]

    assert found("contact", "contact", "name")
    assert found("somebody else's letter", "originaltext", "name")
    assert found("former name", "originaltext", "former name")
    assert found("misspelling", how="spelled otherwise")
    assert found("telephone only", "originaltext", "telephone number")
    assert found("note", "restrictedtext", "name")
    assert found("file", "attachment", "name")
    assert found("e-mail", "restrictedtext", "name")
    assert found("letter sent", "sentletter", "name")
    assert found("minutes", "restrictedtext", "name")
    assert found("finding", "pointoutcome", OF_THEIR_CASE)
    assert found("former value", "lessonevent", "name")
    assert found("pack", "evidencepack", "name")
    # Each place with how much was looked at.
    places = {place.name: place for place in request.places.all()}
    assert places["Files"].looked >= 1 and places["Files"].found >= 1
    not_looked = {name for name, place in places.items() if place.not_looked}
    assert {"Backups", "Other systems", "Drafts of forms"} <= not_looked
    # What has no room here, or is looked into: each of these is the one or the other, and never silent.
    rooms = {part for place in looked_into() for part in place.model.__module__.split(".")}
    assert {"meetings", "mailbox", "letters"} <= rooms and places["Meetings"].looked >= 1
    for room, words in (("mailbox", "E-mails"), ("letters", "Letters sent"), ("meetings", "Meeting notes")):
        assert (words in not_looked) != (room in rooms), room


def test_every_text_of_every_model_is_looked_into_or_named_with_the_reason():
    looked = {(place.model, name) for place in looked_into() for name in place.fields}
    named = {name for name, _ in not_looked()}
    assert all(why for _, why in not_looked())
    for model in models_with_spec():
        missing = {name for name in fields_of(model) if (model, name) not in looked}
        if missing and not model.__module__.startswith("goldthread.subject_access"):
            assert NOT_LOOKED[kind_of(model)][0] in named, model


def test_nobody_else_is_given_away(avonshire, by, planted, request_):
    request = _looked(avonshire, by, request_)
    hit = request.hits.get(origin_id=planted["somebody else's letter"].pk, model="originaltext")
    words, proposed = commands.proposal(request, hit)
    assert "Okonedo" in words
    assert "Okonedo" not in proposed and SURNAME in proposed


def test_the_document_is_made_of_decisions_and_kept_as_given(avonshire, by, planted, request_):
    request = _looked(avonshire, by, request_)
    with pytest.raises(Refused, match="not decided"):
        commands.make_copy(by=by, access_request=request)
    letter = request.hits.get(origin_id=planted["somebody else's letter"].pk, model="originaltext")
    for hit in request.hits.all():
        if hit.pk == letter.pk:
            _, proposed = commands.proposal(request, hit)
            commands.decide(by=by, access_request=request, hit=hit, decision="redact", text=proposed)
        else:
            commands.decide(
                by=by,
                access_request=request,
                hit=hit,
                decision="leave_out",
                reason="It is about somebody else.",
            )
    commands.make_copy(by=by, access_request=request)
    with pytest.raises(Refused, match="Read all"):
        commands.give(by=by, access_request=request, given_on=TODAY, read_it=False)
    request = commands.give(by=by, access_request=request, given_on=TODAY, read_it=True)
    copy = request.copies.get()
    with zipfile.ZipFile(io.BytesIO(bytes(copy.word))) as word:
        text = word.read("word/document.xml").decode()
    assert SURNAME in text and "Okonedo" not in text
    assert "Where was not looked" in text and "somebody else" in text
    assert (copy.given_on, copy.checked_by) == (TODAY, by)
    with pytest.raises(Refused, match="finished"):
        commands.decide(by=by, access_request=request, hit=letter, decision="include")
    assert request.copies.get().checksum == copy.checksum


def test_what_was_found_is_held_until_the_hold_is_lifted(avonshire, by, planted, request_):
    request = _looked(avonshire, by, request_)
    admin = avonshire.person("administrator")
    for what in ("contact", "somebody else's letter", "note", "telephone only"):
        with pytest.raises(Refused, match="held for a subject access request"):
            forgetting.forget(by=admin, feedback=[planted[what]], on=TODAY)
    rota = Attachment.objects.get(origin_id=planted["file"].pk)
    with pytest.raises(Refused, match="held for a subject access request"):
        remove_file(by=by, file=rota, on=TODAY)
    email = planted["e-mail"]
    years = datetime.timedelta(days=20 * 366)
    assert email not in emails.due(avonshire.council, TODAY + years, timezone.now() + years)
    much_later = TODAY + datetime.timedelta(days=20 * 366)
    due = {item.pk for item in forgetting.due(avonshire.council, much_later)}
    assert planted["contact"].pk not in due
    later = timezone.now() + datetime.timedelta(days=20 * 366)
    rows = {row.pk for rows in attached.due(avonshire.council.pk, later) for row in rows}
    note = request.hits.get(origin_id=planted["note"].pk, model="restrictedtext")
    assert note.row not in rows and not any(
        row.origin_id == planted["note"].pk
        for each in attached.due(avonshire.council.pk, later)
        for row in each
        if hasattr(row, "origin_id")
    )
    with pytest.raises(Refused, match="is open"):
        commands.lift_hold(by=by, access_request=request, reason="It is done.")
    commands.end_request(
        by=by, access_request=request, ended_on=TODAY, ended_because="They took it back by letter."
    )
    commands.lift_hold(by=by, access_request=request, reason="It is done.")
    assert not holds.active(avonshire.council.pk).filter(held_for_id=request.pk).exists()
    assert planted["contact"].pk in {item.pk for item in forgetting.due(avonshire.council, much_later)}
    forgetting.forget(by=admin, feedback=[planted["contact"]], on=TODAY)
    assert Feedback.objects.get(pk=planted["contact"].pk).forgotten_on == TODAY


def test_looking_again_keeps_decisions_and_adds_what_is_new(avonshire, by, planted, request_):
    request = _looked(avonshire, by, request_)
    hit = request.hits.get(origin_id=planted["note"].pk, model="restrictedtext")
    commands.decide(by=by, access_request=request, hit=hit, decision="include")
    new = _received(avonshire, by, f"And Mr {SURNAME} agrees.")
    request = _looked(avonshire, by, request)
    assert request.hits.get(pk=hit.pk).decision == "include"
    assert request.hits.filter(origin_id=new.pk).exists()


def test_longer_only_with_a_reason_told_within_the_first_month(by, request_):
    with pytest.raises(Refused, match="Say why"):
        commands.extend_request(by=by, access_request=request_, extended_on=TODAY, extended_because="")
    request = commands.extend_request(
        by=by,
        access_request=request_,
        extended_on=TODAY,
        extended_because="There are three requests of theirs.",
    )
    assert (request.due_on - TODAY).days > 85
    old = commands.record_request(
        by=by, title="All", received_on=TODAY - datetime.timedelta(days=50), name="Ada Quill"
    )
    with pytest.raises(Refused, match="within the first month"):
        commands.extend_request(
            by=by, access_request=old, extended_on=TODAY, extended_because="It is complex."
        )


@pytest.mark.parametrize("role", ["team_manager", "quality_lead", "director", "administrator"])
def test_only_who_deals_with_requests_may_open_one(avonshire, by, request_, role):
    where = reverse("subject_access:request", args=[request_.pk])
    assert avonshire.client(role).get(where).status_code == 403
    with pytest.raises(PermissionDenied):
        commands.begin_look(by=avonshire.person(role), access_request=request_)


def test_its_pages_from_the_list_to_reading(avonshire, by, planted, request_):
    request = _looked(avonshire, by, request_)
    client = avonshire.client("complaints_manager")

    def read(name, *args):
        answer = client.get(reverse(f"subject_access:{name}", args=args))
        assert answer.status_code == 200, answer.content.decode()[:800]
        avonshire.enter()
        return html.unescape(answer.content.decode())

    assert request.reference in read("list")
    page = read("request", request.pk)
    assert "Places not searched" in page and "Backups" in page and "Maureen Garrity" in page
    assert "Contact details" in read("found", request.pk)
    hit = request.hits.get(origin_id=planted["note"].pk, model="restrictedtext")
    assert "rang about this as well" in read("decide", request.pk, hit.pk)


def test_a_request_is_deleted_with_all_that_it_found(avonshire, by, planted, request_):
    request = _looked(avonshire, by, request_)
    forget(by=avonshire.person("administrator"), requests=[request])
    assert not AccessRequest.objects.filter(pk=request.pk).exists()
    assert not holds.active(avonshire.council.pk).filter(held_for_id=request.pk).exists()
