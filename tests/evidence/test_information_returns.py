"""Information returns: who is told, what is sent and counted, the index, and who sees what."""

from __future__ import annotations

import io

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from goldthread.council.notifications.models import Notification
from goldthread.evidence.returns import commands, queries
from goldthread.evidence.returns.models import InformationReturn
from goldthread.evidence.returns.sheets import read_items
from goldthread.evidence.returns.stages import Stage
from goldthread.learning.documents.models import Document
from goldthread.sheets import open_sheet
from goldthread.standards import framework
from tests.evidence.return_items import DAY, TODAY, document_of, item_of, read, ready

pytestmark = pytest.mark.django_db


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
