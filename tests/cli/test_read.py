"""`goldthread read`: what it writes, and what it says of files that it cannot read. All pages here are made up."""

from __future__ import annotations

import csv
import io
import json

from goldthread.cli.main import main

PAGE = """Avonshire County Council: local authority assessment
Learning, improvement and innovation
Score: 2
2 - Evidence shows some shortfalls
Key findings for this quality statement
Staff in this made-up place liked their training.
Published: 9 December 2025
"""
KEYS = {
    "council", "statement", "score", "indicative", "rating", "overall_percent", "published", "sections", "passages",
    "figures", "unread", "council_in_text", "dates", "cadences", "source",
}  # fmt: skip


def test_json_is_always_a_list_with_one_object_a_page(tmp_path, capsys):
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    assert main(["read", str(path), "--json"]) == 0
    (page,) = json.loads(capsys.readouterr().out)
    assert page.keys() >= KEYS
    assert page["council"] == "Avonshire County Council"
    assert page["council_in_text"] is None
    assert (page["statement"], page["score"]) == ("Learning, improvement and innovation", 2)
    assert (page["indicative"], page["rating"], page["overall_percent"]) == (False, None, None)
    assert page["published"] == "9 December 2025"
    assert page["unread"] == []
    (passage,) = page["passages"]
    assert passage["text"] == "Staff in this made-up place liked their training."
    assert passage["place"] == {"paragraph": 6, "page": None}


def test_a_file_that_cannot_be_read_does_not_stop_the_others(tmp_path, capsys):
    good, bad = tmp_path / "a.txt", tmp_path / "b.txt"
    good.write_text(PAGE, encoding="utf-8")
    bad.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    assert main(["read", str(bad), str(tmp_path / "none.txt"), str(good), "--json"]) == 1
    out = capsys.readouterr()
    assert len(json.loads(out.out)) == 1
    assert "is a picture (PNG)" in out.err and "There is no file" in out.err
    assert main(["read", str(bad), "--json"]) == 2
    assert json.loads(capsys.readouterr().out) == []


def test_a_folder_stands_for_its_files(tmp_path, capsys):
    for name in ("b.txt", "a.md"):
        (tmp_path / name).write_text(PAGE, encoding="utf-8")
    (tmp_path / "notes.xlsx").write_bytes(b"PK")
    assert main(["read", str(tmp_path), "--json"]) == 0
    assert [page["source"][-5:] for page in json.loads(capsys.readouterr().out)] == ["/a.md", "b.txt"]
    (tmp_path / "empty").mkdir()
    assert main(["read", str(tmp_path / "empty")]) == 2


def test_a_table_opens_safely(tmp_path, capfdbinary):
    path = tmp_path / "page.txt"
    path.write_text(PAGE.replace("Avonshire County Council", "=Cmd County Council"), encoding="utf-8")
    assert main(["read", str(path), "--csv"]) == 0
    table = list(csv.DictReader(io.StringIO(capfdbinary.readouterr().out.decode("utf-8-sig"))))
    assert table[0]["statement"] == "Learning, improvement and innovation"
    assert all(not cell.startswith(("=", "+", "@")) for row in table for cell in row.values())


def test_without_options_it_is_said_in_words(tmp_path, capsys):
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    assert main(["read", str(path)]) == 0
    words = capsys.readouterr().out
    assert (
        "Avonshire County Council" in words and "score 2" in words and "Published: 9 December 2025" in words
    )
