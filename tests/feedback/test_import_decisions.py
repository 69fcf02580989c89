"""The import pages on which somebody decides: values, updates, rows put right, undoing, and what is remembered."""

from __future__ import annotations

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from goldthread.council.command import Refused
from goldthread.council.models import Team
from goldthread.feedback import jobs
from goldthread.feedback.importing import commands as importing
from goldthread.feedback.importing.models import ImportBatch, ImportMapping, ImportValue
from goldthread.feedback.importing.row_edits import edit_row
from goldthread.feedback.models import Feedback
from tests.feedback.spreadsheets import as_csv, checked, imported

pytestmark = pytest.mark.django_db
COLUMNS = ("Ref", "Complaint details", "Date received", "Team", "Rating")


@pytest.fixture
def client(avonshire):
    return avonshire.client("quality_lead")


@pytest.fixture
def by(avonshire):
    return avonshire.person("quality_lead")


@pytest.fixture
def team(by):
    return Team.objects.filter(council=by.council).order_by("name").first()


def _address(name: str, batch, **more) -> str:
    return reverse(f"feedback:{name}", kwargs={"pk": batch.pk, **more})


def _check(avonshire, by, batch) -> None:
    avonshire.enter()
    jobs.check_import(by=by, batch_id=str(batch.pk))
    batch.refresh_from_db()


def test_the_first_rows_are_shown_as_they_will_be_kept(avonshire, client, by, team):
    rows = [
        ("7.0", "Mrs Margaret Pemberton was late.", "3.4.25", team.name.upper(), "1"),
        ("8", "Nobody came.", "31/02/2025", "", "2"),
    ]
    headings = ("Ref", "Comment", *COLUMNS[2:])
    file = SimpleUploadedFile("a.csv", as_csv(rows, headings))
    columns = client.post(reverse("feedback:import_begin"), {"source": "survey_comment", "file": file})[
        "Location"
    ]
    page = client.get(columns, follow=True).content.decode()
    table = page.split('id="saved"')[1].split("</table>")[0]
    assert f'<td class="govuk-table__cell" data-label="Team">{team.name}</td>' in table
    assert "3 April 2025" in table and "Pemberton" not in table and ">None<" in table
    assert "Error: " in table and "February 2025 has no day 31" in table
    avonshire.enter()
    batch = ImportBatch.objects.latest("created_at")
    chosen = {f"column_{field}": column for field, column in batch.mapping.items()}
    chosen |= {"worst_score": "5", "best_score": "1"}
    page = client.post(_address("import_columns", batch), chosen | {"preview": "yes"}).content.decode()
    table = page.split('id="saved"')[1].split("</table>")[0]
    # 1 of 5 is best here. Nothing is saved by looking.
    assert "Very positive" in table
    batch.refresh_from_db()
    assert (batch.state, batch.options) == (ImportBatch.State.UPLOADED, {})
    half = client.post(_address("import_columns", batch), chosen | {"best_score": ""}).content.decode()
    assert "Give both ends of the rating scale" in half
    client.post(_address("import_columns", batch), chosen | {"save_as": "Our survey"})
    avonshire.enter()
    batch.refresh_from_db()
    assert batch.options == {"scale": [5, 1]}
    saved = ImportMapping.objects.get(council=by.council, name="Our survey")
    assert saved.by == by
    # The next file with the same headings: the saved match is offered.
    again = importing.upload(by=by, source="survey_comment", filename="b.csv", content=as_csv(rows, headings))
    page = client.get(_address("import_columns", again)).content.decode()
    assert '<option value="Our survey">Our survey</option>' in page
    assert client.post(_address("import_columns", again), {"match": "Our survey"}).status_code == 302


def test_values_are_matched_on_the_page_nearest_first(avonshire, client, by, team):
    rows = [
        ("1", "The rail never came.", "03/04/2025", f"{team.name} Tm", ""),
        ("2", "Late.", "03/04/2025", "Qqq", ""),
    ]
    batch = checked(by, as_csv(rows, COLUMNS))
    page = client.get(_address("import", batch)).content.decode()
    assert "Values to match" in page
    each = batch.unmatched.get(first_row=2)
    options = page.split(f'name="value_{each.pk}"')[1].split("</select>")[0]
    assert options.split("<option")[2].split(">")[1].startswith(team.name)
    assert "No team" in options
    nothing = client.post(_address("import_values", batch), {}, follow=True).content.decode()
    assert "Choose what at least one value means" in nothing
    wrong = client.post(_address("import_values", batch), {f"value_{each.pk}": "nowhere"}, follow=True)
    assert "from its list" in wrong.content.decode()
    other = batch.unmatched.get(first_row=3)
    client.post(
        _address("import_values", batch), {f"value_{each.pk}": str(team.pk), f"value_{other.pk}": "none"}
    )
    _check(avonshire, by, batch)
    assert (batch.ready, batch.errors) == (2, 0)
    remembered = ImportValue.objects.filter(council=by.council)
    assert {value.meaning for value in remembered} == {str(team.pk), ""}
    page = client.get(reverse("feedback:import_remembered")).content.decode()
    assert team.name in page and by.name in page
    value = remembered.get(meaning=str(team.pk))
    client.post(reverse("feedback:forget_value", args=[value.pk]))
    avonshire.enter()
    assert not remembered.filter(pk=value.pk).exists()


def test_a_row_is_put_right_on_the_page(avonshire, client, by, team):
    rows = [
        ("1", "The rail never came.", "31/02/2025", team.name, ""),
        ("2", "Mrs Margaret Pemberton rang.", "32/13/2025", "", ""),
    ]
    batch = checked(by, as_csv(rows, COLUMNS))
    assert batch.errors == 2
    page = client.get(_address("import", batch)).content.decode()
    assert _address("import_row", batch, row=2) in page
    address = _address("import_row", batch, row=3)
    page = client.get(address).content.decode()
    # Whom the words name is not shown, and stays in them.
    assert "Pemberton" not in page and "Leave it empty to keep it" in page
    sent = {"cell_0": "2", "cell_1": "", "cell_2": "28/02/2025", "cell_3": "", "cell_4": ""}
    assert client.post(address, sent)["Location"] == _address("import", batch)
    page = client.get(_address("import", batch)).content.decode()
    assert "1 row changed since the check" in page and "Import 1 row" not in page
    refused = client.post(_address("import_start", batch), {"rows": "ready"}, follow=True).content.decode()
    assert "Check them again first" in refused
    client.post(_address("import_check", batch))
    _check(avonshire, by, batch)
    assert (batch.ready, batch.errors) == (1, 1)
    client.post(_address("import_start", batch), {"rows": "ready"})
    avonshire.enter()
    jobs.import_rows(by=by, batch_id=str(batch.pk))
    saved = Feedback.objects.get(batch=batch)
    assert saved.received_on == datetime.date(2025, 2, 28)
    assert saved.original_text.as_received == "Mrs Margaret Pemberton rang."
    assert not batch.row_edits.exists()
    assert client.get(address).status_code == 302


def test_words_that_a_comma_cut_are_put_together_and_none_is_lost(avonshire, client, by, team):
    content = as_csv([("1", "Late.", "03/04/2025", team.name, "")], COLUMNS)
    content += f"2,The rail, which wobbles, never came.,04/04/2025,{team.name},\n".encode()
    batch = checked(by, content)
    assert (batch.ready, batch.errors) == (1, 1)
    address = _address("import_row", batch, row=3)
    page = client.get(address).content.decode()
    assert "Join cells" in page and "Under no heading" in page
    assert client.post(address, {"column": "Nowhere"}).status_code == 200
    with pytest.raises(Refused, match="words under no heading"):
        edit_row(by=by, batch=batch, row=3, cells={"Ref": "2"})
    few = client.post(address, {"column": "Complaint details", "pieces": "9"}).content.decode()
    assert "Give the number of cells" in few
    assert client.post(address, {"column": "Complaint details", "pieces": "3"}).status_code == 302
    client.post(_address("import_check", batch))
    _check(avonshire, by, batch)
    assert (batch.ready, batch.errors) == (2, 0)
    importing.start_import(by=by, batch=batch, skip_errors=False, start_job=False)
    jobs.import_rows(by=by, batch_id=str(batch.pk))
    saved = Feedback.objects.get(batch=batch, batch_row=3)
    assert saved.original_text.as_received == "The rail, which wobbles, never came."
    assert (saved.received_on, saved.team) == (datetime.date(2025, 4, 4), team)


def test_a_row_that_is_not_there_is_a_page_that_is_not_there(client, by):
    batch = checked(by, as_csv([("1", "Late.", "31/02/2025", "", "")], COLUMNS))
    assert client.get(_address("import_row", batch, row=99)).status_code == 404


def test_updates_are_listed_and_applied_but_for_those_left_out(avonshire, client, by):
    columns = (*COLUMNS, "Outcome")
    rows = [("U1", "The rail never came.", "03/04/2025", "", ""), ("U2", "Late.", "03/04/2025", "", "")]
    first = imported(by, as_csv([(*row, "") for row in rows], columns))
    batch = checked(by, as_csv([(*row, "Upheld") for row in rows], columns), name="again.csv")
    page = client.get(_address("import", batch)).content.decode()
    item = Feedback.objects.get(batch=first, their_reference="U1")
    assert item.reference in page and "Import 2 updates" in page
    client.post(
        _address("import_start", batch),
        {"rows": "all", "updates": "apply", "leave_out": ["3", "9" * 5000, "²"]},
    )
    avonshire.enter()
    jobs.import_rows(by=by, batch_id=str(batch.pk))
    outcomes = Feedback.objects.filter(batch=first).order_by("batch_row").values_list("outcome", flat=True)
    assert list(outcomes) == ["Upheld", ""]
    page = client.get(reverse("feedback:detail", args=[item.pk])).content.decode()
    assert "Updated by an import" in page and "Import of again.csv" in page


def test_an_import_is_undone_on_the_page_or_says_what_was_built(avonshire, client, by):
    batch = imported(by, as_csv([("V1", "The rail never came.", "03/04/2025", "", "")], COLUMNS))
    address = _address("import_undo", batch)
    assert address in client.get(_address("import", batch)).content.decode()
    assert "Enter reason" in client.post(address, {"reason": ""}).content.decode()
    item = Feedback.objects.get(batch=batch)
    Feedback.objects.filter(pk=item.pk).update(response="We rang.")
    page = client.get(address).content.decode()
    assert "cannot be undone as a whole" in page and f"Responses recorded: {item.reference}" in page
    avonshire.enter()
    Feedback.objects.filter(pk=item.pk).update(response="")
    assert client.post(address, {"reason": "The wrong year."})["Location"] == _address("import", batch)
    page = client.get(_address("import", batch)).content.decode()
    assert "Import undone" in page and "The wrong year." in page
    assert "Undone" in client.get(reverse("feedback:import_begin")).content.decode()
    page = client.get(reverse("feedback:detail", args=[item.pk])).content.decode()
    assert "withdrawn" in page.lower()


def test_another_council_and_another_role_open_none_of_it(avonshire, brackenmoor, by):
    batch = checked(by, as_csv([("1", "Late.", "31/02/2025", "Qqq", "")], COLUMNS))
    value = ImportValue.objects.create(
        council=by.council, field="team", key="k", value="v", meaning="", by=by
    )
    mapping = ImportMapping.objects.create(council=by.council, source="complaint", columns_key="k", name="n")
    gets = [_address("import_row", batch, row=2), _address("import_undo", batch)]
    posts = [
        *gets, _address("import_values", batch), _address("import_check", batch),
        reverse("feedback:forget_value", args=[value.pk]), reverse("feedback:forget_mapping", args=[mapping.pk]),
    ]  # fmt: skip
    stranger, councillor = brackenmoor.client("quality_lead"), avonshire.client("councillor")
    for address in gets:
        assert (stranger.get(address).status_code, councillor.get(address).status_code) == (404, 403), address
    for address in posts:
        assert (stranger.post(address).status_code, councillor.post(address).status_code) == (404, 403), (
            address
        )
    avonshire.enter()
    assert (
        ImportValue.objects.filter(pk=value.pk).exists()
        and ImportMapping.objects.filter(pk=mapping.pk).exists()
    )
    assert by.name not in stranger.get(reverse("feedback:import_remembered")).content.decode()


def test_what_one_council_matched_means_nothing_to_another(brackenmoor, by, team):
    ImportValue.objects.create(
        council=by.council, field="speaker", key="k", value="Daughter", meaning="carer", by=by
    )
    other = brackenmoor.person("quality_lead")
    brackenmoor.enter()
    rows = [("1", "Late.", "03/04/2025", "", "", "Daughter")]
    batch = checked(other, as_csv(rows, (*COLUMNS, "Relationship")))
    assert batch.errors == 1
