"""CSV files as councils have them: odd letters, odd separators, titles on top, quotes gone astray."""

import io

import pytest

from goldthread.sheets import Limits, SheetError, fingerprint, open_sheet

from .workbooks import cells, opened

TABLE = "Ref,Date,Comment\n1,03/04/2024,Lovely carer\n2,04/04/2024,Late again\n"


def test_plain_csv_gives_headings_rows_and_the_numbers_excel_shows():
    sheet = opened(TABLE)
    assert sheet.columns == ["Ref", "Date", "Comment"]
    assert (sheet.kind, sheet.encoding, sheet.header_row) == ("csv", "utf-8", 1)
    rows = list(sheet.rows())
    assert [row.number for row in rows] == [2, 3]
    assert rows[0].cells == {"Ref": "1", "Date": "03/04/2024", "Comment": "Lovely carer"}
    assert sheet.warnings == []
    assert sheet.count() == 2
    assert list(sheet.rows()) == rows  # reading again starts at the top
    assert sheet.sample(1) == rows[:1]


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
    ],
)
def test_every_usual_way_of_writing_letters(codec, name):
    text = "Ref,Comment\n1,She said “it’s £5 – naïve”\n"
    sheet = opened(text.encode(codec))
    assert sheet.encoding == name
    assert sheet.columns == ["Ref", "Comment"]
    assert cells(sheet) == [["1", "She said “it’s £5 – naïve”"]]
    assert bool(sheet.warnings) == (name == "cp1252")


def test_a_windows_letter_in_the_very_last_row_is_seen_in_time():
    text = "Ref,Comment\n" + "1,plain words\n" * 20_000
    sheet = opened(text.encode() + "2,costs £9\n".encode("cp1252"))
    assert sheet.encoding == "cp1252"
    assert cells(sheet)[-1] == ["2", "costs £9"]


def test_a_file_glued_together_from_two_systems_keeps_both_kinds_of_letters():
    data = "Ref,Comment\n1,caf\u00e9 \u2019\n".encode() + "2,caf\u00e9 \u2019\n".encode("cp1252")
    sheet = opened(data)
    assert cells(sheet) == [["1", "café ’"], ["2", "café ’"]]
    assert "mixes two ways" in sheet.warnings[0]


def test_bytes_that_windows_does_not_know_are_read_as_latin_1():
    sheet = opened(b"Ref,Name\n1,Andr\xe9\x81\n")
    assert sheet.encoding == "latin-1"
    assert cells(sheet) == [["1", "André"]]


def test_text_garbled_before_it_came_is_pointed_out():
    assert "garbled" in opened("Ref,Comment\n1,itâ€™s late\n").warnings[0]


@pytest.mark.parametrize(
    ("separator", "kind"), [(";", "csv (semicolons)"), ("\t", "tsv"), ("|", "csv (bars)"), (",", "csv")]
)
def test_separators_are_found_even_with_other_ones_in_the_text(separator, kind):
    lines = [["Ref", "Team", "Comment"], ["1", "North", '"Kind, quick; and: warm"'], ["2", "South", "ok"]]
    sheet = opened("\n".join(separator.join(line) for line in lines))
    assert sheet.kind == kind
    assert cells(sheet)[0] == ["1", "North", "Kind, quick; and: warm"]


def test_excels_own_separator_line_is_obeyed_and_not_counted():
    sheet = opened("sep=;\r\nRef;Comment\r\n1;Good, really\r\n")
    assert sheet.columns == ["Ref", "Comment"]
    assert [row.number for row in sheet.rows()] == [2]


def test_titles_and_blank_lines_above_the_headings_are_passed_over():
    text = "Complaints report,,\n,,\nRun on:,03/04/2024,\n\nRef,Date,Comment\n1,02/04/2024,Late\n\n2,03/04/2024,Kind\n,,\n"
    sheet = opened(text)
    assert sheet.header_row == 5
    assert [row.number for row in sheet.rows()] == [6, 8]


def test_the_person_may_name_the_row_of_headings():
    assert opened("A,B\nRef,Comment\n1,x\n", header_row=2).columns == ["Ref", "Comment"]
    with pytest.raises(SheetError, match="Row 3 is empty"):
        opened("A,B\nx,y\n\nRef,Comment\n", header_row=3)


def test_repeated_and_blank_headings_get_names_of_their_own():
    sheet = opened("Date,Team,date,,Date (2)\n1,2,3,4,5\n")
    assert sheet.columns == ["Date", "Team", "date (2)", "Column D", "Date (2) (2)"]
    assert len(sheet.warnings) == 3
    assert any("column C is called “date (2)”" in warning for warning in sheet.warnings)


def test_no_headings_at_all_is_pointed_out():
    sheet = opened("1,03/04/2024,Late\n2,04/04/2024,Kind\n")
    assert any("put a row of headings above" in warning for warning in sheet.warnings)


def test_only_headings_is_an_empty_table_and_says_so():
    sheet = opened("Ref,Comment\n")
    assert sheet.count() == 0
    assert "no rows under them" in sheet.warnings[0]


def test_line_breaks_inside_quotes_stay_in_the_cell_and_do_not_move_the_row_numbers():
    sheet = opened('Ref,Comment\r\n1,"First line\r\nsecond line"\r\n2,next\r\n')
    rows = list(sheet.rows())
    assert rows[0].cells["Comment"] == "First line\nsecond line"
    assert rows[1].number == 3


def test_old_mac_line_ends():
    assert cells(opened("Ref,Comment\r1,one\r2,two\r")) == [["1", "one"], ["2", "two"]]


def test_a_row_with_too_many_cells_has_a_problem_and_the_others_none():
    rows = list(opened("Ref,Comment\n1,good\n2,late, again\n3,fine\n4,fine,,\n5\n").rows())
    assert [bool(row.problem) for row in rows] == [False, True, False, False, False]
    assert rows[1].problem.startswith(
        "Row 3 has 3 cells, and there are 2 headings: what is after the 2nd cell stands under none."
    )
    assert rows[4].cells == {"Ref": "5", "Comment": None}


def test_a_quote_inside_a_quoted_cell_spoils_its_own_row_only():
    rows = list(opened('Ref,Comment\n1,"she said "no" to me"\n2,fine\n').rows())
    assert "middle of a quoted cell" in rows[0].problem
    assert (rows[1].number, rows[1].cells["Comment"], rows[1].problem) == (3, "fine", None)


@pytest.mark.parametrize(
    "text",
    [
        'Ref,Comment\n1,"fine"\n2,"never closed\n3,also "here" and\n4,"x"\n',
        'Ref,Comment\n1,"fine"\n2,"never closed\n3,plain\n4,plain\n',
        'Ref,Comment\n1,"fine"\n2,"never closed\n' + "3,plain words that go on\n" * 20_000,
    ],
    ids=["further quotes", "no more quotes", "long"],
)
def test_a_quote_that_never_closes_stops_the_reading_and_names_its_row(text):
    with pytest.raises(SheetError, match="row 3") as caught:
        list(opened(text).rows())
    assert "close or remove the quotation mark" in caught.value.todo


def test_a_broken_first_row_is_never_passed_over_in_silence():
    with pytest.raises(SheetError, match="row 1 cannot be read"):
        opened('Ref,"Com"men"t"\n1,Late\n2,Kind\n')


def test_invisible_and_control_characters_go_and_meaning_stays():
    text = "Ref,Comment\n1,\u200bHe\x07llo\u00a0there \ufeff\n2,👨\u200d👩\u200d👧 ŵyneb مرحبا 🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f\n"
    assert cells(opened(text)) == [
        ["1", "Hello there"],
        [
            "2",
            "👨\u200d👩\u200d👧 ŵyneb مرحبا 🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",
        ],
    ]


def test_nul_bytes_are_refused_with_their_line():
    with pytest.raises(SheetError, match="Line 3 holds NUL bytes"):
        opened(b"Ref,Comment\n1,fine\n2,b\0d\n" + b"3,plain\n" * 100)


def test_a_utf16_file_cut_in_half_is_refused():
    data = ("Ref,Comment\n" + "1,fine words\n" * 50).encode("utf-16")
    with pytest.raises(SheetError, match="cut short"):
        opened(data[:-1])


def test_utf_32_is_refused():
    with pytest.raises(SheetError, match="UTF-32"):
        opened("Ref,Comment\n1,x\n".encode("utf-32"))


def test_a_million_columns_are_refused():
    with pytest.raises(SheetError, match="at most 200 columns"):
        opened(",".join(f"c{n}" for n in range(250_000)) + "\n1\n")
    with pytest.raises(SheetError, match="longer than"):
        opened("a," * 1_000_001)


def test_more_rows_than_allowed_are_refused_when_the_file_is_opened():
    with pytest.raises(SheetError, match="more than 10 rows"):
        opened("Ref\n" + "1\n" * 11, limits=Limits(rows=10))
    assert opened("Ref\n" + "1\n" * 10 + "\n" * 50, limits=Limits(rows=10)).count() == 10


def test_a_cell_that_is_too_long_is_the_rows_problem():
    rows = list(opened("Ref,Comment\n1," + "a" * 60_000 + "\n2,ok\n").rows())
    assert "60,000 characters" in rows[0].problem
    assert rows[1].problem is None


def test_a_file_that_is_too_big_is_refused():
    with pytest.raises(SheetError, match="the most is"):
        opened(TABLE, limits=Limits(file_bytes=20))


def test_the_row_limit_itself_has_a_limit():
    with pytest.raises(ValueError, match="between 1 and 1,000,000"):
        Limits(rows=1_000_001)


class Pipe(io.RawIOBase):
    """An upload that can be read once, forwards."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def read(self, size: int = -1) -> bytes:
        return self._data.read(size)

    def seekable(self) -> bool:
        return False


def test_path_bytes_file_and_pipe_read_alike(tmp_path):
    path = tmp_path / "feedback list.csv"
    path.write_bytes(TABLE.encode())
    wanted = cells(opened(TABLE))
    with path.open("rb") as file:
        for given in (
            path,
            str(path),
            TABLE.encode(),
            file,
            io.BytesIO(TABLE.encode()),
            Pipe(TABLE.encode()),
        ):
            with open_sheet(given, "feedback list.csv") as sheet:
                first, second = sheet.rows(), sheet.rows()  # two readings at once do not disturb each other
                assert [list(pair[0].cells.values()) for pair in zip(first, second, strict=True)] == wanted
        assert not file.closed
        assert fingerprint(path) == fingerprint(TABLE.encode()) == fingerprint(file)
    assert len(fingerprint(b"")) == 64


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(SheetError, match=r"gone\.csv.*cannot be opened"):
        open_sheet(tmp_path / "gone.csv", "gone.csv")
