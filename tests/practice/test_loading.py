"""A sheet becomes a round once: its tool found or made, own names kept out, findings recorded; and a re-audit answers an action."""

from __future__ import annotations

import datetime
import io

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.feedback.models import Point
from goldthread.learning import commands as learning
from goldthread.learning.embedding import shown_by_audits
from goldthread.learning.models import Action
from goldthread.practice.importing.forms import held, unheld
from goldthread.practice.importing.loading import load_round
from goldthread.practice.importing.reading import MOST_BYTES, read_audits
from goldthread.practice.importing.who import usual_order
from goldthread.practice.rounds import commands, embedding
from goldthread.practice.rounds.models import Audit, AuditRound, EmbeddingTest
from goldthread.practice.tools.models import AuditTool
from tests.practice.sheets import FORMS, as_csv, forms_row, workbook

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)
PERIOD = {"period_from": datetime.date(2025, 6, 1), "period_until": datetime.date(2025, 6, 30)}


def _load(by, file: io.BytesIO, **other):
    sheet = read_audits(file, "Audits.xlsx")
    given = {"title": "Sheet of this test", "discipline": "social_work", "grades": "four_grades", **PERIOD}
    return load_round(by=by, sheet=sheet, filename="Audits.xlsx", **(given | other))


def test_a_sheet_becomes_a_round_with_its_figures_and_findings(avonshire):
    psw = avonshire.person("psw")
    rows = [forms_row(8000 + n, **{FORMS[9]: "Yes" if n < 9 else "Partly"}) for n in range(12)]
    made = _load(psw, workbook(rows), findings=["Reasons are seldom written."])
    page = avonshire.client("psw").get(reverse("practice:round", args=[made.pk])).content.decode()
    # 9 of 12: Wilson's interval is 46.8% to 91.1%.
    assert "75% (9 of 12; likely 47% to 91%)" in page and "Reasons are seldom written." in page
    assert made.sheet == "Audits.xlsx" and made.stage == "in_progress"
    assert made.audits.count() == 12 and made.tool_version.questions.count() == 2


def test_the_same_sheet_again_adds_nothing_and_a_longer_one_what_is_new(avonshire):
    psw = avonshire.person("psw")
    rows = [forms_row(8100 + n) for n in range(3)]
    first = _load(psw, workbook(rows))
    before = Audit.objects.count(), AuditRound.objects.count(), AuditTool.objects.count()
    with pytest.raises(Refused, match="is here already"):
        _load(psw, workbook(rows))
    assert (Audit.objects.count(), AuditRound.objects.count(), AuditTool.objects.count()) == before
    second = _load(psw, workbook([*rows, forms_row(8109)]), title="Longer")
    assert [each.case_reference for each in second.cases.all()] == ["LAS 9109"]
    # The same questions: the same tool, so that the two are compared.
    assert second.tool_version == first.tool_version


def test_names_of_people_are_hidden_and_workers_known(avonshire):
    psw, worker = avonshire.person("psw"), avonshire.person("practitioner")
    row = forms_row(
        8200, **{"Whose work is it?": worker.name, FORMS[13]: "Mrs Margaret Pemberton was not asked."}
    )
    made = _load(psw, workbook([row]))
    audit = made.audits.select_related("case").get()
    assert audit.case.worker == worker and "Pemberton" not in audit.why and "was not asked" in audit.why


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("TASKER, Ben (AV0002)", "Ben TASKER"),
        ("Ben  Tasker", "Ben Tasker"),
        ("O'Mara, Eoin", "Eoin O'Mara"),
        ("", ""),
    ],
)
def test_a_name_is_put_in_its_usual_order(written, read):
    assert usual_order(written) == read


def test_only_whoever_leads_loads_a_sheet(avonshire):
    with pytest.raises(PermissionDenied):
        _load(avonshire.person("quality_lead"), workbook([forms_row(8300)]))


def test_the_page_shows_what_was_read_before_anything_is_saved(avonshire):
    client, page = avonshire.client("psw"), reverse("practice:load")
    rows = [forms_row(8400), forms_row(8401, **{"Overall grade": "Middling"})]
    before = AuditRound.objects.count()
    file = SimpleUploadedFile("Audits.xlsx", workbook(rows).getvalue())
    shown = client.post(page, {"file": file}).content.decode()
    assert "Middling" in shown and "What each column is" in shown
    assert AuditRound.objects.count() == before
    broken = SimpleUploadedFile("Audits.xlsx", b"PK\x03\x04 no workbook")
    assert "There is a problem" in client.post(page, {"file": broken}).content.decode()
    assert avonshire.client("quality_lead").get(page).status_code == 403


def test_a_sheet_comes_back_with_the_page_as_it_was():
    content = workbook([forms_row(1)]).getvalue()
    assert unheld(held(content)) == content
    assert unheld("no sheet") is None and unheld("A" * 2_000_000) is None
    # What unpacks to more than a sheet may have is none.
    assert unheld(held(b"0" * (MOST_BYTES + 1))) is None


# -- Re-audit is the test of embedding -------------------------------------------------------------


@pytest.mark.parametrize(
    ("passed", "sample", "share", "said"),
    [
        # The lower end of 12 of 12 is 76%, of 9 of 12 47%; the upper end of 4 of 12 is 61%, of 8 of 12 86%.
        (12, 12, 80, "yes"),
        (9, 12, 70, ""),
        (4, 12, 80, "no"),
        (8, 12, 80, ""),
        (18, 20, 95, ""),
        (0, 0, 80, ""),
    ],
)
def test_a_share_shows_it_or_not_or_is_too_few_to_say(passed, sample, share, said):
    assert shown_by_audits(passed, sample, share) == said


@pytest.fixture
def action(avonshire) -> Action:
    """Return an action of the whole council that was done before May 2025."""
    psw, began = avonshire.person("psw"), datetime.date(2025, 5, 2)
    point = Point.objects.filter(council=avonshire.council, heard_on__lte=began).order_by("heard_on").first()
    lesson = learning.record_lesson(
        by=psw, title="Ask first", what_we_learned="People were not asked.", points=[point], recorded_on=began
    )
    made = learning.agree_action(
        by=psw, lesson=lesson, title="Ask at the first visit", owner=psw, agreed_on=began, due_on=began, measure_name="Asked"
    )  # fmt: skip
    return learning.complete_action(by=psw, action=made, done_on=began + DAY, note="Done in all teams.")


def _sheet_of(first: int, yes: int, of: int = 12):
    answers = [["Case reference", "Date of audit", "Was the person asked first?"]]
    answers += [[f"E {first + n}", "04/06/2025", "Yes" if n < yes else "No"] for n in range(of)]
    return as_csv(answers)


def _named(avonshire, action, yes: int, **other) -> AuditRound:
    """Load a first round, name its question for an action, and load and end the next round."""
    psw = avonshire.person("psw")
    earlier = {"period_from": datetime.date(2025, 3, 1), "period_until": datetime.date(2025, 3, 31)}
    first = _load(psw, _sheet_of(100, 2), grades="", title="First", **earlier)
    tool = first.tool_version.tool
    key = first.tool_version.questions.get().key
    embedding.name_question(
        by=psw, action=action, tool=tool, question_key=key, share=80, named_on=action.done_on
    )
    again = _load(psw, _sheet_of(300, yes), grades="", title="Again", **other)
    return commands.end_round(by=psw, audit_round=again, told_on=TODAY)


@pytest.mark.parametrize(
    ("yes", "embedded", "tag"),
    [(12, "yes", "Embedded"), (3, "no", "Not embedded"), (9, "not_checked", "Embedding not checked")],
)
def test_the_next_round_answers_the_action_that_named_its_question(avonshire, action, yes, embedded, tag):
    ended = _named(avonshire, action, yes)
    action.refresh_from_db()
    assert action.embedded == embedded and action.embedding.text == tag
    test = EmbeddingTest.objects.get(action=action)
    assert (test.passed, test.sample, test.answered_by) == (yes, 12, ended)
    page = avonshire.client("psw").get(reverse("learning:action", args=[action.pk])).content.decode()
    assert "Was the person asked first? (80% of audits)" in page and ended.reference in page


def test_work_from_before_the_action_answers_nothing(avonshire, action):
    before = {"period_from": datetime.date(2025, 4, 1), "period_until": datetime.date(2025, 6, 30)}
    _named(avonshire, action, 12, **before)
    action.refresh_from_db()
    assert action.embedded == "not_checked" and EmbeddingTest.objects.get(action=action).answered_by is None


def test_a_round_of_one_team_says_nothing_of_the_whole_council(avonshire, action):
    _named(avonshire, action, 12, team=avonshire.team("locality-north"))
    action.refresh_from_db()
    assert action.embedded == "not_checked"


def test_what_was_named_stays_once_a_round_has_answered(avonshire, action):
    _named(avonshire, action, 12)
    test = EmbeddingTest.objects.get(action=action)
    with pytest.raises(Refused, match="has answered already"):
        embedding.name_question(
            by=avonshire.person("psw"),
            action=action,
            tool=test.tool,
            question_key=test.question_key,
            share=60,
            named_on=TODAY,
        )
