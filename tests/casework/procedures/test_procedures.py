"""A council's own procedures: copied, changed while a draft, frozen once in use, in editions, and followed by cases."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from goldthread.casework import commands as cases
from goldthread.casework.events import case_of, lock_case, procedure_of
from goldthread.casework.procedures import choosing, commands, queries
from goldthread.casework.procedures.models import Procedure, Standing
from goldthread.council.command import Refused
from goldthread.feedback.commands import receive
from goldthread.feedback.intake.new_feedback import NewFeedback
from goldthread.standards import clocks
from goldthread.standards.clock_log import Event, read

pytestmark = pytest.mark.django_db
STATUTORY = "statutory-adult-social-care"
STEP = {
    "name": "Respond in full",
    "within": 15,
    "unit": "working days",
    "after": "received",
    "met_by": "replied",
    "letter": "final",
    "late_letter": "holding",
    "if_late": "Write to say why.",
    "pauses": True,
    "extend_by": None,
    "by_complexity": {},
}


@pytest.fixture
def manager(avonshire):
    return avonshire.person("complaints_manager")


@pytest.fixture
def copy(manager) -> Procedure:
    return commands.write_procedure(by=manager, name="Our adults' procedure", copy_of=STATUTORY)


@pytest.fixture
def complaint(avonshire, manager):
    new = NewFeedback(
        source="complaint",
        points=["Nobody came."],
        received_on=timezone.localdate(),
        team=avonshire.team("locality-north"),
    )
    return receive(by=manager, new=new, today=timezone.localdate())


def _use(manager, procedure):
    return commands.take_into_use(by=manager, procedure=procedure, today=timezone.localdate())


def test_a_copy_has_the_steps_sources_and_cautions_of_what_it_copies(copy):
    standard, shipped = copy.standard(), clocks.procedure(STATUTORY)
    assert standard.steps == shipped.steps and standard.limit == shipped.limit
    assert not standard.step("respond").confirmed and standard.safeguarding_parks
    assert (standard.slug, standard.version, standard.name) == (
        "own-our-adults-procedure",
        1,
        "Our adults' procedure",
    )


def test_steps_and_targets_by_complexity_are_the_councils_own(copy, manager):
    commands.change_procedure(
        by=manager,
        procedure=copy,
        reason="Our own targets",
        name=copy.name,
        complexities=[("Simple", "1 to 5 issues"), ("Complex", "6 or more")],
        question_pauses=True,
    )
    fields = STEP | {
        "name": "Our target",
        "extend_by": 10,
        "by_complexity": {"simple": (15, "working days"), "complex": (40, "working days")},
    }
    commands.save_step(by=manager, procedure=copy, **fields)
    standard, monday = copy.standard(), datetime.date(2025, 3, 3)
    assert [step.slug for step in standard.steps] == ["acknowledge", "respond", "our-target"]
    target = standard.step("our-target")
    assert (target.kind, target.confirmed, target.extension.within) == (clocks.TARGET, True, 10)
    due = {
        level: {
            c.step: c.due for c in read(standard, [Event(kind="received", on=monday)], monday, level).clocks
        }
        for level in ("", "complex")
    }
    # Fifteen working days from Monday 3 March are Monday 24; forty, less Good Friday and Easter Monday, are Wednesday 30 April.
    assert due[""]["our-target"] == datetime.date(2025, 3, 24)
    assert due["complex"]["our-target"] == datetime.date(2025, 4, 30)
    commands.change_procedure(
        by=manager, procedure=copy, reason="One only", name=copy.name, complexities=[("Simple", "1 to 5")]
    )
    assert [each.slug for each in copy.standard().step("our-target").by_complexity] == ["simple"]


def test_a_length_that_the_council_sets_is_its_target_and_no_law(copy, manager):
    step = STEP | {"name": "Respond", "within": 30, "after": "received"}
    commands.save_step(by=manager, procedure=copy, slug="respond", **step)
    respond = copy.standard().step("respond")
    assert (respond.kind, respond.within, respond.unit, respond.or_as_agreed) == (
        "target",
        30,
        "working days",
        False,
    )
    assert respond.source == "Set by the council in its own procedure" and respond.confirmed


def test_what_the_council_leaves_keeps_its_unit_and_its_source(manager):
    two = commands.write_procedure(by=manager, name="Two stages", copy_of="adults-two-stages")
    before = two.standard().step("respond-target")
    levels = {each.slug: (each.within, each.unit) for each in before.by_complexity}
    assert levels["very-complex"] == (6, "months")
    step = STEP | {name: getattr(before, name) for name in ("name", "within", "unit", "after", "if_late")}
    fields = step | {"extend_by": 10, "by_complexity": levels | {"complex": (50, "days")}}
    commands.save_step(by=manager, procedure=two, slug="respond-target", **fields)
    after = two.standard().step("respond-target")
    assert after.extension == before.extension and not after.confirmed
    assert after.by_complexity[2] == before.by_complexity[2]
    assert (after.by_complexity[1].within, after.by_complexity[1].unit, after.by_complexity[1].confirmed) == (
        50,
        "days",
        True,
    )


def test_what_the_law_counts_is_not_paused(copy, manager):
    law = next(step for step in copy.steps if step["slug"] == "respond")
    step = STEP | {name: law[name] for name in ("name", "within", "unit", "after", "met_by", "if_late")}
    commands.save_step(by=manager, procedure=copy, slug="respond", **step | {"pauses": True})
    respond = copy.standard().step("respond")
    assert (respond.kind, respond.pauses, respond.first_day_counts) == (clocks.LAW, False, True)


def test_one_in_use_is_never_changed_and_a_new_edition_is_written(copy, manager):
    _use(manager, copy)
    for change in (
        lambda: commands.save_step(by=manager, procedure=copy, **STEP),
        lambda: commands.remove_step(by=manager, procedure=copy, slug="respond"),
        lambda: commands.change_procedure(by=manager, procedure=copy, reason="Another name", name="Another"),
        lambda: _use(manager, copy),
    ):
        with pytest.raises(Refused, match="Write a new edition"):
            change()
    second = commands.write_edition(by=manager, procedure=copy)
    assert (second.edition, second.standing, second.slug) == (2, Standing.DRAFT, copy.slug)
    with pytest.raises(Refused, match="is a draft of its next edition"):
        commands.write_edition(by=manager, procedure=copy)
    commands.save_step(by=manager, procedure=second, **STEP | {"name": "Target"})
    _use(manager, second)
    copy.refresh_from_db()
    assert (copy.standing, copy.in_use_until) == (Standing.ENDED, timezone.localdate())
    assert len(queries.known(manager.council_id, copy.slug, 1).steps) == 2
    assert len(queries.known(manager.council_id, copy.slug, 2).steps) == 3
    assert [each.version for each in queries.choices(manager.council_id) if each.slug == copy.slug] == [2]


def test_what_cannot_be_followed_is_not_taken_into_use(manager):
    empty = commands.write_procedure(by=manager, name="Empty")
    with pytest.raises(Refused, match="no steps yet"):
        _use(manager, empty)
    commands.save_step(by=manager, procedure=empty, **STEP | {"met_by": "acknowledged"})
    with pytest.raises(Refused, match="no step of it is the reply"):
        _use(manager, empty)
    commands.save_step(by=manager, procedure=empty, **STEP | {"name": "Second", "after": "stage_2_asked"})
    assert empty.standard().stages == (1, 2)
    with pytest.raises(Refused, match="follows nothing before it"):
        commands.save_step(by=manager, procedure=empty, **STEP | {"name": "Third", "after": "nowhere"})
    with pytest.raises(Refused, match="list"):
        commands.write_procedure(by=manager, name="X", copy_of="nothing")


def test_a_step_that_another_is_counted_from_stays(manager):
    code = commands.write_procedure(by=manager, name="Corporate", copy_of="corporate-complaint")
    with pytest.raises(Refused, match="is counted from it"):
        commands.remove_step(by=manager, procedure=code, slug="acknowledge")
    commands.remove_step(by=manager, procedure=code, slug="respond-2")
    assert [step["slug"] for step in code.steps] == ["acknowledge", "respond", "acknowledge-2"]


def test_new_cases_follow_the_one_in_its_place_and_old_ones_keep_theirs(copy, manager, complaint):
    lock_case(complaint).save()
    Procedure.objects.filter(pk=copy.pk).update(instead_of=STATUTORY)
    copy.refresh_from_db()
    assert queries.begins_with(manager.council_id, STATUTORY).slug == STATUTORY
    _use(manager, copy)
    assert queries.begins_with(manager.council_id, STATUTORY).slug == copy.slug
    assert STATUTORY not in [each.slug for each in queries.choices(manager.council_id)]
    assert procedure_of(case_of(complaint)).slug == STATUTORY
    commands.end_procedure(by=manager, procedure=copy, today=timezone.localdate())
    assert queries.begins_with(manager.council_id, STATUTORY).slug == STATUTORY
    with pytest.raises(Refused, match="is not in use"):
        commands.end_procedure(by=manager, procedure=copy, today=timezone.localdate())


def test_another_council_and_a_team_manager_have_none_of_it(avonshire, copy):
    with pytest.raises(PermissionDenied):
        commands.write_procedure(by=avonshire.person("team_manager"), name="Mine")
    for name, args in (("casework:procedures", []), ("casework:procedure", [copy.pk])):
        assert avonshire.client("team_manager").get(reverse(name, args=args)).status_code in (403, 404)


def test_a_case_follows_another_procedure_where_what_happened_fits(manager, complaint):
    choosing.choose_procedure(
        by=manager, feedback=complaint, procedure="joint-complaint", reason="With the hospital"
    )
    assert procedure_of(case_of(complaint)).slug == "joint-complaint"
    for slug, why in (("joint-complaint", "already"), ("nothing", "from the list")):
        with pytest.raises(Refused, match=why):
            choosing.choose_procedure(by=manager, feedback=complaint, procedure=slug, reason="A reason")
    cases.acknowledge(by=manager, feedback=complaint, on=timezone.localdate())
    choosing.choose_procedure(
        by=manager, feedback=complaint, procedure="corporate-complaint", reason="Not social care"
    )
    complaint.refresh_from_db()
    assert complaint.step == "Stage 1: respond in full"
    cases.ask_stage_2(by=manager, feedback=complaint, on=timezone.localdate(), reason="Not content")
    with pytest.raises(Refused, match="does not fit that procedure"):
        choosing.choose_procedure(by=manager, feedback=complaint, procedure=STATUTORY, reason="A reason")


def test_the_pages_from_copy_to_use(avonshire, manager):
    client = avonshire.client("complaints_manager")
    body = client.get(reverse("casework:procedures")).content.decode()
    assert "Joint complaint with the NHS or a provider" in body and "Not confirmed" in body
    shown = client.get(reverse("casework:shipped_procedure"), {"of": "mp-enquiry"})
    assert shown.status_code == 200 and "Reply to the MP" in shown.content.decode()
    assert (
        client.get(reverse("casework:shipped_procedure"), {"of": "cqc-factual-accuracy"}).status_code == 404
    )
    client.post(reverse("casework:add_procedure"), {"name": "MPs here", "copy_of": "mp-enquiry"})
    avonshire.enter()
    own = Procedure.objects.get(council=avonshire.council, name="MPs here")
    page = client.get(reverse("casework:procedure", args=[own.pk])).content.decode()
    assert "Take into use" in page and "Reply to the MP" in page
    edit = reverse("casework:edit_step", args=[own.pk, 2])
    assert 'value="10"' in client.get(edit).content.decode()
    given = {name: value for name, value in STEP.items() if isinstance(value, str | int)} | {
        "version": own.version
    }
    assert client.post(edit, {**given, "within": 7, "pauses": "on"}).status_code == 302
    client.post(reverse("casework:remove_step", args=[own.pk]), {"step": "acknowledge"})
    client.post(reverse("casework:use_procedure", args=[own.pk]))
    avonshire.enter()
    own.refresh_from_db()
    assert own.standing == Standing.IN_USE and own.standard().step("respond").within == 7
    assert [step["slug"] for step in own.steps] == ["respond"]
    assert client.get(edit).status_code == 302
    page = client.get(reverse("casework:procedure", args=[own.pk])).content.decode()
    assert "Write new edition" in page and "Take into use" not in page
