"""Documents: where each lives, its versions, who may see it, when it is reviewed, and the same file found again."""

from __future__ import annotations

import datetime
import io

import docx
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.models import SearchEntry
from goldthread.council.records import my_work, search
from goldthread.council.records.spec import kind_of
from goldthread.evidence import commands as evidence
from goldthread.evidence.models import Claim
from goldthread.evidence.queries import title_of
from goldthread.evidence.standing import evidence_for
from goldthread.learning.documents import commands, queries
from goldthread.learning.documents.commands import Upload
from goldthread.learning.documents.models import Document, of_state
from goldthread.learning.models import Lesson
from tests.thread.mechanism_pages import send

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)
PLACE = "https://avonshire.sharepoint.example/sites/made-up/policy.docx"


def word(text: str) -> bytes:
    """Return a Word file that says something."""
    out, made = io.BytesIO(), docx.Document()
    made.add_paragraph(text)
    made.save(out)
    return out.getvalue()


def added(by, **given) -> Document:
    """Return a new document."""
    fields = {"title": "Policy on visits", "kind": "policy", "edition_on": TODAY - 90 * DAY, "owner": by}
    fields |= {"in_force_since": TODAY - 80 * DAY, "review_on": TODAY + 300 * DAY, "about": "Visits."}
    if "upload" not in given:
        fields["address"] = PLACE
    return commands.add_document(by=by, **(fields | given))


@pytest.mark.parametrize(
    ("in_force", "review", "state", "found"),
    [
        (None, 200, "Draft", {"draft"}),
        (-80, 200, "In force", {"in_force"}),
        (-80, 31, "In force", {"in_force"}),
        (-80, 30, "Due for review", {"in_force", "due"}),
        (-80, 0, "Due for review", {"in_force", "due"}),
        (-80, -1, "Past its review date", {"in_force", "due", "overdue"}),
        (None, -1, "Past its review date", {"draft", "due", "overdue"}),
        (-80, None, "In force", {"in_force"}),
    ],
)
def test_its_state_follows_from_its_dates(avonshire, in_force, review, state, found):
    document = added(
        avonshire.person("quality_lead"),
        in_force_since=TODAY + in_force * DAY if in_force else None,
        review_on=None if review is None else TODAY + review * DAY,
    )
    assert document.state(TODAY).text == state
    states = ("draft", "in_force", "due", "overdue", "replaced", "withdrawn")
    assert {
        each for each in states if Document.objects.filter(of_state(each, TODAY), pk=document.pk).exists()
    } == found


def test_it_stands_in_its_owners_work_until_it_is_replaced(avonshire):
    lead, owner = avonshire.person("quality_lead"), avonshire.person("complaints_manager")
    document = added(lead, owner=owner, review_on=TODAY - DAY)
    assert document in my_work.open_work(Document, owner) and document.owner == owner
    other = added(lead, address=f"{PLACE}?second", title="Policy on visits of this year")
    commands.replace_document(by=lead, document=document, replaced_by=other, replaced_on=TODAY)
    assert document not in my_work.open_work(Document, owner) and document.state(TODAY).text == "Replaced"
    with pytest.raises(Refused, match="was replaced or withdrawn"):
        commands.stop_using(by=lead, document=document, out_of_use_on=TODAY, reason="No longer used")
    with pytest.raises(Refused, match="own place"):
        commands.replace_document(by=lead, document=other, replaced_by=other, replaced_on=TODAY)


def test_a_review_sets_the_next_date_and_a_version_keeps_the_earlier_one(avonshire):
    by = avonshire.person("quality_lead")
    document = added(by, review_on=TODAY - DAY, edition="1")
    commands.review_document(
        by=by,
        document=document,
        reviewed_on=TODAY,
        review_on=TODAY + 365 * DAY,
        reason="Nothing in law changed",
    )
    assert document.state(TODAY).text == "In force" and document.reviewed_on == TODAY
    with pytest.raises(Refused, match="after this one"):
        commands.review_document(
            by=by, document=document, reviewed_on=TODAY, review_on=TODAY, reason="Nothing changed"
        )
    changed = "Visits are told of a day before, and Mrs Margaret Pemberton is rung."
    commands.add_version(
        by=by, document=document, edition="2", edition_on=TODAY, changed=changed, address=f"{PLACE}?v=2"
    )
    versions = [(each.edition, each.address) for each in document.versions.order_by("edition_on")]
    assert versions == [("1", PLACE), ("2", f"{PLACE}?v=2")]
    assert (document.edition, document.address) == ("2", f"{PLACE}?v=2")
    assert "Pemberton" not in document.versions.get(edition="2").changed
    with pytest.raises(Refused, match="of a later date"):
        commands.add_version(
            by=by, document=document, edition="3", edition_on=TODAY - DAY, changed=changed, address=PLACE
        )


@pytest.mark.parametrize(
    "given", [{"address": "", "upload": None}, {"upload": Upload("a.txt", b"made up"), "address": PLACE}]
)
def test_it_has_one_place(avonshire, given):
    with pytest.raises(Refused, match="and not both"):
        added(avonshire.person("quality_lead"), **given)


def test_the_same_file_is_found_again_and_added_only_if_somebody_says_so(avonshire):
    by, content = avonshire.person("quality_lead"), word("A kestrel over the weir at noon.")
    document = added(by, upload=Upload("kestrel.docx", content))
    assert queries.same_file(by.council_id, content) == [document]
    with pytest.raises(Refused, match=f"The same file is here already: {document.reference}"):
        added(by, upload=Upload("another name.docx", content), title="Another")
    with pytest.raises(Refused, match="The same file is here already"):
        commands.add_version(
            by=by,
            document=document,
            edition="2",
            edition_on=TODAY,
            changed="Nothing at all",
            upload=Upload("k.pdf", content),
        )
    again = added(by, upload=Upload("another name.docx", content), title="Another", again=True)
    assert queries.same_file(by.council_id, content) == [document, again]


@pytest.mark.parametrize("same", [PLACE, f"{PLACE}/", PLACE.upper()])
def test_the_same_address_is_found_again(avonshire, same):
    by = avonshire.person("quality_lead")
    document = added(by)
    with pytest.raises(Refused, match=f"This address is here already: {document.reference}"):
        added(by, address=same)


def test_the_page_tells_where_the_same_file_is(avonshire):
    by, content = avonshire.person("quality_lead"), b"Otters by the mill, made up."
    document = added(by, upload=Upload("otters.txt", content))
    client = avonshire.client("quality_lead")
    sent = {
        "title": "Otters",
        "kind": "guide",
        "seen_by": "staff",
        "edition_on_0": "1",
        "edition_on_1": "2",
        "edition_on_2": "2026",
    }
    page = client.post(
        reverse("learning:add_document"), {**sent, "file": SimpleUploadedFile("o.txt", content)}
    ).content.decode()
    assert "The same is here already" in page and reverse("learning:document", args=[document.pk]) in page


def test_it_is_added_by_its_address_through_the_page(avonshire):
    client, place = avonshire.client("quality_lead"), f"{PLACE}?by=page"
    answers = {"title": "Herons", "kind": "guide", "address": place, "review_on-day": 1}
    answers |= {"review_on-month": 1, "review_on-year": TODAY.year + 2}
    page = send(client, reverse("learning:add_document"), **answers)
    assert "Herons" in page and place in page
    document = Document.objects.get(council=avonshire.council, title="Herons")
    assert document.owner == avonshire.person("quality_lead") and document.state(TODAY).text == "Draft"


def test_a_document_for_leads_only_is_in_no_list_search_or_page_of_others(avonshire):
    lead, worker = avonshire.person("quality_lead"), avonshire.person("practitioner")
    upload = Upload("plovers.txt", b"Plovers at the reservoir, made up.")
    document = added(lead, seen_by="leads", title="Lapwings in the north", upload=upload)
    assert document in Document.objects.visible_to(lead)
    assert document not in Document.objects.visible_to(worker)
    for words in ("lapwings", "plovers reservoir", document.reference):
        keys = {entry.record_id for entry in search.find(lead, words).entries}
        assert keys, words
        assert not {entry.record_id for entry in search.find(worker, words).entries} & keys
    page = reverse("learning:document", args=[document.pk])
    assert avonshire.client("quality_lead").get(page).status_code == 200
    assert avonshire.client("practitioner").get(page).status_code == 404
    [version] = document.versions.all()
    file = reverse("download_file", args=[version.file_id])
    assert avonshire.client("quality_lead").get(file).status_code == 200
    assert avonshire.client("practitioner").get(file).status_code == 404
    listed = avonshire.client("practitioner").get(reverse("learning:documents"), {"words": "plovers"})
    assert "Lapwings" not in listed.content.decode()
    trail = avonshire.client("practitioner").get(reverse("thread", args=["document", document.pk]))
    assert trail.status_code == 404


def test_what_is_opened_to_all_staff_is_found_by_them_and_the_other_way_round(avonshire):
    lead, worker = avonshire.person("quality_lead"), avonshire.person("practitioner")
    document = added(lead, seen_by="leads", upload=Upload("dunlins.txt", b"Dunlins in winter, made up."))
    fields = {"title": document.title, "kind": "policy", "reason": "For all to read"}
    commands.edit_document(by=lead, document=document, seen_by="staff", **fields)
    assert search.find(worker, "dunlins").entries
    commands.edit_document(by=lead, document=document, seen_by="leads", **fields)
    assert not search.find(worker, "dunlins").entries
    assert {each.permission for each in SearchEntry.objects.filter(record_id=document.pk)} == {
        "documents.leads"
    }


def test_only_a_lead_makes_it_one_for_leads_and_its_owner_must_see_it(avonshire):
    tom, lead = avonshire.person("coproduction_lead"), avonshire.person("quality_lead")
    with pytest.raises(Refused, match="could not see it yourself"):
        added(tom, seen_by="leads")
    document = added(lead, owner=tom)
    with pytest.raises(Refused, match="may not see what is for leads"):
        commands.edit_document(by=lead, document=document, seen_by="leads", reason="For leads only")
    hidden = added(lead, seen_by="leads", address=f"{PLACE}?hidden")
    with pytest.raises(PermissionDenied):
        commands.stop_using(by=tom, document=hidden, out_of_use_on=TODAY, reason="I guessed its key")


def test_a_worker_reads_and_changes_nothing_and_another_council_sees_none(avonshire, brackenmoor):
    document = added(avonshire.person("quality_lead"))
    page, change = (
        reverse("learning:document", args=[document.pk]),
        reverse("learning:edit_document", args=[document.pk]),
    )
    worker = avonshire.client("practitioner")
    assert worker.get(page).status_code == 200 and worker.get(change).status_code == 403
    assert avonshire.client("assessor").get(page).status_code == 403
    stranger = brackenmoor.client("quality_lead")
    assert stranger.get(page).status_code == 404 and stranger.get(change).status_code == 404


def test_its_file_is_found_by_its_words_in_the_list(avonshire):
    by = avonshire.person("quality_lead")
    document = added(by, title="Birds", upload=Upload("w.docx", word("Whimbrels call at dusk, made up.")))
    page = avonshire.client("practitioner").get(reverse("learning:documents"), {"words": "whimbrels dusk"})
    assert document.reference in page.content.decode()


def test_it_stands_on_the_thread_between_its_lessons_and_the_claims_that_cite_it(avonshire):
    by = avonshire.person("quality_lead")
    lesson = Lesson.objects.filter(council=avonshire.council, basis__isnull=False).order_by("number").first()
    document = added(by, lessons=[lesson])
    claim = Claim.objects.filter(council=avonshire.council, archived_on=None).order_by("pk").first()
    citation = evidence.add_evidence(by=by, claim=claim, document=document, section="Visits, p. 3")
    assert citation.kind == kind_of(document) and citation.section == "Visits, p. 3"
    evidence.add_evidence(by=by, claim=claim, document=document, section="p. 9")
    with pytest.raises(Refused, match="already evidence"):
        evidence.add_evidence(by=by, claim=claim, document=document, section="p. 9")
    below = evidence_for([claim])[claim.pk]
    assert lesson.pk in below.lessons and below.dates[document.pk] == document.edition_on
    page = avonshire.client("quality_lead").get(reverse("evidence:claim", args=[claim.pk])).content.decode()
    assert f"{document.reference} Policy on visits: Visits, p. 3" in page
    trail = avonshire.client("quality_lead").get(reverse("thread", args=["document", document.pk]))
    assert lesson.reference in trail.content.decode()


def test_a_claim_names_a_document_for_leads_by_its_reference_only(avonshire):
    lead = avonshire.person("quality_lead")
    document = added(lead, seen_by="leads", title="Lapwings in the north")
    claim = Claim.objects.filter(council=avonshire.council, archived_on=None).order_by("pk").first()
    evidence.add_evidence(by=lead, claim=claim, document=document, section="Curlews")
    assert title_of(document) == f"{document.reference} (a document for leads only)"
    page = avonshire.client("assessor").get(reverse("evidence:claim", args=[claim.pk])).content.decode()
    assert document.reference in page and "Lapwings" not in page and "Curlews" not in page
    with pytest.raises(PermissionDenied):
        evidence.add_evidence(
            by=avonshire.person("coproduction_lead"), claim=claim, document=document, section="2"
        )


def test_lessons_are_put_into_it_and_taken_out(avonshire):
    by = avonshire.person("quality_lead")
    first, second = Lesson.objects.filter(council=avonshire.council).order_by("number")[:2]
    document = added(by, lessons=[first])
    commands.rest_on_lesson(by=by, document=document, lesson=second)
    assert {each.lesson for each in document.basis.all()} == {first, second}
    with pytest.raises(Refused, match="already"):
        commands.rest_on_lesson(by=by, document=document, lesson=second)
    form = reverse("learning:edit_document", args=[document.pk])
    page = avonshire.client("quality_lead").get(form).content.decode()
    assert f"{first.reference}, {second.reference}" in page
    commands.edit_document(
        by=by, document=document, lessons=[second], reason="The first is another's", title=document.title
    )
    assert [each.lesson for each in document.basis.all()] == [second]
