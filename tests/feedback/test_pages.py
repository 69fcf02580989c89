"""Each page of feedback: open with its permission, 403 without, 404 for another council, sign-in for strangers."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from goldthread.council.models import AuditLine
from goldthread.feedback import commands
from goldthread.feedback.importing import commands as importing
from goldthread.feedback.importing.models import ImportBatch
from goldthread.feedback.models import Feedback
from goldthread.feedback.redaction.models import OriginalText
from tests.feedback.spreadsheets import two_rows_with_errors

pytestmark = pytest.mark.django_db

# name, record, a role that may, a role that may not, a text on the page
PAGES = [
    ("list", None, "practitioner", "councillor", "Feedback"),
    ("detail", "feedback", "quality_lead", "councillor", "Details"),
    ("original", "feedback", "complaints_manager", "quality_lead", "Original text"),
    ("contact", "feedback", "complaints_manager", "quality_lead", "Contact details"),
    ("respond", "feedback", "quality_lead", "practitioner", "Record response"),
    ("close", "feedback", "quality_lead", "director", "Close case F-"),
    ("split", "point", "quality_lead", "director", "Split issue"),
    ("export", None, "quality_lead", "practitioner", "Export feedback"),
    ("receive", None, "practitioner", "director", "Add feedback"),
    ("import_begin", None, "quality_lead", "practitioner", "Import feedback"),
    ("import_columns", "batch", "quality_lead", "practitioner", "Match columns"),
    ("import_errors", "batch", "quality_lead", "practitioner", "Row"),
]


def _address(cast, name, record):
    cast.enter()
    feedback = Feedback.objects.filter(team__isnull=False).order_by("-received_on", "-id").first()
    if record == "batch":
        batch = importing.upload(
            by=cast.person("quality_lead"),
            source="complaint",
            filename="x.csv",
            content=two_rows_with_errors("Any"),
        )
        return reverse(f"feedback:{name}", args=[batch.pk])
    target = {"feedback": feedback, "point": feedback.points.first()}.get(record)
    return reverse(f"feedback:{name}", args=[target.pk] if target else [])


@pytest.mark.parametrize(("name", "record", "may", "may_not", "shown"), PAGES)
def test_a_page_opens_for_the_right_person_only(avonshire, brackenmoor, name, record, may, may_not, shown):
    address = _address(avonshire, name, record)
    right = avonshire.client(may).get(address)
    assert right.status_code == 200
    assert shown in b"".join(right).decode()
    assert avonshire.client(may_not).get(address).status_code == 403
    if record:
        assert brackenmoor.client(may).get(address).status_code == 404
    assert Client().get(address).status_code == 302


def _newest(**filters) -> Feedback:
    return Feedback.objects.filter(**filters).order_by("-received_on", "-id").first()


def test_the_list_is_newest_first_and_has_pages(avonshire):
    client = avonshire.client("quality_lead")
    first = client.get(reverse("feedback:list")).content.decode()
    avonshire.enter()
    references = [item.reference for item in Feedback.objects.order_by("-received_on", "-id")[:30]]
    assert all(f">{reference}<" in first for reference in references[:25])
    assert f">{references[25]}<" not in first
    older = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    second = client.get(
        f"{older}" if older.startswith("/") else reverse("feedback:list") + older
    ).content.decode()
    assert f">{references[25]}<" in second
    assert f">{references[24]}<" not in second


@pytest.mark.parametrize("field", ["source", "speaker", "team"])
def test_the_list_is_filtered(avonshire, field):
    wanted = _newest(team__isnull=False)
    value = wanted.team_id if field == "team" else getattr(wanted, field)
    others = Feedback.objects.exclude(**{field: value}).order_by("-received_on", "-id")[:5]
    others = [item.reference for item in others]
    page = avonshire.client("quality_lead").get(reverse("feedback:list"), {field: value}).content.decode()
    assert f">{wanted.reference}<" in page
    assert not [reference for reference in others if f">{reference}<" in page]


def test_feedback_awaiting_a_response_can_be_listed(avonshire):
    waiting = _newest(wants_reply=True, responded_on__isnull=True)
    other = _newest(wants_reply=False)
    page = (
        avonshire.client("quality_lead")
        .get(reverse("feedback:list"), {"waiting": "1", "rows": "100"})
        .content.decode()
    )
    assert f">{waiting.reference}<" in page
    assert f">{other.reference}<" not in page


def test_htmx_is_given_the_list_alone(avonshire):
    answer = avonshire.client("quality_lead").get(
        reverse("feedback:list"), headers={"HX-Request": "true", "HX-Target": "results"}
    )
    assert answer.content.decode().lstrip().startswith('<div id="results"')


def test_an_invalid_filter_shows_an_error_and_filters_nothing(avonshire):
    answer = avonshire.client("quality_lead").get(
        reverse("feedback:list"), {"source": "gossip", "batch": "x"}
    )
    assert answer.status_code == 200
    assert "Select type of feedback from the list" in answer.content.decode()


def test_a_practitioner_sees_their_own_team_only(avonshire):
    person = avonshire.person("practitioner")
    teams = {membership.team_id for membership in person.memberships.all()}
    theirs, other = _newest(team__in=teams), Feedback.objects.exclude(team__in=teams).first()
    client = avonshire.client("practitioner")
    assert client.get(reverse("feedback:detail", args=[theirs.pk])).status_code == 200
    assert client.get(reverse("feedback:detail", args=[other.pk])).status_code == 404
    assert f">{other.reference}<" not in client.get(reverse("feedback:list")).content.decode()


def test_the_original_text_needs_a_reason_and_is_shown_once(avonshire):
    feedback = _newest(original_text__isnull=False)
    OriginalText.objects.filter(feedback=feedback).update(as_received="As it came, with a name in it.")
    client, address = avonshire.client("complaints_manager"), reverse("feedback:original", args=[feedback.pk])
    refused = client.post(address, {"reason": ""}).content.decode()
    assert "Enter a reason for opening the original text" in refused
    assert "with a name in it" not in refused
    opened = client.post(address, {"reason": "She rang and I must answer her."})
    assert "with a name in it" in opened.content.decode()
    assert "no-store" in opened["Cache-Control"]
    assert "with a name in it" not in client.get(address).content.decode()
    avonshire.enter()
    line = AuditLine.objects.order_by("-number").first()
    assert (line.command, line.reason) == ("feedback.open_original", "She rang and I must answer her.")


def test_opening_contact_details_is_recorded(avonshire):
    new = commands.NewFeedback(
        source="concern",
        points=["The gate is broken."],
        received_on=_newest().received_on,
        contact={"name": "Ada Invented", "email": "ada@invented.example"},
    )
    feedback = commands.receive(by=avonshire.person("quality_lead"), new=new, today=new.received_on)
    client, address = avonshire.client("complaints_manager"), reverse("feedback:contact", args=[feedback.pk])
    assert "Ada Invented" not in client.get(address).content.decode()
    assert "Ada Invented" in client.post(address).content.decode()
    avonshire.enter()
    assert AuditLine.objects.order_by("-number").first().command == "feedback.open_contact"


def test_a_response_is_recorded(avonshire):
    feedback = _newest(wants_reply=True, responded_on__isnull=True, case=None)
    client, address = avonshire.client("quality_lead"), reverse("feedback:respond", args=[feedback.pk])
    day = {"responded_on-day": "1", "responded_on-month": "1", "responded_on-year": "2015"}
    early = client.post(address, {**day, "response": "The letter is in large print now."})
    assert "before the date received" in early.content.decode()
    assert "large print now" in early.content.decode()
    on = feedback.received_on
    day = {"responded_on-day": on.day, "responded_on-month": on.month, "responded_on-year": on.year}
    client.post(address, {**day, "response": "The letter is in large print now."})
    avonshire.enter()
    feedback.refresh_from_db()
    assert (feedback.responded_on, feedback.response) == (on, "The letter is in large print now.")


def test_a_complaint_is_closed_with_one_of_its_outcomes(avonshire):
    # One that came by the public form may wait for somebody's consent, which closing would end.
    feedback = _newest(source="complaint", submission=None)
    client, address = avonshire.client("quality_lead"), reverse("feedback:close", args=[feedback.pk])
    on = feedback.received_on
    day = {"closed_on-day": on.day, "closed_on-month": on.month, "closed_on-year": on.year}
    assert "Select outcome" in client.post(address, day).content.decode()
    client.post(address, {**day, "outcome": "Partly upheld"})
    avonshire.enter()
    feedback.refresh_from_db()
    assert (feedback.closed_on, feedback.outcome) == (on, "Partly upheld")
    assert all(point.is_upheld for point in feedback.points.all())


def test_an_issue_is_split_word_for_word(avonshire):
    by = avonshire.person("quality_lead")
    day = _newest().received_on
    new = commands.NewFeedback(
        source="concern", points=["Nobody rang back. The visits are never on time."], received_on=day
    )
    feedback = commands.receive(by=by, new=new, today=day)
    address = reverse("feedback:split", args=[feedback.points.get().pk])
    client = avonshire.client("quality_lead")
    wrong = client.post(address, {"text": "Nobody rang back.\n\nThe visits are late."}).content.decode()
    assert "word for word" in wrong
    client.post(address, {"text": "Nobody rang back.\r\n\r\nThe visits are never on time."})
    avonshire.enter()
    assert [point.text for point in feedback.points.all()] == [
        "Nobody rang back.",
        "The visits are never on time.",
    ]


def test_locked_feedback_can_be_redacted_again(avonshire, settings):
    by, day = avonshire.person("quality_lead"), _newest().received_on
    settings.PRIVACY_FINDER = "nowhere.at.all"
    new = commands.NewFeedback(source="concern", points=["It is cold.", "It is damp."], received_on=day)
    feedback = commands.receive(by=by, new=new, today=day)
    client, address = avonshire.client("quality_lead"), reverse("feedback:detail", args=[feedback.pk])
    page = client.get(address).content.decode()
    assert "Awaiting redaction" in page
    assert "It is cold" not in page
    again = reverse("feedback:redact_again", args=[feedback.pk])
    assert "still awaiting redaction" in client.post(again, follow=True).content.decode()
    settings.PRIVACY_FINDER = "goldthread.feedback.redaction.detector.find"
    assert "It is cold" in client.post(again, follow=True).content.decode()
    avonshire.enter()
    feedback.refresh_from_db()
    assert not feedback.is_locked
    assert [point.text for point in feedback.points.all()] == ["It is cold.", "It is damp."]


def test_an_import_of_another_council_is_not_there(avonshire, brackenmoor):
    address = _address(avonshire, "import", "batch")
    client = brackenmoor.client("quality_lead")
    for name in ("import", "import_columns", "import_errors"):
        assert client.get(reverse(f"feedback:{name}", args=[address.split("/")[-2]])).status_code == 404
    for name in ("import_start", "import_cancel"):
        assert client.post(reverse(f"feedback:{name}", args=[address.split("/")[-2]])).status_code == 404
    avonshire.enter()
    assert ImportBatch.objects.get(pk=address.split("/")[-2]).state == ImportBatch.State.UPLOADED
