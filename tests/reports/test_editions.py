"""Editions of reports: drafted, commented on, approved by another, published, and from then on as they were."""

from __future__ import annotations

import dataclasses
import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.models import AuditLine, SearchEntry
from goldthread.documents.as_html import article
from goldthread.documents.model import Heading, every_part, plain
from goldthread.feedback.models import Feedback
from goldthread.reports import commands, editions
from goldthread.reports.kinds import KINDS
from goldthread.reports.kinds.case_list import drawn, matching
from goldthread.reports.models import BoardReport, Stage
from goldthread.reports.periods import CALENDAR_YEAR, FINANCIAL_YEAR, period_between, period_of, periods
from goldthread.reports.readers import READERS
from tests.documents import reading

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 11, 30)


def draft(avonshire, kind="annual", role="complaints_manager", **given) -> BoardReport:
    return commands.draft_report(
        by=avonshire.person(role), kind=kind, period="", made_on=timezone.localdate(), **given
    )


def publish(avonshire, report: BoardReport) -> BoardReport:
    """Take a draft all the way: written in, commented on, approved, answered where somebody has to, published."""
    maker, director, today = (
        avonshire.person("complaints_manager"),
        avonshire.person("director"),
        timezone.localdate(),
    )
    kind = KINDS[report.kind]
    if kind.comments:
        commands.write_commentary(
            by=maker, report=report, **dict.fromkeys(kind.comments, "What we say of it.")
        )
    commands.ask_for_comments(by=maker, report=report)
    commands.approve(by=director, report=report, on=today)
    if kind.responds:
        commands.respond(
            by=avonshire.person("councillor"), report=report, response="We welcome it.", on=today
        )
    return commands.publish(by=maker, report=report, on=today)


def test_each_kind_says_who_reads_it():
    assert set(KINDS) == set(READERS)


@pytest.mark.slow(reason="counts a whole report of each kind")
@pytest.mark.parametrize("kind", [slug for slug, kind in KINDS.items() if kind.approval])
def test_each_kind_is_made_at_one_press_of_the_last_full_period(avonshire, kind):
    client = avonshire.client("complaints_manager")
    page = client.get("/reports/").content.decode()
    period = period_of("", timezone.localdate(), KINDS[kind].periods)
    assert KINDS[kind].name in page and period.name in page
    sent = {"period": period.slug, **({"source": "complaint", "count": "5"} if kind == "case_list" else {})}
    page = client.post(f"/reports/make/{kind}/", sent, follow=True).content.decode()
    made = BoardReport.objects.filter(kind=kind, stage=Stage.DRAFT).latest("number")
    assert (made.since, made.until) == (period.since, period.until)
    assert f"Draft {made.reference} made" in page and "Draft: not published" in page
    document = editions.kept_document(made, "Avonshire")
    assert any(isinstance(part, Heading) for part in every_part(document.parts))


@pytest.mark.slow(reason="counts whole reports")
def test_it_is_approved_by_another_after_comments_and_then_published(avonshire):
    maker, director = avonshire.person("complaints_manager"), avonshire.person("director")
    report, today = draft(avonshire), timezone.localdate()
    with pytest.raises(Refused, match="at the stage “Draft”"):
        commands.approve(by=director, report=report, on=today)
    commands.ask_for_comments(by=maker, report=report)
    with pytest.raises(PermissionDenied):
        commands.approve(by=maker, report=report, on=today)
    with pytest.raises(PermissionDenied, match="may not approve"):
        commands.approve(by=avonshire.person("quality_lead"), report=report, on=today)
    with pytest.raises(Refused, match="Matters of general importance"):
        commands.approve(by=director, report=report, on=today)
    commands.write_commentary(
        by=maker, report=report, matters="People wait too long. Mrs Margaret Pemberton said so."
    )
    assert "Pemberton" not in report.commentary["matters"]
    commands.approve(by=director, report=report, on=today)
    for change in (
        lambda: commands.write_commentary(by=maker, report=report, matters="Otherwise."),
        lambda: commands.count_again(by=maker, report=report, counted_on=today),
    ):
        with pytest.raises(Refused, match="Approved"):
            change()
    commands.publish(by=maker, report=report, on=today)
    assert (report.stage, report.approved_by, report.published_on) == (Stage.PUBLISHED, director, today)
    assert AuditLine.objects.filter(command="reports.approve").exists()
    assert "People wait too long" in SearchEntry.objects.get(record_id=report.pk).body


def test_the_drafter_does_not_approve_their_own(avonshire):
    director = avonshire.person("director")
    report = draft(avonshire, "themes", "director")
    commands.ask_for_comments(by=director, report=report)
    with pytest.raises(Refused, match="Somebody else approves it"):
        commands.approve(by=director, report=report, on=timezone.localdate())
    commands.approve(by=avonshire.person("quality_lead"), report=report, on=timezone.localdate())


@pytest.mark.slow(reason="counts whole reports")
def test_a_published_edition_never_changes_not_even_in_the_database(avonshire):
    report = publish(avonshire, draft(avonshire, "member"))
    before = article(editions.kept_document(report, "Avonshire"))
    maker = avonshire.person("complaints_manager")
    for change in (
        lambda: commands.count_again(by=maker, report=report, counted_on=timezone.localdate()),
        lambda: commands.write_commentary(by=maker, report=report, introduction="Otherwise."),
        lambda: commands.return_to_draft(
            by=avonshire.person("director"), report=report, reason="Wrong after all"
        ),
    ):
        with pytest.raises(Refused, match="published and stays as it is"):
            change()
    for change in (
        "stage = 'draft'",
        "kept = '{}'",
        "until = until + 1",
        "kind = 'annual'",
        "made_on = made_on - 1",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE goldthread_boardreport SET {change} WHERE id = %s", [report.pk])
    Feedback.objects.visible_to(maker).filter(source="complaint").update(withdrawn_on=timezone.localdate())
    report.refresh_from_db()
    assert article(editions.kept_document(report, "Avonshire")) == before


@pytest.mark.slow(reason="counts whole reports")
def test_it_is_corrected_by_a_new_edition_that_says_what_it_corrects(avonshire):
    report = publish(avonshire, draft(avonshire, "member"))
    client = avonshire.client("complaints_manager")
    page = client.post(
        f"/reports/{report.pk}/correct/",
        {"correction": "Two complaints were counted as compliments."},
        follow=True,
    ).content.decode()
    made = BoardReport.objects.get(corrects=report)
    assert "Two complaints were counted as compliments." in page
    assert f"This edition corrects {report.reference}" in page
    assert made.commentary == report.commentary and made.stage == Stage.DRAFT
    assert "Corrected" not in client.get(f"/reports/{report.pk}/").content.decode(), (
        "not before it is published"
    )
    publish(avonshire, made)
    assert f"{made.reference}</a>" in client.get(f"/reports/{report.pk}/").content.decode()
    with pytest.raises(Refused, match="its own kind and period"):
        draft(avonshire, "annual", corrects=report, correction="Something was wrong in it.")


@pytest.mark.slow(reason="counts whole reports")
def test_the_code_report_is_published_with_the_response_of_the_member(avonshire):
    maker, today = avonshire.person("complaints_manager"), timezone.localdate()
    report = draft(avonshire, "code")
    commands.write_commentary(
        by=maker, report=report, self_assessment="We meet it.", learning="We ring first."
    )
    commands.ask_for_comments(by=maker, report=report)
    assert avonshire.client("councillor").get(f"/reports/{report.pk}/").status_code == 404
    commands.approve(by=avonshire.person("director"), report=report, on=today)
    with pytest.raises(Refused, match="has not responded"):
        commands.publish(by=maker, report=report, on=today)
    member = avonshire.client("councillor")
    assert "Respond" in member.get(f"/reports/{report.pk}/").content.decode()
    report.refresh_from_db()
    answer = {"response": "We welcome this and ask for more.", "version": report.version}
    member.post(f"/reports/{report.pk}/respond/", answer)
    report.refresh_from_db()
    commands.publish(by=maker, report=report, on=today)
    words = reading.words_of_html(article(editions.kept_document(report, "Avonshire")))
    assert "We welcome this and ask for more." in words and avonshire.person("councillor").name in words


SEEN = {
    "annual": {"director", "councillor", "board_member", "assessor", "coproduction_lead"},
    "themes": {"director", "councillor", "board_member", "assessor", "coproduction_lead"},
    "themes_partners": {"director", "councillor", "board_member", "assessor", "coproduction_lead", "partner"},
    "local_account": {"director", "councillor", "board_member", "assessor", "coproduction_lead", "partner"},
    "case_list": {"director", "assessor"},
}


@pytest.mark.slow(reason="publishes five reports and opens each as eight people")
@pytest.mark.parametrize("kind", SEEN)
def test_a_published_edition_is_read_by_whom_it_is_for_and_a_draft_by_who_makes_reports(
    avonshire, brackenmoor, kind
):
    report = draft(avonshire, kind)
    roles = ("director", "councillor", "board_member", "assessor", "coproduction_lead", "partner")
    for role in roles:
        status = avonshire.client(role, checked=False).get(f"/reports/{report.pk}/").status_code
        assert status == (200 if role == "director" else 404), role
    publish(avonshire, report)
    for role in roles:
        client = avonshire.client(role, checked=False)
        page = client.get(f"/reports/{report.pk}/")
        assert page.status_code == (200 if role in SEEN[kind] else 404), role
        if page.status_code == 200 and role in ("councillor", "board_member", "partner"):
            assert 'href="/reports/rows/?' not in page.content.decode(), role
            assert "F-" not in reading.words_of_html(article(editions.kept_document(report, "Avonshire"))), (
                "no single case"
            )
    assert avonshire.client("practitioner").get(f"/reports/{report.pk}/").status_code == 403
    assert brackenmoor.client("quality_lead").get(f"/reports/{report.pk}/").status_code == 404


def test_the_same_seed_draws_the_same_cases_and_no_name_is_in_the_list(avonshire):
    given = {"source": "complaint", "count": 8, "seed": 4711}
    first, again = (draft(avonshire, "case_list", **given) for _ in range(2))
    assert first.content == again.content and first.criteria["seed"] == "4711"
    other = draft(avonshire, "case_list", source="complaint", count=8, seed=4712)
    assert other.content != first.content
    person = avonshire.person("complaints_manager")
    cases = matching(person, period_between(first.since, first.until), first.criteria)
    keys = drawn(cases, 8, 4711)
    assert len(set(keys)) == 8 and set(keys) <= set(cases.values_list("pk", flat=True))
    unseeded = draft(avonshire, "case_list", source="complaint", count=3)
    assert unseeded.criteria["seed"].isdigit(), "one is drawn, and kept"
    words = reading.words_of_html(article(editions.kept_document(first, "Avonshire")))
    assert "seed 4711" in words and words.count("F-") == 8
    assert not SearchEntry.objects.filter(record_id=first.pk).exists()


def test_a_calendar_year_and_a_financial_year_are_never_the_same_period():
    calendar, financial = (periods(DAY, (kind,))[0] for kind in (CALENDAR_YEAR, FINANCIAL_YEAR))
    assert (calendar.since, calendar.until) == (datetime.date(2025, 1, 1), datetime.date(2025, 12, 31))
    assert (financial.since, financial.until) == (datetime.date(2025, 4, 1), datetime.date(2026, 3, 31))
    assert (calendar.kind, financial.kind) == (CALENDAR_YEAR, FINANCIAL_YEAR)
    assert (calendar.before.kind, financial.before.kind) == (CALENDAR_YEAR, FINANCIAL_YEAR)
    assert editions.title_of("member", calendar).endswith("January to December 2025 (calendar year)")
    for slug, kind in KINDS.items():
        offered = {each.kind for each in periods(DAY, kind.periods)}
        assert offered == set(kind.periods), slug
    assert CALENDAR_YEAR not in KINDS["annual"].periods and CALENDAR_YEAR not in KINDS["code"].periods
    assert dataclasses.replace(calendar, slug="").kind == CALENDAR_YEAR
    assert (
        plain(editions.title_of("annual", financial))
        == "Annual report on complaints: April 2025 to March 2026"
    )
