"""Second marks: drawn by a seed that is kept, blind until both are in, agreed with the reason; and what the figures say."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from goldthread.analysis.sampling import draw
from goldthread.council.errors import Refused
from goldthread.council.models import AuditLine
from goldthread.practice.marking import commands as marking
from goldthread.practice.marking import queries
from goldthread.practice.marking.blind import is_blind
from goldthread.practice.marking.models import SecondMark
from goldthread.practice.rounds.models import Audit, AuditRound, RoundCase
from tests.practice.marked_twice import WORDS, first_mark, make_round, mark_twice, marks_of, second_mark

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def people(avonshire):
    """Return who leads, who audits first, and who marks a second time."""
    return [avonshire.person(role) for role in ("psw", "team_manager", "quality_lead")]


@pytest.fixture
def audit_round(people):
    """Return a round of four files that one auditor has."""
    return make_round(people[0], people[1])


def test_what_is_marked_twice_is_drawn_by_a_seed_that_is_kept(people, audit_round):
    lead, _, marker = people
    marks = mark_twice(audit_round, lead, marker, share=40)
    references = list(RoundCase.objects.filter(round=audit_round).values_list("case_reference", flat=True))
    # 40% of four, rounded up.
    assert {each.audit.case.case_reference for each in marks} == set(
        draw({"North": references}, {"North": 2}, 12)
    )
    kept = audit_round.second_draws.get()
    assert (kept.seed, kept.share, kept.size, kept.of) == (12, 40, 2, 4)


def test_drawn_again_both_seeds_and_the_reason_are_kept(people, audit_round, avonshire):
    lead, _, marker = people
    mark_twice(audit_round, lead, marker, share=25)
    again = {"by": lead, "audit_round": audit_round, "share": 50, "drawn_on": TODAY(), "seed": 77}
    with pytest.raises(Refused, match="why it is drawn again"):
        marking.draw_second_marks(**again)
    marking.draw_second_marks(**again, because="One of them was withdrawn from the sample.")
    assert [each.seed for each in audit_round.second_draws.all()] == [12, 77]
    assert len(marks_of(audit_round)) == 2
    html = avonshire.client("psw").get(f"/practice/rounds/{audit_round.pk}/fairness/").content.decode()
    # Those of the sample and of both draws of what is marked twice.
    assert all(f">{seed}<" in html for seed in (11, 12, 77)) and "withdrawn from the sample" in html
    marking.give_second_marks(by=lead, audit_round=audit_round, markers=[marker])
    second_mark(marks_of(audit_round)[0])
    with pytest.raises(Refused, match="is begun"):
        marking.draw_second_marks(**again, because="Because we would like another.")


def test_nobody_marks_their_own_file_or_their_own_work_a_second_time(people, audit_round):
    lead, first, marker = people
    case = audit_round.cases.order_by("place").first()
    RoundCase.objects.filter(pk=case.pk).update(worker=marker)
    marking.draw_second_marks(by=lead, audit_round=audit_round, share=100, drawn_on=TODAY(), seed=3)
    marking.give_second_marks(by=lead, audit_round=audit_round, markers=[first, marker])
    given = {mark.audit.case_id: mark.marker for mark in marks_of(audit_round)}
    assert given.pop(case.pk) is None and set(given.values()) == {marker}
    with pytest.raises(Refused, match="own file or work"):
        marking.give_second_marks(by=lead, audit_round=audit_round, markers=[first, marker])


def test_only_who_was_given_it_marks_and_not_again(people, audit_round, avonshire):
    lead, _, marker = people
    mark = mark_twice(audit_round, lead, marker)[0]
    given = {"mark": mark, "answers": {}, "grade": "Good"}
    with pytest.raises(PermissionDenied):
        marking.save_second_mark(by=lead, **given)
    with pytest.raises(PermissionDenied):
        marking.save_second_mark(by=avonshire.person("director"), **given)
    with pytest.raises(Refused, match="Answer"):
        marking.save_second_mark(by=marker, **given, finished_on=TODAY())
    with pytest.raises(Refused, match="grade of the tool"):
        marking.save_second_mark(by=marker, **given | {"grade": "Splendid"})
    marking.save_second_mark(by=marker, **given)
    second_mark(mark)
    with pytest.raises(Refused, match="neither mark follows"):
        second_mark(mark, grade="Outstanding")


def test_neither_sees_the_others_mark_before_both_are_in(people, audit_round, avonshire):
    lead, first, marker = people
    mark = mark_twice(audit_round, lead, marker, share=25)[0]
    audit = mark.audit
    audit_page, mark_page = f"/practice/audits/{audit.pk}/", f"/practice/second-marks/{mark.pk}/"
    second, leads = avonshire.client("quality_lead"), avonshire.client("psw")
    round_page = f"/practice/rounds/{audit_round.pk}/"
    first_mark(audit, "Outstanding")
    assert is_blind(marker, audit_round.pk)
    assert "Its figures are shown once both marks are in" in second.get(round_page).content.decode()
    assert second.get(audit_page).status_code in (403, 404)
    second_mark(mark, "Inadequate")
    assert not is_blind(marker, audit_round.pk)
    assert "Outstanding" in second.get(mark_page).content.decode()
    html = leads.get(f"/practice/rounds/{audit_round.pk}/fairness/").content.decode()
    assert "Outstanding" in html and "Inadequate" in html
    # The other way round: the second is in, and the first is not.
    other = make_round(lead, first, title="The other way round")
    mark = mark_twice(other, lead, marker, share=25)[0]
    second_mark(mark, why="Because of the hollyhock.")
    assert (
        "first mark is shown here once it is in"
        in second.get(f"/practice/second-marks/{mark.pk}/").content.decode()
    )
    assert "hollyhock" not in leads.get(f"/practice/rounds/{other.pk}/fairness/").content.decode()
    assert leads.get(f"/practice/second-marks/{mark.pk}/agree/").status_code == 404
    assert avonshire.client("team_manager").get(f"/practice/second-marks/{mark.pk}/").status_code == 404


def test_a_lead_who_marks_a_second_time_is_blind_too(people, audit_round, avonshire):
    lead, _, _ = people
    mark = mark_twice(audit_round, lead, lead, share=25)[0]
    first_mark(mark.audit, "Outstanding")
    leads = avonshire.client("psw")
    assert leads.get(f"/practice/audits/{mark.audit.pk}/").status_code == 404
    for page in ("", "fairness/", "sample/"):
        html = leads.get(f"/practice/rounds/{audit_round.pk}/{page}").content.decode()
        assert not any(word in html for word in (*WORDS, "Outstanding")), page
    second_mark(mark)
    assert leads.get(f"/practice/audits/{mark.audit.pk}/").status_code == 200


def test_moderation_keeps_both_marks_with_the_reason_and_by_whom(people, audit_round, avonshire):
    lead, _, marker = people
    mark = mark_twice(audit_round, lead, marker, share=25)[0]
    because = "The plan was reviewed after the call, which only one of us had seen."
    agree = {"by": lead, "mark": mark, "grade": "Good", "because": because, "agreed_on": TODAY()}
    with pytest.raises(Refused, match="Both marks are needed"):
        marking.agree_grade(**agree)
    first_mark(mark.audit, "Outstanding")
    second_mark(mark, "Requires improvement")
    agree["mark"] = mark = marks_of(audit_round)[0]
    with pytest.raises(PermissionDenied):
        marking.agree_grade(**agree | {"by": marker})
    with pytest.raises(Refused, match="why this grade"):
        marking.agree_grade(**agree | {"because": "Yes."})
    marking.agree_grade(**agree)
    saved = SecondMark.objects.select_related("audit").get(pk=mark.pk)
    assert (saved.audit.first_grade, saved.grade, saved.audit.agreed_grade) == (
        "Outstanding",
        "Requires improvement",
        "Good",
    )
    assert (saved.agreed_because, saved.agreed_by, saved.agreed_on) == (because, lead, TODAY())
    html = avonshire.client("psw").get(f"/practice/rounds/{audit_round.pk}/fairness/").content.decode()
    assert because in html and f"by {lead.name}" in html


def test_the_audit_log_says_that_it_was_marked_and_not_how(people, audit_round):
    lead, _, marker = people
    mark = mark_twice(audit_round, lead, marker, share=25)[0]
    first_mark(mark.audit, "Outstanding")
    second_mark(mark)
    lines = AuditLine.objects.filter(command__startswith="practice.")
    assert "practice.save_second_mark" in {each.command for each in lines}
    said = " ".join(f"{each.reason} {each.detail}" for each in lines)
    assert not any(word in said for word in (*WORDS, "Outstanding"))


def _all_marked(audit_round: AuditRound, pairs: list[tuple[str, str]]) -> None:
    for mark, (first, second) in zip(marks_of(audit_round), pairs, strict=True):
        first_mark(mark.audit, first)
        second_mark(mark, second)


def test_agreement_of_a_round_and_how_sure_a_grade_is(people, avonshire):
    lead, first, _ = people
    marker = avonshire.person("practitioner")
    audit_round = make_round(lead, first, files=10)
    mark_twice(audit_round, lead, marker)
    _all_marked(
        audit_round, [("Good", "Good")] * 8 + [("Good", "Outstanding"), ("Good", "Requires improvement")]
    )
    found = queries.agreement_of(audit_round)
    assert found.uncertainty.within == (8, 10, 10, 10)
    assert found.too_few == "Too few to judge: 10 files are marked twice by both, and 20 are needed."
    html = avonshire.client("psw").get(f"/practice/rounds/{audit_round.pk}/").content.decode()
    assert "80% (8 of 10; likely 49% to 94%)" in html and "Too few to judge" in html
    audit = Audit.objects.filter(round=audit_round).first()
    html = avonshire.client("psw").get(f"/practice/audits/{audit.pk}/").content.decode()
    assert "This one could be Requires improvement to Outstanding" in html
    avonshire.enter()
    own = queries.grades_of(marker)
    assert own.agreement.report.twice == 10 and own.drift.files == 0


def test_drift_is_seen_by_the_auditor_and_whoever_leads(people, avonshire):
    lead, first, _ = people
    marker = avonshire.person("practitioner")
    audit_round = make_round(lead, first, files=10)
    mark_twice(audit_round, lead, marker)
    _all_marked(audit_round, [("Outstanding", "Good")] * 10)
    for mark in marks_of(audit_round):
        marking.agree_grade(
            by=lead, mark=mark, grade="Good", because="We read the standard again.", agreed_on=TODAY()
        )
    said = "On all 10 files the first grade is 1.0 grades higher than the one agreed"
    assert queries.grades_of(first).drift.mean == 1 and queries.grades_of(marker).drift.mean == 0
    assert said in avonshire.client("team_manager").get("/practice/my-grades/").content.decode()
    assert said in avonshire.client("psw").get(f"/practice/grades/{first.pk}/").content.decode()
    assert avonshire.client("quality_lead").get(f"/practice/grades/{first.pk}/").status_code == 403
    assert said not in avonshire.client("practitioner").get("/practice/my-grades/").content.decode()


def test_another_council_finds_none_of_it(people, audit_round, brackenmoor):
    lead, _, marker = people
    mark = mark_twice(audit_round, lead, marker, share=25)[0]
    stranger = brackenmoor.client("quality_lead")
    assert stranger.get(f"/practice/second-marks/{mark.pk}/").status_code in (403, 404)


def test_a_date_of_agreement_does_not_come_before_the_marks(people, audit_round):
    lead, _, marker = people
    mark = mark_twice(audit_round, lead, marker, share=25)[0]
    first_mark(mark.audit)
    second_mark(mark)
    with pytest.raises(Refused):
        marking.agree_grade(
            by=lead,
            mark=marks_of(audit_round)[0],
            grade="Good",
            because="We read it together.",
            agreed_on=TODAY() - datetime.timedelta(days=2),
        )
