"""Pieces of work: stages as both sides see them, who was asked first, days given, and what is due next."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from goldthread.coproduction import commands, figures
from goldthread.coproduction.models import Involvement
from goldthread.council.command import Refused
from goldthread.council.records.saving import Stale

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def lead(avonshire):
    """Return the coproduction lead."""
    return avonshire.person("coproduction_lead")


@pytest.fixture
def work(avonshire, lead) -> Involvement:
    """Return a new piece of work whose first two stages are planned."""
    today = timezone.localdate()
    return commands.add_involvement(
        by=lead,
        kind="strategy",
        title="Benches along the river path",
        about="Where people rest on their way to town.",
        started_on=today - 90 * DAY,
        plan={"start": today + 5 * DAY, "design": today + 40 * DAY},
    )


def _asked(work, stage, *, days_ago=60, days=42, **fields):
    asked_on = timezone.localdate() - days_ago * DAY
    given = {"asked": "Where should benches stand?", "groups": {"person": 12}, "council_step": "co-design"}
    return commands.record_stage(
        by=work.recorded_by,
        involvement=work,
        stage=stage,
        asked_on=asked_on,
        until_on=asked_on + days * DAY,
        **{**given, **fields},
    )


def test_what_is_due_is_the_next_stage_then_telling_people(work, lead):
    today = timezone.localdate()
    assert work.due_on == today + 5 * DAY
    assert [step for step in work.steps] == ["Start stage", "Design stage"]
    work = _asked(work, "start")
    assert work.due_on == today + 40 * DAY
    work = _asked(work, "design", days_ago=20, days=14)
    assert work.due_on is None
    work = commands.record_decision(
        by=lead,
        involvement=work,
        decided_on=today,
        decision="Nine benches, by the spring.",
        tell_by=today + 9 * DAY,
    )
    assert work.due_on == today + 9 * DAY and list(work.steps) == ["Tell people what was decided"]
    assert work.states(today)[0].text == "Decided, people not told"
    work = commands.record_told(
        by=lead, involvement=work, told_on=today, told_how="A letter to each of the twelve."
    )
    assert work.due_on is None and work.states(today)[0].text == "Told"


def test_both_views_stand_beside_each_other_and_neither_changes_the_other(work, lead):
    _asked(work, "start")
    today = timezone.localdate()
    work = commands.record_view(
        by=lead, involvement=work, stage="start", people_step="informing", people_count=7, people_on=today
    )
    [stage] = work.seen_differently
    assert (stage.council_step, stage.people_step, stage.people_count) == ("co-design", "informing", 7)
    work = _asked(work, "start", council_step="consultation")
    [stage] = work.seen_differently
    assert (stage.council_step, stage.people_step) == ("consultation", "informing")
    assert "Seen differently" in [state.text for state in work.states(today)]


def test_each_work_counts_at_the_first_stage_at_which_anyone_was_asked(avonshire, lead):
    def of(*stages, decided=False):
        work = Involvement(decided_on=timezone.localdate() if decided else None)
        work._prefetched_objects_cache = {"stages": [*stages]}
        return work

    def stage(slug, days=None, **fields):
        asked = datetime.date(2026, 3, 1)
        until = asked + datetime.timedelta(days=days) if days is not None else None
        made = Involvement.stages.rel.related_model(stage=slug, asked_on=asked, until_on=until)
        for name, value in fields.items():
            setattr(made, name, value)
        return made

    silent = stage("start", asked_on=None, nobody_asked=True)
    found = figures.count(
        [
            of(stage("decide", 14), stage("design", 28)),
            of(silent, stage("check", 7)),
            of(silent, decided=True),
            of(),
            of(stage("start", 42, council_step="co-design", people_step="informing"), stage("decide", 0)),
            of(stage("start", council_step="informing", people_step="informing")),
        ]
    )
    assert found.first_asked == {
        "Start": 2, "Design": 1, "Decide": 0, "Deliver": 0, "Check": 1,
        "Nobody asked, and decided": 1, "Nobody asked yet": 1,
    }  # fmt: skip
    assert found.days == [0, 7, 14, 28, 42] and found.median == 14
    assert found.both == 2 and len(found.differs) == 1


def test_of_four_stages_no_median_is_given():
    assert figures.Figures(1, {}, [1, 2, 3, 4], 0, []).median is None
    assert figures.Figures(1, {}, [1, 2, 3, 4, 5], 0, []).median == 3


def test_a_stage_at_which_nobody_was_asked_holds_no_counts(work):
    work = commands.record_stage(
        by=work.recorded_by,
        involvement=work,
        stage="start",
        nobody_asked=True,
        groups={"person": 4},
        asked="Nothing",
    )
    [stage] = [each for each in work.in_order if each.stage == "start"]
    assert stage.nobody_asked and stage.groups == {} and stage.asked == "" and work.first_asked is None


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"asked_on": None}, "Enter the day"),
        ({"asked": " "}, "Enter what people were asked"),
        ({"council_step": "ninth"}, "no step called"),
        ({"groups": {"cats": 2}}, "no group called"),
        ({"asked_on": datetime.date(2020, 1, 1)}, "is before"),
    ],
)
def test_a_stage_that_cannot_be_is_refused(work, fields, says):
    given = {"asked_on": timezone.localdate(), "asked": "Where?", **fields}
    with pytest.raises(Refused, match=says):
        commands.record_stage(by=work.recorded_by, involvement=work, stage="start", **given)


def test_what_was_filled_in_before_somebody_else_changed_it_is_refused(work, lead):
    opened_at = work.version
    _asked(work, "start")
    with pytest.raises(Stale):
        commands.plan_stage(
            by=lead, involvement=work, stage="design", due_on=timezone.localdate(), version=opened_at
        )


def test_names_are_hidden_in_a_stage(work):
    work = _asked(work, "start", changed="Mrs Margaret Pemberton has her bench.")
    assert "Pemberton" not in work.first_asked.changed


def test_people_are_told_only_once_it_is_decided(work, lead):
    with pytest.raises(Refused, match="Nothing is decided yet"):
        commands.record_told(
            by=lead, involvement=work, told_on=timezone.localdate(), told_how="A letter to everybody."
        )


def test_a_practitioner_reads_and_does_not_record(avonshire, work):
    client = avonshire.client("practitioner")
    assert client.get(reverse("coproduction:involvement", args=[work.pk])).status_code == 200
    assert client.get(reverse("coproduction:record_stage", args=[work.pk, "start"])).status_code == 403
    with pytest.raises(PermissionDenied):
        commands.plan_stage(
            by=avonshire.person("practitioner"), involvement=work, stage="start", due_on=timezone.localdate()
        )


def test_another_councils_work_is_not_found(brackenmoor, work):
    client = brackenmoor.client("quality_lead") if hasattr(brackenmoor, "client") else None
    if client is not None:
        assert client.get(reverse("coproduction:involvement", args=[work.pk])).status_code == 404
