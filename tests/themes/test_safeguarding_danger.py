"""Danger now: found in the request that saves the text, above everything, with who should have looked and when."""

from __future__ import annotations

import datetime
import html
import re
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

import goldthread
from goldthread.council.command import Refused
from goldthread.council.people import commands as people
from goldthread.feedback import commands as feedback
from goldthread.feedback.models import Point
from goldthread.reviews import commands as reviews
from goldthread.reviews import corrections
from goldthread.reviews.models import Finding, Review
from goldthread.reviews.new_review import NewFinding, NewReview
from goldthread.themes.coding.models import PointReading
from goldthread.themes.safeguarding import commands, danger, queries, safeguarding_screen
from goldthread.themes.safeguarding.duty import DutyList, names
from goldthread.themes.safeguarding.models import (
    Level,
    SafeguardingDuty,
    SafeguardingPrompt,
)

pytestmark = pytest.mark.django_db

DANGER = "I took an overdose an hour ago and nobody answers the phone."
TODAY = "The night carer hit my mother and nobody wrote it down."
PRAISE = "The lunch club was lovely, thank you."
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def manager(avonshire):
    """Return the complaints manager of a council where nothing waits for a review and nobody is on duty yet."""
    avonshire.enter()
    SafeguardingPrompt.objects.filter(council=avonshire.council).delete()
    SafeguardingDuty.objects.filter(council=avonshire.council).delete()
    return avonshire.person("complaints_manager")


def _receive(by, text: str, received_on: datetime.date | None = None) -> Point:
    day = received_on or timezone.localdate()
    new = feedback.NewFeedback(source="complaint", points=[text], received_on=day)
    return feedback.receive(by=by, new=new, today=timezone.localdate()).points.get()


def _audit(by, text: str) -> Review:
    new = NewReview(
        kind="external_audit",
        title="Audit of nights",
        body="Made up",
        decided_on=timezone.localdate(),
        findings=[NewFinding(text=text)],
    )
    return reviews.record(by=by, new=new, today=timezone.localdate())


def _page(cast, who: str, name: str) -> str:
    response = cast.client(who).get(reverse(name))
    assert response.status_code == 200
    cast.enter()
    return " ".join(html.unescape(response.content.decode()).split())


def test_what_somebody_types_is_screened_in_the_transaction_that_saves_it(manager):
    point, praise = _receive(manager, DANGER), _receive(manager, PRAISE)
    prompt = SafeguardingPrompt.objects.get(point=point)
    assert (prompt.level, prompt.raised_at, prompt.rules) == ("danger", 10, safeguarding_screen.RULES)
    assert prompt.danger_since is not None and prompt.reviewed_at is None
    assert not SafeguardingPrompt.objects.filter(point=praise).exists()
    screened = PointReading.objects.filter(point__in=[point, praise]).values_list("screened_by", flat=True)
    assert set(screened) == {safeguarding_screen.RULES}


def test_findings_are_screened_as_they_are_saved(avonshire, manager):
    lead = avonshire.person("quality_lead")
    review = _audit(lead, TODAY)
    added = reviews.add_findings(by=lead, review=review, findings=[NewFinding(text=DANGER)])
    points = [
        *Finding.objects.filter(review=review).order_by("point__position").values_list("point", flat=True)
    ]
    assert points[1] == added[0].point_id
    levels = [SafeguardingPrompt.objects.get(point=point).level for point in points]
    assert levels == ["today", "danger"]


def test_a_text_that_is_split_is_screened_again_in_its_parts(manager):
    point = _receive(manager, f"{PRAISE} {DANGER}")
    _, part = feedback.split_point(by=manager, point=point, texts=[PRAISE, DANGER])
    assert SafeguardingPrompt.objects.get(point=part).level == Level.DANGER


def test_what_awaited_redaction_is_screened_once_it_is_redacted(manager, settings):
    working, settings.PRIVACY_FINDER = settings.PRIVACY_FINDER, "nowhere.at.all"
    point = _receive(manager, DANGER)
    settings.PRIVACY_FINDER = working
    assert not SafeguardingPrompt.objects.filter(point=point).exists()
    feedback.redact_again(by=manager, feedback=point.feedback)
    assert SafeguardingPrompt.objects.get(point=point).level == Level.DANGER


def test_a_corrected_finding_is_screened_as_it_is_saved(avonshire, manager):
    lead = avonshire.person("quality_lead")
    finding = _audit(lead, PRAISE).findings.get()
    corrections.edit_finding(
        by=lead,
        finding=finding,
        text=DANGER,
        heading=finding.heading,
        recommendation=finding.recommendation,
        team=None,
        due_on=None,
        version=finding.version,
        reason="Typed from the wrong page",
    )
    assert SafeguardingPrompt.objects.get(point=finding.point).level == Level.DANGER


def test_a_reviewed_text_that_is_written_anew_and_tells_of_danger_is_looked_at_again(avonshire, manager):
    lead = avonshire.person("quality_lead")
    finding = _audit(lead, TODAY).findings.get()
    prompt = SafeguardingPrompt.objects.get(point=finding.point)
    commands.record_review(by=manager, prompt=prompt, outcome="known")
    edits = [(f"On Sunday. {TODAY}", "today", True), (DANGER, "danger", False)]
    for text, level, is_reviewed in edits:
        finding.refresh_from_db()
        corrections.edit_finding(
            by=lead, finding=finding, text=text, version=finding.version, reason="Typed wrong"
        )
        prompt.refresh_from_db()
        assert (prompt.level, prompt.reviewed_at is not None) == (level, is_reviewed)
    assert prompt.danger_since is not None and prompt.reviews.count() == 1
    # Once it is reviewed as danger, a further correction does not open it again.
    commands.record_review(by=manager, prompt=prompt, outcome="raised")
    finding.refresh_from_db()
    corrections.edit_finding(
        by=lead, finding=finding, text=f"At night. {DANGER}", version=finding.version, reason="Typed wrong"
    )
    prompt.refresh_from_db()
    assert prompt.reviewed_at is not None


def test_whoever_saves_texts_announces_them_to_be_screened():
    makes = [
        path
        for path in Path(goldthread.__file__).parent.rglob("*.py")
        if re.search(r"(?<!def )\bnew_points\(|\bpoint\.text = ", path.read_text())
    ]
    assert len(makes) >= 5
    for path in makes:
        # What `rewrite_case` writes it announces: an update of a register fills its new issues by it.
        announces = ("points_changed(by, written=", "rewrite_case(case, by=by, changes=texts)")
        assert any(each in path.read_text() for each in announces), (
            f"{path}: its new texts are not screened at once"
        )


def test_a_fault_of_the_screening_loses_no_text_and_leaves_it_to_the_job(manager, monkeypatch):
    class Broken:
        def screen_all(self, texts):
            raise RuntimeError("cannot be read")

    monkeypatch.setattr(safeguarding_screen, "screener", Broken)
    point = _receive(manager, DANGER)
    assert Point.objects.get(pk=point.pk).text == DANGER
    assert safeguarding_screen.unscreened_points(manager.council).filter(point=point).exists()


def test_a_long_import_is_left_to_the_job_that_follows(avonshire, manager):
    today = timezone.localdate()
    pieces = [
        feedback.NewFeedback(source="complaint", points=[f"{TODAY} It was bed {n}."], received_on=today)
        for n in range(safeguarding_screen.MOST_AT_ONCE + 1)
    ]
    feedback.receive_many(by=manager, pieces=pieces)
    assert not SafeguardingPrompt.objects.filter(council=manager.council).exists()
    safeguarding_screen.screen_points(manager.council)
    avonshire.enter()
    assert SafeguardingPrompt.objects.filter(council=manager.council, reviewed_at=None).count() >= len(pieces)


@pytest.mark.slow(reason="opens nine pages as seven people")
def test_danger_stands_above_everything_for_those_who_review_and_for_nobody_else(avonshire, manager):
    point = _receive(manager, DANGER)
    for who in ("complaints_manager", "psw"):
        home = _page(avonshire, who, "home")
        assert home.index("Danger now? (1)") < home.index("Home</h1>")
        assert home.index("Home</h1>") < home.index(DANGER) < home.index("Quick actions")
        assert point.reference in home and "Nobody has looked" not in home
        assert "Danger now? (1)" in _page(avonshire, who, "feedback:list")
    for who in ("pot", "quality_lead", "administrator", "team_manager"):
        home = _page(avonshire, who, "home")
        assert DANGER not in home and "Danger now" not in home, who
    commands.record_review(by=manager, prompt=point.safeguarding_prompt, outcome="raised")
    assert "Danger now" not in _page(avonshire, "psw", "home")


def test_another_council_sees_none_of_it(avonshire, manager, brackenmoor):
    _receive(manager, DANGER)
    home = _page(brackenmoor, "complaints_manager", "home")
    assert DANGER not in home and "Danger now" not in home
    assert DANGER not in _page(brackenmoor, "complaints_manager", "themes:safeguarding")


def test_the_list_is_in_order_of_level_then_voices_then_the_newest(avonshire, manager):
    today = timezone.localdate()
    lead = avonshire.person("quality_lead")
    old = _receive(manager, TODAY, today - datetime.timedelta(days=40))
    new = _receive(manager, f"On Sunday. {TODAY}")
    first = _receive(manager, DANGER, today - datetime.timedelta(days=90))
    finding = _audit(lead, f"Nights. {TODAY}").findings.get().point
    listed = queries.listed_prompts(manager).not_reviewed().order_by("-rank", "-point__heard_on", "-id")
    assert [prompt.point_id for prompt in listed] == [first.pk, new.pk, old.pk, finding.pk]
    shown = _page(avonshire, "psw", "themes:safeguarding")
    places = [shown.index(f">{one.reference}<") for one in (first, new, old, finding)]
    assert places == sorted(places)


# -- Who should have looked ----------------------------------------------------------------------------


def test_after_an_hour_everybody_is_told_that_nobody_has_looked(avonshire, manager):
    point = _receive(manager, DANGER)
    prompt = SafeguardingPrompt.objects.get(point=point)
    since = prompt.danger_since
    assert danger.wait_in_words(prompt, since + HOUR * 0.99) == ""
    assert danger.wait_in_words(prompt, since + HOUR) == "Nobody has looked for 1 hour"
    assert danger.wait_in_words(prompt, since + HOUR * 47.5) == "Nobody has looked for 47 hours"
    assert danger.wait_in_words(prompt, since + HOUR * 49) == "Nobody has looked for 2 days"
    SafeguardingPrompt.objects.filter(pk=prompt.pk).update(danger_since=since - HOUR)
    # In the first hour of a day it began the day before.
    for weekday in {timezone.localdate(since - HOUR).weekday(), timezone.localdate().weekday()}:
        commands.add_duty(by=manager, person=avonshire.person("psw"), weekday=weekday)
    shown, name = _page(avonshire, "complaints_manager", "themes:safeguarding"), avonshire.person("psw").name
    assert f"Nobody has looked for 1 hour; {name} was on duty" in shown
    assert f"On duty today: {name}." in shown
    home = _page(avonshire, "psw", "home")
    assert "Nobody has looked for 1 hour; you were on duty" in home and "On duty today: you." in home
    prompt.refresh_from_db()
    commands.record_review(by=manager, prompt=prompt, outcome="known")
    assert danger.wait_in_words(prompt, since + HOUR * 9) == ""


def test_a_concern_of_the_second_level_is_never_said_to_wait(manager):
    prompt = SafeguardingPrompt.objects.get(point=_receive(manager, TODAY))
    assert prompt.level == Level.TODAY and prompt.danger_since is None
    assert danger.wait_in_words(prompt, timezone.now() + HOUR * 100) == ""


def test_dates_come_before_the_day_of_the_week(avonshire, manager):
    psw, council = avonshire.person("psw"), avonshire.council.pk
    monday = datetime.date(2026, 3, 2)
    assert DutyList(council).on(monday) == []
    commands.add_duty(by=manager, person=psw, weekday=0)
    assert DutyList(council).on(monday) == [psw]
    assert DutyList(council).on(monday + datetime.timedelta(days=1)) == []
    commands.add_duty(by=manager, person=manager, from_on=monday, until_on=monday)
    assert DutyList(council).on(monday) == [manager]
    assert DutyList(council).on(monday + datetime.timedelta(days=7)) == [psw]
    people.deactivate_person(by=avonshire.person("administrator"), person=psw)
    assert DutyList(council).on(monday + datetime.timedelta(days=7)) == []


def test_the_duty_page_says_on_which_days_nobody_looks_first(avonshire, manager):
    today = timezone.localdate()
    free = today + datetime.timedelta(days=2)
    for number in range(7):
        day = today + datetime.timedelta(days=number)
        if day != free:
            commands.add_duty(by=manager, person=manager, weekday=day.weekday())
    page = avonshire.client("complaints_manager").get(reverse("themes:safeguarding_duty")).content.decode()
    assert f"In the next seven days nobody is on duty on {free:%A} {free.day} {free:%B %Y}." in page
    avonshire.enter()
    commands.add_duty(by=manager, person=manager, weekday=free.weekday())
    page = avonshire.client("complaints_manager").get(reverse("themes:safeguarding_duty")).content.decode()
    assert "nobody is on duty on" not in page


def test_who_should_have_looked_was_on_duty_when_it_was_found_and_may_review_it(avonshire, manager):
    prompt = SafeguardingPrompt.objects.get(point=_receive(manager, DANGER))
    prompt.danger_since = datetime.datetime(2026, 3, 2, 23, 30, tzinfo=datetime.UTC)
    now, pot, psw = prompt.danger_since + HOUR * 3, avonshire.person("pot"), avonshire.person("psw")

    def words(reader) -> str:
        return danger.waited_in_words(prompt, now, DutyList(avonshire.council.pk), reader)

    # It is of no team, and the occupational therapist reviews those of their own discipline only.
    commands.add_duty(by=manager, person=pot, weekday=0)
    assert words(manager) == "Nobody has looked for 3 hours; nobody was on duty"
    commands.add_duty(by=manager, person=psw, weekday=0)
    commands.add_duty(by=manager, person=manager, weekday=1)
    assert words(manager) == f"Nobody has looked for 3 hours; {psw.name} was on duty"
    assert words(psw) == "Nobody has looked for 3 hours; you were on duty"
    assert names([psw, pot, manager], manager) == f"{psw.name}, {pot.name} and you"


def test_a_duty_that_cannot_be_is_refused(avonshire, manager):
    psw, today = avonshire.person("psw"), datetime.date(2026, 3, 2)
    with pytest.raises(Refused, match="does not review possible safeguarding concerns"):
        commands.add_duty(by=manager, person=avonshire.person("practitioner"), weekday=0)
    with pytest.raises(Refused, match="Choose a day of the week, or enter"):
        commands.add_duty(by=manager, person=psw, from_on=today)
    with pytest.raises(Refused, match="before the first"):
        commands.add_duty(by=manager, person=psw, from_on=today, until_on=today - datetime.timedelta(days=1))
    commands.add_duty(by=manager, person=psw, from_on=today, until_on=today)
    with pytest.raises(Refused, match="on the duty list for that time already"):
        commands.add_duty(by=manager, person=psw, from_on=today, until_on=today)
    with pytest.raises(PermissionDenied):
        commands.add_duty(by=avonshire.person("quality_lead"), person=psw, weekday=0)
    with pytest.raises(IntegrityError):
        SafeguardingDuty.objects.create(council=avonshire.council, person=psw)


def test_the_duty_page_adds_and_removes(avonshire):
    client, psw = avonshire.client("administrator"), avonshire.person("psw")
    SafeguardingDuty.objects.filter(council=avonshire.council).delete()
    address = reverse("themes:safeguarding_duty")
    assert "There is a problem" in client.post(address, {"person": str(psw.pk)}).content.decode()
    assert client.post(address, {"person": str(psw.pk), "weekday": "6"}).status_code == 302
    avonshire.enter()
    entry = SafeguardingDuty.objects.get(council=avonshire.council)
    shown = client.get(address).content.decode()
    assert f"{psw.name}, every Sunday" in shown
    assert client.post(reverse("themes:remove_safeguarding_duty", args=[entry.pk])).status_code == 302
    avonshire.enter()
    assert not SafeguardingDuty.objects.filter(council=avonshire.council).exists()


# -- Which are messaged --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "days", "messaged"),
    [("danger", 0, True), ("danger", 14, True), ("danger", 15, False), ("today", 0, False)],
)
def test_a_text_received_more_than_14_days_before_is_listed_and_not_messaged(level, days, messaged):
    found_at = datetime.datetime(2026, 3, 20, 0, 30, tzinfo=datetime.UTC)
    received_on = datetime.date(2026, 3, 20) - datetime.timedelta(days=days)
    assert danger.is_messaged(level=level, received_on=received_on, found_at=found_at) is messaged


def test_old_danger_is_listed_with_the_rest_and_not_at_the_top_of_home(avonshire, manager):
    _receive(manager, DANGER, timezone.localdate() - datetime.timedelta(days=15))
    home = _page(avonshire, "psw", "home")
    assert DANGER not in home
    assert "1 under “Danger now?” received more than 14 days before it was screened." in re.sub(
        r"<[^>]+>", "", home
    )
    assert DANGER in _page(avonshire, "psw", "themes:safeguarding")


def test_whoever_typed_it_is_told_on_its_page_until_somebody_has_looked(avonshire, manager):
    """Not everybody who types may open the list, and the caller may be on the telephone still."""
    typist = avonshire.person("quality_lead")
    assert not typist.may("themes.safeguarding")
    point = _receive(typist, DANGER)
    commands.add_duty(by=manager, person=avonshire.person("psw"), weekday=timezone.localdate().weekday())

    def page(who: str, of: Point) -> str:
        response = avonshire.client(who).get(reverse("feedback:detail", args=[of.feedback_id]))
        avonshire.enter()
        return html.unescape(response.content.decode())

    told = page("quality_lead", point)
    assert "nobody has reviewed it yet" in told
    assert "ring 999" in told
    assert f"On duty today: {avonshire.person('psw').name}." in told
    assert "Review this possible safeguarding concern" not in told
    assert "Review this possible safeguarding concern" in page("complaints_manager", point)
    old = _receive(typist, DANGER, timezone.localdate() - datetime.timedelta(days=20))
    for other in (old, _receive(typist, TODAY), _receive(typist, PRAISE)):
        assert "nobody has reviewed it yet" not in page("quality_lead", other)
    prompt = SafeguardingPrompt.objects.get(point=point)
    commands.record_review(by=manager, prompt=prompt, outcome="spoke", note="")
    assert "nobody has reviewed it yet" not in page("quality_lead", point)
