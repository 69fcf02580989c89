"""Ticked rows of a list: one command each, those refused named, undone for a moment; columns as somebody likes them."""

from __future__ import annotations

import datetime
import html
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from goldthread.council.models import AuditLine
from goldthread.council.records import selections
from goldthread.council.records.assignment import assign
from goldthread.council.records.models import ListSettings, Selection
from goldthread.feedback import commands
from goldthread.feedback.intake.new_feedback import NewFeedback
from goldthread.feedback.models import Feedback, Point
from goldthread.learning.models import Lesson

pytestmark = pytest.mark.django_db
LIST = "/feedback/"
TODAY = timezone.localdate()
DAY = {"closed_on-day": TODAY.day, "closed_on-month": TODAY.month, "closed_on-year": TODAY.year}
USUAL = ["reference", "type", "from", "team", "themes", "received", "owner", "due", "state"]
CLOSE = {**DAY, "outcome_complaint": "Not upheld"}


def _made(avonshire, n: int = 3, team: str = "", word: str = "zebrano") -> list[Feedback]:
    by = avonshire.person("complaints_manager")
    where = avonshire.team(team) if team else None
    return [
        commands.receive(
            by=by,
            today=TODAY,
            new=NewFeedback(
                source="complaint", points=[f"It is of {word}, {each}."], received_on=TODAY, team=where
            ),
        )
        for each in range(n)
    ]


def _keys(pieces) -> list[str]:
    return [str(piece.pk) for piece in pieces]


def _messages(response) -> str:
    found = re.findall(
        r'<div class="gt-message[^"]*" role="(?:status|alert)">(.*?)</div>', response.content.decode(), re.S
    )
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", " ".join(found))).split())


def _close(client, pieces, query: str = ""):
    """Send what is ticked, and the form that asks for the outcome."""
    asked = client.post(LIST + query, {"do": "close", "row": _keys(pieces)})
    assert asked.status_code == 302, asked.content.decode()[-2000:]
    return client.post(asked.url, CLOSE, follow=True)


def test_each_is_done_by_a_command_of_its_own_and_those_refused_are_named(avonshire):
    pieces = _made(avonshire)
    by, client = avonshire.person("complaints_manager"), avonshire.client("complaints_manager")
    commands.close_case(by=by, feedback=pieces[1], closed_on=TODAY, outcome="Upheld")
    lines = AuditLine.objects.filter(council=avonshire.council).count()
    answer = _close(client, pieces, "?source=complaint&rows=50")
    said = _messages(answer)
    assert "2 pieces of feedback closed" in said
    assert f"Not closed: {pieces[1].reference}: It is closed already." in said
    assert answer.redirect_chain[-1][0].startswith("/feedback/?source=complaint&rows=50&changed=")
    avonshire.enter()
    outcomes = [Feedback.objects.get(pk=piece.pk).outcome for piece in pieces]
    assert outcomes == ["Not upheld", "Upheld", "Not upheld"]
    written = AuditLine.objects.filter(council=avonshire.council).order_by("number")[lines:]
    assert [line.command for line in written] == ["feedback.close_case"] * 2


def test_it_is_undone_but_for_what_was_changed_since(avonshire):
    pieces = _made(avonshire)
    by, client = avonshire.person("complaints_manager"), avonshire.client("complaints_manager")
    answer = _close(client, pieces)
    avonshire.enter()
    selection = Selection.objects.get(action="close")
    assert f'name="changed" value="{selection.pk}"' in answer.content.decode()
    commands.record_response(
        by=by, feedback=Feedback.objects.get(pk=pieces[2].pk), responded_on=TODAY, response="We are sorry."
    )
    undo = {"do": "undo", "changed": str(selection.pk)}
    said = _messages(client.post(LIST, undo, follow=True))
    assert "2 pieces of feedback put back as before" in said
    assert f"Not put back as before: {pieces[2].reference}: It was changed since." in said
    avonshire.enter()
    rows = {f.pk: (f.closed_on, f.outcome) for f in Feedback.objects.filter(pk__in=_keys(pieces))}
    assert [rows[piece.pk] for piece in pieces] == [(None, "")] * 2 + [(TODAY, "Not upheld")]
    upheld = Point.objects.filter(feedback__in=pieces).order_by("feedback__number")
    assert [point.is_upheld for point in upheld] == [None, None, False]
    assert "cannot be undone any more" in _messages(client.post(LIST, undo, follow=True))


def test_undo_is_for_whoever_did_it_and_for_a_moment(avonshire, monkeypatch):
    pieces = _made(avonshire, 1)
    _close(avonshire.client("complaints_manager"), pieces)
    avonshire.enter()
    selection = Selection.objects.get(action="close")
    undo = {"do": "undo", "changed": str(selection.pk)}
    answer = avonshire.client("quality_lead").post(LIST, undo, follow=True)
    assert "cannot be undone any more" in _messages(answer)
    Selection.objects.filter(pk=selection.pk).update(
        done_at=timezone.now() - selections.UNDO_FOR - datetime.timedelta(seconds=1)
    )
    client = avonshire.client("complaints_manager")
    page = client.get(f"{LIST}?changed={selection.pk}").content.decode()
    assert 'value="undo"' not in page
    assert "cannot be undone any more" in _messages(client.post(LIST, undo, follow=True))
    avonshire.enter()
    assert Feedback.objects.get(pk=pieces[0].pk).closed_on == TODAY


def test_another_teams_and_another_councils_are_not_touched(avonshire, brackenmoor):
    avonshire.enter()
    manager = avonshire.person("team_manager")
    own = manager.memberships.first().team.slug
    other = next(slug for slug in ("locality-north", "locality-south") if slug != own)
    ours, theirs = _made(avonshire, 1, own, "zebrano")[0], _made(avonshire, 1, other, "zirbe")[0]
    answer = _close(avonshire.client("team_manager"), [ours, theirs])
    assert "1 piece of feedback closed" in _messages(answer)
    avonshire.enter()
    assert Feedback.objects.get(pk=theirs.pk).closed_on is None
    again = brackenmoor.client("quality_lead").post(LIST, {"do": "close", "row": _keys([theirs])})
    assert again.status_code == 200 and "Select at least one" in _messages(again)
    avonshire.enter()
    key = Selection.objects.get(action="close").pk
    assert brackenmoor.client("quality_lead").get(f"/feedback/close/?selection={key}").status_code == 302
    assert avonshire.client("quality_lead").get(f"/feedback/close/?selection={key}").url == LIST


def test_all_that_match_are_bounded_and_the_number_must_still_be_so(avonshire, monkeypatch):
    pieces = _made(avonshire, 3)
    client = avonshire.client("complaints_manager")
    query = "?words=zebrano"
    old = client.post(LIST + query, {"do": "close", "all": "2"})
    assert "3 match now, not 2" in _messages(old)
    asked = client.post(LIST + query, {"do": "close", "all": "3"})
    avonshire.enter()
    assert sorted(Selection.objects.get().keys) == sorted(_keys(pieces)) and asked.status_code == 302
    monkeypatch.setattr("goldthread.council.records.lists.MOST_TICKED", 2)
    many = client.post(LIST + query, {"do": "close", "all": "3"})
    assert "More than 2 match" in _messages(many)


def test_five_are_assigned_and_given_back(avonshire):
    pieces = _made(avonshire, 5)
    by, client = avonshire.person("complaints_manager"), avonshire.client("complaints_manager")
    colleague = avonshire.person("quality_lead")
    assign(by=by, record=pieces[4], owner=by)
    sent = {"do": "assign", "row": _keys(pieces), "assign-owner": str(colleague.pk)}
    nobody = client.post(LIST, {**sent, "assign-owner": ""})
    assert "Choose whom to assign them to" in _messages(nobody)
    assert nobody.content.decode().count(" checked>") >= 5
    answer = client.post(LIST, sent, follow=True)
    assert f"5 pieces of feedback assigned to {colleague.name}" in _messages(answer)
    avonshire.enter()
    assert {f.owner_id for f in Feedback.objects.filter(pk__in=_keys(pieces))} == {colleague.pk}
    key = Selection.objects.get(action="assign").pk
    client.post(LIST, {"do": "undo", "changed": str(key)})
    avonshire.enter()
    owners = {f.pk: f.owner_id for f in Feedback.objects.filter(pk__in=_keys(pieces))}
    assert [owners[piece.pk] for piece in pieces] == [None] * 4 + [by.pk]


def test_nothing_ticked_is_said_and_what_was_ticked_stays_ticked(avonshire):
    client = avonshire.client("complaints_manager")
    assert "Select at least one piece of feedback" in _messages(client.post(LIST, {"do": "close"}))
    assert client.post(LIST, {"do": "nonsense", "row": ["x"]}).status_code == 302


def test_who_may_do_nothing_with_them_has_no_boxes(avonshire):
    page = avonshire.client("director").get(LIST).content.decode()
    assert "gt-bulk" not in page and 'name="row"' not in page
    refused = avonshire.client("director").post(LIST, {"do": "close", "row": ["x"]})
    assert refused.status_code == 302


def test_coding_a_lesson_and_an_export_are_given_just_those(avonshire):
    pieces = _made(avonshire, 2)
    _made(avonshire, 1, word="zirbe")
    client = avonshire.client("complaints_manager")
    there = {
        do: client.post(LIST, {"do": do, "row": _keys(pieces)}).url for do in ("code", "lesson", "export")
    }
    page = client.get(there["code"]).content.decode()
    assert "Only the 2 issues of what you selected" in page
    lesson = client.get(there["lesson"]).content.decode()
    assert "2 issues selected" in lesson and "zirbe" not in lesson
    new = re.search(r'href="(/learning/record/\?selection=[^"]+)"', lesson)[1]
    chosen = client.get(new).content.decode()
    assert len(re.findall(r'name="point"[^>]* checked', chosen)) == 2
    avonshire.enter()
    record = Lesson.objects.visible_to(avonshire.person("complaints_manager")).first()
    before = record.basis.count()
    client.post(there["lesson"], {"lesson": str(record.pk)})
    avonshire.enter()
    assert record.basis.count() == before + 2
    file = client.post(there["export"], {"kind": "csv"})
    rows = b"".join(file.streaming_content).decode().splitlines()
    assert len(rows) == 3 and all("zebrano" in row for row in rows[1:])


def test_columns_are_chosen_kept_for_the_person_and_stand_in_the_address(avonshire):
    client = avonshire.client("complaints_manager")
    answer = client.post(f"{LIST}?source=complaint", {"do": "columns", "column": ["reference", "outcome"]})
    assert answer.url == "/feedback/?source=complaint&columns=reference%2Csubject%2Coutcome"
    heads = re.compile(r"<th scope=\"col\"[^>]*>(?:<a[^>]*>)?(?:<span[^>]*>)?([^<]+)")
    for address in (answer.url, LIST):
        assert heads.findall(client.get(address).content.decode()) == [
            "Select", "Reference", "Subject", "Outcome",
        ]  # fmt: skip
    assert "Team" in heads.findall(client.get(f"{LIST}?columns=team").content.decode())
    assert "Outcome" not in heads.findall(avonshire.client("quality_lead").get(LIST).content.decode())
    page = client.get(f"{answer.url}").content.decode()
    assert "/feedback/views/save/?source=complaint&amp;columns=reference%2Csubject%2Coutcome" in page
    client.post(
        LIST,
        {"do": "columns", "column": USUAL},
    )
    avonshire.enter()
    assert ListSettings.objects.get().columns == ""


def test_filters_stay_open_for_whoever_keeps_them_so(avonshire):
    client = avonshire.client("complaints_manager")
    panel = '<details class="gt-panel" data-remember="filters" open>'
    assert panel not in client.get(LIST).content.decode()
    client.post(LIST, {"do": "show-filters"})
    assert panel in client.get(LIST).content.decode()
    assert panel not in avonshire.client("quality_lead").get(LIST).content.decode()
    client.post(LIST, {"do": "hide-filters"})
    assert panel not in client.get(LIST).content.decode()


def test_any_list_is_exported_as_it_is_shown_and_recorded(avonshire):
    client = avonshire.client("quality_lead")
    query = "?columns=reference,outcome&sort=number"
    for kind, begins in (("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")):
        file = client.post(f"/reviews/{query}", {"do": f"export-{kind}", "list": "1"})
        content = b"".join(file.streaming_content)
        assert content.startswith(begins) and f".{kind}" in file["Content-Disposition"]
        if kind == "csv":
            rows = content.decode("utf-8-sig").splitlines()
            assert rows[0] == '"Reference","Review","Outcome"' and rows[1].startswith('"R')
    avonshire.enter()
    line = AuditLine.objects.order_by("-number").first()
    assert (line.command, line.reason) == ("council.export_list", "reviews, xlsx")


def test_no_file_is_made_of_all_records_where_the_selection_is_over_or_anothers(avonshire):
    key = selections.keep(avonshire.person("quality_lead"), [Feedback.objects.first()]).pk
    client = avonshire.client("complaints_manager")
    answer = client.post(f"/feedback/export/?selection={key}", {"kind": "csv"})
    assert (answer.status_code, answer.get("Location")) == (302, LIST)
    answer = client.post(f"{reverse('learning:list')}?selection={key}", {"do": "export-csv", "list": "1"})
    lines = b"".join(answer).decode().splitlines()
    assert len(lines) == 1, "the headings alone"


def test_a_selection_is_deleted_after_a_day(avonshire):
    pieces = _made(avonshire, 1)
    by = avonshire.person("complaints_manager")
    old = selections.keep(by, pieces)
    Selection.objects.filter(pk=old.pk).update(created_at=timezone.now() - datetime.timedelta(days=2))
    assert selections.selection_of(by, old.pk) is None
    selections.keep(by, pieces)
    assert Selection.objects.count() == 1
    assert reverse("feedback:list") == LIST
