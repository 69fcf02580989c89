"""The sheet of an information return: each column is read, an error names its cell, loaded again nothing is lost."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from goldthread.evidence.returns import commands
from goldthread.evidence.returns.sheets import NewItem
from goldthread.evidence.returns.stages import Stage
from goldthread.standards import framework
from tests.evidence.return_items import DAY, HEADINGS, TODAY, document_of, read, ready

pytestmark = pytest.mark.django_db


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
