"""Concurrent edits of one case: both are saved, and an outcome that was replaced does not come back."""

from __future__ import annotations

import datetime

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from goldthread.feedback import commands, jobs
from goldthread.feedback.duplicates.commands import group_duplicates
from goldthread.feedback.duplicates.models import DuplicateGroup
from goldthread.feedback.importing import commands as importing
from goldthread.feedback.models import Feedback, Point
from goldthread.feedback.redaction import detections
from goldthread.feedback.redaction.models import OriginalText
from goldthread.reviews import commands as reviews
from tests.feedback.spreadsheets import as_csv

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 9, 3)
STORY = "The brindle woman came late and the ochre man never came. Nobody rang us."


@pytest.fixture
def case(avonshire) -> Feedback:
    by = avonshire.person("complaints_manager")
    new = commands.NewFeedback(source="complaint", points=[STORY], received_on=DAY)
    return commands.receive(by=by, new=new, today=DAY)


def test_two_redactions_of_one_case_do_not_undo_each_other(avonshire, case):
    by = avonshire.person("complaints_manager")
    mine, theirs = Feedback.objects.get(pk=case.pk), Feedback.objects.get(pk=case.pk)
    detections.redact_more(
        by=by, feedback=mine, words="the brindle woman", kind="PERSON", reason="A neighbour"
    )
    detections.redact_more(by=by, feedback=theirs, words="the ochre man", kind="PERSON", reason="A neighbour")
    text = Point.objects.get(feedback=case).text
    assert "brindle" not in text and "ochre" not in text
    subject = Feedback.objects.get(pk=case.pk).subject
    assert "brindle" not in subject and "ochre" not in subject


def test_a_case_is_locked_while_somebody_edits_it(avonshire, case, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    by = avonshire.person("complaints_manager")
    with CaptureQueriesContext(connection) as queries:
        detections.redact_more(
            by=by, feedback=case, words="the ochre man", kind="PERSON", reason="A neighbour"
        )
    statements = [query["sql"] for query in queries.captured_queries]
    lock = next(n for n, sql in enumerate(statements) if "FOR UPDATE" in sql and "goldthread_feedback" in sql)
    read = next(n for n, sql in enumerate(statements) if 'FROM "goldthread_originaltext"' in sql)
    assert lock < read


def test_a_redaction_on_a_page_opened_before_keeps_the_outcome(avonshire, case):
    by = avonshire.person("complaints_manager")
    before = Feedback.objects.get(pk=case.pk)
    commands.close_case(by=by, feedback=Feedback.objects.get(pk=case.pk), closed_on=DAY, outcome="upheld")
    commands.record_response(
        by=by, feedback=Feedback.objects.get(pk=case.pk), responded_on=DAY, response="We are sorry."
    )
    detections.redact_more(by=by, feedback=before, words="the ochre man", kind="PERSON", reason="A neighbour")
    case.refresh_from_db()
    assert (case.closed_on, case.outcome, case.responded_on) == (DAY, "upheld", DAY)


@pytest.mark.parametrize("fixed", ["not-upheld", ""])
def test_an_outcome_that_was_replaced_does_not_come_back(avonshire, case, fixed):
    from goldthread.feedback.redaction.case_names import is_fixed

    by = avonshire.person("complaints_manager")
    if fixed:
        from goldthread.feedback.sources import SOURCES

        fixed = SOURCES["complaint"].outcomes[0]
        assert is_fixed("complaint", "outcome", fixed)
    commands.close_case(by=by, feedback=case, closed_on=DAY, outcome="Mrs Perpetua Vantongeren will come")
    assert "outcome" in OriginalText.objects.get(feedback=case).original_fields
    commands.close_case(by=by, feedback=case, closed_on=DAY, outcome=fixed)
    assert "outcome" not in OriginalText.objects.get(feedback=case).original_fields
    commands.redact_again(by=by, feedback=case)
    assert Feedback.objects.get(pk=case.pk).outcome == fixed


def test_no_job_holds_a_name_from_a_column_of_themes(avonshire):
    by = avonshire.person("quality_lead")
    rows = [
        ["1", "Nobody rang back.", "03/04/2025", "Mrs Perpetua Vantongeren, 14 Larkhill Rise"],
        ["2", "The visit was late.", "03/04/2025", "Missed visits"],
        ["3", "The letter was small.", "03/04/2025", "A long story of my own that no theme is called " * 4],
    ]
    content = as_csv(rows, ("Ref", "Complaint details", "Date received", "Topic"))
    batch = importing.upload(by=by, source="complaint", filename="made-up.csv", content=content)
    assert batch.mapping["themes"] == "Topic"
    importing.set_columns(by=by, batch=batch, mapping=batch.mapping)
    jobs.check_import(by=by, batch_id=str(batch.pk))
    batch.refresh_from_db()
    importing.start_import(by=by, batch=batch, skip_errors=False)
    jobs.import_rows(by=by, batch_id=str(batch.pk))
    arguments = str([job.args for job in ProcrastinateJob.objects.all()])
    assert "Missed visits" in arguments
    assert "Vantongeren" not in arguments and "Larkhill" not in arguments
    assert "a long story" not in arguments.lower()


def test_a_campaigns_name_names_nobody(avonshire):
    by = avonshire.person("complaints_manager")
    text = (
        "Please keep the Tuesday lunch club at Marl Cross open. It is the only time some of us see anybody."
    )
    pieces = [
        commands.receive(
            by=by,
            new=commands.NewFeedback(
                source="suggestion", points=[text], received_on=DAY, their_reference=str(n)
            ),
            today=DAY,
        )
        for n in range(2)
    ]
    detections.redact_more(
        by=by, feedback=pieces[0], words="Marl Cross", kind="ADDRESS", reason="One house only"
    )
    group = group_duplicates(
        by=by,
        feedback=pieces,
        kind=DuplicateGroup.Kind.CAMPAIGN,
        name="Mrs Perpetua Vantongeren's club at Marl Cross",
    )
    assert "Vantongeren" not in group.name and "Marl Cross" not in group.name


def test_a_published_figure_and_a_reviewing_body_name_nobody(avonshire):
    by = avonshire.person("quality_lead")
    figure = reviews.record_figure(
        by=by,
        label="Calls that Mrs Perpetua Vantongeren took",
        as_printed="72% of 1,250",
        source="A letter of Mrs Perpetua Vantongeren",
        caution="As Mrs Perpetua Vantongeren says",
        period="2025-26",
    )
    assert "Vantongeren" not in f"{figure.label} {figure.source} {figure.caution}"
    assert (figure.as_printed, figure.period) == ("72% of 1,250", "2025-26")
    new_review = reviews.NewReview(
        kind="ombudsman_decision",
        title="A visit",
        body="Care Quality Commission, Mrs Perpetua Vantongeren",
        decided_on=DAY,
        findings=[reviews.NewFinding("It was cold.")],
    )
    [review] = reviews.record_many(by=by, reviews=[new_review])
    assert "Vantongeren" not in review.body and "Care Quality Commission" in review.body
