"""The council's theme list as a spreadsheet and as a REFI-QDA Codebook, on the page and by command."""

from __future__ import annotations

import contextlib
import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from goldthread.cli import home as homes
from goldthread.cli.main import main
from goldthread.themes.codebook import codebook_file, sharing
from goldthread.themes.codebook.models import Theme
from tests.cli.test_themes_lists import QDC

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("ending", [".json", ".csv", ".qdc"])
def test_the_list_is_exported_and_is_the_same_when_it_comes_back(avonshire, ending):
    lead = avonshire.person("quality_lead")
    response = avonshire.client("quality_lead").post(reverse("themes:export_codebook"), {"file_type": ending})
    assert response["Content-Disposition"].endswith(f'{ending}"')
    avonshire.enter()
    entries = codebook_file.parse(response.content, f"list{ending}")
    assert {one.state for one in codebook_file.compare_entries(lead.council_id, entries)} == {"same"}
    assert len(entries) == len(codebook_file.current_entries(lead.council_id))


def test_a_codebook_of_another_program_is_previewed_and_imported(avonshire):
    lead = avonshire.person("quality_lead")
    upload = SimpleUploadedFile("codes.qdc", QDC.encode())
    page = avonshire.client("quality_lead").post(reverse("themes:import_codebook"), {"file": upload})
    assert page.status_code == 200
    shown = page.content.decode()
    assert "Late visits" in shown and "No definition in the file it was imported from." in shown
    avonshire.enter()
    entries = codebook_file.parse(QDC.encode(), "codes.qdc")
    sharing.import_themes(
        by=lead, entries=entries, wanted=["late-visits", "nights"], reason="From our analysts."
    )
    theme = Theme.objects.get(council=avonshire.council, slug="late-visits")
    assert (theme.group, theme.what_it_is_not) == ("Care at home", "Visits that do not come at all.")


def test_the_same_name_in_two_groups_is_two_themes():
    entries = codebook_file.parse(b"name,group,definition\nOther,Care,x\nOther,Money,y\n", "t.csv")
    assert [entry.slug for entry in entries] == ["care-other", "money-other"]


@pytest.mark.parametrize(
    "json", ["[" * 5000, '{"format": ' + '{"a":' * 5000, '{"format": "goldthread-codebook-1", "themes": [']
)
def test_json_that_cannot_be_read_is_refused_on_the_page(avonshire, json):
    upload = SimpleUploadedFile("list.json", json.encode())
    page = avonshire.client("quality_lead").post(reverse("themes:import_codebook"), {"file": upload})
    assert page.status_code == 200 and "The file cannot be read" in page.content.decode()


def test_half_a_character_in_json_is_left_out():
    data = (
        b'{"format": "goldthread-codebook-1", "themes": '
        b'[{"name": "Late\\ud800 visits\\u0007", "group": "Care", "what_it_is": "x"}]}'
    )
    assert codebook_file.parse(data, "list.json")[0].name == "Late visits"


def test_a_file_type_that_is_none_is_refused(avonshire):
    page = avonshire.client("quality_lead").post(reverse("themes:export_codebook"), {"file_type": ".exe"})
    assert page.status_code == 200 and "Content-Disposition" not in page


def test_json_is_unchanged(avonshire):
    lead = avonshire.person("quality_lead")
    data = sharing.export_codebook(by=lead, made_on=datetime.date(2026, 3, 4))
    assert data.startswith(b'{\n  "format": "goldthread-codebook-1",\n  "made_on": "2026-03-04",')


@pytest.fixture
def command(avonshire, monkeypatch, capsys):
    """Run a command of the command line in the home that the tests have; returns its code and what it said."""
    monkeypatch.setattr(homes, "opened", lambda *_, **__: contextlib.nullcontext())

    def call(*words: object) -> tuple[int, str]:
        code = main(
            [
                *map(str, words),
                "--by",
                avonshire.person("quality_lead").account.email,
                "--council",
                "avonshire",
            ]
        )
        output = capsys.readouterr()
        return code, output.out + output.err

    return call


def test_the_list_goes_out_by_command(command, tmp_path, avonshire):
    code, output = command("export", "themes", tmp_path / "list.qdc")
    assert code == 0 and "theme list" in output
    entries = codebook_file.parse((tmp_path / "list.qdc").read_bytes(), "list.qdc")
    avonshire.enter()
    assert len(entries) == len(codebook_file.current_entries(avonshire.council.pk))
    assert command("export", "themes", tmp_path / "list.xlsx")[0] == 2


def test_a_list_comes_in_by_command_after_it_was_shown(command, tmp_path, avonshire):
    path = tmp_path / "codes.qdc"
    path.write_text(QDC, encoding="utf-8")
    code, output = command("themes", "import", path)
    assert code == 0 and "late-visits: new" in output and "Nothing was changed" in output
    assert command("themes", "import", path, "--go")[0] == 2
    assert "no theme boats" in command("themes", "import", path, "--only", "boats")[1]
    code, output = command(
        "themes", "import", path, "--only", "nights", "--go", "--reason", "From our analysts."
    )
    assert code == 0 and "1 added" in output
    avonshire.enter()
    themes = Theme.objects.filter(council=avonshire.council)
    assert themes.filter(slug="nights").exists() and not themes.filter(slug="late-visits").exists()


def test_a_list_that_is_had_already_changes_nothing(command, tmp_path):
    path = tmp_path / "codes.qdc"
    path.write_text(QDC, encoding="utf-8")
    again = ("themes", "import", path, "--go", "--reason", "From our analysts.")
    assert command(*again)[0] == 0
    code, output = command(*again)
    assert code == 0 and "Nothing was changed: no theme is new or different." in output
