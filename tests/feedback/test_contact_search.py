"""Search of contact details: who is found by what, what the log says of it, and who may not."""

import datetime

import pytest
from django.urls import reverse

from goldthread.council.command import Refused
from goldthread.council.models import AuditLine
from goldthread.feedback import commands, corrections
from goldthread.feedback.contacts import search
from goldthread.feedback.contacts.keeping import keep_missing_keys
from goldthread.feedback.contacts.keys import kind_of_words, normal_form, number_of, words_of_name
from goldthread.feedback.contacts.models import ContactKey
from goldthread.feedback.forgetting import forget
from goldthread.feedback.models import Feedback

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 4)
CONTACT = {
    "name": "Mrs Kathryn Zorvika-Pell",
    "phone": "+44 (0)1632 960777",
    "email": "K.Zorvika@mail.example",
}


def _add(avonshire, contact=CONTACT, text="The quincunx never came.", **more):
    new = commands.NewFeedback(
        **{"source": "complaint", "points": [text], "received_on": DAY, "contact": contact, **more}
    )
    return commands.receive(by=avonshire.person("complaints_manager"), new=new, today=DAY)


def _found(avonshire, *words, **more):
    found = search.search_contacts(by=avonshire.person("complaints_manager"), words=words, **more)
    return [match.feedback for match in found.matches]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Zorvika", "name"),
        ("Mrs K Zorvika, flat 12", "name"),
        ("01632 960777", "telephone number"),
        ("960777", "telephone number"),
        ("k.zorvika@mail.example", "e-mail address"),
    ],
)
def test_what_was_typed_is_told_by_its_form(words, kind):
    assert kind_of_words(words) == kind


@pytest.mark.parametrize(
    ("phone", "number"),
    [
        ("01632 960777", "01632960777"),
        ("+44 (0)1632 960777", "01632960777"),
        ("0044 1632-960-777", "01632960777"),
        ("447700900461", "07700900461"),
        ("960777", "960777"),
        ("44 12", "4412"),
    ],
)
def test_numbers_are_compared_as_they_are_dialled(phone, number):
    assert number_of(phone) == number


def test_names_are_compared_by_their_words():
    assert words_of_name("Mrs Renée O'Hara-Smith") == ["renee", "ohara", "smith"]
    assert normal_form("Ann  Lee") == normal_form("lee, ANN")


@pytest.mark.parametrize(
    "words",
    [
        "Zorvika", "zorvika", "Pell", "Kathryn Zorvika", "Zorvika Kathryn", "Catherine", "Zorvica", "Zorvikka",
        "Zrvika", "Zorfika", "01632 960777", "01632960777", "(01632) 960-777", "+44 1632 960777", "960777", "960 777",
        "k.zorvika@mail.example", " K.ZORVIKA@MAIL.EXAMPLE ",
    ],
)  # fmt: skip
def test_somebody_is_found_however_it_is_spelled_or_spaced(avonshire, words):
    assert _add(avonshire) in _found(avonshire, words)


@pytest.mark.parametrize(
    "words", ["Zorba", "Zorvika Pemberton", "01632 960778", "960778", "zorvika@mail.example", "quincunx"]
)
def test_others_are_not_found(avonshire, words):
    assert _add(avonshire) not in _found(avonshire, words)


@pytest.mark.parametrize("words", ["", "Z", "Mrs", "12 34", "  "])
def test_too_little_is_refused(avonshire, words):
    with pytest.raises(Refused, match="Enter a name"):
        _found(avonshire, words)


def test_a_person_is_found_by_any_of_their_details_but_not_the_piece_itself(avonshire):
    first, second = _add(avonshire), _add(avonshire, {"phone": "01632 960777"}, "It dripped.")
    assert {first, second} <= {*_found(avonshire, "Nobody Such", "01632 960777")}
    assert _found(avonshire, "01632 960777", besides=second) == [first]


def test_corrected_details_are_found_and_the_earlier_are_not(avonshire):
    feedback, by = _add(avonshire), avonshire.person("complaints_manager")
    corrections.edit_contact(
        by=by, feedback=feedback, version=feedback.version, reason="She said it again", name="Ada Vantongeren"
    )
    assert feedback in _found(avonshire, "Vantongeren") and feedback not in _found(avonshire, "Zorvika")


def test_withdrawn_and_deleted_feedback_is_not_found(avonshire):
    feedback = _add(avonshire)
    Feedback.objects.filter(pk=feedback.pk).update(withdrawn_on=DAY)
    assert _found(avonshire, "Zorvika") == []
    forget(by=avonshire.person("administrator"), feedback=[feedback], on=DAY)
    assert not ContactKey.objects.filter(key__contains="zorvika").exists()


def test_details_from_before_there_were_keys_are_found_after_the_night(avonshire):
    feedback = _add(avonshire)
    ContactKey.objects.filter(contact__feedback=feedback).delete()
    assert feedback not in _found(avonshire, "Zorvika")
    assert keep_missing_keys(avonshire.council) == 1 and keep_missing_keys(avonshire.council) == 0
    assert feedback in _found(avonshire, "Zorvika")


def _last_line(avonshire):
    return AuditLine.objects.filter(council=avonshire.council).latest("number")


def test_the_log_holds_whose_cases_were_shown_and_never_the_words(avonshire):
    feedback = _add(avonshire)
    _found(avonshire, "Kathryn ZORVIKA")
    line = _last_line(avonshire)
    assert (line.command, line.reason) == (search.COMMAND, "by name")
    assert line.detail["found"] == [feedback.number] and line.person == avonshire.person("complaints_manager")
    assert "zorvika" not in str(vars(line)).lower()
    # The same name in another spelling of spaces and case has the same mark; another council's has another.
    assert line.detail["marks"] == [search.mark_of(avonshire.council.pk, "zorvika, kathryn")]
    assert line.detail["marks"] != [search.mark_of(feedback.pk, "zorvika, kathryn")]


def test_an_auditor_learns_who_looked_for_somebody(avonshire):
    feedback = _add(avonshire)
    _found(avonshire, "Kathryn Zorvika")
    _found(avonshire, "Pemberton")
    auditor = avonshire.person("administrator")
    [row] = search.check_searches(by=auditor, words="ZORVIKA Kathryn")
    assert row.found == [feedback.reference] and row.line.person == avonshire.person("complaints_manager")
    assert search.check_searches(by=auditor, words="Zorvika Ada") == []
    assert len(search.check_searches(by=auditor, words="")) >= 2
    page = avonshire.client("administrator").post(
        reverse("feedback:contact_searches"), {"words": "Zorvika, Kathryn"}
    )
    assert feedback.reference in page.content.decode()


def test_so_many_searches_an_hour(avonshire, monkeypatch):
    monkeypatch.setattr(search, "MOST_AN_HOUR", 2)
    _found(avonshire, "Zorvika")
    _found(avonshire, "Zorvika")
    with pytest.raises(Refused, match="2 times in an hour"):
        _found(avonshire, "Zorvika")
    page = avonshire.client("complaints_manager").post(reverse("feedback:find_contact"), {"words": "Zorvika"})
    assert "Try again later" in page.content.decode()


def test_another_council_and_other_roles_find_nobody(avonshire, brackenmoor):
    feedback = _add(avonshire)
    address = reverse("feedback:find_contact")
    for who in ("quality_lead", "team_manager", "practitioner", "administrator", "director"):
        assert avonshire.client(who).post(address, {"words": "Zorvika"}).status_code == 403
    page = brackenmoor.client("complaints_manager").post(address, {"words": "Zorvika"}).content.decode()
    assert "No results" in page and str(feedback.pk) not in page
    page = avonshire.client("complaints_manager").post(address, {"words": "zorvica"}).content.decode()
    assert "Zorvika-Pell" in page and reverse("feedback:detail", args=[feedback.pk]) in page


def test_intake_says_that_somebody_wrote_before_to_those_who_may(avonshire):
    feedback = _add(avonshire)
    sent = {"points": "1", "point_1": "It drips again.", "phone": "01632 960777", "known": "yes"}
    address = reverse("feedback:receive_source", args=["complaint"])
    page = avonshire.client("complaints_manager").post(address, sent).content.decode()
    assert "may have written before" in page and feedback.reference in page and "It drips again." in page
    page = avonshire.client("quality_lead").post(address, sent).content.decode()
    assert "written before" not in page and "Check whether they wrote before" not in page
