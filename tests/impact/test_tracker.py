"""The action tracker: every action with how far it came, by the right person, narrowed, grouped and exported."""

from __future__ import annotations

import datetime
import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from goldthread.impact.models import Measure, Verdict
from goldthread.learning.models import Action, LessonBasis

pytestmark = pytest.mark.django_db
ADDRESS = "/impact/actions/"


def _page(cast, query: str = "", who: str = "quality_lead") -> str:
    answer = cast.client(who).get(ADDRESS + query)
    assert answer.status_code == 200
    cast.enter()
    return html.unescape(answer.content.decode()).split("<main")[1]


def _listed(page: str) -> set[str]:
    """Return the keys of the actions that a page lists."""
    return set(re.findall(r"/learning/actions/([0-9a-f-]{36})/", page))


def _row(page: str, action: Action) -> str:
    [row] = [row for row in re.findall(r"<tr.*?</tr>", page, re.DOTALL) if str(action.pk) in row]
    return row


@pytest.fixture
def actions(avonshire) -> list[Action]:
    """Return Avonshire's actions, one of them overdue."""
    avonshire.enter()
    found = list(Action.objects.filter(council=avonshire.council, withdrawn_on=None).order_by("pk"))
    open_ones = [action for action in found if not action.done_on and not action.stopped_on]
    Action.objects.filter(pk=open_ones[0].pk).update(due_on=timezone.localdate() - datetime.timedelta(days=3))
    return list(Action.objects.filter(pk__in=[action.pk for action in found]).order_by("pk"))


def test_each_action_stands_with_its_state_owner_age_embedding_and_result(avonshire, actions):
    page = _page(avonshire, "?rows=100")
    assert {str(action.pk) for action in actions} <= _listed(page)
    done = next(action for action in actions if action.done_on and action.measures.count())
    row = _row(page, done)
    assert "Done" in row and done.owner.name in row and done.embedding.text in row
    assert f"{(done.done_on - done.agreed_on).days}\N{NO-BREAK SPACE}days" in row
    verdict = Verdict.objects.filter(measure__action=done).order_by("-review_month").first()
    assert (verdict.get_state_display() if verdict else "No review yet") in row
    assert reverse("impact:measure", args=[Measure.objects.counted().get(action=done).pk]) in row


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("open", lambda action, today: not action.done_on and not action.stopped_on),
        (
            "overdue",
            lambda action, today: not action.done_on and not action.stopped_on and action.due_on < today,
        ),
        ("done", lambda action, today: bool(action.done_on)),
        ("not_checked", lambda action, today: bool(action.done_on and not action.embedded_checked_on)),
        ("embedded", lambda action, today: action.is_shown_embedded),
        ("stopped", lambda action, today: bool(action.stopped_on)),
    ],
)
def test_it_is_narrowed_by_state(avonshire, actions, state, expected):
    today = timezone.localdate()
    listed = _listed(_page(avonshire, f"?state={state}&rows=100"))
    for action in actions:
        assert (str(action.pk) in listed) == expected(action, today), action.title


def test_it_is_narrowed_by_result_owner_and_team(avonshire, actions):
    improved = {
        str(measure.action_id)
        for measure in Measure.objects.counted().filter(action__in=actions)
        if measure.verdicts.all() and measure.verdicts.last().state == Verdict.State.IMPROVED
    }
    reviewed = set(
        map(
            str, Verdict.objects.filter(measure__action__in=actions).values_list("measure__action", flat=True)
        )
    )
    known = {str(action.pk) for action in actions}
    assert improved and _listed(_page(avonshire, "?result=improved&rows=100")) & known == improved
    assert _listed(_page(avonshire, "?result=no_review&rows=100")) & known == known - reviewed
    one = next(action for action in actions if action.team_id)
    for query, field in ((f"?whose={one.owner_id}", "owner_id"), (f"?team={one.team_id}", "team_id")):
        listed = _listed(_page(avonshire, f"{query}&rows=100"))
        for action in actions:
            assert (str(action.pk) in listed) == (getattr(action, field) == getattr(one, field))


def test_it_is_grouped_by_lesson_theme_or_team(avonshire, actions):
    basis = LessonBasis.objects.filter(
        lesson__actions__in=actions, point__codings__applies=True, point__withdrawn_on=None
    ).first()
    theme = basis.point.codings.filter(applies=True).first().theme
    action = next(action for action in actions if action.lesson_id == basis.lesson_id)
    team = next(action for action in actions if action.team_id)
    for by, name, held in (
        ("lesson", basis.lesson.title, action),
        ("theme", theme.name, action),
        ("team", team.team.name, team),
    ):
        page = _page(avonshire, f"?group={by}")
        [group] = [part for part in page.split("<section")[1:] if f"{name} <span" in part.split("</h2>")[0]]
        assert str(held.pk) in group.split("</section>")[0], by
    assert "do not add up to the number of actions" in _page(avonshire, "?group=theme")
    under_theme = _listed(_page(avonshire, f"?theme={theme.pk}&rows=100"))
    assert str(action.pk) in under_theme
    assert _listed(_page(avonshire, f"?theme={theme.pk}&group=team")) == under_theme


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("quality_lead", 200),
        ("practitioner", 200),
        ("board_member", 200),
        ("councillor", 403),
        ("partner", 403),
    ],
)
def test_it_is_for_whoever_may_read_actions(avonshire, who, status):
    assert avonshire.client(who).get(ADDRESS).status_code == status


def test_another_council_sees_none_of_them(avonshire, brackenmoor, actions):
    listed = _listed(_page(brackenmoor, "?rows=100")) | _listed(_page(brackenmoor, "?group=team"))
    assert not listed & {str(action.pk) for action in actions}


def test_it_is_exported_with_results(avonshire, actions):
    answer = avonshire.client("quality_lead").post(ADDRESS, {"do": "export-csv", "list": "1"})
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode()
    assert "Embedded" in text and "Result" in text and actions[0].title in text


def test_queries_do_not_grow_with_the_rows(avonshire, actions):
    client, counts = avonshire.client("quality_lead"), []
    for query in (f"?whose={actions[0].owner_id}&rows=100", "?rows=100"):
        client.get(ADDRESS + query)
        with CaptureQueriesContext(connection) as captured:
            page = client.get(ADDRESS + query).content.decode()
        counts.append((len(_listed(page)), len(captured)))
    (few, few_queries), (many, many_queries) = counts
    assert few < many and many_queries <= few_queries + 2
