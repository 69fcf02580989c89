"""What belongs to a kind of document: consent and its end, formats asked for and met, and a council's list from a sheet."""

from __future__ import annotations

import csv
import datetime
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.models import SearchEntry
from goldthread.learning.documents import commands, describing, loading
from goldthread.learning.documents.commands import Upload
from goldthread.learning.documents.jobs import index_without_consent
from goldthread.learning.documents.models import Document, not_consented
from goldthread.learning.documents.queries import called
from goldthread.learning.documents.sheets import Known, read_documents
from tests.thread.mechanism_pages import send

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)


def story(by, **given) -> Document:
    """Return a new story, uploaded, with the consent that is given."""
    document = commands.add_document(
        by=by,
        kind="story",
        title="What the wait was like",
        edition_on=TODAY - 90 * DAY,
        in_force_since=TODAY - 80 * DAY,
        upload=Upload("story.txt", b"A story that is made up, of quincewater."),
    )
    if given:
        describing.describe_document(by=by, document=document, **given)
    return document


@pytest.mark.parametrize(
    ("kind", "given", "until", "holds"),
    [
        ("story", None, None, False),
        ("story", -10, None, True),
        ("story", -10, 0, True),
        ("story", -10, 5, True),
        ("story", -10, -1, False),
        ("case_study", None, None, True),
        ("case_study", -10, -1, False),
        ("policy", None, None, True),
    ],
)
def test_whether_consent_holds_follows_from_its_dates_in_python_and_in_the_database(
    avonshire, kind, given, until, holds
):
    document = story(avonshire.person("quality_lead"))
    Document.objects.filter(pk=document.pk).update(
        kind=kind,
        consent_on=None if given is None else TODAY + given * DAY,
        consent_until=None if until is None else TODAY + until * DAY,
    )
    document.refresh_from_db()
    assert document.is_consented(TODAY) is holds
    assert Document.objects.filter(not_consented(TODAY), pk=document.pk).exists() is not holds
    seen = Document.objects.visible_to(avonshire.person("practitioner")).filter(pk=document.pk).exists()
    assert seen is holds


def test_a_story_whose_consent_ends_is_gone_for_readers_at_once_and_not_for_its_keepers(avonshire):
    lead, reader = avonshire.person("quality_lead"), avonshire.client("practitioner")
    document = story(lead, consent_on=TODAY - 10 * DAY, consent_until=TODAY + 30 * DAY)
    page = reverse("learning:document", args=[document.pk])
    file = document.versions.get().file
    download = reverse("download_file", args=[file.pk])
    assert reader.get(page).status_code == reader.get(download).status_code == 200
    describing.end_consent(by=lead, document=document, on=TODAY, reason="She asked us to stop")
    assert reader.get(page).status_code == 404
    assert reader.get(download).status_code in (403, 404)
    assert document.title not in reader.get(reverse("learning:documents")).content.decode()
    assert "quincewater" not in reader.get(reverse("search"), {"q": "quincewater"}).content.decode().split(
        "<main"
    )[1].replace('value="quincewater"', "").replace("“quincewater”", "")
    avonshire.enter()
    kept = {entry.permission for entry in SearchEntry.objects.filter(record_id__in=[document.pk, file.pk])}
    assert kept == {"documents.record"}
    assert "consent ended" in called(document)
    assert "Consent ended" in avonshire.client("quality_lead").get(page).content.decode()


def test_search_forgets_a_story_in_the_night_after_its_last_day(avonshire):
    document = story(avonshire.person("quality_lead"), consent_on=TODAY - 10 * DAY, consent_until=TODAY)
    entries = SearchEntry.objects.filter(record_id=document.pk)
    assert entries.get().permission == "documents.read"
    Document.objects.filter(pk=document.pk).update(consent_until=TODAY - DAY)
    for _ in range(2):
        index_without_consent.__wrapped__(by=avonshire.clock) if hasattr(
            index_without_consent, "__wrapped__"
        ) else index_without_consent(by=avonshire.clock)
    assert entries.get().permission == "documents.record"


def test_a_format_is_asked_for_and_met_in_days(avonshire, brackenmoor):
    lead = avonshire.person("quality_lead")
    guide = commands.add_document(
        by=lead,
        kind="guide",
        title="Where to go for help, made up",
        edition_on=TODAY,
        address="https://made.example/go",
    )
    worker = avonshire.client("practitioner")
    ask = reverse("learning:ask_format", args=[guide.pk])
    assert brackenmoor.client("practitioner").get(ask).status_code == 404
    avonshire.enter()
    day = TODAY - 12 * DAY
    boxes = {"asked_on-day": day.day, "asked_on-month": day.month, "asked_on-year": day.year}
    assert (
        "no such feedback"
        in worker.post(ask, {"format": "audio", "feedback": "F-99999999", **boxes}).content.decode()
    )
    assert worker.post(ask, {"format": "audio", **boxes}).status_code == 302
    avonshire.enter()
    asked = guide.format_requests.get()
    formats = reverse("learning:formats")
    assert "waiting 12 days" in worker.get(formats).content.decode()
    met = reverse("learning:meet_format", args=[guide.pk, asked.pk])
    assert worker.get(met).status_code == 403
    avonshire.enter()
    describing.meet_request(by=lead, document=guide, asked=asked, met_on=TODAY)
    guide.refresh_from_db()
    assert (asked.days, guide.formats) == (12, "audio")
    assert "met in 12 days" in worker.get(formats).content.decode()
    with pytest.raises(Refused, match="met already"):
        describing.meet_request(by=lead, document=guide, asked=asked, met_on=TODAY)


def test_what_was_made_together_is_found_and_another_kinds_text_is_refused(avonshire):
    lead, client = avonshire.person("coproduction_lead"), avonshire.client("coproduction_lead")
    card = commands.add_document(
        by=lead,
        kind="together",
        title="A card made up together",
        edition_on=TODAY,
        address="https://made.example/card",
    )
    form = reverse("learning:describe_document", args=[card.pk])
    assert avonshire.client("practitioner").get(form).status_code == 403
    send(
        client,
        form,
        text_made_with="A group of carers",
        text_paid="Paid by the hour",
        formats=["pdf", "easy_read"],
    )
    page = client.get(reverse("learning:document", args=[card.pk])).content.decode()
    assert "Paid by the hour" in page and "PDF, Easy read" in page
    assert card.title in client.get(reverse("learning:documents") + "?together=on").content.decode()
    with pytest.raises(Refused, match="has no situation"):
        describing.describe_document(by=lead, document=card, texts={"situation": "x"})
    with pytest.raises(Refused, match="when consent was given"):
        describing.describe_document(by=lead, document=card, consent_until=TODAY)


_HEAD = ["Policy name", "Link", "Type", "Owner", "Version", "Review date", "In force"]
_ROWS = [
    ["Lone working", "https://a.example/lone", "Policy", "", "2", "1/9/2030", "3 March 2024"],
    ["Carers guide", "https://a.example/carers", "guides", "", "", "n/a", ""],
    ["", "https://a.example/nameless", "Policy", "", "", "", ""],
    ["No link", "", "Policy", "", "", "", ""],
    ["Strange", "https://a.example/strange", "Ballad", "", "", "", ""],
    ["Somebody's", "https://a.example/owner", "Policy", "Zebedee Nobody", "", "", ""],
    ["Again", "https://a.example/LONE/", "Policy", "", "", "", ""],
    ["Early", "https://a.example/early", "Policy", "", "", "1/1/2020", "1/1/2024"],
    ["Insecure", "http://a.example/x", "Policy", "", "", "someday", ""],
]


def sheet(rows=_ROWS, head=_HEAD) -> bytes:
    """Return a CSV file."""
    out = io.StringIO()
    csv.writer(out).writerows([head, *rows])
    return out.getvalue().encode()


def test_each_row_is_new_or_says_what_is_wrong_in_it():
    known = Known({}, lambda address: "", TODAY)
    read = read_documents(io.BytesIO(sheet()), "list.csv", known)
    assert [(new.row, new.fields["title"], new.fields["kind"]) for new in read.new] == [
        (2, "Lone working", "policy"),
        (3, "Carers guide", "guide"),
    ]
    assert read.new[0].fields["review_on"] == datetime.date(2030, 9, 1)
    assert (
        read.new[0].fields["edition_on"] == datetime.date(2024, 3, 3)
        and "review_on" not in read.new[1].fields
    )
    assert {(row, column) for row, column, _ in read.errors} == {
        (4, "Policy name"),
        (5, "Link"),
        (6, "Type"),
        (7, "Owner"),
        (8, "Link"),
        (9, "Review date"),
        (10, "Link"),
        (10, "Review date"),
    }
    assert read_documents(io.BytesIO(sheet(head=["A", *_HEAD[1:]])), "list.csv", known).missing == ["Title"]


def test_a_list_is_shown_before_it_is_saved_and_the_same_again_adds_nothing(avonshire, brackenmoor):
    client, address = avonshire.client("quality_lead"), reverse("learning:load_documents")
    assert avonshire.client("practitioner").get(address).status_code == 403
    avonshire.enter()
    before = Document.objects.filter(council=avonshire.council).count()
    page = client.post(address, {"file": SimpleUploadedFile("list.csv", sheet())}).content.decode()
    assert "Rows to fix" in page and "Load 2 documents" in page
    avonshire.enter()
    assert Document.objects.filter(council=avonshire.council).count() == before
    send_back = {"held": loading.base64.b64encode(sheet()).decode(), "filename": "list.csv"}
    assert client.post(address, send_back).status_code == 302
    avonshire.enter()
    assert Document.objects.filter(council=avonshire.council).count() == before + 2
    lone = Document.objects.get(council=avonshire.council, title="Lone working")
    assert lone.owner == avonshire.person("quality_lead") and lone.review_on == datetime.date(2030, 9, 1)
    again = client.post(address, {"file": SimpleUploadedFile("list.csv", sheet())}).content.decode()
    assert "There is nothing new to load." in again and lone.reference in again
    theirs = brackenmoor.client("quality_lead").post(address, {"file": SimpleUploadedFile("l.csv", sheet())})
    assert "Load 2 documents" in theirs.content.decode()
