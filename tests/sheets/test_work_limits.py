"""Files that cost much work and hold few rows: each reading stops by the work done, not by the rows kept."""

import pytest

from goldthread.sheets import Limits, SheetError
from goldthread.sheets.raw_rows import RawRow
from goldthread.sheets.xlsx_file import _Downwards
from goldthread.sheets.xlsx_glance import Merge

from .workbooks import inline, opened, package, sheet_xml

HEAD = inline("Ref", "Comment")
TIGHT = Limits(blank_rows=10_000, cells=20_000, characters=100_000)


@pytest.mark.parametrize("where", ["under", "over", "between"])
@pytest.mark.parametrize("blank", ["\n", "\r\n", ",,\n", " \n"])
def test_a_flood_of_blank_lines_stops_when_the_file_is_opened(where, blank):
    flood, table = blank * 12_000, "Ref,Comment\n1,late\n"
    text = {"under": table + flood, "over": flood + table, "between": f"Ref,Comment\n{flood}1,late\n"}[where]
    with pytest.raises(
        SheetError, match=r"More than 10,000 rows of this spreadsheet are blank\. Copy the rows"
    ):
        opened(text, limits=TIGHT)


def test_the_blank_rows_that_excel_itself_exports_under_a_table_are_read():
    assert Limits().blank_rows == 1_048_576
    sheet = opened("Ref,Comment\n1,late\n" + ",,,\n" * 9_000, limits=TIGHT)
    assert sheet.count() == 1


def test_rows_of_thousands_of_cells_stop():
    text = "Ref,Comment\n" + ("1," * 900 + "\n") * 40
    with pytest.raises(SheetError, match="more than 20,000 cells, empty ones included"):
        opened(text, limits=TIGHT).count()


def test_cells_of_thousands_of_blank_lines_stop():
    text = "Ref,Comment\n" + ('1,"late' + "\n" * 5_000 + '"\n') * 5
    assert opened(text).count() == 5
    with pytest.raises(SheetError, match="more than 20,000 cells"):
        opened(text, limits=TIGHT).count()


@pytest.mark.parametrize("row", ["<c/>" * 100, '<c s="1"><f/></c>' * 100], ids=["empty", "formulas"])
def test_empty_cells_of_a_workbook_stop(row):
    with pytest.raises(SheetError, match="more than 20,000 cells, empty ones included"):
        opened(package(sheet_xml(HEAD, *[row] * 300)), "a.xlsx", limits=TIGHT).count()


def test_one_long_text_shown_in_many_cells_stops():
    texts = f"<sst><si><t>{'late ' * 1_000}</t></si></sst>"
    content = package(sheet_xml(HEAD, *['<c t="s"><v>0</v></c>'] * 100), {"xl/sharedStrings.xml": texts})
    with pytest.raises(SheetError, match="hold more than 0 million characters"):
        opened(content, "a.xlsx", limits=TIGHT).count()
    assert opened(content, "a.xlsx").count() == 100


def test_merged_cells_that_lie_over_each_other_cost_a_row_no_more_than_one():
    fill = _Downwards(
        [Merge(1, 1, 1_000_000, 1)] * 20_000 + [Merge(1, n, 9, n) for n in range(2, 16_000)], 200
    )
    fill(RawRow(1, ["North"] * 200))
    assert len(fill._open) == 200
    assert fill(RawRow(2, [None, "x"])).values[:2] == ["North", "x"]
