"""The subject of feedback: somebody's own words, else its themes, else its type and team; never words of the text."""

import datetime

import pytest
from django.apps import apps

from goldthread.council.models import SearchEntry
from goldthread.council.notes.commands import add_note
from goldthread.council.records.search import with_titles
from goldthread.feedback import commands, corrections
from goldthread.feedback.forgetting import forget
from goldthread.feedback.forms import EditFeedbackForm
from goldthread.feedback.labels import label_of
from goldthread.feedback.models import Feedback
from goldthread.feedback.redaction.detections import redact_more
from goldthread.themes.codebook import commands as codebook
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding import commands as coding

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 4)
TEXTS = ["The quincunx never came.", "Nobody told us why the quincunx waited."]


def _add(avonshire, texts=TEXTS, **more):
    new = commands.NewFeedback(**{"source": "complaint", "points": texts, "received_on": DAY, **more})
    return commands.receive(by=avonshire.person("complaints_manager"), new=new, today=DAY)


def _theme(avonshire, slug):
    return Theme.objects.get(council=avonshire.council, slug=slug)


def _code(avonshire, feedback, *slugs):
    """Code each issue with the themes of its own word, in their order."""
    for point, of_point in zip(feedback.points.order_by("position"), slugs, strict=True):
        themes = [_theme(avonshire, slug) for slug in of_point.split()]
        coding.code(by=avonshire.person("quality_lead"), point=point, themes=themes)
    feedback.refresh_from_db()


def _facts(feedback, **changed):
    facts = EditFeedbackForm.as_it_stands(feedback) | {"team": feedback.team} | changed
    return {"extra": {}, "today": DAY, "reason": "It was wrong", "version": feedback.version, **facts}


@pytest.mark.parametrize(
    ("source", "team", "themes", "label"),
    [
        ("complaint", "", [], "Complaint"),
        ("complaint", "Hospital Team", [], "Complaint, Hospital Team"),
        ("complaint", "Hospital Team", ["Delay"], "Delay, complaint"),
        ("complaint", "Hospital Team", ["Delay", "Communication"], "Delay and Communication, complaint"),
        ("compliment", "", ["Information and advice", "Care at home", "Delay"],
         "Information and advice; Care at home, compliment"),
        ("withdrawn_type", "Hospital Team", [], "Feedback, Hospital Team"),
    ],
)  # fmt: skip
def test_a_label_names_themes_else_type_and_team(source, team, themes, label):
    assert label_of(source, team, themes) == label


def test_a_written_subject_is_the_title_and_hides_names(avonshire):
    feedback = _add(avonshire, subject="Mrs Margaret Pemberton waits for a rail")
    assert "Pemberton" not in feedback.subject and feedback.title == feedback.subject
    assert feedback.title.endswith("waits for a rail")
    entry = SearchEntry.objects.get(record_id=feedback.pk)
    assert entry.title == feedback.subject and "Pemberton" not in entry.title


def test_without_a_subject_it_is_titled_by_type_and_team_then_by_its_themes(avonshire):
    team = avonshire.team("first-contact")
    feedback = _add(avonshire, team=team)
    assert feedback.title == f"Complaint, {team.name}"
    states = apps.get_model("goldthread", "FeedbackEvent").objects.filter(pgh_obj_id=feedback.pk)
    _code(avonshire, feedback, "care-at-home being-kept-informed", "being-kept-informed")
    assert feedback.title == "Being kept informed and Care at home, complaint"
    assert "quincunx" not in feedback.title.lower()
    # A label that follows its themes is no change that somebody made.
    assert not states.exists()
    coding.undo(by=avonshire.person("quality_lead"))
    coding.undo(by=avonshire.person("quality_lead"))
    feedback.refresh_from_db()
    assert feedback.title == f"Complaint, {team.name}"


def test_a_renamed_theme_and_a_corrected_type_change_the_title(avonshire):
    feedback = _add(avonshire, ["The quincunx never came."])
    _code(avonshire, feedback, "care-at-home")
    theme = _theme(avonshire, "care-at-home")
    kept = {name: getattr(theme, name) for name in ("group", "what_it_is", "what_it_is_not", "examples")}
    codebook.edit_theme(
        by=avonshire.person("quality_lead"), theme=theme, name="Home care", reason="Shorter", **kept
    )
    feedback.refresh_from_db()
    assert feedback.title == "Home care, complaint"
    by = avonshire.person("complaints_manager")
    corrections.edit_feedback(by=by, feedback=feedback, **_facts(feedback, source="concern"))
    assert feedback.title == "Home care, concern"


def test_somebody_writes_a_subject_later_and_takes_it_back(avonshire):
    feedback, by = _add(avonshire), avonshire.person("complaints_manager")
    corrections.edit_feedback(by=by, feedback=feedback, **_facts(feedback, subject="Wait for a quincunx"))
    assert Feedback.objects.get(pk=feedback.pk).title == "Wait for a quincunx"
    assert SearchEntry.objects.get(record_id=feedback.pk).title == "Wait for a quincunx"
    corrections.edit_feedback(by=by, feedback=feedback, **_facts(feedback, subject=""))
    assert Feedback.objects.get(pk=feedback.pk).title == "Complaint"
    assert "Wait for" in str(apps.get_model("goldthread", "FeedbackEvent").objects.filter(
        pgh_obj_id=feedback.pk).values_list("subject", flat=True))  # fmt: skip


def test_search_shows_the_label_and_is_not_drawn_to_it(avonshire):
    feedback = _add(avonshire, team=avonshire.team("first-contact"))
    entry = SearchEntry.objects.get(record_id=feedback.pk)
    assert entry.title == ""
    assert with_titles([entry])[0].title == feedback.title


def test_what_is_deleted_keeps_its_label_and_loses_its_subject(avonshire):
    feedback = _add(avonshire, subject="Wait for a quincunx")
    _code(avonshire, feedback, "care-at-home", "care-at-home")
    forget(by=avonshire.person("administrator"), feedback=[feedback], on=DAY)
    assert Feedback.objects.get(pk=feedback.pk).title == "Care at home, complaint"


def test_a_note_is_found_without_the_subject_that_may_be_redacted_later(avonshire):
    by = avonshire.person("complaints_manager")
    feedback = _add(avonshire, subject="The brindle woman rang")
    note = add_note(by=by, record=feedback, text="Rang back about the ramp.")
    assert SearchEntry.objects.get(record_id=note.pk).title == f"Note on {feedback.reference}"
    redact_more(by=by, feedback=feedback, words="brindle woman", kind="PERSON", reason="A neighbour")
    assert not SearchEntry.objects.filter(title__icontains="brindle woman").exists()
