"""What every analysts' command reads: separators, encodings and figures, and what is refused for being unsure."""

from __future__ import annotations

import sys

import pytest

from goldthread.analysis.charts.series import SeriesError
from goldthread.analysis.tables.cells import to_number
from goldthread.cli import main
from goldthread.cli.errors import UserError
from goldthread.cli.tables import read_table


@pytest.fixture
def table(tmp_path):
    """Write a file and read it as a table."""

    def read(content: str | bytes):
        path = tmp_path / "figures.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return read_table(str(path))

    return read


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,204", 1204),
        ("-1,204,300.5", -1204300.5),
        ("12.5", 12.5),
        ("£5", 5),
        ("-£1,200.50", -1200.5),
        ("12.5%", 12.5),
        ("\N{MINUS SIGN}3", -3),
        ("1e3", 1000),
        (" n/a ", None),
        ("", None),
        ("-", None),
    ],
)
def test_figures_as_people_write_them(text, number):
    assert to_number(text) == number


@pytest.mark.parametrize(
    "text", ["12,5", "1,2,3", "1,23", "0,123", "1,2345", ",5", "1.204,5", "12,", "inf", "<5", "1 2", "1e999"]
)
def test_what_could_be_two_numbers_or_none_is_refused(text):
    with pytest.raises(SeriesError, match=r"number|too large"):
        to_number(text)


def test_a_decimal_comma_is_refused_by_line_and_column_and_never_made_ten_times_as_much(table):
    result = table("unit;size\nElm;100\nOak;12,5\n")
    with pytest.raises(UserError, match=r"line 3, column 'size': '12,5' .* before decimals stands a point"):
        result.numbers("size", "--size")


def test_one_comma_between_semicolons_may_be_either(table):
    with pytest.raises(UserError, match=r"line 2, column 'size': '1,204' may be 1204 or 1\.204"):
        table("unit;size\nElm;1,204\n").numbers("size", "--size")
    with pytest.raises(UserError, match=r"line 2, column 'size': '1\.204' may be 1204 or 1\.204"):
        table("unit;size\nElm;1.204\n").numbers("size", "--size")
    assert table("unit;size\nElm;0.204\n").numbers("size", "--size") == [0.204]
    assert table("unit;size\nElm;1,204,300\n").numbers("size", "--size") == [1204300]
    assert table("unit\tsize\nElm\t1,204\n").numbers("size", "--size") == [1204]
    assert table('unit,size\nElm,"1,204"\n').numbers("size", "--size") == [1204]


def test_figures_that_a_comma_cuts_in_two_are_not_read_by_half(table):
    with pytest.raises(UserError, match="line 3 has more cells than the header"):
        table("month,value\n2025-01,7\n2025-02,1,204\n")
    assert table("month,value,\n2025-01,7,,\n").numbers("value", "--value") == [7]


def test_percentages_are_told_from_counts(table):
    result = table("unit,size\nElm,40%\nOak,45\n")
    with pytest.raises(UserError, match="'40%' is a percentage, and the number itself is needed"):
        result.numbers("size", "--size")
    with pytest.raises(UserError, match="line 3, column 'size': '45' has no % sign, unlike the cells above"):
        result.numbers("size", "--size", percent=True)
    assert table("a\n40%\nn/a\n0\n").numbers("a", "--a", percent=True) == [40, None, 0]


@pytest.mark.parametrize(
    "content",
    [
        "Ünit,size\nElm,5\n",
        "\ufeffÜnit,size\nElm,5\n",
        "\ufeffÜnit\tsize\nElm\t5\n".encode("utf-16-le"),
        "Ünit;size\r\nElm;5\r\n".encode("cp1252"),
        "sep=;\r\nÜnit;size\r\nElm;5\r\n",
        "Ünit,size\rElm,5\r",
        '"Ünit";"size"\n"Elm";5\n',
        "\n\nÜnit,size\n\nElm,5\n",
    ],
)
def test_every_usual_encoding_and_separator_is_read(table, content):
    result = table(content)
    assert result.header == ("Ünit", "size") and result.texts("ünit", "--unit") == ["Elm"]
    assert result.numbers("size", "--size") == [5]


def test_a_comma_in_quotation_marks_separates_nothing(table):
    assert table('Month;"Complaints, all of them, and more"\n2025-01;5\n').header[0] == "Month"


def test_a_cell_over_lines_has_the_number_of_its_first(table):
    assert [line for line, _ in table('text\n"one\ntwo"\nthree\n').rows] == [2, 4]


def test_a_long_letter_is_a_cell(table):
    assert len(table("text\n" + "a" * 200_000 + "\n").texts("text", "--text")[0]) == 200_000


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "is empty"),
        ("\n \n", "is empty"),
        ("text\n", "no rows under a header"),
        ('text,kind\n"left open,5\nnext,6\n', "from line 2 on its quotation marks do not pair up"),
        (b"PK\x03\x04workbook", "not a CSV file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not a CSV file"),
        ("text,text\na,b\n", "two columns called 'text'"),
    ],
)
def test_what_is_no_table_is_told(table, content, message):
    with pytest.raises(UserError, match=message):
        table(content)


def test_two_columns_that_differ_in_capitals_only_are_not_guessed_between(table):
    with pytest.raises(UserError, match="more than one column 'size': 'Size', 'SIZE'"):
        table("Size,SIZE\n1,2\n").numbers("size", "--size")


# Every analysts' command with what it needs besides the file.
COMMANDS = {
    "spc": ["--date", "a", "--value", "b"],
    "verdict": ["--action", "2025-01", "--better", "down"],
    "funnel": [],
    "agreement": [],
    "represent": [],
    "rating": [],
    "themes train": ["--text", "a", "--labels", "b,c", "--model", "m"],
    "themes discover": ["--text", "a"],
}


@pytest.mark.parametrize("command", COMMANDS)
def test_what_cannot_be_read_is_one_line_that_says_what_to_do(command, tmp_path, capsys):
    if command == "themes discover":
        pytest.importorskip("igraph", reason="igraph, which finds groups, is not installed")
    files = {
        "none": None,
        "empty": b"",
        "header": b"x,y\n",
        "binary": b"\x89PNG\x00\xff",
        "other": b"x\n1\n",
        "odd\0name": None,
    }
    for name, content in [*files.items(), ("folder", b"")]:
        path = tmp_path / name
        if name == "folder":
            path.mkdir()
        elif content is not None:
            path.write_bytes(content)
        assert main.main([*command.split(), str(path), *COMMANDS[command]]) == 2
        errors = capsys.readouterr().err
        assert errors.startswith("goldthread: ") and errors.count("\n") == 1 and errors.count(". ") >= 1, (
            errors
        )
    sys.stdout.flush()
