"""Notes on records: who reads and writes them, what is hidden in them, whom they tell, and their end."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.models import AuditLine, SearchEntry
from goldthread.council.notes import commands, mentions
from goldthread.council.notes.models import Mention, Note
from goldthread.council.notifications.models import Notification
from goldthread.council.people.permissions import PERMISSIONS
from goldthread.council.records import attached, people_named, redaction, saving, search, withdrawal
from goldthread.council.records.models import RestrictedText
from goldthread.council.records.pages import address
from goldthread.council.records.spec import record_types
from goldthread.evidence.models import Claim
from goldthread.feedback import forgetting
from goldthread.feedback.models import Feedback
from goldthread.learning.models import Lesson
from goldthread.thread.forgetting import forget_due

pytestmark = pytest.mark.django_db
# Everybody here is invented.
TYPED = "Zorvika Umarov rang about the quandary of the stairlift."


@pytest.fixture
def by(avonshire):
    return avonshire.person("complaints_manager")


@pytest.fixture
def feedback(by):
    return (
        Feedback.objects.visible_to(by).filter(team__isnull=False, closed_on=None).order_by("number").last()
    )


@pytest.fixture
def note(by, feedback):
    return commands.add_note(by=by, record=feedback, text=TYPED)


def add(record):
    return reverse("add_note", args=[record._meta.model_name, record.pk])


def found(person, words):
    results = search.find(person, words)
    return [entry.record_id for entry in results.entries] if results.has_all else []


def test_a_note_is_redacted_and_its_original_kept_apart(note):
    assert "Umarov" not in note.text and "stairlift" in note.text
    [original] = RestrictedText.objects.filter(origin="note", origin_id=note.pk)
    assert original.text == TYPED


def test_it_stands_on_the_page_in_one_timeline_newest_first(avonshire, note, feedback):
    page = avonshire.client("complaints_manager").get(address(feedback)).content.decode()
    assert f'id="note-{note.pk}"' in page and "stairlift" in page and "Umarov" not in page
    timeline = page[page.index("gt-timeline") :]
    assert timeline.index("stairlift") < timeline.index("Added")


@pytest.mark.parametrize("kind", [kind for kind, model in record_types().items() if model.spec.notes])
def test_whoever_reads_notes_on_a_type_may_open_it(kind):
    spec = record_types()[kind].spec
    assert PERMISSIONS[spec.notes] <= PERMISSIONS[spec.permission]


@pytest.mark.parametrize(
    ("role", "kind", "reads"),
    [
        ("director", Lesson, True),
        ("practitioner", Lesson, True),
        ("assessor", Lesson, False),
        ("board_member", Lesson, False),
        ("quality_lead", Claim, True),
        ("director", Claim, True),
        ("assessor", Claim, False),
    ],
)
def test_only_the_councils_own_staff_read_and_write_them(avonshire, role, kind, reads):
    record = kind.objects.visible_to(avonshire.person("quality_lead")).first()
    written = commands.add_note(
        by=avonshire.person("quality_lead"), record=record, text="A zanzibar of files."
    )
    client = avonshire.client(role)
    page = client.get(address(record)).content.decode()
    assert ("zanzibar" in page) == ("gt-compose" in page) == reads
    assert (client.post(add(record), {"text": "Mine."}).status_code == 302) == reads
    assert (written.pk in found(avonshire.person(role), "zanzibar")) == reads


def test_a_note_is_for_the_team_of_its_record_alone(avonshire, by, feedback):
    manager = avonshire.person("team_manager")
    [team] = manager.teams_for("feedback.read")
    ours = Feedback.objects.filter(council=by.council, team=team, withdrawn_on=None).first()
    theirs = (
        Feedback.objects.filter(council=by.council, withdrawn_on=None, team__isnull=False)
        .exclude(team=team)
        .first()
    )
    notes = [commands.add_note(by=by, record=each, text="A zanzibar of files.") for each in (ours, theirs)]
    assert found(manager, "zanzibar") == [notes[0].pk]
    assert avonshire.client("team_manager").post(add(theirs), {"text": "Mine."}).status_code == 404
    with pytest.raises(PermissionDenied):
        commands.add_note(by=manager, record=theirs, text="Mine.")
    # Once it is another team's, so is what was written on it.
    avonshire.enter()
    saving.change(ours, team=theirs.team)
    assert found(manager, "zanzibar") == []


def test_search_shows_no_note_on_a_record_that_one_may_not_open(avonshire, by, feedback):
    manager = avonshire.person("team_manager")
    theirs = Feedback.objects.filter(council=by.council, withdrawn_on=None, team__isnull=False)
    note = commands.add_note(
        by=by,
        record=theirs.exclude(team__in=manager.teams_for("feedback.read")).first(),
        text="A zanzibar of files.",
    )
    # As if the entry had been left behind by a record that changed its team.
    SearchEntry.objects.filter(record_id=note.pk).update(team=next(iter(manager.teams_for("feedback.read"))))
    page = avonshire.client("team_manager").get(reverse("search"), {"q": "zanzibar"}).content.decode()
    assert "of files" not in page


def test_search_leads_to_the_note_on_its_record(avonshire, note, feedback):
    client = avonshire.client("complaints_manager")
    page = client.get(reverse("search"), {"q": "quandary"}).content.decode()
    assert reverse("note", args=[note.pk]) in page
    assert client.get(reverse("note", args=[note.pk])).url == f"{address(feedback)}#note-{note.pk}"


def test_a_withdrawn_record_takes_its_notes_out_of_search_and_back(by, note, feedback):
    today = timezone.localdate()
    withdrawal.withdraw(by=by, record=feedback, reason="entered twice", today=today)
    assert found(by, "quandary") == []
    with pytest.raises(Refused, match="withdrawn"):
        feedback.refresh_from_db()
        commands.add_note(by=by, record=feedback, text="More.")
    withdrawal.restore(by=by, record=feedback, today=today)
    assert found(by, "quandary") == [note.pk]


def test_a_merged_lesson_brings_its_notes_along_and_undoing_gives_them_back(avonshire):
    by = avonshire.person("quality_lead")
    one, other = Lesson.objects.visible_to(by).order_by("number")[:2]
    note = commands.add_note(by=by, record=one, text="A zanzibar of files.")
    today = timezone.localdate()
    withdrawal.merge(by=by, record=one, into=other, reason="the same lesson", today=today)
    note.refresh_from_db()
    assert note.origin_id == other.pk and found(by, "zanzibar") == [note.pk]
    one.refresh_from_db()
    withdrawal.restore(by=by, record=one, today=today)
    note.refresh_from_db()
    assert note.origin_id == one.pk and found(by, "zanzibar") == [note.pk]


def test_a_name_hidden_later_is_hidden_in_notes_their_history_and_search(by, note, feedback):
    commands.edit_note(by=by, note=note, text="The zebedeeqo of the stairlift.")
    commands.edit_note(by=by, note=note, text="The zebedeeqo of the stairlift, again.")
    names = people_named.named_in(feedback)
    names.add("zebedeeqo", reason="it is a name")
    people_named.save_names(feedback, names)
    assert note in redaction.hide_again(by=by, origin=feedback)
    note.refresh_from_db()
    entry = SearchEntry.objects.get(record_id=note.pk)
    events = redaction.history_of(Note).objects.filter(pgh_obj_id=note.pk)
    assert events.exists()
    assert not [
        text for text in (note.text, entry.body, *events.values_list("text", flat=True)) if "zebedee" in text
    ]


# -- Mentions --------------------------------------------------------------------------------------


def test_the_names_after_at_are_found():
    class Somebody:
        def __init__(self, name):
            self.name = name

    dilys, grace, other = map(Somebody, ("Dilys Okafor", "Grace Adeyinka", "Grace Hopkins"))
    people = [dilys, grace, other]
    for text, whom in (
        ("@Dilys Okafor please look", [dilys]),
        ("Ask @dilys.", [dilys]),
        ("@Grace which?", []),
        ("@Grace Hopkins, and @Dilys Okafor", [other, dilys]),
        ("mail dilys@Dilys", []),
        ("@Dilysian", []),
        ("nobody", []),
    ):
        pieces = mentions.found_in(text, people)
        assert [person for _, person in pieces if person] == whom, text
        assert "".join(piece for piece, person in pieces if person is None) in text or whom


def test_a_colleague_named_or_chosen_is_told_and_named_in_the_note(avonshire, by, feedback):
    grace, director = avonshire.person("grace-adeyinka"), avonshire.person("director")
    note = commands.add_note(by=by, record=feedback, text=f"@{grace.name} could you look?", tell=[director])
    assert note.text == f"@{grace.name} could you look?"
    assert set(Mention.objects.filter(note=note).values_list("person", flat=True)) == {grace.pk, director.pk}
    told = Notification.objects.filter(kind="mentioned", origin_id=feedback.pk)
    assert set(told.values_list("person", flat=True)) == {grace.pk, director.pk}


def test_nobody_is_told_who_may_not_open_the_record(avonshire, by, feedback):
    councillor = avonshire.person("councillor")
    assert councillor not in mentions.who_may_be_told(by, feedback)
    with pytest.raises(Refused, match="may not open"):
        commands.add_note(by=by, record=feedback, text="Look.", tell=[councillor])
    for person in mentions.who_may_be_told(by, feedback):
        assert mentions.check(feedback, [person]) == [person], person.name


def test_what_was_typed_comes_along_to_the_list_of_colleagues(avonshire, feedback):
    client = avonshire.client("complaints_manager")
    page = client.post(add(feedback), {"text": "Half a note", "choose": "1"}).content.decode()
    assert "Half a note" in page and "Grace Adeyinka" in page
    avonshire.enter()
    assert not Note.objects.filter(origin_id=feedback.pk).exists()


# -- One's own ---------------------------------------------------------------------------------------


def test_only_whoever_wrote_it_changes_or_withdraws_a_note(avonshire, by, note, feedback):
    other = avonshire.person("quality_lead")
    for give in (
        lambda: commands.edit_note(by=other, note=note, text="Mine now."),
        lambda: commands.withdraw_note(by=other, note=note, on=timezone.localdate()),
    ):
        with pytest.raises(PermissionDenied):
            give()
    commands.edit_note(by=by, note=note, text="The hoistle.")
    assert found(by, "hoistle") == [note.pk]
    originals = RestrictedText.objects.filter(origin="note", origin_id=note.pk).order_by("created_at")
    assert list(originals.values_list("text", flat=True)) == [TYPED, "The hoistle."]
    commands.withdraw_note(by=by, note=note, on=timezone.localdate())
    assert found(by, "hoistle") == []
    page = avonshire.client("complaints_manager").get(address(feedback)).content.decode()
    assert "Note withdrawn" in page and "hoistle" not in page
    with pytest.raises(Refused, match="withdrawn already"):
        commands.edit_note(by=by, note=note, text="Again.")


def test_the_original_is_shown_for_a_reason_which_is_kept(avonshire, note):
    client = avonshire.client("complaints_manager")
    page = reverse("original_note", args=[note.pk])
    assert "Umarov" not in client.get(page).content.decode()
    assert "Umarov" in client.post(page, {"reason": "to ring back"}).content.decode()
    avonshire.enter()
    assert AuditLine.objects.filter(target_id=note.pk, reason="to ring back").exists()
    assert avonshire.client("quality_lead").post(page, {"reason": "to ring back"}).status_code == 403


# -- Its end -----------------------------------------------------------------------------------------


def test_a_note_goes_with_the_text_of_its_record(by, note, feedback, avonshire):
    commands.edit_note(by=by, note=note, text="The hoist and the quixotry.")
    forgetting.forget(by=avonshire.clock, feedback=[feedback], on=timezone.localdate())
    assert not Note.objects.filter(pk=note.pk).exists()
    assert not RestrictedText.objects.filter(origin_id=note.pk).exists()
    assert not redaction.history_of(Note).objects.filter(pgh_obj_id=note.pk).exists()
    assert found(by, "quixotry") == []


@pytest.mark.parametrize(("years", "stays"), [(5, True), (7, False)])
def test_a_note_on_what_stays_goes_after_six_years(avonshire, years, stays):
    by = avonshire.person("quality_lead")
    note = commands.add_note(by=by, record=Lesson.objects.visible_to(by).first(), text="A zanzibar of files.")
    Note.objects.filter(pk=note.pk).update(at=timezone.now() - datetime.timedelta(days=366 * years))
    gone = sum(rows.count() for rows in attached.due(by.council_id, timezone.now()))
    assert (gone == 0) == stays
    if not stays:
        now = timezone.now()
        assert forget_due(avonshire.clock, today=now.date(), now=now).attached == 1
        avonshire.enter()
        assert not Note.objects.filter(pk=note.pk).exists()
