"""Point locks: two who code at once are given different points, and of two decisions about one the first is saved."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.utils import timezone

from goldthread.council.database.locks import Lock
from goldthread.council.models import AuditLine
from goldthread.feedback.models import Point
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding import coding_decisions
from goldthread.themes.coding import commands as coding_commands
from goldthread.themes.coding.models import Coding, PointReading
from goldthread.themes.coding.point_locks import LOCKED_FOR
from goldthread.themes.emerging import commands as emerging
from goldthread.themes.emerging.models import EmergingTopic

pytestmark = pytest.mark.django_db


def _theme(avonshire, at: int = 0) -> Theme:
    avonshire.enter()
    return Theme.objects.filter(council=avonshire.council, state="active")[at]


def _version(page: str) -> str:
    return re.search(r'name="version"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="version"', page).group(1)


def test_two_who_code_at_once_are_given_different_points(avonshire):
    # First codings only: those are for everybody.
    PointReading.objects.exclude(stage=1).update(waiting=False)
    first, second = avonshire.client("quality_lead"), avonshire.client("psw")
    one = first.get("/themes/to-code/next/").url
    other = second.get("/themes/to-code/next/").url
    assert one != other
    assert first.get("/themes/to-code/next/").url == one
    PointReading.objects.filter(opened_at__isnull=False).update(opened_at=timezone.now() - LOCKED_FOR * 2)
    assert second.get("/themes/to-code/next/").url == one


def test_the_last_point_is_given_even_where_another_has_it_open(avonshire):
    avonshire.enter()
    keep = PointReading.objects.filter(waiting=True, stage=1).first()
    PointReading.objects.filter(waiting=True).exclude(pk=keep.pk).update(waiting=False)
    first = avonshire.client("quality_lead").get("/themes/to-code/next/").url
    assert str(keep.point_id) in first
    assert avonshire.client("psw").get("/themes/to-code/next/").url == first


def test_the_second_decision_is_refused_and_keeps_its_ticks(avonshire):
    address = avonshire.client("quality_lead").get("/themes/to-code/next/").url
    first, second = avonshire.client("quality_lead"), avonshire.client("psw")
    version = _version(second.get(address).content.decode())
    theirs, own = _theme(avonshire), _theme(avonshire, 1)
    assert first.post(address, {"theme": [str(theirs.pk)], "version": version}).status_code == 302
    page = second.post(address, {"theme": [str(own.pk)], "version": version}).content.decode()
    assert "Somebody else coded this issue while you had it open" in page
    assert re.search(rf'value="{own.pk}" checked', page)
    assert "Reopen the issue" in page and "Go to the next issue" in page
    assert 'href="#id_theme"' in page and re.search(r'<input [^>]*id="id_theme"', page)
    avonshire.enter()
    point = address.split("/")[3]
    assert [c.theme for c in Coding.objects.filter(point=point, applies=True)] == [theirs]


def test_earlier_decisions_are_read_again_under_the_lock(avonshire):
    by = avonshire.person("quality_lead")
    point = Point.objects.filter(council=avonshire.council, coded_at__isnull=True).first()
    stale = Point.objects.get(pk=point.pk)
    coding_commands.code(by=by, point=point, themes=[_theme(avonshire)])
    coding_decisions.lock_points([stale])
    assert stale.coded_at is not None


@pytest.mark.parametrize("act", ["make", "add"])
def test_a_decision_about_a_topic_has_one_audit_line_written_last(avonshire, act):
    by = avonshire.person("quality_lead")
    topic = EmergingTopic.objects.filter(council=avonshire.council, state="open").first()
    points = [member.point for member in topic.members.select_related("point")[:2]]
    before = AuditLine.objects.filter(council=avonshire.council).count()
    locks: list[int] = []

    def watch(execute, sql, params, many, context):
        if "pg_advisory_xact_lock" in sql:
            locks.append(params[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        if act == "make":
            emerging.make_theme(
                by=by,
                topic=topic,
                points=points,
                name="Ramps",
                group="New",
                what_it_is="Ramps.",
                reason="New",
            )
        else:
            emerging.add_to_theme(
                by=by, topic=topic, points=points, theme=_theme(avonshire), reason="The same"
            )
    lines = AuditLine.objects.filter(council=avonshire.council).order_by("number")
    assert [line.command for line in lines[before:]] == [
        "themes.make_theme" if act == "make" else "themes.add_to_theme"
    ]
    # The counts before the audit log, as for whoever codes a point: two in another order wait for each other.
    assert locks == sorted(locks, reverse=True)
    assert (
        locks.count(Lock.AUDIT) == 1 and Lock.COUNTS in locks and (Lock.CODEBOOK in locks) == (act == "make")
    )
