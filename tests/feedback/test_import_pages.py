"""The import pages, with two rows that have errors."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from goldthread.council.models import Team
from goldthread.feedback import jobs
from goldthread.feedback.importing.models import ImportBatch
from goldthread.feedback.models import Feedback
from goldthread.sheets import open_sheet
from tests.feedback.spreadsheets import two_rows_with_errors

pytestmark = pytest.mark.django_db


def _upload(avonshire, client, content=None, name="made-up.csv"):
    avonshire.enter()
    team = Team.objects.filter(council=avonshire.council).first()
    file = SimpleUploadedFile(name, two_rows_with_errors(team.name) if content is None else content)
    return client.post(reverse("feedback:import_begin"), {"source": "complaint", "file": file})


def _batch(avonshire) -> ImportBatch:
    avonshire.enter()
    return ImportBatch.objects.order_by("-created_at").first()


def _work(avonshire, job) -> None:
    avonshire.enter()
    job(by=avonshire.person("quality_lead"), batch_id=str(_batch(avonshire).pk))


def test_from_the_file_to_the_list(avonshire):
    client = avonshire.client("quality_lead")
    before = Feedback.objects.count()
    answer = _upload(avonshire, client)
    batch = _batch(avonshire)
    follow = reverse("feedback:import", args=[batch.pk])
    assert answer["Location"] == follow
    columns = reverse("feedback:import_columns", args=[batch.pk])
    page = client.get(follow, follow=True).content.decode()
    assert "Nobody rang back for nine days" in page
    assert '<option value="Complaint details" selected>' in page
    chosen = {f"column_{field}": column for field, column in batch.mapping.items()}
    assert client.post(columns, chosen)["Location"] == follow
    waiting = client.get(follow).content.decode()
    assert "Checking rows" in waiting
    assert f'hx-get="{follow}"' in waiting
    assert "Check again" in waiting
    _work(avonshire, jobs.check_import)
    fragment = client.get(follow, headers={"HX-Request": "true", "HX-Target": "import-progress"})
    assert fragment["HX-Refresh"] == "true"
    page = client.get(follow).content.decode()
    assert "Import 2 rows without errors" in page
    assert "There is no team called Nowhere Team" in page
    avonshire.enter()
    assert Feedback.objects.count() == before
    errors = b"".join(client.get(reverse("feedback:import_errors", args=[batch.pk])))
    with open_sheet(errors, "rows-to-fix.csv") as sheet:
        assert [row.cells["Row"] for row in sheet.rows()] in (["3", "4"], [3, 4])
    client.post(reverse("feedback:import_start", args=[batch.pk]), {"rows": "ready"})
    assert "Importing" in client.get(follow).content.decode()
    _work(avonshire, jobs.import_rows)
    done = client.get(follow).content.decode()
    assert f"?batch={batch.pk}" in done
    listed = client.get(reverse("feedback:list"), {"batch": batch.pk}).content.decode()
    avonshire.enter()
    saved = Feedback.objects.filter(batch=batch)
    assert saved.count() == 2
    assert all(f">{item.reference}<" in listed for item in saved)
    assert "made-up.csv" in listed
    assert (
        "This file was imported before"
        in client.get(_upload(avonshire, client)["Location"], follow=True).content.decode()
    )


def test_all_rows_cannot_be_imported_while_some_have_errors(avonshire):
    client = avonshire.client("quality_lead")
    _upload(avonshire, client)
    batch = _batch(avonshire)
    chosen = {f"column_{field}": column for field, column in batch.mapping.items()}
    client.post(reverse("feedback:import_columns", args=[batch.pk]), chosen)
    _work(avonshire, jobs.check_import)
    answer = client.post(reverse("feedback:import_start", args=[batch.pk]), {"rows": "all"}, follow=True)
    assert "Some rows have errors" in answer.content.decode()
    assert _batch(avonshire).state == ImportBatch.State.CHECKED


def test_a_stopped_import_can_be_resumed(avonshire):
    from procrastinate.contrib.django.models import ProcrastinateJob

    client = avonshire.client("quality_lead")
    _upload(avonshire, client)
    batch = _batch(avonshire)
    address = reverse("feedback:import_resume", args=[batch.pk])
    assert "nothing to resume" in client.post(address, follow=True).content.decode()
    avonshire.enter()
    ImportBatch.objects.filter(pk=batch.pk).update(state=ImportBatch.State.RUNNING)
    waiting = ProcrastinateJob.objects.filter(
        task_name="goldthread.feedback.import_rows", args__batch_id=str(batch.pk)
    )
    for _ in range(2):
        client.post(address)
        assert waiting.count() == 1


def test_an_import_is_cancelled(avonshire):
    client = avonshire.client("quality_lead")
    _upload(avonshire, client)
    batch = _batch(avonshire)
    answer = client.post(reverse("feedback:import_cancel", args=[batch.pk]), follow=True)
    assert "Import of made-up.csv cancelled" in answer.content.decode()
    assert "Cancelled before" in client.get(reverse("feedback:import", args=[batch.pk])).content.decode()


@pytest.mark.parametrize(
    ("content", "name"), [(b"%PDF-1.7\n", "letter.pdf"), (b"PK\x03\x04broken", "broken.xlsx")]
)
def test_a_file_that_cannot_be_read_is_refused_on_the_page(avonshire, content, name):
    before = ImportBatch.objects.count()
    answer = _upload(avonshire, avonshire.client("quality_lead"), content, name)
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()
    avonshire.enter()
    assert ImportBatch.objects.count() == before


def test_an_empty_form_says_what_is_missing(avonshire):
    page = avonshire.client("quality_lead").post(reverse("feedback:import_begin"), {}).content.decode()
    assert "Choose the type of feedback" in page
    assert "Select a spreadsheet" in page


def test_a_sheet_of_a_workbook_can_be_chosen(avonshire):
    import io

    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = "Notes"
    book.active.append(["Nothing", "here"])
    book.active.append(["at", "all"])
    page = book.create_sheet("Complaints")
    page.append(["Complaint details", "Date received"])
    page.append(["The bill was wrong twice.", "03/04/2025"])
    out = io.BytesIO()
    book.save(out)
    client = avonshire.client("quality_lead")
    _upload(avonshire, client, out.getvalue(), "book.xlsx")
    columns = reverse("feedback:import_columns", args=[_batch(avonshire).pk])
    assert "Change sheet" in client.get(columns).content.decode()
    shown = client.post(columns, {"sheet": "Complaints"}, follow=True).content.decode()
    assert "The bill was wrong twice" in shown
    assert _batch(avonshire).mapping["text"] == "Complaint details"
    assert "no sheet" in client.post(columns, {"sheet": "Nowhere"}, follow=True).content.decode().lower()
