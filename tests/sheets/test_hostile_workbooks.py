"""Hostile and broken workbooks: what they try, and the clear error that each gives."""

import random
import tracemalloc

import pytest

from goldthread.sheets import Limits, SheetError

from .workbooks import excel, inline, opened, package, sheet_xml

HEAD = inline("Ref", "Comment")


def xlsx(content: bytes, **options):
    return opened(content, "feedback.xlsx", **options)


def test_a_million_columns_are_refused():
    far = '<c r="GS2"><v>1</v></c>'
    with pytest.raises(SheetError, match="Cell GS2 is in column number 201"):
        xlsx(package(sheet_xml(HEAD, far)))
    with pytest.raises(SheetError, match="more columns than Excel"):
        xlsx(package(sheet_xml(HEAD, "<c/>" * 20_000)))
    with pytest.raises(SheetError, match="an address that Excel does not know"):
        xlsx(package(sheet_xml(HEAD, '<c r="ABCDEFG1"><v>1</v></c>')))


def test_more_rows_than_allowed_are_refused_and_empty_ones_do_not_count():
    rows = [inline(str(number), "x") for number in range(12)]
    with pytest.raises(SheetError, match="more than 10 rows"):
        xlsx(package(sheet_xml(HEAD, *rows)), limits=Limits(rows=10))
    padded = package(sheet_xml(HEAD, *rows[:9], *['<c s="0"/>'] * 100))
    assert xlsx(padded, limits=Limits(rows=10)).count() == 9


BILLION_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)


@pytest.mark.parametrize(
    "part",
    ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", "_rels/.rels"],
)
@pytest.mark.parametrize(
    "attack",
    [BILLION_LAUGHS + "<a>&j;</a>", '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'],
    ids=["billion laughs", "file"],
)
def test_xml_with_entities_is_refused_in_every_part(part, attack):
    with pytest.raises(SheetError, match="declares a document type"):
        xlsx(package(sheet_xml(HEAD, inline("1", "x")), {part: attack}))


def test_a_zip_bomb_is_refused_without_unpacking_it():
    bomb = package(sheet_xml(HEAD), {"xl/sharedStrings.xml": b" " * (60 * 1024 * 1024)})
    assert len(bomb) < 100_000
    tracemalloc.start()
    with pytest.raises(SheetError, match="far more than a real one"):
        xlsx(bomb)
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()


def test_many_parts_that_are_large_only_together_are_refused():
    parts = {f"xl/media/{number}.bin": bytes(3_000_000) for number in range(5)}
    with pytest.raises(SheetError, match="far more than a real one"):
        xlsx(package(sheet_xml(HEAD), parts), limits=Limits(unpacked_bytes=10_000_000))


def test_too_many_parts_are_refused():
    parts = {f"xl/media/{number}": b"" for number in range(6000)}
    with pytest.raises(SheetError, match=r"6,005 parts"):
        xlsx(package(sheet_xml(HEAD), parts))


def test_a_part_that_is_longer_than_it_says_is_refused():
    content = bytearray(package(sheet_xml(HEAD, inline("1", "x"))))
    position = content.rfind(b"PK\x01\x02")  # the sheet is the last part; its true size stands 24 bytes on
    content[position + 24 : position + 28] = (100).to_bytes(4, "little")
    with pytest.raises(SheetError, match="damaged"):
        xlsx(bytes(content))


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (sheet_xml(HEAD, inline("1", "x" * 250_000)), "longer than 200,000 characters"),
        ("<worksheet><sheetData><row " + "a" * 5_000_000 + "/></sheetData></worksheet>", "longer tags"),
        ("<worksheet><sheetData>" + "<row/>" * 1_048_577 + "</sheetData></worksheet>", "than Excel allows"),
        (sheet_xml(HEAD)[:-20], "XML"),
        ("not xml at all", "XML"),
    ],
    ids=["long cell", "long tag", "rows", "cut", "no xml"],
)
def test_sheets_made_to_choke_on_are_refused(body, what):
    with pytest.raises(SheetError, match=what):
        xlsx(package(body), limits=Limits(swelling=10_000))


def test_an_endless_shared_text_is_refused():
    texts = "<sst><si><t>" + "a" * 300_000 + "</t></si></sst>"
    with pytest.raises(SheetError, match="one of its texts is longer"):
        xlsx(package(sheet_xml(HEAD), {"xl/sharedStrings.xml": texts}))


def test_an_empty_workbook_says_so():
    with pytest.raises(SheetError, match="nothing in this spreadsheet on the sheet “One”"):
        xlsx(package(sheet_xml()))


def test_a_zip_with_a_password_is_refused():
    content = bytearray(package(sheet_xml(HEAD)))
    position = content.rfind(b"PK\x01\x02")
    content[position + 8] |= 1
    with pytest.raises(SheetError, match="password"):
        xlsx(bytes(content))


def test_every_way_of_cutting_a_workbook_short_is_a_clear_error():
    content = excel([["Ref", "Comment"], *([n, f"words {n}"] for n in range(50))])
    for length in range(4, len(content) - 1, 97):
        with pytest.raises(SheetError):
            list(xlsx(content[:length]).rows())


def test_flipped_bytes_give_a_clear_error_or_a_readable_sheet_and_nothing_else():
    content = excel([["Ref", "Comment"], *([n, f"words {n}"] for n in range(50))])
    chance = random.Random(20240403)
    refused = 0
    for _ in range(400):
        broken = bytearray(content)
        for _ in range(chance.randint(1, 4)):
            broken[chance.randrange(4, len(broken))] = chance.randrange(256)
        try:
            list(xlsx(bytes(broken)).rows())
        except SheetError:
            refused += 1
    assert refused > 200


def test_flipped_characters_in_the_xml_do_the_same():
    body = sheet_xml(
        HEAD, *(f'<c r="A{n}"><v>{n}</v></c><c r="B{n}" t="s"><v>0</v></c>' for n in range(2, 30))
    )
    chance = random.Random(3)
    refused = 0
    for _ in range(400):
        broken = list(body)
        for _ in range(chance.randint(1, 3)):
            broken[chance.randrange(len(broken))] = chance.choice('<>/"=& aZ09-\x01é')
        try:
            list(xlsx(package("".join(broken))).rows())
        except SheetError:
            refused += 1
    assert 100 < refused < 400


def test_texts_are_kept_on_disk_once_they_are_many():
    chance = random.Random(1)
    words = [f"w{chance.random():.6f}" for _ in range(5000)]
    rows = [[row, f"{row} ’ word " + " ".join(chance.choices(words, k=900))] for row in range(1, 2001)]
    content = excel([["Ref", "Comment"], *rows])
    del rows
    tracemalloc.start()
    with xlsx(content) as sheet:
        assert (
            sum(row.cells["Comment"].startswith(f"{row.cells['Ref']} ’ word") for row in sheet.rows()) == 2000
        )
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 16_000_000  # held in memory, the texts alone would take 36 MB
