"""Export of feedback: redacted text only, never a formula, and a line in the audit log."""

from __future__ import annotations

import datetime
import io

import pytest
from django.urls import reverse

from goldthread.council.models import AuditLine
from goldthread.feedback import commands, exporting
from goldthread.feedback.models import Feedback
from goldthread.feedback.redaction.models import OriginalText
from goldthread.sheets import open_sheet

pytestmark = pytest.mark.django_db
FORMULA = '=HYPERLINK("http://invented.example","Click")'


def _read(content: bytes, name: str) -> list[dict]:
    with open_sheet(content, name) as sheet:
        return [row.cells for row in sheet.rows()]


def _receive(avonshire, *points: str, **more) -> Feedback:
    day = datetime.date(2025, 4, 3)
    new = commands.NewFeedback(source="concern", points=points, received_on=day, **more)
    return commands.receive(by=avonshire.person("quality_lead"), new=new, today=day)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_filtered_list_is_exported_and_recorded(avonshire, kind):
    feedback = _receive(avonshire, "First.", "Second.", service="Export test")
    address = f"{reverse('feedback:export')}?source=concern"
    answer = avonshire.client("quality_lead").post(address, {"kind": kind})
    rows = _read(b"".join(answer), f"x.{kind}")
    assert {row["Type of feedback"] for row in rows} == {"Concern"}
    own = [row for row in rows if row["Reference"] == feedback.reference]
    assert [row["Redacted text"] for row in own] == ["First.", "Second."]
    avonshire.enter()
    assert len(rows) == sum(item.points.count() for item in Feedback.objects.filter(source="concern"))
    line = AuditLine.objects.order_by("-number").first()
    assert (line.command, line.reason) == ("feedback.export", f"concerns, {kind}")


@pytest.mark.slow(reason="Writes and reads the export of a whole council")
def test_no_cell_is_a_formula(avonshire):
    feedback = _receive(avonshire, FORMULA, "+44 invented", "@ half past two", service="-2+3")
    content = b"".join(avonshire.client("quality_lead").post(reverse("feedback:export"), {"kind": "csv"}))
    lines = [line for line in content.decode("utf-8-sig").splitlines() if f'"{feedback.reference}"' in line]
    assert len(lines) == 3
    for line, text in zip(lines, ("'=HYPERLINK", "'+44", "'@ half"), strict=True):
        assert f'"{text}' in line
        assert '"\'-2+3"' in line
    book = b"".join(avonshire.client("quality_lead").post(reverse("feedback:export"), {"kind": "xlsx"}))
    import openpyxl

    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(book)).active.iter_rows() for cell in row]
    assert any(cell.value == FORMULA and cell.data_type == "s" for cell in cells)
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_the_original_text_and_contact_details_are_never_in_it(avonshire):
    feedback = _receive(
        avonshire,
        "The redacted text.",
        contact={"name": "Ada Secret"},
        their_reference="CASE-SECRET",
    )
    OriginalText.objects.filter(feedback=feedback).update(as_received="SECRET as it came")
    content = b"".join(avonshire.client("quality_lead").post(reverse("feedback:export"), {"kind": "csv"}))
    assert b"The redacted text" in content
    assert b"SECRET" not in content.upper().replace(b"CASE-SECRET-", b"")


def test_the_command_line_writes_all_that_a_person_may_see(avonshire, tmp_path):
    by = avonshire.person("quality_lead")
    path = tmp_path / "all.csv"
    assert exporting.write(by=by, path=path) == Feedback.objects.visible_to(by).count()
    rows = _read(path.read_bytes(), "all.csv")
    assert {row["Reference"] for row in rows} == {item.reference for item in Feedback.objects.visible_to(by)}
