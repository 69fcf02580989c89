"""Rounds: drawn with a kept seed, swapped by the same order, never own work, done by the auditor alone, ended once whole."""

from __future__ import annotations

import datetime
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from goldthread.analysis.sampling import draw, in_order
from goldthread.council.command import Refused
from goldthread.council.models import Person
from goldthread.practice.rounds import auditing, commands, drawing
from goldthread.practice.rounds.drawing import NewCase, dealt, is_own_work
from goldthread.practice.rounds.models import Audit, AuditRound, RoundCase, Standing
from goldthread.practice.tools import commands as tools
from goldthread.practice.tools.commands import NewQuestion
from goldthread.practice.tools.models import AuditTool
from goldthread.reviews.models import Finding

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
BEGAN = TODAY - datetime.timedelta(days=40)


@pytest.fixture
def tool(avonshire) -> AuditTool:
    """Return a tool in use with two questions, of which one must be answered, and a grade."""
    psw = avonshire.person("psw")
    made = tools.add_tool(
        by=psw,
        title="Case file audit of this test",
        discipline="social_work",
        grades="four_grades",
        questions=[
            NewQuestion(
                key="reasons", text="Are the reasons recorded?", scale="yes_partly_no", is_compulsory=True
            ),
            NewQuestion(key="carer", text="Was the carer asked?", scale="yes_partly_no"),
        ],
    )
    return tools.put_into_use(by=psw, tool=made, used_since=BEGAN)


@pytest.fixture
def audit_round(avonshire, tool) -> AuditRound:
    """Return a round with twelve references in two strata, and six drawn."""
    psw = avonshire.person("psw")
    made = commands.set_up_round(
        by=psw, title="Round of this test", tool=tool, period_from=BEGAN, period_until=TODAY
    )
    worker = avonshire.person("practitioner")
    cases = [
        NewCase(f"T {100 + n}", stratum="North" if n < 8 else "South", worker=worker if n % 2 else None)
        for n in range(12)
    ]
    drawing.load_list(by=psw, audit_round=made, cases=cases)
    return drawing.draw_sample(by=psw, audit_round=made, size=6, drawn_on=TODAY, seed=77)


def _drawn(audit_round: AuditRound) -> list[RoundCase]:
    return list(audit_round.cases.filter(standing=Standing.DRAWN).order_by("place"))


def _give(avonshire, audit_round) -> Audit:
    """Give the audits to a lead, and return the first."""
    psw = avonshire.person("psw")
    drawing.give_to_auditors(by=psw, audit_round=audit_round, auditors=[psw])
    return (
        Audit.objects.filter(round=audit_round)
        .select_related("case", "round")
        .order_by("case__place")
        .first()
    )


def _whole(**other):
    given = {
        "answers": {"reasons": "Yes"},
        "strengths": "Clear from the first line.",
        "person_asked": "no_answer",
        "grade": "Good",
        "finished_on": TODAY,
    }
    return given | other


def test_the_sample_is_that_of_its_seed_and_each_stratum_has_its_share(audit_round):
    names = {case.case_reference: case.stratum for case in audit_round.cases.all()}
    strata = {s: [r for r, of in names.items() if of == s] for s in ("North", "South")}
    drawn = {case.case_reference for case in _drawn(audit_round)}
    # Six of twelve: four of the eight, two of the four.
    assert drawn == set(draw(strata, {"North": 4, "South": 2}, 77))
    assert audit_round.draws.get().seed == 77 and audit_round.draws.get().sizes == {"North": 4, "South": 2}


def test_a_swap_takes_the_next_of_the_same_draw_and_keeps_why(avonshire, audit_round):
    psw, case = avonshire.person("psw"), _drawn(audit_round)[0]
    with pytest.raises(Refused, match="reason"):
        drawing.swap_case(by=psw, audit_round=audit_round, case=case, swapped_on=TODAY, reason="")
    drawing.swap_case(
        by=psw, audit_round=audit_round, case=case, swapped_on=TODAY, reason="Moved to the archive"
    )
    case.refresh_from_db()
    order = in_order([c.case_reference for c in audit_round.cases.filter(stratum=case.stratum)], 77)
    drawn = 4 if case.stratum == "North" else 2
    assert case.standing == Standing.SWAPPED and case.swapped_for.case_reference == order[drawn]
    page = avonshire.client("psw").get(reverse("practice:round", args=[audit_round.pk])).content.decode()
    assert "Moved to the archive" in page and "with the seed 77" in page


def test_drawn_again_both_seeds_stay_and_not_once_an_audit_is_finished(avonshire, audit_round):
    psw = avonshire.person("psw")
    with pytest.raises(Refused, match="why it is drawn again"):
        drawing.draw_sample(by=psw, audit_round=audit_round, size=6, drawn_on=TODAY, seed=78)
    why = "The list lacked a team at first."
    drawing.draw_sample(by=psw, audit_round=audit_round, size=6, drawn_on=TODAY, seed=78, because=why)
    page = avonshire.client("psw").get(reverse("practice:round", args=[audit_round.pk])).content.decode()
    assert "seed 77" in page and "seed 78" in page and why in page
    auditing.save_audit(by=psw, audit=_give(avonshire, audit_round), **_whole())
    with pytest.raises(Refused, match="is finished"):
        drawing.draw_sample(by=psw, audit_round=audit_round, size=6, drawn_on=TODAY, because=why)


def test_nothing_is_added_to_a_list_that_was_drawn_from(avonshire, audit_round):
    with pytest.raises(Refused, match="drawn already"):
        drawing.load_list(by=avonshire.person("psw"), audit_round=audit_round, cases=[NewCase("T 999")])


@pytest.mark.parametrize("written", ["Mrs Pemberton", "", "Jane 12 Kettlewell"])
def test_a_name_is_no_reference(avonshire, tool, written):
    made = commands.set_up_round(
        by=avonshire.person("psw"), title="A round", tool=tool, period_from=BEGAN, period_until=TODAY
    )
    with pytest.raises(Refused, match="no reference"):
        drawing.load_list(by=avonshire.person("psw"), audit_round=made, cases=[NewCase(written)])


def test_nobody_audits_their_own_work_by_account_or_by_name():
    ann, ben = Person(name="Ann Vole"), Person(name="Ben Tasker")
    cases = [
        RoundCase(case_reference="1", worker=ann),
        RoundCase(case_reference="2", worker_named="BEN  tasker"),
    ]
    assert is_own_work(cases[0], ann) and is_own_work(cases[1], ben) and not is_own_work(cases[0], ben)
    assert [(case.case_reference, who.name) for case, who in dealt(cases, [ann, ben])] == [
        ("1", "Ben Tasker"),
        ("2", "Ann Vole"),
    ]
    assert dealt(cases[:1], [ann]) == []


def test_audits_are_dealt_evenly():
    people = [Person(name=f"Auditor {n}") for n in "ABC"]
    given = dealt([RoundCase(case_reference=str(n)) for n in range(7)], people)
    counts = [sum(who == each for _, who in given) for each in people]
    assert counts == [3, 2, 2]


def test_own_work_is_refused_where_somebody_chooses(avonshire, audit_round):
    case = next(case for case in _drawn(audit_round) if case.worker_id)
    with pytest.raises(Refused, match="own work"):
        drawing.give_to_auditor(
            by=avonshire.person("psw"), audit_round=audit_round, case=case, person=case.worker
        )


@pytest.mark.parametrize(
    ("missing", "says"),
    [
        ({"strengths": " "}, "what went well"),
        ({"answers": {"carer": "Yes"}}, "Are the reasons recorded"),
        ({"grade": ""}, "Choose the grade"),
        ({"grade": "Splendid"}, "grade of the tool"),
        ({"person_asked": ""}, "whether the person was asked"),
        ({"person_asked": "asked"}, "what the person says"),
        ({"answers": {"reasons": "Perhaps"}}, "one of its answers"),
    ],
)
def test_an_audit_is_finished_whole_or_not(avonshire, audit_round, missing, says):
    audit = _give(avonshire, audit_round)
    with pytest.raises(Refused, match=says):
        auditing.save_audit(by=avonshire.person("psw"), audit=audit, **_whole(**missing))


def test_an_unfinished_audit_is_kept_and_counts_nowhere(avonshire, audit_round):
    audit = _give(avonshire, audit_round)
    auditing.save_audit(
        by=avonshire.person("psw"), audit=audit, answers={"reasons": "Yes"}, strengths="Begun."
    )
    audit_round.refresh_from_db()
    assert audit_round.figures == {} and audit_round.stage == "drawn"
    auditing.save_audit(by=avonshire.person("psw"), audit=audit, **_whole())
    audit_round.refresh_from_db()
    assert audit_round.figures == {"reasons": {"Yes": 1}, "grade": {"Good": 1}}
    assert audit_round.stage == "in_progress"


def test_only_whoever_it_was_given_to_saves_an_audit(avonshire, audit_round):
    audit = _give(avonshire, audit_round)
    with pytest.raises(PermissionDenied):
        auditing.save_audit(by=avonshire.person("pot"), audit=audit, **_whole())


def test_the_worker_reads_it_at_once_and_adds_what_they_take_from_it(avonshire, audit_round):
    psw, worker = avonshire.person("psw"), avonshire.person("practitioner")
    _give(avonshire, audit_round)
    audits = Audit.objects.filter(round=audit_round).select_related("case", "round")
    audit = audits.filter(case__worker=worker).order_by("pk").first()
    page = reverse("practice:audit", args=[audit.pk])
    client = avonshire.client("practitioner")
    assert client.get(page).status_code == 404
    auditing.save_audit(by=psw, audit=audit, **_whole(learning="Say why, for Mrs Margaret Pemberton."))
    shown = client.get(page).content.decode()
    assert "Clear from the first line." in shown and "Pemberton" not in shown
    assert audit.told_on == TODAY
    assert page in client.get(reverse("practice:mine")).content.decode()
    answers = {
        "reflection": "I write the reason at once now.",
        "reflected_on-day": TODAY.day,
        "reflected_on-month": TODAY.month,
        "reflected_on-year": TODAY.year,
    }
    form = reverse("practice:reflection", args=[audit.pk])
    token = re.findall(r'name="form_token" value="([^"]+)"', client.get(form).content.decode())
    client.post(form, answers | ({"form_token": token[0]} if token else {}))
    assert "I write the reason at once now." in client.get(page).content.decode()
    other = audits.exclude(case__worker=worker).order_by("pk").first()
    auditing.save_audit(by=psw, audit=other, **_whole())
    assert client.get(reverse("practice:audit", args=[other.pk])).status_code == 404
    assert avonshire.client("team_manager").get(page).status_code == 404


def test_another_councils_audit_is_not_found(avonshire, audit_round, brackenmoor):
    audit = _give(avonshire, audit_round)
    client = brackenmoor.client("practitioner")
    for name in ("audit", "do_audit", "reflection"):
        assert client.get(reverse(f"practice:{name}", args=[audit.pk])).status_code == 404


def test_a_round_ends_once_every_audit_is_finished(avonshire, audit_round):
    psw = avonshire.person("psw")
    with pytest.raises(Refused, match="No audit of this round"):
        commands.end_round(by=psw, audit_round=audit_round, told_on=TODAY)
    _give(avonshire, audit_round)
    for number, audit in enumerate(Audit.objects.filter(round=audit_round).select_related("case", "round")):
        if number:
            auditing.save_audit(by=psw, audit=audit, **_whole())
    with pytest.raises(Refused, match="1 audit is not finished"):
        commands.end_round(by=psw, audit_round=audit_round, told_on=TODAY)
    last = Audit.objects.filter(round=audit_round, finished_on=None).select_related("case", "round").get()
    auditing.save_audit(by=psw, audit=last, **_whole())
    ended = commands.end_round(by=psw, audit_round=audit_round, told_on=TODAY)
    assert ended.stage == "told"
    with pytest.raises(Refused, match="is ended"):
        auditing.save_audit(by=psw, audit=last, **_whole())
    repeat = commands.set_up_round(
        by=psw,
        title="Again",
        tool=ended.tool_version.tool,
        period_from=TODAY,
        period_until=TODAY,
        re_audit_of=ended,
    )
    ended.refresh_from_db()
    assert ended.stage == "re_audit" and repeat.re_audit_of == ended


def test_what_a_round_found_is_decided_on_and_coded_like_any_finding(avonshire, audit_round):
    psw = avonshire.person("psw")
    commands.record_findings(
        by=psw, audit_round=audit_round, findings=["Reasons are thin."], decided_on=TODAY
    )
    commands.record_findings(
        by=psw, audit_round=audit_round, findings=["Carers are not asked."], decided_on=TODAY
    )
    findings = Finding.objects.filter(review__audit_round=audit_round).order_by("point__position")
    assert [each.text for each in findings] == ["Reasons are thin.", "Carers are not asked."]
    assert {each.point.source for each in findings} == {"practice_audit"}
    assert {each.review.kind for each in findings} == {"practice_audit"}


def test_no_page_of_a_round_names_a_worker_beside_a_figure(avonshire, audit_round):
    worker = avonshire.person("practitioner").name
    page = avonshire.client("director").get(reverse("practice:round", args=[audit_round.pk])).content.decode()
    assert worker not in page


def test_a_version_in_use_is_never_changed(avonshire, tool):
    psw, question = avonshire.person("psw"), tool.in_use.questions.first()
    changed = NewQuestion(text="Other words?", scale="yes_partly_no")
    with pytest.raises(Refused, match="never changed"):
        tools.change_question(by=psw, tool=tool, question=question, changed=changed)
    begun = tools.begin_version(by=psw, tool=tool, changed="Shorter words for the first question.")
    copy = begun.draft.questions.get(key="reasons")
    tools.change_question(by=psw, tool=begun, question=copy, changed=changed)
    with pytest.raises(Refused, match="version that is in use"):
        tools.change_question(by=psw, tool=begun, question=question, changed=changed)
    assert begun.in_use.questions.get(key="reasons").text == "Are the reasons recorded?"
    used = tools.put_into_use(by=psw, tool=begun, used_since=TODAY)
    assert used.in_use.number == 2 and used.in_use.questions.get(key="reasons").text == "Other words?"
