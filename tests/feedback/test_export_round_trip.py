"""An export goes back in: into the same council nothing changes, into another all that it holds is there."""

from __future__ import annotations

import csv
import datetime
import io

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldthread.council.models import Team
from goldthread.feedback import commands, exporting
from goldthread.feedback.models import Channel, Feedback, Speaker, Tone
from goldthread.feedback.sources import SOURCES
from goldthread.learning import commands as learning
from goldthread.sheets import open_sheet
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding import commands as coding
from tests.feedback.spreadsheets import as_csv, checked, imported

pytestmark = pytest.mark.django_db
DAY = datetime.date(2025, 4, 3)
NAME = "Round & Trip Team"


def _team(town) -> Team:
    town.enter()
    return Team.objects.get_or_create(council=town.council, slug="round-trip", defaults={"name": NAME})[0]


def _receive(town, source: str, **more) -> Feedback:
    team = _team(town)
    spec = SOURCES[source]
    facts = {
        "points": ["The visit was late.", "Nobody rang; “sorry” came later.\nTwice."],
        "received_on": DAY,
        "happened_on": DAY - datetime.timedelta(days=2),
        "closed_on": DAY + datetime.timedelta(days=9),
        "responded_on": DAY + datetime.timedelta(days=8),
        "speaker": Speaker.CARER,
        "channel": Channel.FACE,
        "subject": "Visits that come late",
        "service": "Reablement",
        "wants_reply": True,
        "tones": [Tone.VERY_NEGATIVE, Tone.NEUTRAL],
        "outcome": spec.outcomes[0] if spec.outcomes else "Passed on",
        "extra": {extra.slug: extra.choices[0] if extra.choices else "Second" for extra in spec.extras},
    }
    new = commands.NewFeedback(source=source, team=team, **(facts | more))
    return commands.receive(by=town.person("quality_lead"), new=new, today=DAY, allow_duplicate=True)


def _export(town, source: str, kind: str = "csv") -> bytes:
    out = io.BytesIO()
    filters = {"source": source, "team": _team(town)}
    exporting.export(by=town.person("quality_lead"), filters=filters, kind=kind, out=out)
    return out.getvalue()


def _facts(item: Feedback) -> dict:
    fields = (
        "source", "subject", "happened_on", "received_on", "closed_on", "responded_on", "speaker", "channel", "service",
        "wants_reply", "outcome", "extra",
    )  # fmt: skip
    return {
        **{name: getattr(item, name) for name in fields},
        "team": item.team.name,
        "points": [(point.text, point.tone) for point in item.points.order_by("position")],
    }


@pytest.mark.parametrize("source", SOURCES)
def test_an_export_goes_back_in(avonshire, brackenmoor, source):
    sent = [
        _receive(avonshire, source),
        _receive(avonshire, source, points=["One only."], tones=[None], wants_reply=False),
    ]
    facts = [_facts(item) for item in sent]
    content = {kind: _export(avonshire, source, kind) for kind in ("csv", "xlsx")}
    # Here: it is known by its own reference, and nothing differs.
    for kind, file in content.items():
        batch = checked(avonshire.person("quality_lead"), file, source=source, name=f"export.{kind}")
        assert [error.message for error in batch.row_errors.all()] == []
        assert (batch.ready, batch.updates, batch.errors, batch.duplicates) == (0, 0, 0, 2)
    # Elsewhere: all of it is there, and the reference is theirs.
    _team(brackenmoor)
    other = brackenmoor.person("quality_lead")
    batch = imported(other, content["csv"], source=source, name="export.csv")
    assert (batch.ready, batch.errors) == (2, 0)
    taken = {
        item.their_reference: item for item in Feedback.objects.filter(batch=batch).select_related("team")
    }
    assert [_facts(taken[item.reference]) for item in sent] == facts


def test_an_export_corrected_in_excel_updates_what_it_came_from(avonshire):
    item = _receive(avonshire, "complaint", points=["One only."], tones=[Tone.NEGATIVE], outcome="")
    rows = [row.cells for row in open_sheet(_export(avonshire, "complaint"), "x.csv").rows()]
    columns = list(rows[0])
    changed = [[row[name] or "" for name in columns] for row in rows]
    changed[0][columns.index("Outcome")] = "Upheld"
    changed[0][columns.index("Subject")] = "Late visits of Mrs Margaret Pemberton"
    changed[0][columns.index("Sentiment")] = "Very negative"
    by = avonshire.person("quality_lead")
    assert imported(by, as_csv(changed, columns), apply_updates=True, name="export.csv").updates == 1
    item.refresh_from_db()
    assert (item.outcome, item.points.get().tone) == ("Upheld", Tone.VERY_NEGATIVE)
    assert item.subject.startswith("Late visits of") and "Pemberton" not in item.subject
    # An export holds redacted text: its words never take the place of the original.
    changed[0][columns.index("Redacted text")] = "Other words."
    batch = checked(by, as_csv(changed, columns), name="export.csv")
    assert "holds only its redacted text" in batch.row_errors.get().message


def test_a_file_of_another_council_never_names_our_records(avonshire, brackenmoor):
    _receive(avonshire, "complaint", points=["One only."], tones=[None])
    file = _export(avonshire, "complaint")
    _team(brackenmoor)
    batch = checked(brackenmoor.person("quality_lead"), file)
    assert (batch.ready, batch.updates) == (1, 0)


def test_a_row_of_another_type_is_an_error(avonshire):
    _receive(avonshire, "complaint", points=["One only."], tones=[None])
    batch = checked(avonshire.person("quality_lead"), _export(avonshire, "complaint"), source="compliment")
    assert batch.errors == 1
    assert "another type than compliments" in batch.row_errors.get().message


def test_what_was_awaiting_redaction_is_not_taken_for_words(avonshire, brackenmoor):
    item = _receive(avonshire, "complaint", points=["One only."], tones=[None])
    Feedback.objects.filter(pk=item.pk).update(is_locked=True)
    file = _export(avonshire, "complaint")
    _team(brackenmoor)
    batch = checked(brackenmoor.person("quality_lead"), file)
    assert (batch.ready, batch.errors) == (0, 1)
    assert "awaiting redaction when it was exported" in batch.row_errors.get().message


def test_an_export_carries_themes_and_what_became_of_it(avonshire):
    item = _receive(avonshire, "complaint", points=["The visit was late.", "Nobody rang."], tones=[-1, -1])
    by = avonshire.person("quality_lead")
    first, second = item.points.order_by("position")
    theme = Theme.objects.filter(council=by.council, state="active").order_by("name").first()
    coding.code(by=by, point=first, themes=[theme])
    lesson = learning.record_lesson(
        by=by, title="Ring the day before", what_we_learned="Ring.", points=[second], recorded_on=DAY
    )
    rows = [row.cells for row in open_sheet(_export(avonshire, "complaint", "xlsx"), "x.xlsx").rows()]
    assert [row["Themes"] for row in rows] == [theme.name, None]
    assert rows[0]["What became of it"] is None
    assert rows[1]["What became of it"].startswith(f"{lesson.reference} Ring the day before")
    assert {row["Filters"] for row in rows} == {f"complaints, {NAME}"}
    assert {row["Exported from"] for row in rows} == {by.council.name}


def test_the_headings_of_a_workbook_can_be_filtered_by(avonshire):
    _receive(avonshire, "complaint", points=["One only."], tones=[None])
    page = openpyxl.load_workbook(io.BytesIO(_export(avonshire, "complaint", "xlsx"))).active
    width = len(exporting.columns({"source": "complaint"}))
    assert page.auto_filter.ref == f"A1:{openpyxl.utils.get_column_letter(width)}2"


TEXTS = st.text(st.sampled_from("aeiou éŵß日本 \n=+-@'\"|;,£0123456789👩🏽"), min_size=1, max_size=40).filter(
    # "0e0" is a number, and no words.
    lambda text: any(char.isalpha() and char != "e" for char in text)
)


@pytest.mark.slow(reason="writes, exports and checks thirty spreadsheets")
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    points=st.lists(TEXTS, min_size=1, max_size=3),
    tone=st.sampled_from([None, *Tone.values]),
    speaker=st.sampled_from(Speaker.values),
    channel=st.sampled_from(Channel.values),
    kind=st.sampled_from(["csv", "xlsx"]),
)
def test_whatever_it_holds_nothing_differs_here(avonshire, points, tone, speaker, channel, kind):
    from django.db import transaction

    with transaction.atomic():
        _receive(
            avonshire, "concern", points=points, tones=[tone] * len(points), speaker=speaker, channel=channel
        )
        by = avonshire.person("quality_lead")
        batch = checked(by, _export(avonshire, "concern", kind), source="concern", name=f"export.{kind}")
        assert [error.message for error in batch.row_errors.all()] == []
        assert (batch.ready, batch.updates, batch.errors, batch.duplicates) == (0, 0, 0, 1)
        transaction.set_rollback(True)


def _by_hand(content: bytes, change) -> bytes:
    """Return an export with each row, a list of cells, changed by hand as `change` does it in place."""
    headings, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    for row in rows:
        change(headings, row)
    return as_csv(rows, headings)


@pytest.mark.parametrize("written", ["f-{}", "F {}", " F-{} ", "F{}.0"])
def test_our_reference_written_otherwise_is_known(avonshire, written):
    item = _receive(avonshire, "concern", points=["One only."], tones=[None])

    def change(headings, row):
        row[headings.index("Reference")] = written.format(item.number)
        row[headings.index("Exported from")] = f" {avonshire.council.name.upper()}"

    batch = checked(
        avonshire.person("quality_lead"), _by_hand(_export(avonshire, "concern"), change), source="concern"
    )
    assert (batch.ready, batch.duplicates, batch.errors) == (0, 1, 0)


def test_our_reference_without_its_council_is_an_error(avonshire):
    _receive(avonshire, "concern", points=["One only."], tones=[None])

    def change(headings, row):
        row[headings.index("Exported from")] = ""

    batch = checked(
        avonshire.person("quality_lead"), _by_hand(_export(avonshire, "concern"), change), source="concern"
    )
    assert (batch.ready, batch.duplicates, batch.errors) == (0, 0, 1)
    assert "“Exported from” is empty in this row" in batch.row_errors.get().message


def test_an_export_without_its_last_columns_adds_nothing_twice(avonshire):
    _receive(avonshire, "concern", points=["One only."], tones=[None])
    headings, *rows = csv.reader(io.StringIO(_export(avonshire, "concern").decode("utf-8-sig")))
    end = headings.index("Exported from")
    by = avonshire.person("quality_lead")
    batch = checked(by, as_csv([row[:end] for row in rows], headings[:end]), source="concern")
    assert (batch.ready, batch.duplicates, batch.errors) == (0, 1, 0)
    rows[0][headings.index("Redacted text")] = "Something else entirely, of another person."
    batch = checked(by, as_csv([row[:end] for row in rows], headings[:end]), source="concern")
    assert (batch.ready, batch.errors) == (0, 1)
    # F-12 of another day is a reference of the council's own.
    rows[0][headings.index("Date received")] = "2025-04-04"
    batch = checked(by, as_csv([row[:end] for row in rows], headings[:end]), source="concern")
    assert (batch.ready, batch.errors) == (1, 0)
