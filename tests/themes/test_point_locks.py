"""Two who code at once: each is given another point, and of two decisions about one point the first stands."""

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


def _seen(page: str) -> str:
    return re.search(r'name="version"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="version"', page).group(1)


def test_two_who_code_at_once_are_given_another_point(avonshire):
    # First looks only: those are for everybody.
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


def test_whoever_comes_second_is_told_so_and_keeps_what_they_ticked(avonshire):
    address = avonshire.client("quality_lead").get("/themes/to-code/next/").url
    first, second = avonshire.client("quality_lead"), avonshire.client("psw")
    seen = _seen(second.get(address).content.decode())
    theirs, mine = _theme(avonshire), _theme(avonshire, 1)
    assert first.post(address, {"theme": [str(theirs.pk)], "version": seen}).status_code == 302
    page = second.post(address, {"theme": [str(mine.pk)], "version": seen}).content.decode()
    assert "Somebody else decided about this point while you were reading it" in page
    assert re.search(rf'value="{mine.pk}" checked', page)
    assert "Open the point again" in page and "Go on to the next" in page
    assert 'href="#id_theme"' in page and re.search(r'<input [^>]*id="id_theme"', page)
    avonshire.enter()
    point = address.split("/")[3]
    assert [c.theme for c in Coding.objects.filter(point=point, applies=True)] == [theirs]


def test_what_was_decided_before_is_read_again_under_the_lock(avonshire):
    by = avonshire.person("quality_lead")
    point = Point.objects.filter(council=avonshire.council, coded_at__isnull=True).first()
    stale = Point.objects.get(pk=point.pk)
    coding_commands.code(by=by, point=point, themes=[_theme(avonshire)])
    coding_decisions.lock_points([stale])
    assert stale.coded_at is not None


@pytest.mark.parametrize("act", ["make", "under"])
def test_one_act_with_a_group_has_one_line_in_the_trail_written_last(avonshire, act):
    by = avonshire.person("quality_lead")
    group = EmergingTopic.objects.filter(council=avonshire.council, state="open").first()
    points = [member.point for member in group.members.select_related("point")[:2]]
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
                topic=group,
                points=points,
                name="Ramps",
                group="New",
                what_it_is="Ramps.",
                reason="New",
            )
        else:
            emerging.add_to_theme(
                by=by, topic=group, points=points, theme=_theme(avonshire), reason="The same"
            )
    lines = AuditLine.objects.filter(council=avonshire.council).order_by("number")
    assert [line.command for line in lines[before:]] == [
        "themes.make_theme" if act == "make" else "themes.add_to_theme"
    ]
    # The counts before the trail, as for whoever codes a point: two in another order wait for each other.
    assert locks == sorted(locks, reverse=True)
    assert (
        locks.count(Lock.AUDIT) == 1 and Lock.COUNTS in locks and (Lock.CODEBOOK in locks) == (act == "make")
    )
