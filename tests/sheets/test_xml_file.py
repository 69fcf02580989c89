"""Cases in XML as iCasework gives them to programs: rows of a table, and nothing that XML can be abused for."""

from __future__ import annotations

import pytest

from goldthread.sheets import Limits, SheetError, open_sheet

CASES = """<?xml version="1.0" encoding="UTF-8"?>
<Cases>
  <Case>
    <CaseId>1</CaseId><Type>Complaint</Type><RequestDate>2025-04-07T09:12:41</RequestDate><Status>Upheld</Status>
    <Attributes><Details>Nobody rang &amp; nobody came.</Details></Attributes>
    <Classifications>
      <Classification Group="Delay">Delay in assessment</Classification>
      <Classification Group="Communication">No call back</Classification>
    </Classifications>
    <Documents><Document Id="D1"><![CDATA[https://somewhere.example/]]></Document></Documents>
  </Case>
  <Case><CaseId>2</CaseId><Type>Compliment</Type></Case>
</Cases>"""


def _read(text: str, **limits):
    with open_sheet(text.encode(), "cases.xml", limits=Limits(**limits)) as sheet:
        return sheet.columns, [row.cells for row in sheet.rows()], sheet.warnings


def test_each_case_is_a_row_and_what_stands_several_times_is_joined():
    columns, (first, second), warnings = _read(CASES)
    assert columns == [
        "CaseId", "Type", "RequestDate", "Status", "Attributes.Details", "Classifications.Classification group",
        "Classifications.Classification",
    ]  # fmt: skip
    assert first["Attributes.Details"] == "Nobody rang & nobody came."
    assert first["Classifications.Classification"] == "Delay in assessment; No call back"
    assert second["CaseId"] == "2" and second["Status"] is None
    assert "not been tried on a real file" in warnings[0]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (CASES.replace("<Cases>", "<!DOCTYPE Cases [<!ENTITY x 'y'>]><Cases>", 1), "XML file"),
        (CASES.replace("  <Case>", "<!DOCTYPE x><Case>", 1), "broken"),
        (CASES[:-30], "broken"),
        (CASES.replace("<Details>", "<a>" * 20 + "<Details>", 1), "too deep"),
        (CASES.replace("Nobody rang", "x" * 3000, 1), "too long"),
        ("<?xml version='1.0'?><Rows><Row/></Rows>", "XML file"),
    ],
)
def test_what_is_broken_or_no_list_of_cases_is_refused(text, says):
    with pytest.raises(SheetError, match=says):
        _read(text, cell_characters=100)
