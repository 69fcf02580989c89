"""Corrections of feedback: with a reason and never over somebody else's, and its issues follow what is corrected."""

from __future__ import annotations

import datetime
import html
import re

import pytest
from django.urls import reverse

from goldthread.council.command import OutsideTeam, Refused
from goldthread.council.models import AuditLine, SearchEntry
from goldthread.council.records.saving import Stale
from goldthread.feedback import commands, corrections
from goldthread.feedback.contacts.models import Contact
from goldthread.feedback.forms import EditFeedbackForm
from goldthread.feedback.models import Feedback, Point
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding import commands as coding_commands
from goldthread.themes.counting.jobs import count_again
from goldthread.themes.counting.models import ThemeMonth

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 9, 3)
TODAY = datetime.date(2026, 11, 6)
REASON = "Entered for the wrong team"


@pytest.fixture
def complaint(avonshire) -> Feedback:
    """Return a complaint of one team with a contact, whose words name that person in small letters."""
    new = commands.NewFeedback(
        source="complaint",
        points=["vantongeren waited nine weeks for a ramp.", "Nobody rang back."],
        received_on=DAY,
        speaker="person",
        channel="phone",
        team=avonshire.team("locality-north"),
        extra={"stage": "1"},
        contact={"name": "Perpetua Vantongeren", "phone": "07700 900461"},
    )
    return commands.receive(by=avonshire.person("complaints_manager"), new=new, today=DAY)


def edit(cast, feedback: Feedback, who: str = "complaints_manager", **changes) -> Feedback:
    stands = EditFeedbackForm.as_it_stands(feedback)
    fields = {name: stands[name] for name in ("source", *EditFeedbackForm.FACTS)} | {"extra": feedback.extra}
    given = {"version": feedback.version, "reason": REASON, "today": TODAY} | fields | changes
    result = corrections.edit_feedback(by=cast.person(who), feedback=feedback, **given)
    cast.enter()
    return result


def test_its_issues_follow_a_corrected_team_date_speaker_and_type(avonshire, complaint):
    south = avonshire.team("locality-south")
    on = datetime.date(2026, 8, 20)
    edit(
        avonshire,
        complaint,
        team=south,
        received_on=on,
        speaker="carer",
        source="concern",
        extra={"stage": ""},
    )
    points = Point.objects.filter(origin="feedback", origin_id=complaint.pk)
    assert {(p.team_id, p.heard_on, p.month, p.speaker, p.source) for p in points} == {
        (south.pk, on, datetime.date(2026, 8, 1), "carer", "concern")
    }
    entry = SearchEntry.objects.get(record_id=complaint.pk)
    assert (entry.team_id, entry.on) == (south.pk, on)


def test_a_theme_is_counted_again_in_the_month_and_team_of_the_correction(avonshire, complaint):
    theme = Theme.objects.filter(council=avonshire.council, state=Theme.State.ACTIVE).first()
    point = complaint.points.get(position=1)
    coding_commands.code(by=avonshire.person("complaints_manager"), point=point, themes=[theme])
    south = avonshire.team("locality-south")

    def counts(team, month):
        rows = ThemeMonth.objects.filter(theme=theme, team=team, month=month, source="complaint")
        return sum(rows.values_list("count", flat=True))

    september, august = datetime.date(2026, 9, 1), datetime.date(2026, 8, 1)
    before = counts(complaint.team, september), counts(south, august)
    edit(avonshire, complaint, team=south, received_on=datetime.date(2026, 8, 20))
    count_again(by=avonshire.person("complaints_manager"), points=[str(point.pk)])
    avonshire.enter()
    after = counts(avonshire.team("locality-north"), september), counts(south, august)
    assert after == (before[0] - 1, before[1] + 1)


def test_the_timeline_shows_what_was_corrected_by_whom_and_why(avonshire, complaint):
    edit(avonshire, complaint, team=avonshire.team("locality-south"))
    client = avonshire.client("complaints_manager")
    page = html.unescape(client.get(reverse("feedback:detail", args=[complaint.pk])).content.decode())
    timeline = page.split('id="timeline"')[1]
    assert "Team: Locality North → Locality South" in timeline
    assert REASON in timeline and avonshire.person("complaints_manager").name in timeline


def test_a_reason_names_nobody_whom_the_case_knows(avonshire, complaint):
    edit(avonshire, complaint, reason="vantongeren said it was another team", speaker="carer")
    line = AuditLine.objects.filter(command="feedback.edit_feedback").latest("number")
    assert "vantongeren" not in line.reason and "another team" in line.reason
    with pytest.raises(Refused, match="reason"):
        edit(avonshire, complaint, reason=" ", speaker="staff")


def test_a_corrected_text_is_redacted_and_a_reference_keeps_its_number(avonshire, complaint):
    edit(avonshire, complaint, service="vantongeren's day centre", their_reference="CRM 240119")
    complaint.refresh_from_db()
    assert "vantongeren" not in complaint.service and "day centre" in complaint.service
    assert complaint.their_reference == "CRM 240119"


def test_what_somebody_else_changed_is_not_overwritten_and_both_texts_are_shown(avonshire, complaint):
    client, address = (
        avonshire.client("complaints_manager"),
        reverse("feedback:edit_feedback", args=[complaint.pk]),
    )
    page = client.get(address).content.decode()
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    edit(avonshire, complaint, speaker="carer")
    stands = EditFeedbackForm.as_it_stands(complaint)
    answers = {
        name: stands[name] for name in ("source", "channel", "service", "their_reference", "format_needed")
    }
    answers |= {f"received_on-{part}": getattr(DAY, part) for part in ("day", "month", "year")}
    answers |= {"speaker": "staff", "team": complaint.team_id, "version": version, "reason": REASON}
    refused = html.unescape(client.post(address, answers).content.decode())
    assert "Somebody else changed this record" in refused
    assert "Unpaid carer" in refused and "Member of staff" in refused
    avonshire.enter()
    complaint.refresh_from_db()
    assert complaint.speaker == "carer"


@pytest.mark.parametrize("page", ["respond", "close"])
def test_a_response_and_an_outcome_are_not_written_over_each_other(avonshire, complaint, page):
    client = avonshire.client("complaints_manager")
    day = {part: getattr(TODAY, part) for part in ("day", "month", "year")}
    answers = {
        "respond": {"response": "We rang.", **{f"responded_on-{part}": day[part] for part in day}},
        "close": {"outcome": "Upheld", **{f"closed_on-{part}": day[part] for part in day}},
    }
    for each in answers.values():
        each["version"] = str(complaint.version)
    other = "close" if page == "respond" else "respond"
    client.post(reverse(f"feedback:{other}", args=[complaint.pk]), answers[other])
    answer = client.post(reverse(f"feedback:{page}", args=[complaint.pk]), answers[page])
    assert "Somebody else changed this record" in answer.content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"received_on": datetime.date(2027, 1, 1)}, "received_on"),
        ({"happened_on": datetime.date(2026, 9, 4)}, "happened_on"),
        ({"source": "compliment"}, "source"),
        ({"source": "gossip"}, "source"),
    ],
)
def test_a_correction_that_cannot_be_right_is_refused(avonshire, complaint, changes, field):
    with pytest.raises(Refused) as refused:
        edit(avonshire, complaint, **changes)
    assert refused.value.field == field
    complaint.refresh_from_db()
    assert (complaint.received_on, complaint.source) == (DAY, "complaint")


def test_it_cannot_be_received_after_it_was_closed(avonshire, complaint):
    commands.close_case(
        by=avonshire.person("complaints_manager"), feedback=complaint, closed_on=DAY, outcome="Upheld"
    )
    with pytest.raises(Refused, match="date closed is before the date received"):
        edit(avonshire, complaint, received_on=datetime.date(2026, 9, 4))
    with pytest.raises(Refused, match="outcome"):
        edit(avonshire, complaint, source="suggestion", extra={"stage": ""})


def test_a_team_manager_corrects_their_own_teams_feedback_and_gives_it_to_no_other(avonshire, complaint):
    manager = avonshire.person("team_manager")
    [own] = manager.teams_for("feedback.receive")
    if complaint.team_id != own:
        with pytest.raises(OutsideTeam):
            edit(avonshire, complaint, "team_manager", speaker="carer")
        edit(avonshire, complaint, team=type(complaint.team).objects.get(pk=own))
    edit(avonshire, complaint, "team_manager", speaker="carer")
    for team in (avonshire.team("mental-health"), None):
        with pytest.raises(OutsideTeam):
            edit(avonshire, complaint, "team_manager", team=team)


def test_a_corrected_date_does_not_bring_the_same_row_in_again(avonshire, complaint):
    new = commands.NewFeedback(
        source="complaint", points=["The ramp is steep."], received_on=DAY, their_reference="X-1"
    )
    by = avonshire.person("complaints_manager")
    [saved] = commands.receive_many(by=by, pieces=[new])
    edit(avonshire, saved, received_on=datetime.date(2026, 9, 1), source="concern")
    assert commands.receive_many(by=by, pieces=[new]) == []


def test_corrected_contact_details_stay_known_so_that_nothing_is_shown_again(avonshire, complaint):
    manager = avonshire.person("complaints_manager")
    assert "vantongeren" not in complaint.points.get(position=1).text
    answers = {"name": "Perpetua Tongeren", "phone": "07700 900999"}
    corrections.edit_contact(
        by=manager, feedback=complaint, version=complaint.version, reason="vantongeren is misspelt", **answers
    )
    avonshire.enter()
    contact = Contact.objects.get(feedback=complaint)
    assert (contact.name, contact.phone) == ("Perpetua Tongeren", "07700 900999")
    commands.redact_again(by=manager, feedback=complaint)
    avonshire.enter()
    assert "vantongeren" not in complaint.points.get(position=1).text
    line = AuditLine.objects.filter(command="feedback.edit_contact").latest("number")
    assert "vantongeren" not in line.reason and "07700" not in str(line.detail)
    with pytest.raises(Stale):
        corrections.edit_contact(
            by=manager, feedback=complaint, version=1, reason="An old page", name="Somebody else"
        )


def test_contact_details_are_corrected_on_their_page_by_whoever_may_open_them(avonshire, complaint):
    address = reverse("feedback:contact", args=[complaint.pk])
    assert avonshire.client("quality_lead").post(address).status_code == 403
    client = avonshire.client("complaints_manager")
    assert "Correct contact details" not in client.get(address).content.decode()
    page = client.post(address).content.decode()
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    saved = client.post(
        reverse("feedback:edit_contact", args=[complaint.pk]),
        {
            "version": version,
            "counts": "now",
            "reason": "She told us",
            "name": "Perpetua Tongeren",
            "email": "",
        },
    )
    assert saved.status_code == 302
    avonshire.enter()
    assert Contact.objects.get(feedback=complaint).name == "Perpetua Tongeren"
