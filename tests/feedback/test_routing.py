"""Rules for new feedback: the first that fits gives team and owner, a person's choice stands, and what is wrong is said."""

from __future__ import annotations

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.models import AuditLine, Person
from goldthread.council.notifications.models import Notification
from goldthread.council.organisations.commands import add_organisation
from goldthread.council.people.commands import add_person, add_team, deactivate_person
from goldthread.council.teams.commands import close_team
from goldthread.feedback import labels
from goldthread.feedback.commands import receive
from goldthread.feedback.intake.new_feedback import NewFeedback
from goldthread.feedback.models import Feedback
from goldthread.feedback.routing import commands
from goldthread.feedback.routing.models import IntakeRule
from goldthread.feedback.routing.rules import (
    conditions_in_words,
    count_for,
    first_that_fits,
    problems_of,
    try_rules,
)
from goldthread.feedback.routing.text_conditions import has_any, plain_words
from goldthread.themes.codebook.models import Theme
from tests.feedback.spreadsheets import as_csv, imported

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def admin(avonshire):
    IntakeRule.objects.filter(council=avonshire.council).delete()
    return avonshire.person("administrator")


def _rule(admin, name="A rule", **fields):
    given = {"source": "", "speaker": "", "named_team": None, "organisation": None, "is_active": True}
    given |= {"words": "", "theme": ""}
    return commands.add_intake_rule(
        by=admin, name=name, **{**given, "to_team": None, "owner": None, **fields}
    )


def _receive(by, text="Nobody rang.", *, source="complaint", **fields):
    new = NewFeedback(source=source, points=[text], received_on=TODAY, **fields)
    return receive(by=by, new=new, today=TODAY)


def test_the_first_rule_that_fits_gives_team_and_owner_and_is_logged(avonshire, admin):
    dilys, south = avonshire.person("complaints_manager"), avonshire.team("locality-south")
    _rule(admin, "Compliments", source="compliment", to_team=avonshire.team("first-contact"))
    rule = _rule(admin, "Complaints go south", source="complaint", to_team=south, owner=dilys)
    _rule(admin, "Never reached", source="complaint", to_team=avonshire.team("first-contact"))
    piece = _receive(avonshire.person("quality_lead"))
    assert (piece.team, piece.owner, piece.rule) == (south, dilys, rule)
    assert piece.points.get().team == south
    line = AuditLine.objects.filter(council=admin.council, target_id=piece.pk).first()
    assert line.detail["changes"] == [["Rule followed", "", "Complaints go south"]]
    assert Notification.objects.filter(person=dilys, origin_id=piece.pk, kind="assigned").exists()
    page = avonshire.client("quality_lead").get(reverse("feedback:detail", args=[piece.pk])).content.decode()
    assert "Complaints go south" in page


def test_a_team_that_somebody_chose_stands_unless_the_rule_asks_for_it(avonshire, admin):
    lead = avonshire.person("quality_lead")
    north, south = avonshire.team("locality-north"), avonshire.team("locality-south")
    rule = _rule(admin, source="complaint", to_team=south)
    assert _receive(lead, team=north).team == north
    commands.change_intake_rule(by=admin, rule=rule, named_team=north)
    assert _receive(lead, "The bill was wrong.", team=north).team == south
    assert _receive(lead, "The letter was rude.").rule is None
    changes = AuditLine.objects.filter(council=admin.council, target_id=rule.pk).last().detail["changes"]
    assert changes == [["Named team", "", "Locality North"]]


@pytest.mark.parametrize(
    ("conditions", "fits"),
    [
        ({"source": "complaint"}, True),
        ({"source": "concern"}, False),
        ({"source": "complaint", "speaker": "carer"}, True),
        ({"source": "complaint", "speaker": "staff"}, False),
        ({"organisation": True}, True),
        ({"organisation": True, "source": "concern"}, False),
    ],
)
def test_every_condition_must_be_met(avonshire, admin, conditions, fits):
    heron = add_organisation(by=admin, name="Heron Care", kind="provider")
    given = {**conditions, **({"organisation": heron} if "organisation" in conditions else {})}
    rule = _rule(admin, to_team=avonshire.team("locality-south"), **given)
    piece = _receive(avonshire.person("quality_lead"), speaker="carer", organisation=heron)
    assert (piece.rule == rule) is fits
    assert (first_that_fits([rule], piece) == rule) is fits


def test_a_rule_holds_for_an_import_too(avonshire, admin):
    lead, dilys = avonshire.person("quality_lead"), avonshire.person("complaints_manager")
    rule = _rule(admin, "Concerns", source="concern", owner=dilys)
    rows = [("Late again.", "03/04/2025", ""), ("Nobody came.", "04/04/2025", "05/05/2025")]
    batch = imported(lead, as_csv(rows, ("Comment", "Date received", "Date closed")), source="concern")
    first, second = Feedback.objects.filter(batch=batch).order_by("batch_row")
    assert (first.owner, second.owner) == (dilys, None), "what is closed is nobody's work"
    assert first.rule == rule


def test_an_owner_is_told_once_of_all_that_an_import_brought(avonshire, admin):
    lead, dilys = avonshire.person("quality_lead"), avonshire.person("complaints_manager")
    _rule(admin, "Concerns", source="concern", owner=dilys)
    Notification.objects.filter(person=dilys).delete()
    rows = [(f"Late again, {n} times.", "03/04/2025") for n in range(3)]
    batch = imported(lead, as_csv(rows, ("Comment", "Date received")), source="concern")
    avonshire.enter()
    [told] = Notification.objects.filter(person=dilys)
    assert str(told) == "3 pieces of feedback were assigned to you" and told.by == lead
    client = avonshire.client("complaints_manager")
    assert (
        "3 pieces of feedback were assigned to you" in client.get(reverse("notifications")).content.decode()
    )
    page = client.get(reverse("open_notification", args=[told.pk]), follow=True).content.decode()
    avonshire.enter()
    pieces = list(Feedback.objects.filter(batch=batch))
    assert len(pieces) == 3 and all(piece.reference in page for piece in pieces)
    told.refresh_from_db()
    assert told.read_at is not None


def test_of_one_piece_in_an_import_its_owner_is_told_by_its_reference(avonshire, admin):
    lead, dilys = avonshire.person("quality_lead"), avonshire.person("complaints_manager")
    _rule(admin, "Concerns", source="concern", owner=dilys)
    Notification.objects.filter(person=dilys).delete()
    batch = imported(lead, as_csv([("Late.", "03/04/2025")], ("Comment", "Date received")), source="concern")
    [told] = Notification.objects.filter(person=dilys)
    assert str(told) == f"{Feedback.objects.get(batch=batch).reference} was assigned to you"


def test_somebody_who_left_and_a_closed_team_are_flagged_and_get_nothing(avonshire, admin):
    east, west = add_team(by=admin, name="East"), add_team(by=admin, name="West")
    ann = add_person(by=admin, name="Ann Lee", role="quality_lead")
    rule = _rule(admin, source="complaint", to_team=east, owner=ann)
    assert problems_of(rule) == []
    deactivate_person(by=admin, person=ann)
    close_team(by=admin, team=east, into=west, on=TODAY, today=TODAY)
    rule = IntakeRule.objects.get(pk=rule.pk)
    assert [problem.split(".")[0] for problem in problems_of(rule)] == [
        "Ann Lee has left", "East is closed, so the rule gives no team",
    ]  # fmt: skip
    piece = _receive(avonshire.person("quality_lead"))
    assert (piece.team, piece.owner) == (None, None)
    page = avonshire.client("administrator").get(reverse("feedback:rules")).content.decode()
    assert re.search(r"no rule fits (0|about \d+|fewer than 5)\.", page), (
        "a count, in the words of whoever reads none"
    )
    assert "Ann Lee has left" in page
    with pytest.raises(Refused, match="has left"):
        commands.change_intake_rule(by=admin, rule=rule, name="As before")


@pytest.mark.parametrize(
    ("words", "text", "fits"),
    [
        ("fell, fall", "My mother FELL on the stairs.", True),
        ("fell", "Fellowship was good.", False),
        ("hospital discharge", "The hospital’s discharge was late.", False),
        ("hospital  Discharge", "Hospital discharge was late.", True),
        ("medic*", "Her medication was wrong.", True),
        ("medic*", "A paramedic came.", False),
        ("don't", "They don’t ring.", True),
    ],
)
def test_words_are_found_whole_or_from_their_beginning(words, text, fits):
    assert has_any(words, plain_words(text)) is fits


def test_a_rule_by_words_gives_new_feedback_its_team_and_is_tried_on_redacted_texts(avonshire, admin):
    south, lead = avonshire.team("locality-south"), avonshire.person("quality_lead")
    rule = _rule(admin, "Falls", words="quincunx, loose rails", to_team=south)
    assert _receive(lead, "The quincunx was loose.").rule == rule
    assert _receive(lead, "The stairs were loose.").rule is None
    batch = imported(lead, as_csv([("Loose rails again.", "03/04/2025")], ("Comment", "Date received")))
    assert Feedback.objects.get(batch=batch).team == south
    day = datetime.date(2025, 4, 3)
    tried = try_rules(admin, [rule], since=day, until=day)
    assert tried.fits[0] == 1 and tried.total == 1 + tried.none
    assert conditions_in_words(rule) == "With any of: quincunx, loose rails"
    with pytest.raises(Refused, match="with commas between"):
        _rule(admin, "Nothing", words="*, !", to_team=south)


def test_a_rule_by_theme_asks_what_the_text_is_likely_about(avonshire, admin, monkeypatch):
    theme = Theme.objects.filter(council=admin.council, state="active").order_by("name").first()
    south = avonshire.team("locality-south")
    rule = _rule(admin, "Its theme", theme=theme.slug, to_team=south)
    likely = [theme.name]
    monkeypatch.setattr(labels, "_READERS", [lambda person, texts, source: likely])
    # Whoever adds it need not see themes.
    practitioner = avonshire.person("practitioner")
    own = practitioner.memberships.first().team
    assert _receive(practitioner, "It was cold.", team=own).rule == rule
    likely.clear()
    assert _receive(avonshire.person("quality_lead"), "It was warm.").rule is None
    assert theme.name in conditions_in_words(rule) and problems_of(rule) == []
    Theme.objects.filter(pk=theme.pk).update(state="retired")
    assert "theme is not in use" in problems_of(rule)[0]


def test_a_rule_says_something_and_gives_something(avonshire, admin):
    south = avonshire.team("locality-south")
    for fields, words in (
        ({"to_team": south}, "at least one thing"),
        ({"source": "complaint"}, "the team or the owner"),
        ({"source": "no such", "to_team": south}, "from the list"),
        (
            {"source": "complaint", "to_team": south, "owner": avonshire.person("farida-hussein")},
            "may not open",
        ),
    ):
        with pytest.raises(Refused, match=words):
            _rule(admin, **fields)


def test_rules_are_tried_in_their_order_on_what_was_received(avonshire, admin):
    """By hand: 3 complaints of no team, 1 of South, 2 concerns. The first rule takes all complaints, moving 3."""
    lead, south = avonshire.person("quality_lead"), avonshire.team("locality-south")
    day = TODAY - datetime.timedelta(days=4000)
    for number in range(6):
        new = NewFeedback(
            source="complaint" if number < 4 else "concern",
            points=[f"Of long ago, {number}."],
            received_on=day,
            team=south if number == 3 else None,
        )
        receive(by=lead, new=new, today=TODAY)
    first = IntakeRule(council=admin.council, source="complaint", to_team=south)
    second = IntakeRule(council=admin.council, source="complaint", to_team=south)
    tried = try_rules(admin, [first, second], since=day, until=day)
    assert (tried.total, tried.none, dict(tried.fits), dict(tried.teams)) == (6, 2, {0: 4}, {0: 3})
    assert [count_for(lead, each) for each in (0, 1, 1234)] == ["0", "1", "1,234"]


@pytest.mark.parametrize(
    "count, said",
    [
        (0, "0"),
        (1, "fewer than 5"),
        (4, "fewer than 5"),
        (5, "about 5"),
        (13, "about 15"),
        (1231, "about 1,230"),
    ],
)
def test_whoever_reads_no_feedback_cannot_count_one_persons_by_a_narrow_rule(admin, count, said):
    assert count_for(admin, count) == said


def test_the_form_tries_before_it_saves(avonshire, admin):
    client = avonshire.client("administrator")
    given = {"name": "Complaints", "source": "complaint", "is_active": "on"}
    given["to_team"] = avonshire.team("first-contact").pk
    page = client.post(reverse("feedback:add_rule"), {**given, "try": "yes"}).content.decode()
    assert "Tried on last month" in page and not IntakeRule.objects.filter(name="Complaints").exists()
    client.post(reverse("feedback:add_rule"), given)
    rule = IntakeRule.objects.get(council=admin.council, name="Complaints")
    other = _rule(admin, "Other", source="concern", to_team=avonshire.team("first-contact"))
    client.post(reverse("feedback:move_rule", args=[other.pk]), {"way": "up"})
    assert [r.name for r in IntakeRule.objects.filter(council=admin.council)] == ["Other", "Complaints"]
    client.post(reverse("feedback:delete_rule", args=[rule.pk]))
    assert not IntakeRule.objects.filter(pk=rule.pk).exists()
    for who in ("quality_lead", "team_manager"):
        assert avonshire.client(who).get(reverse("feedback:rules")).status_code == 403


def test_whoever_cannot_open_what_a_rule_gave_away_is_led_to_the_list(avonshire, admin):
    manager = avonshire.person("team_manager")
    own = manager.memberships.get().team
    other = avonshire.team("first-contact" if own.slug != "first-contact" else "locality-south")
    _rule(admin, source="complaint", named_team=own, to_team=other)
    piece = _receive(Person.objects.get(pk=manager.pk), team=own)
    assert piece.team == other and not Feedback.objects.visible_to(manager).filter(pk=piece.pk).exists()


def test_an_owner_whom_somebody_chose_stands_where_a_rule_gives_it_another_team(avonshire, admin):
    manager, dilys = avonshire.person("team_manager"), avonshire.person("complaints_manager")
    own = manager.memberships.get().team
    other = avonshire.team("first-contact" if own.slug != "first-contact" else "locality-south")
    _rule(admin, "All to one team", source="complaint", named_team=own, to_team=other)
    new = NewFeedback(source="complaint", points=["Nobody rang."], received_on=TODAY, team=own)
    with pytest.raises(Refused, match="“All to one team” gives this to"):
        receive(by=manager, new=new, today=TODAY, owner=manager)
    piece = receive(by=manager, new=new, today=TODAY, owner=dilys)
    assert (piece.team, piece.owner) == (other, dilys)
    assert Notification.objects.filter(person=dilys, origin_id=piece.pk, kind="assigned").exists()
