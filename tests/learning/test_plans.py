"""Plans: items are actions that exist, approval in order, what changed since, and numbers that open what they count."""

from __future__ import annotations

import datetime
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.learning import commands as learning
from goldthread.learning.models import Action, Lesson
from goldthread.learning.plans import commands
from goldthread.learning.plans.changes import changes_since, plan_changes
from goldthread.learning.plans.models import Plan, of_state
from goldthread.learning.plans.progress import actions_of, counts, in_a_line, narrowed, stood
from tests.thread.mechanism_pages import day, read, send

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)


def planned(by, kind="other", **given) -> Plan:
    """Return a new plan."""
    fields = {"title": "Plan of plovers", "about": "What plovers need.", "starts_on": TODAY - 60 * DAY}
    return commands.add_plan(by=by, kind=kind, **(fields | {"ends_on": TODAY + 300 * DAY} | given))


def agreed(by, lesson, due=20, title="Count the plovers at dusk") -> Action:
    """Return a new action, agreed fifty days ago."""
    return learning.agree_action(
        by=by,
        lesson=lesson,
        title=title,
        owner=by,
        agreed_on=TODAY - 50 * DAY,
        due_on=TODAY + due * DAY,
        measure_name="Plovers counted",
    )


@pytest.fixture
def lead(avonshire):
    return avonshire.person("quality_lead")


@pytest.fixture
def lesson(avonshire, lead) -> Lesson:
    found = Lesson.objects.visible_to(lead).filter(recorded_on__lte=TODAY - 60 * DAY)
    return found.order_by("number").first()


def approved(avonshire, plan, **given) -> Plan:
    """Return a plan that the director approved."""
    director = avonshire.person("director")
    commands.ask_for_approval(
        by=plan.owner, plan=plan, asked=[("Director", director)], asked_on=TODAY - 30 * DAY
    )
    approval = plan.approvals.order_by("-asking", "position").first()
    commands.answer_approval(
        by=director, approval=approval, answer="approved", answered_on=TODAY - 29 * DAY, **given
    )
    plan.refresh_from_db()
    return plan


# due in days from today, done on, stopped on -> the counts that count it, by hand
STATES = [
    (5, None, None, {"open"}),
    (0, None, None, {"open"}),
    (-1, None, None, {"open", "overdue"}),
    (-1, -1, None, {"done", "on-time"}),
    (-2, -1, None, {"done"}),
    (5, -1, None, {"done", "on-time"}),
    (-9, None, -3, {"stopped"}),
]


@pytest.mark.parametrize(("due", "done", "ended", "counted"), STATES)
def test_each_action_is_counted_where_its_dates_say(lead, lesson, due, done, ended, counted):
    action, plan = agreed(lead, lesson, due=due), planned(lead)
    commands.put_actions(by=lead, plan=plan, actions=[action])
    if done is not None:
        learning.complete_action(by=lead, action=action, done_on=TODAY + done * DAY, note="Counted twice.")
    if ended is not None:
        learning.stop_action(by=lead, action=action, on=TODAY + ended * DAY, because="No plovers came.")
    items = actions_of(plan)
    found = {each.slug for each in counts(items, TODAY) if each.count}
    assert found == counted
    assert {slug for slug in found if narrowed(items, slug, TODAY) == items} == counted


@pytest.mark.parametrize(
    ("on", "expected"), [(-12, (0, 0)), (-10, (0, 0)), (-9, (0, 1)), (-5, (1, 0)), (0, (1, 0))]
)
def test_a_review_keeps_how_actions_stood_that_day(lead, lesson, on, expected):
    action, plan = agreed(lead, lesson, due=-10), planned(lead)
    commands.put_actions(by=lead, plan=plan, actions=[action])
    learning.complete_action(by=lead, action=action, done_on=TODAY - 5 * DAY, note="Counted at last.")
    assert stood(actions_of(plan), TODAY + on * DAY) == expected


def test_those_asked_answer_in_order_and_nobody_for_another(avonshire, lead, lesson):
    director, psw = avonshire.person("director"), avonshire.person("psw")
    plan = planned(lead, kind="training")
    commands.put_actions(by=lead, plan=plan, actions=[agreed(lead, lesson)])
    asked = [("Director", director), ("Executive Director", None)]
    with pytest.raises(Refused, match="At least 2"):
        commands.ask_for_approval(by=lead, plan=plan, asked=asked[:1], asked_on=TODAY)
    commands.ask_for_approval(by=lead, plan=plan, asked=asked, asked_on=TODAY)
    first, second = plan.approvals.order_by("position")
    given = {"answer": "approved", "answered_on": TODAY, "note": "Minutes of the board, item 6."}
    with pytest.raises(Refused, match="Director answers first"):
        commands.record_answer(by=lead, approval=second, **given)
    with pytest.raises(Refused, match="was asked, and answers"):
        commands.answer_approval(by=psw, approval=first, **given)
    with pytest.raises(PermissionDenied):
        commands.answer_approval(by=avonshire.person("practitioner"), approval=first, **given)
    with pytest.raises(Refused, match="has an account"):
        commands.record_answer(by=lead, approval=first, **given)
    commands.answer_approval(by=director, approval=first, **given)
    plan.refresh_from_db()
    assert plan.approved_on is None and commands.waiting_for(plan) == second
    with pytest.raises(Refused, match="where it is written down"):
        commands.record_answer(by=lead, approval=second, **(given | {"note": ""}))
    commands.record_answer(by=lead, approval=second, **given)
    plan.refresh_from_db()
    assert plan.approved_on == TODAY and plan.stage.text == "Approved"


def test_what_is_to_be_changed_sends_it_back_and_it_is_put_up_again(avonshire, lead, lesson):
    director, plan = avonshire.person("director"), planned(lead)
    commands.put_actions(by=lead, plan=plan, actions=[agreed(lead, lesson)])
    ask = {"by": lead, "plan": plan, "asked": [("Director", director)], "asked_on": TODAY}
    commands.ask_for_approval(**ask)
    with pytest.raises(Refused, match="waits for an answer"):
        commands.ask_for_approval(**ask)
    approval = plan.approvals.get()
    with pytest.raises(Refused, match="what is to be changed"):
        commands.answer_approval(by=director, approval=approval, answer="change", answered_on=TODAY)
    note = "Count them at dawn as well."
    commands.answer_approval(by=director, approval=approval, answer="change", answered_on=TODAY, note=note)
    plan.refresh_from_db()
    assert plan.stage.text == "Draft" and commands.waiting_for(plan) is None
    commands.ask_for_approval(**ask)
    assert [each.asking for each in plan.approvals.order_by("asking")] == [1, 2]


@pytest.mark.parametrize(
    ("kind", "given", "statement", "missing"),
    [
        ("improvement", {}, "", "serves a statement"),
        ("risk", {}, "safeguarding", "Enter the risk"),
        ("improvement", {}, "safeguarding", None),
        ("risk", {"risk_title": "Too few staff"}, "", None),
        ("workforce", {}, "", None),
    ],
)
def test_a_kind_needs_what_it_says_before_it_is_approved(
    avonshire, lead, lesson, kind, given, statement, missing
):
    plan, asked = planned(lead, kind, **given), [("Director", avonshire.person("director"))]
    with pytest.raises(Refused, match="no action in the plan"):
        commands.ask_for_approval(by=lead, plan=plan, asked=asked, asked_on=TODAY)
    commands.put_actions(by=lead, plan=plan, actions=[agreed(lead, lesson)], statement=statement)
    if missing:
        with pytest.raises(Refused, match=missing):
            commands.ask_for_approval(by=lead, plan=plan, asked=asked, asked_on=TODAY)
    else:
        commands.ask_for_approval(by=lead, plan=plan, asked=asked, asked_on=TODAY)


def test_nobody_approves_their_own_plan(avonshire, lead, lesson):
    plan = planned(lead)
    commands.put_actions(by=lead, plan=plan, actions=[agreed(lead, lesson)])
    with pytest.raises(Refused, match="Somebody else approves it"):
        commands.ask_for_approval(by=lead, plan=plan, asked=[("Quality lead", lead)], asked_on=TODAY)


def test_a_rating_is_of_a_named_risk_as_of_a_day(lead):
    with pytest.raises(Refused, match="of a named risk"):
        planned(lead, risk_rating="20 of 25")
    with pytest.raises(Refused, match="of a named risk"):
        planned(lead, risk_rating="20 of 25", risk_title="Too few staff")
    assert planned(lead, risk_rating="20 of 25", risk_title="Too few staff", risk_rated_on=TODAY).pk


def test_what_changed_since_approval_is_read_from_history(avonshire, lead, lesson):
    plan = planned(lead)
    stays, moves, goes, comes = (agreed(lead, lesson, title=f"Plover {n}") for n in "abcd")
    commands.put_actions(by=lead, plan=plan, actions=[stays, moves, goes])
    corrected = {
        name: getattr(moves, name) for name in ("title", "owner", "team", "agreed_on", "embed_check_on")
    }
    # Before the approval: no change since.
    learning.edit_action(
        by=lead,
        action=moves,
        version=moves.version,
        reason="Agreed later",
        due_on=TODAY + 25 * DAY,
        **corrected,
    )
    approved(avonshire, plan)
    assert changes_since(plan) == [] and plan_changes(plan) == []
    learning.edit_action(
        by=lead,
        action=moves,
        version=moves.version,
        reason="Fewer hands",
        due_on=TODAY + 40 * DAY,
        **corrected,
    )
    learning.complete_action(by=lead, action=stays, done_on=TODAY, note="All of them counted.")
    item = plan.items.get(action=goes)
    commands.take_out(by=lead, item=item, reason="Counted by others now")
    commands.put_actions(by=lead, plan=plan, actions=[comes])
    fields = ("kind", "about", "starts_on", "owner")
    commands.edit_plan(
        by=lead,
        plan=plan,
        version=plan.version,
        reason="Longer by a year",
        title="Plan of plovers and knots",
        ends_on=plan.ends_on,
        **{name: getattr(plan, name) for name in fields},
    )
    found = {
        each.item.action_id: (each.what, {c.name: (c.before, c.after) for c in each.changes})
        for each in changes_since(plan)
    }

    def words(days: int) -> str:
        on = TODAY + days * DAY
        return f"{on.day} {on:%B %Y}"

    assert found == {
        moves.pk: ("Changed", {"Due": (words(25), words(40))}),
        stays.pk: ("Changed", {"State": ("not done", f"done on {words(0)}")}),
        goes.pk: ("Taken out", {}),
        comes.pk: ("Added", {}),
    }
    assert [(each.name, each.after) for each in plan_changes(plan)] == [
        ("Title", "Plan of plovers and knots")
    ]
    page = read(avonshire.client("quality_lead"), reverse("learning:plan", args=[plan.pk]))
    assert "5 changes since" in page and "Counted by others now" in page
    # Approved again, it begins anew.
    approved(avonshire, plan)
    assert changes_since(plan) == [] and plan_changes(plan) == []


def test_an_action_is_in_a_plan_once_and_may_come_back(lead, lesson):
    plan, action = planned(lead), agreed(lead, lesson)
    commands.put_actions(by=lead, plan=plan, actions=[action])
    with pytest.raises(Refused, match="in the plan already"):
        commands.put_actions(by=lead, plan=plan, actions=[action])
    commands.take_out(by=lead, item=plan.items.get(), reason="Not of this plan")
    commands.put_actions(by=lead, plan=plan, actions=[action])
    assert [item.action for item in actions_of(plan)] == [action]


def test_states_follow_from_what_was_done(avonshire, lead, lesson):
    plan = planned(lead)

    def found() -> list[str]:
        states = ("draft", "approved", "reviewed", "closed")
        return [each for each in states if Plan.objects.filter(of_state(each), pk=plan.pk).exists()]

    assert found() == ["draft"]
    with pytest.raises(Refused, match="A draft is not reviewed"):
        commands.review_plan(by=lead, plan=plan, reviewed_on=TODAY, said="Nothing to say yet.")
    commands.put_actions(by=lead, plan=plan, actions=[agreed(lead, lesson)])
    approved(avonshire, plan)
    assert found() == ["approved"]
    commands.review_plan(by=lead, plan=plan, reviewed_on=TODAY, said="They are being counted.")
    assert found() == ["reviewed"]
    commands.close_plan(by=lead, plan=plan, closed_on=TODAY, reason="The plovers have left")
    assert found() == ["closed"]
    with pytest.raises(Refused, match="is closed"):
        commands.put_actions(by=lead, plan=plan, actions=[agreed(lead, lesson, title="Another")])


def test_each_number_opens_just_what_it_counts(avonshire, lead, lesson):
    plan = planned(lead)
    late, done = agreed(lead, lesson, due=-3, title="Plover late"), agreed(lead, lesson, title="Plover done")
    commands.put_actions(by=lead, plan=plan, actions=[late, done])
    learning.complete_action(by=lead, action=done, done_on=TODAY, note="All counted now.")
    client, at = avonshire.client("practitioner"), reverse("learning:plan", args=[plan.pk])
    page = client.get(at).content.decode()
    assert "1 of 2 done, 1 overdue" in page
    for slug, shown, hidden in (("done", done, late), ("overdue", late, done), ("on-time", done, late)):
        assert re.search(rf'href="\?actions={slug}#actions">1<', page)
        opened = client.get(at, {"actions": slug}).content.decode()
        assert reverse("learning:action", args=[shown.pk]) in opened
        assert reverse("learning:action", args=[hidden.pk]) not in opened


def test_a_plan_is_drawn_up_and_approved_by_its_pages(avonshire, lead, lesson):
    client, director = avonshire.client("quality_lead"), avonshire.person("director")
    action = agreed(lead, lesson, title="Plover of pages")
    dates = day("starts_on", TODAY) | day("ends_on", TODAY + 90 * DAY)
    send(
        client,
        reverse("learning:add_plan"),
        title="Plan of avocets",
        kind="improvement",
        owner=lead.pk,
        **dates,
    )
    plan = Plan.objects.get(title="Plan of avocets")
    put = reverse("learning:put_actions", args=[plan.pk]) + f"?words={action.reference}"
    page = send(client, put, actions=[str(action.pk)], statement="safeguarding")
    assert "Plover of pages" in page and "Ensuring safety within the system" in page
    send(client, reverse("learning:ask_for_plan", args=[plan.pk]), office_1="Director", person_1=director.pk)
    approval = plan.approvals.get()
    at = reverse("learning:answer_plan", args=[approval.pk])
    assert avonshire.client("practitioner").get(at).status_code == 403
    page = send(avonshire.client("director"), at, answer="approved", note="")
    assert "1 of 1 approved" in page and "Approved" in page
    assert plan.reference in read(client, reverse("learning:action", args=[action.pk]))


def test_another_council_sees_none_of_it(avonshire, brackenmoor, lead, lesson):
    plan = planned(lead)
    commands.put_actions(by=lead, plan=plan, actions=[agreed(lead, lesson)])
    item = plan.items.get()
    other = brackenmoor.client("brenda-stoate")
    for name, pk in (
        ("plan", plan.pk),
        ("plan_sheet", plan.pk),
        ("plan_word", plan.pk),
        ("put_actions", plan.pk),
        ("take_out_action", item.pk),
    ):
        assert other.get(reverse(f"learning:{name}", args=[pk])).status_code == 404


def test_it_is_a_page_and_a_word_file(avonshire, lead, lesson):
    plan = planned(lead, risk_title="Too few plovers", risk_rating="12 of 25", risk_rated_on=TODAY)
    commands.put_actions(by=lead, plan=plan, actions=[agreed(lead, lesson)], statement="safeguarding")
    approved(avonshire, plan)
    client = avonshire.client("director")
    page = read(client, reverse("learning:plan_sheet", args=[plan.pk]))
    assert "Too few plovers" in page and "12 of 25" in page and "Nothing has changed since then." in page
    word = client.get(reverse("learning:plan_word", args=[plan.pk]))
    assert word.content[:2] == b"PK" and ".docx" in word["Content-Disposition"]


def test_in_a_line(lead, lesson):
    plan = planned(lead)
    assert in_a_line(actions_of(plan), TODAY) == "No actions in it"
    commands.put_actions(by=lead, plan=plan, actions=[agreed(lead, lesson)])
    assert in_a_line(actions_of(plan), TODAY) == "0 of 1 done"
