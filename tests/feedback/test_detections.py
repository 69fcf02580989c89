"""Corrections of redactions: redact more, undo, kept for the case, and no words of them in the audit log."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from goldthread.council.command import Refused
from goldthread.council.models import AuditLine, SearchEntry, SearchWord
from goldthread.feedback import commands, forgetting
from goldthread.feedback.models import Feedback, Point
from goldthread.feedback.redaction import detections
from goldthread.feedback.redaction.models import Detection, DetectionDecision, OriginalText

pytestmark = pytest.mark.django_db

# Everybody and every place here is invented.
STORY = (
    "I waited at 14 Larkhill Rise, which is the library, for my social worker Perpetua Vantongeren. "
    "The lady of the blue house saw it all. She has dementia. Perpetua never came."
)
SUBJECT = "Nobody came, says the lady of the blue house"


@pytest.fixture
def case(avonshire) -> Feedback:
    by = avonshire.person("complaints_manager")
    day = Feedback.objects.visible_to(by).latest("received_on").received_on
    new = commands.NewFeedback(
        source="complaint", points=[STORY, "It was Vantongeren again."], subject=SUBJECT, received_on=day
    )
    return commands.receive(by=by, new=new, today=day)


def _texts(case: Feedback) -> list[str]:
    return list(Point.objects.filter(feedback=case).order_by("position").values_list("text", flat=True))


def _detection(case: Feedback, kind: str) -> Detection:
    return Detection.objects.filter(feedback=case, kind=kind).order_by("field", "start").first()


def _redact(avonshire, case, **changes):
    given = {"words": "the lady of the blue house", "kind": "PERSON", "reason": "Everyone knows who that is"}
    return detections.redact_more(
        by=avonshire.person("complaints_manager"), feedback=case, **{**given, **changes}
    )


def _undo(avonshire, case, detection, reason="It is the public library's own address"):
    return detections.undo_redaction(
        by=avonshire.person("complaints_manager"), feedback=case, detection=detection, reason=reason
    )


def test_one_person_has_one_placeholder_in_every_point_and_the_subject(case):
    first, second = _texts(case)
    assert "my social worker [social worker A]" in first
    assert "[social worker A] never came" in first
    assert second == "It was [social worker A] again."


def test_redacted_words_are_gone_from_text_subject_search_and_history(avonshire, case):
    _redact(avonshire, case)
    case.refresh_from_db()
    entry = SearchEntry.objects.get(record_id=case.pk)
    for text in (*_texts(case), case.subject, entry.title, entry.body):
        assert "blue house" not in text.lower()
    assert case.subject == "Nobody came, says [person 1]"
    assert "[person 1] saw it all" in _texts(case)[0]
    for event in ("FeedbackEvent", "PointEvent"):
        for state in apps.get_model("goldthread", event).objects.all():
            assert "lady of the blue" not in str(vars(state)).lower()


def test_a_word_that_is_nowhere_any_more_is_not_suggested_as_a_spelling(avonshire, case):
    commands.record_response(
        by=avonshire.person("complaints_manager"),
        feedback=case,
        responded_on=case.received_on,
        response="We are sorry.",
    )
    assert not SearchWord.objects.filter(word="vantongeren").exists()
    _undo(avonshire, case, _detection(case, "ADDRESS"))
    assert SearchWord.objects.filter(word="larkhill").exists()
    _redact(avonshire, case, words="14 Larkhill Rise", kind="ADDRESS")
    assert not SearchWord.objects.filter(word="larkhill").exists()


def test_an_undone_redaction_stays_undone(avonshire, case):
    assert "Larkhill" not in _texts(case)[0]
    _undo(avonshire, case, _detection(case, "ADDRESS"))
    assert "I waited at 14 Larkhill Rise" in _texts(case)[0]
    assert "Larkhill" in SearchEntry.objects.get(record_id=case.pk).body
    commands.redact_again(by=avonshire.person("complaints_manager"), feedback=case)
    assert "I waited at 14 Larkhill Rise" in _texts(case)[0]
    assert "Perpetua" not in " ".join(_texts(case))


def test_corrections_apply_to_what_is_written_later(avonshire, case):
    _redact(avonshire, case)
    response = "We told Ms Vantongeren and the lady of the blue house."
    commands.record_response(
        by=avonshire.person("complaints_manager"),
        feedback=case,
        responded_on=case.received_on,
        response=response,
    )
    case.refresh_from_db()
    assert case.response == "We told [social worker A] and [person 1]."


def test_a_name_in_the_response_is_redacted_in_the_whole_case(avonshire):
    by = avonshire.person("complaints_manager")
    day = Feedback.objects.visible_to(by).latest("received_on").received_on
    new = commands.NewFeedback(
        source="concern", points=["zorvika was there, and it was cold"], received_on=day
    )
    feedback = commands.receive(by=by, new=new, today=day)
    assert "zorvika" in _texts(feedback)[0]
    commands.record_response(
        by=by, feedback=feedback, responded_on=day, response="We spoke to Mr Adam Zorvika."
    )
    assert _texts(feedback) == ["[person 1] was there, and it was cold"]
    feedback.refresh_from_db()
    assert "zorvika" not in feedback.subject.lower()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"words": "nobody said this"}, "are not in this feedback"),
        ({"words": "Perpetua Vantongeren"}, "redacted already"),
        ({"words": "-"}, "at least 2"),
        ({"words": "x" * 201}, "200"),
        ({"kind": "SECRET"}, "Choose what kind"),
        ({"reason": "  "}, "Give the reason in a few words"),
        ({"words": "[person 1] saw"}, "are not in this"),
    ],
)
def test_an_impossible_redaction_is_refused_and_changes_nothing(avonshire, case, wrong, message):
    before = _texts(case)
    with pytest.raises(Refused, match=message):
        _redact(avonshire, case, **wrong)
    assert _texts(case) == before
    assert not DetectionDecision.objects.filter(feedback=case).exists()


def test_undoing_needs_the_permission_to_open_the_original(avonshire, case):
    for who in ("quality_lead", "team_manager"):
        with pytest.raises(PermissionDenied):
            detections.undo_redaction(
                by=avonshire.person(who),
                feedback=case,
                detection=_detection(case, "ADDRESS"),
                reason="a library",
            )
    assert detections.redact_more(
        by=avonshire.person("quality_lead"),
        feedback=case,
        words="the library",
        kind="PERSON",
        reason="only one",
    ).pk


def test_the_audit_log_has_kind_and_reason_and_never_the_words(avonshire, case):
    _redact(avonshire, case, reason="The lady of the blue house is known to Perpetua Vantongeren")
    line = AuditLine.objects.filter(command="feedback.redact_more").latest("number")
    assert line.reason.startswith("person: ") and "is known to" in line.reason
    _undo(avonshire, case, _detection(case, "ADDRESS"), reason="14 Larkhill Rise is the library's own")
    line = AuditLine.objects.filter(command="feedback.undo_redaction").latest("number")
    assert line.reason.startswith("address: ") and "library" in line.reason
    detections.open_redactions(
        by=avonshire.person("complaints_manager"), feedback=case, reason="Perpetua Vantongeren asked for it"
    )
    commands.open_original(
        by=avonshire.person("complaints_manager"), feedback=case, reason="Ms Vantongeren asked for a copy"
    )
    reasons = " ".join(AuditLine.objects.values_list("reason", flat=True)) + str(
        list(DetectionDecision.objects.values_list("reason", flat=True))
    )
    for word in ("blue house", "Larkhill", "Perpetua", "Vantongeren"):
        assert word not in reasons
    assert "asked for a copy" in reasons


def test_the_matched_words_of_a_suggestion_move_with_the_text(avonshire, case):
    from django.utils import timezone

    from goldthread.themes.codebook.models import Theme
    from goldthread.themes.coding.models import Suggestion

    point = Point.objects.get(feedback=case, position=1)
    point.suggestions.all().delete()
    Point.objects.filter(pk=point.pk).update(coded_at=timezone.now())
    start = point.text.index("never came")
    hidden = point.text.index("lady of")
    suggestion = Suggestion.objects.create(
        council=avonshire.council,
        point=point,
        theme=Theme.objects.first(),
        score=0.9,
        model="made-up",
        spans=[[start, start + 10, 0.5], [hidden, hidden + 4, 0.2]],
    )
    _redact(avonshire, case)
    suggestion.refresh_from_db()
    text = _texts(case)[0]
    assert [text[s:e] for s, e, _ in suggestion.spans] == ["never came"]


def test_a_split_keeps_the_original_of_each_part(avonshire, case):
    by = avonshire.person("complaints_manager")
    point = Point.objects.get(feedback=case, position=1)
    first, rest = point.text.split(". ", 1)
    cut = point.text.index("social worker A]")
    with pytest.raises(Refused, match="cannot be split"):
        commands.split_point(by=by, point=point, texts=[point.text[: cut + 3], point.text[cut + 3 :]])
    commands.split_point(by=by, point=point, texts=[first + ".", rest])
    commands.redact_again(by=by, feedback=case)
    assert _texts(case) == [first + ".", "It was [social worker A] again.", rest]
    _undo(avonshire, case, _detection(case, "ADDRESS"))
    assert "14 Larkhill Rise" in _texts(case)[0]


def test_corrections_are_deleted_with_the_original(avonshire, case):
    from django.utils import timezone

    _redact(avonshire, case)
    forgetting.forget(by=avonshire.person("administrator"), feedback=[case], on=timezone.localdate())
    avonshire.enter()
    for model in (DetectionDecision, Detection, OriginalText):
        assert not model.objects.filter(feedback=case).exists()
    with pytest.raises(Refused, match="has been deleted"):
        _redact(avonshire, case)
    assert (
        avonshire.client("complaints_manager").get(reverse("feedback:redactions", args=[case.pk])).status_code
        == 404
    )


# -- The pages ------------------------------------------------------------------------------------------


def test_the_page_lists_redactions_and_never_the_words(avonshire, case):
    client = avonshire.client("quality_lead")
    page = client.get(reverse("feedback:redactions", args=[case.pk])).content.decode()
    for words in (
        "[address]",
        "[social worker A]",
        "Address",
        "Reason",
        "Confidence",
        "Sensitive information:",
    ):
        assert words in page
    assert "Larkhill" not in page and "Vantongeren" not in page
    assert "Undo redaction<" not in page
    assert "Only the complaints manager can undo" in page
    assert (
        "Sensitive information:</strong> health."
        in client.get(reverse("feedback:detail", args=[case.pk])).content.decode()
    )


def test_the_redacted_words_are_shown_once_with_a_reason(avonshire, case):
    address = reverse("feedback:redactions_open", args=[case.pk])
    assert avonshire.client("quality_lead").get(address).status_code == 403
    client = avonshire.client("complaints_manager")
    assert "Enter reason" in client.post(address, {"reason": " "}).content.decode()
    page = client.post(address, {"reason": "To see whether they are right"}).content.decode()
    assert "14 Larkhill Rise" in page and "Perpetua Vantongeren" in page
    assert "blue house saw it all" in page  # the redacted text around a detection, as everybody reads it
    assert "Larkhill" not in client.get(reverse("feedback:redactions", args=[case.pk])).content.decode()


def test_redacting_and_undoing_on_the_pages(avonshire, case):
    client = avonshire.client("complaints_manager")
    add = reverse("feedback:redact_more", args=[case.pk])
    answer = client.post(add, {"words": "the blue", "kind": "", "reason": ""}).content.decode()
    assert "Select kind of personal data" in answer
    assert 'value="the blue"' in answer
    answer = client.post(
        add,
        {"words": "the lady of the blue house", "kind": "PERSON", "reason": "Everyone knows"},
        follow=True,
    ).content.decode()
    assert f"Redaction added to {case.reference}" in answer and "Corrections" in answer
    avonshire.enter()
    undo = reverse("feedback:undo_redaction", args=[_detection(case, "ADDRESS").pk])
    assert avonshire.client("quality_lead").get(undo).status_code == 403
    assert "Enter reason" in client.post(undo, {"reason": ""}).content.decode()
    answer = client.post(undo, {"reason": "The library's own"}, follow=True).content.decode()
    assert f"Redaction undone in {case.reference}" in answer
    assert "14 Larkhill Rise" in client.get(reverse("feedback:detail", args=[case.pk])).content.decode()


def test_another_councils_detections_are_not_there(avonshire, brackenmoor, case):
    avonshire.enter()
    detection = _detection(case, "ADDRESS")
    client = brackenmoor.client("complaints_manager")
    for name, key in (
        ("redactions", case.pk),
        ("redactions_open", case.pk),
        ("redact_more", case.pk),
        ("undo_redaction", detection.pk),
    ):
        assert client.get(reverse(f"feedback:{name}", args=[key])).status_code == 404
