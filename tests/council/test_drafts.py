"""Drafts of forms: kept as typed and at each Save that saves nothing, put back, and gone once saved or forgotten."""

from __future__ import annotations

import datetime
import html
import json
import types

import pytest
from django.urls import reverse
from django.utils import timezone

from goldthread.council import middleware
from goldthread.council.drafts import store as drafts
from goldthread.council.drafts.commands import forget_drafts
from goldthread.council.drafts.models import FormDraft
from goldthread.council.models import AuditLine, SearchEntry
from goldthread.council.people.commands import add_team
from goldthread.feedback import forgetting
from goldthread.feedback.models import Feedback
from goldthread.learning.models import Lesson
from tests.council.test_sent_forms import _day

pytestmark = pytest.mark.django_db
WORDS = "Mrs Zebedeeqo rang <again>\nand is still waiting."
TOO_LONG = "x" * (drafts.LONGEST + 1)


@pytest.fixture
def typing(avonshire):
    """Return somebody's client, the address of a form, and what is typed into it."""
    return avonshire.client("quality_lead"), reverse("feedback:receive_source", args=["complaint"])


def keep(client, address, answers, token=""):
    return client.post(
        reverse("save_draft"), {"address": address, "answers": json.dumps(answers), "token": token}
    )


def shown(client, address) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def test_what_a_script_sends_stands_in_the_form_when_it_is_opened_again(typing):
    client, address = typing
    answer = keep(client, address, [["points", "1"], ["point_1", WORDS], ["received_on-day", "3"]])
    draft = FormDraft.objects.get()
    at = timezone.localtime(draft.saved_at)
    assert answer.json() == {"at": f"{at.hour}:{at:%M}"}
    page = shown(client, address)
    assert f"Draft of {at.hour}:{at:%M} restored" in page and "Discard draft" in page
    assert f">{WORDS}</textarea>" in page and 'value="3"' in page


def test_a_form_with_more_groups_is_opened_with_as_many(typing):
    client, address = typing
    keep(client, address, [["points", "3"], ["point_1", "One."], ["point_3", "Three."]])
    page = shown(client, address)
    assert ">Three.</textarea>" in page and 'name="points" value="3"' in page


def test_a_form_that_comes_back_with_errors_keeps_what_was_typed(typing):
    client, address = typing
    back = client.post(address, {"form_token": "a" * 32, "points": "1", "point_1": WORDS})
    assert back.status_code == 200 and "Error: " in back.content.decode()
    assert "restored" not in back.content.decode(), "what came back is what was typed, no draft"
    assert f">{WORDS}</textarea>" in shown(client, address)


def test_a_form_that_is_refused_and_led_away_keeps_what_was_typed(avonshire):
    client = avonshire.client("administrator")
    somebody = avonshire.person("psw")
    address = reverse("add_role", args=[somebody.pk])
    assert client.post(address, {"role": "psw", "team": ""}).status_code == 302
    page = shown(client, reverse("person", args=[somebody.pk]))
    assert "has that role already" in page and "restored" in page
    assert '<option value="psw" selected>' in page


def test_a_page_that_fails_keeps_what_was_typed(avonshire, monkeypatch):
    """Its transaction is taken back; the draft is not."""
    client, address = avonshire.client("administrator", checked=False), reverse("teams")
    monkeypatch.setattr("goldthread.council.people.commands.unique_slug", lambda *_, **__: 1 / 0)
    client.raise_request_exception = False
    assert client.post(address, {"name": "Night team", "service": ""}).status_code == 500
    assert 'value="Night team"' in shown(client, address)


def test_saving_deletes_the_draft_and_what_arrives_after_is_none(avonshire):
    client, address, token = avonshire.client("administrator"), reverse("teams"), "c" * 32
    keep(client, address, [["name", "Night"], ["service", ""]], token)
    assert FormDraft.objects.count() == 1
    assert client.post(address, {"form_token": token, "name": "Night team", "service": ""}).status_code == 302
    assert not FormDraft.objects.exists()
    assert keep(client, address, [["name", "Night t"], ["service", ""]], token).json() == {"at": ""}
    assert not FormDraft.objects.exists() and "restored" not in shown(client, address)
    # The page opened anew has another token, and is another sending.
    assert keep(client, address, [["name", "Day"], ["service", ""]], "d" * 32).json()["at"]


def test_discarding_shows_the_form_as_it_was(typing):
    client, address = typing
    keep(client, address, [["points", "1"], ["point_1", WORDS]])
    back = client.post(reverse("discard_draft"), {"address": address, "page": address})
    assert back.url == address
    page = shown(client, address)
    assert "Draft discarded" in page and WORDS not in page
    away = client.post(reverse("discard_draft"), {"address": address, "page": "//elsewhere.example/"})
    assert away.url == reverse("home")


def test_a_draft_is_its_writer_s_alone(typing, avonshire, brackenmoor):
    client, address = typing
    keep(client, address, [["points", "1"], ["point_1", WORDS]])
    for other in (avonshire.client("psw"), brackenmoor.client("quality_lead")):
        assert "Zebedeeqo" not in shown(other, address)
        other.post(reverse("discard_draft"), {"address": address, "page": address})
    assert "Zebedeeqo" in shown(client, address)


def test_row_level_security_holds_it(typing, brackenmoor):
    client, address = typing
    keep(client, address, [["point_1", WORDS]])
    brackenmoor.enter()
    assert not FormDraft.objects.exists()


def test_it_is_in_no_search_and_no_audit_log(typing, avonshire):
    client, address = typing
    avonshire.enter()
    lines = AuditLine.objects.count()
    keep(client, address, [["point_1", WORDS]])
    avonshire.enter()
    assert AuditLine.objects.count() == lines
    assert not SearchEntry.objects.filter(body__icontains="zebedeeqo").exists()


def test_signing_out_and_in_again_loses_nothing(typing, avonshire):
    client, address = typing
    keep(client, address, [["points", "1"], ["point_1", WORDS]])
    client.post(reverse("account_logout"))
    assert client.get(address).status_code == 302
    client.force_login(avonshire.person("quality_lead").account)
    assert "Zebedeeqo" in shown(client, address)


def test_what_is_sent_after_the_session_has_ended_is_kept(typing, monkeypatch, avonshire):
    client, address = typing
    client.get("/search/")
    later = timezone.now().timestamp() + 2 * 3600
    monkeypatch.setattr(middleware, "time", types.SimpleNamespace(time=lambda: later))
    led = client.post(address, {"points": "1", "point_1": WORDS})
    assert "/sign-in/" in led.url
    assert "What you typed was kept" in client.get(led.url).content.decode()
    avonshire.enter()
    assert FormDraft.objects.get().person == avonshire.person("quality_lead")


def test_another_site_cannot_write_a_draft(avonshire):
    client = avonshire.client("quality_lead", checked=False)
    client.handler.enforce_csrf_checks = True
    assert keep(client, reverse("teams"), [["name", "x"]]).status_code == 403
    assert not FormDraft.objects.exists()


@pytest.mark.parametrize(
    "address",
    ["/sign-in/", "/account/password/", "/privacy/", "/nowhere/", "/audit/", "/themes/import/", "//x"],
)
def test_a_form_that_is_public_not_theirs_or_holds_a_file_has_no_draft(avonshire, address):
    client = avonshire.client("quality_lead")
    assert keep(client, address, [["login", "x"]]).json() == {"at": ""}
    assert not FormDraft.objects.exists()


def test_secrets_and_tokens_are_not_kept(avonshire):
    sent = [["password", "hunter2"], ["code", "123456"], ["csrfmiddlewaretoken", "t"], ["name", "Night"]]
    keep(avonshire.client("administrator"), reverse("teams"), sent)
    assert FormDraft.objects.get().answers == [["name", "Night"]]


@pytest.mark.parametrize("answers", ["", "{}", "[1]", '[["a"]]', '[["a", 1]]', "[[[]]]", "[" * 5000])
def test_what_is_no_list_of_answers_is_refused(typing, answers):
    client, address = typing
    assert client.post(reverse("save_draft"), {"address": address, "answers": answers}).status_code == 400


@pytest.mark.parametrize("address", ["//[", "http://[x", "http://[::1/", "", "nowhere"])
def test_what_is_no_address_of_ours_keeps_nothing(typing, address):
    client, _ = typing
    assert keep(client, address, [["point_1", "x"]]).json() == {"at": ""}


@pytest.mark.parametrize(
    "page", ["nowhere", "feedback:list", "//evil.example", "http://[", "/\\evil.example"]
)
def test_discarding_leads_to_a_page_of_ours(typing, page):
    client, address = typing
    answer = client.post(reverse("discard_draft"), {"address": address, "page": page})
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_a_draft_has_its_longest(typing):
    client, address = typing
    assert keep(client, address, [["point_1", TOO_LONG]]).status_code == 413
    assert keep(client, address, [["point_1", TOO_LONG[: -len("point_1") - 1]]]).status_code == 200


def test_a_correction_keeps_the_version_at_which_it_was_opened(avonshire):
    """Somebody else changed the lesson meanwhile: saving the draft must show both, not write over theirs."""
    avonshire.enter()
    lesson = Lesson.objects.counted().filter(council=avonshire.council).first()
    client, address = avonshire.client("quality_lead"), reverse("learning:edit_lesson", args=[lesson.pk])
    keep(client, address, [["version", str(lesson.version)], ["title", "Mine"], ["what_we_learned", "Mine."]])
    avonshire.enter()
    Lesson.objects.filter(pk=lesson.pk).update(version=lesson.version + 1)
    page = shown(client, address)
    assert f'name="version" value="{lesson.version}"' in page and 'value="Mine"' in page


def test_the_issues_ticked_for_a_lesson_are_ticked_again(avonshire):
    avonshire.enter()
    point = str(Feedback.objects.counted().filter(points__isnull=False).first().points.first().pk)
    client, address = avonshire.client("quality_lead"), reverse("learning:record_lesson")
    sent = {
        "title": "",
        "what_we_learned": "Kept.",
        "point": point,
        "form_token": "e" * 32,
        **_day("recorded_on"),
    }
    assert client.post(address, sent).status_code == 200
    page = shown(client, address)
    assert ">Kept.</textarea>" in page and f'value="{point}" checked' in page


def test_it_is_gone_after_its_days(typing, avonshire):
    client, address = typing
    keep(client, address, [["points", "1"], ["point_1", WORDS]])
    over = timezone.now() - drafts.KEPT - datetime.timedelta(minutes=1)
    FormDraft.objects.update(saved_at=over)
    assert "Zebedeeqo" not in shown(client, address)
    avonshire.enter()
    assert [draft.pk for draft in forget_drafts(by=avonshire.clock, now=timezone.now())]
    assert not FormDraft.objects.exists()


def test_forgetting_a_complaint_deletes_drafts_about_it(avonshire):
    avonshire.enter()
    about, other = Feedback.objects.counted().order_by("number")[:2]
    client = avonshire.client("quality_lead")
    keep(client, reverse("feedback:edit_feedback", args=[about.pk]), [["title", "Corrected"]])
    keep(client, reverse("learning:record_lesson"), [["title", f"After {about.reference}"]])
    keep(client, reverse("feedback:edit_feedback", args=[other.pk]), [["title", f"Not {about.reference}0"]])
    avonshire.enter()
    forgetting.forget(by=avonshire.clock, feedback=[about], on=timezone.localdate())
    assert [draft.address for draft in FormDraft.objects.all()] == [
        reverse("feedback:edit_feedback", args=[other.pk])
    ]


def test_somebody_has_so_many_and_the_oldest_gives_way(avonshire, monkeypatch):
    monkeypatch.setattr(drafts, "MOST", 2)
    person = avonshire.person("quality_lead")
    for number in range(3):
        drafts.keep(person, f"/learning/record/?point={number}", [("title", str(number))])
    assert {draft.answers[0][1] for draft in FormDraft.objects.all()} == {"1", "2"}


def test_a_name_that_is_taken_leaves_a_draft_until_it_is_changed(avonshire):
    add_team(by=avonshire.person("administrator"), name="Night team")
    client, address = avonshire.client("administrator"), reverse("teams")
    client.post(address, {"name": "Night team", "service": "At night"})
    assert 'value="At night"' in shown(client, address)
    client.post(address, {"name": "Late team", "service": "At night"})
    assert not FormDraft.objects.exists()
