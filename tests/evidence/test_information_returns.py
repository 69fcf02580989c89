"""Information returns: items loaded from a council's sheet, gathered, redacted, signed off by another, counted and sent."""

from __future__ import annotations

import datetime
import io

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.notifications.models import Notification
from goldthread.council.records import my_work
from goldthread.council.records.assignment import assign
from goldthread.evidence.returns import commands, queries
from goldthread.evidence.returns.models import InformationReturn, ReturnItem
from goldthread.evidence.returns.sheets import NewItem, read_items
from goldthread.evidence.returns.stages import Stage, stage_of
from goldthread.learning.documents.models import Document
from goldthread.sheets import open_sheet
from goldthread.standards import framework

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)


@pytest.fixture
def lead(avonshire):
    """Return somebody who records returns."""
    return avonshire.person("quality_lead")


@pytest.fixture
def asked(lead) -> InformationReturn:
    """Return an information return without items."""
    dates = {"received_on": TODAY - 30 * DAY, "due_on": TODAY + 30 * DAY}
    return commands.add_return(by=lead, title="Return of made-up items", body="A made-up body", **dates)


def item_of(lead, asked, number="X1", **fields) -> ReturnItem:
    """Return a new item."""
    return commands.add_item(
        by=lead, information_return=asked, item_no=number, name="How many wait", **fields
    )


def document_of(avonshire) -> Document:
    """Return a document that all staff may see, in use."""
    found = Document.objects.filter(
        council=avonshire.council, seen_by="staff", replaced_on=None, out_of_use_on=None
    )
    return found.order_by("number").first()


def ready(avonshire, lead, asked, number="X1", owner="complaints_manager") -> ReturnItem:
    """Return an item that is signed off by the director."""
    item = item_of(lead, asked, number, owner=avonshire.person(owner))
    commands.give_document(by=lead, item=item, document=document_of(avonshire))
    commands.finish_gathering(by=lead, item=item, gathered_on=TODAY, as_at=TODAY, redaction="not_needed")
    return commands.sign_off(by=avonshire.person("director"), item=item, signed_on=TODAY)


# -- The sheet -----------------------------------------------------------------------------------------

HEADINGS = "Item no,Information requested,Quality statement,Due date,Lead,Document,Section / page,Public URL,As at,Redaction needed,Our notes\n"


def read(lead, asked, *rows: str, headings: str = HEADINGS, columns=None):
    """Return what a sheet holds."""
    content = (headings + "\n".join(rows) + "\n").encode()
    return read_items(io.BytesIO(content), "items.csv", queries.known_to(lead, asked), columns)


def test_each_column_is_read_and_nothing_is_lost(avonshire, lead, asked):
    document, day = document_of(avonshire), (TODAY + 5 * DAY).isoformat()
    row = f'7a,"Waits, by team","QS9; Assessing needs",{day},{lead.name},{document.reference},p. 4,https://a.example/x,{TODAY.isoformat()},yes,ring first'
    sheet = read(lead, asked, row)
    assert not sheet.errors and not sheet.missing
    [new] = sheet.items
    slugs = [framework.current().statement(each).slug for each in ("QS9", "QS1")]
    assert new.fields == {
        "item_no": "7a",
        "name": "Waits, by team",
        "statements": slugs,
        "due_on": TODAY + 5 * DAY,
        "section": "p. 4",
        "public_address": "https://a.example/x",
        "as_at": TODAY,
        "redaction": "needed",
        "extra": {"Our notes": "ring first"},
    }
    assert new.owner == lead and new.documents == (document,)
    commands.load_items(by=lead, information_return=asked, items=sheet.items)
    item = asked.items.get()
    assert item.stage == Stage.GATHERING and item.extra == {"Our notes": "ring first"} and item.owner == lead
    assert [(each.document, each.section) for each in item.documents.all()] == [(document, "p. 4")]


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"item": ""}, "Item no", "Item number is missing"),
        ({"name": ""}, "Information requested", "Name is missing"),
        ({"statement": "QS77"}, "Quality statement", "no statement"),
        ({"due": "31/02/2026"}, "Due date", "February 2026 has no day 31"),
        ({"due": "2001-01-01"}, "Due date", "before the return was received"),
        ({"owner": "Nobody Atall"}, "Lead", "Nobody here who may own an item is called"),
        ({"address": "our website"}, "Public URL", "It is no address"),
        ({"as_at": (TODAY + 90 * DAY).isoformat()}, "As at", "a day to come"),
        ({"redaction": "perhaps"}, "Redaction needed", "yes or no"),
        ({"item": "x" * 31}, "Item no", "longer than 30"),
    ],
)
def test_an_error_names_its_row_and_column(lead, asked, cells, column, words):
    parts = {
        "item": "1",
        "name": "Waits",
        "statement": "",
        "due": "",
        "owner": "",
        "document": "",
        "page": "",
        "address": "",
        "as_at": "",
        "redaction": "",
        "notes": "n",
    }
    sheet = read(lead, asked, "0,Another,,,,,,,,,", ",".join((parts | cells).values()))
    assert [(each.row, each.column) for each in sheet.errors] == [(3, column)] and words in sheet.errors[
        0
    ].error
    assert [each.fields["item_no"] for each in sheet.items] == ["0"]


def test_two_rows_of_one_number_are_an_error(lead, asked):
    sheet = read(lead, asked, "IR-1,Waits,,,,,,,,,", "ir 1,Reviews,,,,,,,,,")
    assert [(each.row, each.column) for each in sheet.errors] == [(3, "Item no")] and "Row 2" in sheet.errors[
        0
    ].error


def test_numbers_are_the_same_whatever_parts_them_and_a_point_counts(lead, asked):
    # 1.1 and 11 are two items; "IR-1" and "ir 1" are one, as are "7a" and "7 A".
    sheet = read(lead, asked, "1.1,Waits,,,,,,,,,", "11,Reviews,,,,,,,,,", "1.11,Carers,,,,,,,,,")
    assert not sheet.errors and [each.key for each in sheet.items] == ["1 1", "11", "1 11"]
    assert NewItem.key_of("7a") == NewItem.key_of("7 A") == "7 a"


def test_a_document_that_is_not_here_is_kept_as_the_sheet_names_it(lead, asked):
    sheet = read(lead, asked, "1,Waits,,,,The green folder,,,,,")
    commands.load_items(by=lead, information_return=asked, items=sheet.items)
    assert asked.items.get().document_named == "The green folder" and not sheet.errors


def test_columns_of_other_names_are_matched_by_hand(lead, asked):
    headings = "Nr of it,Thing,Whatever\n"
    assert read(lead, asked, "1,Waits,x", headings=headings).missing == ["Item number", "Name"]
    columns = {"item_no": "Nr of it", "name": "Thing"}
    sheet = read(lead, asked, "1,Waits,x", headings=headings, columns=columns)
    assert sheet.items[0].fields == {"item_no": "1", "name": "Waits", "extra": {"Whatever": "x"}}


def test_loaded_again_it_adds_what_is_new_changes_what_differs_and_leaves_what_is_signed_off(
    avonshire, lead, asked
):
    first = read(lead, asked, "1,Waits,QS1,,,,,,,,", "2,Reviews,,,,,,,,,")
    commands.load_items(by=lead, information_return=asked, items=first.items)
    done = ready(avonshire, lead, asked, "9")
    again = read(lead, asked, "1,Waits by team,,,,,,,,,", "3,Carers,,,,,,,,,", "9,Another name,,,,,,,,,")
    here = commands.items_here(asked)
    assert again.items[0].changes(here["1"]) == {"name": ("Waits", "Waits by team")}
    commands.load_items(by=lead, information_return=asked, items=again.items)
    assert [(each.item_no, each.name) for each in asked.items.order_by("position")] == [
        ("1", "Waits by team"), ("2", "Reviews"), ("9", done.name), ("3", "Carers")
    ]  # fmt: skip
    assert asked.items.get(item_no="1").statements == [framework.current().statement("QS1").slug]


def test_the_page_checks_before_it_saves(avonshire, lead, asked):
    client, address = avonshire.client("quality_lead"), reverse("evidence:load_items", args=[asked.pk])
    content = (HEADINGS + "1,Waits,QS1,,,,,,,,\n2,Reviews,QS77,,,,,,,,\n").encode()
    page = client.post(address, {"file": SimpleUploadedFile("items.csv", content)}).content.decode()
    assert "Rows to fix" in page and "QS77" in page and not asked.items.exists()
    held = page.split('name="held" value="')[1].split('"')[0]
    columns = {
        "column_item_no": "Item no",
        "column_name": "Information requested",
        "column_statements": "Quality statement",
    }
    sent = {**columns, "held": held, "filename": "items.csv", "do": "load"}
    page = client.post(address, sent).content.decode()
    assert "Some rows have errors" in page and not asked.items.exists()
    broken = client.post(address, {**sent, "held": "AAAA"})
    assert broken.status_code == 200 and "holds NUL bytes" in broken.content.decode()
    assert client.post(address, {**sent, "without_errors": "on"}).status_code == 302
    assert [each.item_no for each in asked.items.all()] == ["1"]


def test_names_in_a_sheet_are_hidden(lead, asked):
    sheet = read(lead, asked, "1,What Mrs Margaret Pemberton was told,,,,,,,,,rings Mr Arthur Pemberton")
    commands.load_items(by=lead, information_return=asked, items=sheet.items)
    item = asked.items.get()
    assert "Pemberton" not in item.name and "Pemberton" not in str(item.extra)


# -- How far it is -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "has_documents", "stage"),
    [
        ({}, False, Stage.NOT_STARTED),
        ({"as_at": TODAY}, False, Stage.GATHERING),
        ({}, True, Stage.GATHERING),
        ({"gathered_on": TODAY, "redaction": "needed"}, True, Stage.TO_REDACT),
        ({"gathered_on": TODAY, "redaction": "needed", "redacted_on": TODAY}, True, Stage.TO_SIGN),
        ({"gathered_on": TODAY, "redaction": "not_needed"}, True, Stage.TO_SIGN),
        ({"gathered_on": TODAY, "signed_on": TODAY}, True, Stage.READY),
        ({"gathered_on": TODAY, "signed_on": TODAY, "sent_on": TODAY}, True, Stage.SENT),
    ],
)
def test_the_stage_follows_from_the_dates(fields, has_documents, stage):
    assert stage_of(ReturnItem(**fields), has_documents=has_documents) == stage


def test_an_item_is_gathered_redacted_and_signed_off_by_another(avonshire, lead, asked):
    owner, director = avonshire.person("complaints_manager"), avonshire.person("director")
    item = item_of(lead, asked, owner=owner)
    assert item in my_work.open_work(ReturnItem, owner)
    with pytest.raises(Refused, match="Give it a document first"):
        commands.finish_gathering(by=owner, item=item, gathered_on=TODAY, as_at=TODAY, redaction="needed")
    commands.give_document(by=owner, item=item, document=document_of(avonshire), section="p. 3")
    assert item.stage == Stage.GATHERING
    commands.finish_gathering(by=owner, item=item, gathered_on=TODAY, as_at=TODAY, redaction="needed")
    with pytest.raises(Refused, match="not to be signed off now"):
        commands.sign_off(by=director, item=item, signed_on=TODAY)
    commands.record_redaction(by=owner, item=item, redacted_on=TODAY)
    with pytest.raises(Refused, match="Somebody else signs it off"):
        commands.sign_off(by=owner, item=item, signed_on=TODAY)
    with pytest.raises(PermissionDenied):
        commands.sign_off(by=avonshire.person("team_manager"), item=item, signed_on=TODAY)
    commands.sign_off(by=director, item=item, signed_on=TODAY)
    assert item.stage == Stage.READY and item.signed_by == director and item.redacted_by == owner
    assert item not in my_work.open_work(ReturnItem, owner)
    with pytest.raises(Refused, match="Reopen it first"):
        commands.give_document(by=owner, item=item, document=document_of(avonshire), section="p. 9")
    commands.reopen_item(by=lead, item=item, reason="A newer version came")
    assert (item.stage, item.signed_by, item.redacted_on) == (Stage.GATHERING, None, None)


def test_nobody_hands_an_item_on_to_sign_it_off_themselves(avonshire, lead, asked):
    owner = avonshire.person("complaints_manager")
    item = item_of(lead, asked, owner=owner)
    commands.give_document(by=owner, item=item, document=document_of(avonshire))
    assign(by=owner, record=item, owner=lead)
    commands.finish_gathering(by=owner, item=item, gathered_on=TODAY, as_at=TODAY, redaction="not_needed")
    with pytest.raises(Refused, match="You owned it while it was gathered"):
        commands.sign_off(by=owner, item=item, signed_on=TODAY)
    # Whoever owned it before anything was there may.
    early = item_of(lead, asked, "X2", owner=owner)
    assign(by=lead, record=early, owner=lead)
    commands.give_document(by=lead, item=early, document=document_of(avonshire))
    commands.finish_gathering(by=lead, item=early, gathered_on=TODAY, as_at=TODAY, redaction="not_needed")
    assert commands.sign_off(by=owner, item=early, signed_on=TODAY).stage == Stage.READY


def test_a_document_that_comes_after_redaction_is_redacted_too(avonshire, lead, asked):
    item, document = item_of(lead, asked), document_of(avonshire)
    there = {"gathered_on": TODAY, "as_at": TODAY, "redaction": "needed"}
    commands.give_document(by=lead, item=item, document=document, section="p. 1")
    commands.finish_gathering(by=lead, item=item, **there)
    commands.record_redaction(by=lead, item=item, redacted_on=TODAY)
    assert item.stage == Stage.TO_SIGN
    commands.give_document(by=lead, item=item, document=document, section="p. 2")
    assert item.stage == Stage.GATHERING
    commands.finish_gathering(by=lead, item=item, **there)
    assert (item.stage, item.redacted_on) == (Stage.TO_REDACT, None)


def test_an_owner_whom_a_sheet_names_later_is_told(avonshire, lead, asked):
    owner = avonshire.person("complaints_manager")
    item_of(lead, asked, "1", owner=lead, due_on=TODAY + DAY)
    later = (TODAY + 9 * DAY).isoformat()
    sheet = read(lead, asked, f"1,How many wait,,{later},{owner.name},,,,,,")
    commands.load_items(by=lead, information_return=asked, items=sheet.items)
    item = asked.items.get()
    assert (item.owner, item.due_on) == (owner, TODAY + 9 * DAY)
    assert Notification.objects.filter(person=owner, kind="assigned", origin_id=item.pk).count() == 1


def test_a_return_is_sent_once_no_item_is_left_and_open_again_when_more_is_asked(avonshire, lead, asked):
    ready(avonshire, lead, asked, "1")
    left = item_of(lead, asked, "2")
    commands.send_ready(by=lead, information_return=asked, sent_on=TODAY)
    assert asked.items.get(item_no="1").stage == Stage.SENT and asked.sent_on is None
    commands.edit_item(by=lead, item=left, reason="Its own address", public_address="https://a.example/2")
    commands.finish_gathering(
        by=lead,
        item=left,
        gathered_on=TODAY,
        as_at=TODAY,
        redaction="not_needed",
        public_address="https://a.example/2",
    )
    commands.sign_off(by=avonshire.person("director"), item=left, signed_on=TODAY)
    commands.send_ready(by=lead, information_return=asked, sent_on=TODAY)
    assert asked.sent_on == TODAY
    item_of(lead, asked, "3")
    asked.refresh_from_db()
    assert asked.sent_on is None


def test_each_number_leads_to_exactly_what_it_counts(avonshire, lead, asked):
    manager, slug = avonshire.person("complaints_manager"), framework.current().statement("QS9").slug
    ready(avonshire, lead, asked, "1")
    item_of(lead, asked, "2", owner=manager, due_on=TODAY - DAY, statements=[slug])
    item_of(lead, asked, "3", due_on=TODAY - DAY)
    item_of(lead, asked, "4", statements=[slug], due_on=TODAY)
    other = commands.add_return(by=lead, title="Another", body="B", received_on=TODAY - DAY, due_on=TODAY)
    item_of(lead, other, "5", owner=manager, due_on=TODAY, statements=[slug])
    progress, client = queries.progress_of(asked, TODAY), avonshire.client("quality_lead")
    counts = [progress.total, progress.overdue, *progress.stages]
    counts += [each for _, *numbers in progress.owners for each in numbers]
    counts += [count for _, count, _ in progress.statements]
    numbers = {(count.name, count.number) for count in counts}
    assert {
        ("All", 4),
        ("Overdue", 2),
        ("Not started", 3),
        ("Ready", 1),
        (manager.name, 2),
        (manager.name, 1),
    } <= numbers
    assert {("Nobody yet", 2), ("Nobody yet", 1), (slug, 2)} <= numbers
    for count in counts:
        listed = client.get(count.href).content.decode()
        assert listed.count('name="row"') == count.number, count
    page = client.get(reverse("evidence:information_return", args=[asked.pk])).content.decode()
    assert "1 of 4 items ready or sent" in page


def test_the_index_can_be_taken_and_loaded_again_without_a_change(avonshire, lead, asked):
    document = document_of(avonshire)
    sheet = read(
        lead,
        asked,
        f"1,Waits,QS1,,{lead.name},{document.reference},p. 4,,,no,ring first",
        "2,Reviews,,,,,,,,,",
    )
    commands.load_items(by=lead, information_return=asked, items=sheet.items)
    client = avonshire.client("quality_lead")
    response = client.post(reverse("evidence:return_index", args=[asked.pk]))
    content = b"".join(response.streaming_content)
    with open_sheet(io.BytesIO(content), "index.xlsx") as index:
        rows = [row.cells for row in index.rows()]
    assert [row["Item number"] for row in rows] == ["1", "2"] and rows[0]["Our notes"] == "ring first"
    assert rows[0]["Document"].startswith(document.reference) and rows[0]["State"] == "Gathering"
    again = read_items(io.BytesIO(content), "index.xlsx", queries.known_to(lead, asked))
    here = commands.items_here(asked)
    differing = {name for new in again.items for name in new.changes(here[new.key])}
    # The columns that are worked out here come back as further columns of the sheet.
    assert not again.errors and differing <= {"extra"}
    assert again.items[0].documents == (document,)


def test_a_document_for_leads_is_named_by_its_reference_to_others(avonshire, lead, asked):
    hidden = Document.objects.get(council=avonshire.council, title__startswith="Where we are weak")
    item = item_of(lead, asked)
    commands.give_document(by=lead, item=item, document=hidden, section="Lapwings")
    address = reverse("evidence:return_item", args=[item.pk])
    own = avonshire.client("quality_lead").get(address).content.decode()
    assert "Where we are weak" in own and "Lapwings" in own
    page = avonshire.client("team_manager").get(address).content.decode()
    assert "Where we are weak" not in page and "Lapwings" not in page
    _, rows = queries.index_rows(lead, asked)
    assert "Lapwings" not in str(list(rows))
    assert f"{hidden.reference} (a document for leads only)" in page
    with pytest.raises(PermissionDenied):
        commands.give_document(
            by=avonshire.person("coproduction_lead"), item=item, document=hidden, section="2"
        )


def test_the_wrong_person_and_another_council_are_kept_out(avonshire, brackenmoor, lead, asked):
    item = item_of(lead, asked)
    shown = reverse("evidence:information_return", args=[asked.pk])
    one, sign = (reverse(f"evidence:{name}", args=[item.pk]) for name in ("return_item", "sign_off"))
    for address in (shown, one):
        assert avonshire.client("practitioner").get(address).status_code == 403
        assert avonshire.client("assessor").get(address).status_code == 403
        assert avonshire.client("team_manager").get(address).status_code == 200
        assert brackenmoor.client("quality_lead").get(address).status_code == 404
    assert avonshire.client("team_manager").get(sign).status_code == 403
    assert (
        avonshire.client("team_manager").get(reverse("evidence:load_items", args=[asked.pk])).status_code
        == 403
    )


def test_the_demos_return_has_items_at_every_stage(avonshire):
    record = InformationReturn.objects.get(council=avonshire.council, title__contains="items invented")
    stages = set(record.items.values_list("stage", flat=True))
    assert stages == {stage.value for stage in Stage} and record.items.count() == 24
