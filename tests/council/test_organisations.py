"""Organisations: one name once, found by an import under each, merged with all that names them; small numbers withheld."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.organisations import commands
from goldthread.council.organisations.models import Organisation
from goldthread.council.records import withdrawal
from goldthread.dates import add_months, quarter_start
from goldthread.feedback.commands import receive
from goldthread.feedback.importing import commands as importing
from goldthread.feedback.importing import values
from goldthread.feedback.intake.new_feedback import NewFeedback
from goldthread.feedback.models import Feedback
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding.commands import code_points
from goldthread.themes.counting.organisations import themes_of
from tests.feedback.spreadsheets import as_csv, checked, imported

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def lead(avonshire):
    return avonshire.person("quality_lead")


@pytest.fixture
def heron(lead) -> Organisation:
    return commands.add_organisation(
        by=lead, name="Heron Care", kind="provider", other_names="Heron Homecare Ltd\n Heron   Care\n"
    )


def _heard(by, organisation, text, *, tone=-1, days=0, source="concern"):
    quarter = quarter_start(TODAY)
    day = add_months(quarter, -1) + datetime.timedelta(days=days)
    new = NewFeedback(source=source, points=[text], received_on=day, organisation=organisation, tone=tone)
    return receive(by=by, new=new, today=TODAY)


def test_a_name_is_one_organisations(lead, heron):
    assert heron.names == ["Heron Care", "Heron Homecare Ltd", "Heron Care"]
    for name, others in (("heron  care", ""), ("Other", "HERON HOMECARE LTD")):
        with pytest.raises(Refused, match="is known as"):
            commands.add_organisation(by=lead, name=name, kind="provider", other_names=others)
    changed = commands.edit_organisation(
        by=lead,
        organisation=heron,
        reason="It is written so",
        name="Heron Care",
        kind="provider",
        code="1-23",
    )
    assert (changed.names, changed.code) == (["Heron Care"], "1-23")


def test_an_import_finds_it_by_each_name_and_asks_of_any_other(lead, heron):
    columns = ("Comment", "Date received", "Care provider")
    rows = [
        ("They came late on Monday.", "03/04/2025", "HERON HOMECARE LTD"),
        ("They came late on Friday.", "04/04/2025", "Heron care"),
        ("Nobody came at all.", "05/04/2025", "Bittern Support"),
        ("I do not know who came.", "06/04/2025", "N/A"),
    ]
    batch = checked(lead, as_csv(rows, columns))
    assert (batch.ready, batch.errors) == (3, 1)
    assert "There is no organisation called Bittern Support" in batch.row_errors.get().message
    values.match_unmatched(by=lead, batch=batch, meanings={batch.unmatched.get().key: "add-provider"})
    bittern = Organisation.objects.get(council=lead.council, name="Bittern Support")
    assert bittern.kind == "provider"
    importing.check_again(by=lead, batch=batch, start_job=False)
    batch = imported(lead, as_csv(rows, columns), source="concern")
    saved = Feedback.objects.filter(batch=batch).order_by("batch_row")
    assert [item.organisation for item in saved] == [heron, heron, bittern, None]


def test_a_value_that_names_somebody_becomes_no_organisation(lead):
    rows = [("Late.", "03/04/2025", "Mrs Margaret Pemberton")]
    batch = checked(lead, as_csv(rows, ("Comment", "Date received", "Care provider")))
    with pytest.raises(Refused, match="A name was hidden"):
        values.match_unmatched(by=lead, batch=batch, meanings={batch.unmatched.get().key: "add-provider"})


def test_of_two_merged_all_that_names_one_names_the_other_and_undoing_gives_it_back(lead, heron):
    twin = commands.add_organisation(by=lead, name="Heron Care at Home", kind="provider")
    piece = _heard(lead, twin, "They came an hour late again.")
    values.match_values(
        by=lead,
        batch=checked(lead, as_csv([("Late.", "03/04/2025")], ("Comment", "Date received"))),
        meanings={("organisation", "HCH"): str(twin.pk)},
    )
    withdrawal.merge(by=lead, record=twin, into=heron, reason="They are one", today=TODAY)
    piece.refresh_from_db()
    assert piece.organisation == heron
    # What was matched to the one that is no more is the other's.
    row = [("They forgot the tablets.", "07/04/2025", "HCH")]
    batch = imported(lead, as_csv(row, ("Comment", "Date received", "Care provider")))
    assert Feedback.objects.get(batch=batch).organisation == heron
    withdrawal.restore(by=lead, record=twin, today=TODAY)
    piece.refresh_from_db()
    assert piece.organisation == twin


def test_small_numbers_are_withheld_with_what_would_give_them_back(lead, heron):
    """By hand: 7 of one theme and 2 of another, 9 in all. The 2 is small, so the 7 goes with it, and both rows' totals."""
    late, tablets = Theme.objects.filter(council=lead.council, state="active").order_by("name")[:2]
    for number in range(9):
        piece = _heard(lead, heron, f"What happened on day {number}.", days=number)
        code_points(by=lead, decisions=[(piece.points.get(), [late if number < 7 else tablets])])
    _heard(lead, heron, "Praise without a theme.", tone=1)
    quarter = quarter_start(TODAY)
    [table] = themes_of(lead, heron, since=add_months(quarter, -12), until=quarter)
    assert table.heading == "What people say about it"
    shown = {row[0]: row[1:] for row in table.rows}
    assert table.withheld == sorted([late.name, tablets.name])
    assert [*shown] == ["All themes"] and shown["All themes"][0] in (9, "Not shown")


def test_too_few_are_not_shown_at_all_and_what_it_says_itself_stands_apart(lead, heron):
    theme = Theme.objects.filter(council=lead.council, state="active").first()
    for number, source in enumerate(["concern", "provider_feedback", "provider_feedback"]):
        piece = _heard(lead, heron, f"The rota of day {number}.", days=number, source=source)
        code_points(by=lead, decisions=[(piece.points.get(), [theme])])
    quarter = quarter_start(TODAY)
    tables = themes_of(lead, heron, since=add_months(quarter, -12), until=quarter)
    assert [(table.heading, table.too_few, table.rows) for table in tables] == [
        ("What people say about it", True, []),
        ("What it says itself", True, []),
    ]


def test_its_page_and_the_list_of_what_names_it(avonshire, lead, heron):
    piece = _heard(lead, heron, "They came an hour late again.")
    client = avonshire.client("quality_lead")
    page = client.get(reverse("organisations:organisation", args=[heron.pk])).content.decode()
    listed = f"{reverse('feedback:list')}?organisation={heron.pk}"
    assert "Heron Homecare Ltd" in page and listed in page and "No action names this organisation." in page
    assert piece.reference in client.get(listed).content.decode()
    assert heron.name in client.get(reverse("feedback:detail", args=[piece.pk])).content.decode()
    board_member = avonshire.client("board_member")
    for name in ("organisations:organisation", "organisation_themes", "learning:organisation_actions"):
        assert board_member.get(reverse(name, args=[heron.pk])).status_code in (403, 404)


def test_what_names_it_as_text_is_linked_by_one_button_and_the_text_stays(avonshire, lead):
    day = TODAY - datetime.timedelta(days=3)
    for text, name in (("The rota.", "HERON HOMECARE LTD"), ("The bills.", "Bittern")):
        new = NewFeedback(
            source="provider_feedback", points=[text], received_on=day, extra={"provider": name}
        )
        receive(by=lead, new=new, today=TODAY)
    heron = commands.add_organisation(
        by=lead, name="Heron Care", kind="provider", other_names="Heron Homecare Ltd"
    )
    client = avonshire.client("quality_lead")
    page = client.get(reverse("organisations:organisation", args=[heron.pk])).content.decode()
    assert "1 piece of feedback names Heron Care as text" in " ".join(page.split())
    client.post(reverse("feedback:link_named", args=[heron.pk]))
    [linked] = Feedback.objects.filter(organisation=heron)
    assert (linked.extra, linked.version) == ({"provider": "HERON HOMECARE LTD"}, 2)


def test_another_councils_is_not_there(brackenmoor, lead, heron):
    brackenmoor.enter()
    client = brackenmoor.client("quality_lead")
    for name in ("organisations:organisation", "organisation_themes", "learning:organisation_actions"):
        assert client.get(reverse(name, args=[heron.pk])).status_code == 404
