"""Feedback entered by mistake: withdrawn with a reason it is readable and counts nowhere, and it can be given back."""

from __future__ import annotations

import datetime
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from goldthread.council.models import AuditLine, SearchEntry
from goldthread.council.records import withdrawal
from goldthread.feedback import commands, exporting
from goldthread.feedback.duplicates.commands import group_duplicates
from goldthread.feedback.equality_monitoring import equality_totals
from goldthread.feedback.intake.new_feedback import DuplicateFeedback
from goldthread.feedback.models import Feedback, Point
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding import commands as coding_commands
from goldthread.themes.coding.queries import points_to_code
from goldthread.themes.counting.jobs import count_again
from goldthread.themes.counting.models import ThemeMonth
from goldthread.thread.gaps import find_gaps

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 9, 3)
REASON = "Entered twice: vantongeren wrote once"
TEXT = "vantongeren asked for a bench by the gate of the day centre, so that people can rest on the way."


def received(cast, text=TEXT, **more) -> Feedback:
    new = commands.NewFeedback(
        source="suggestion",
        points=[text],
        received_on=DAY,
        contact={"name": "Perpetua Vantongeren"},
        wants_reply=True,
        **more,
    )
    return commands.receive(by=cast.person("complaints_manager"), new=new, today=DAY, allow_duplicate=True)


def withdraw(cast, feedback: Feedback) -> None:
    withdrawal.withdraw(
        by=cast.person("complaints_manager"), record=feedback, reason=REASON, today=timezone.localdate()
    )
    cast.enter()


def counted(cast, theme: Theme, points: list[Point]) -> int:
    """Return a theme's count of September 2026 among suggestions, counted again as the job does."""
    count_again(by=cast.person("complaints_manager"), points=[str(point.pk) for point in points])
    cast.enter()
    rows = ThemeMonth.objects.filter(theme=theme, month=datetime.date(2026, 9, 1), source="suggestion")
    return sum(rows.values_list("count", flat=True))


def test_it_is_in_no_list_search_export_gap_or_queue(avonshire):
    feedback = received(avonshire)
    withdraw(avonshire, feedback)
    manager = avonshire.person("complaints_manager")
    assert not Feedback.objects.visible_to(manager).filter(pk=feedback.pk).exists()
    assert not SearchEntry.objects.filter(record_id=feedback.pk).exists()
    assert not points_to_code(manager).filter(origin_id=feedback.pk).exists()
    out = io.BytesIO()
    exporting.export(by=manager, filters={"source": "suggestion"}, kind="csv", out=out)
    assert feedback.reference not in out.getvalue().decode()
    avonshire.enter()
    gaps = find_gaps(manager, timezone.localdate(), "awaiting-response")
    assert feedback.pk not in {link.pk for gap in gaps for link in gap.links}
    page = avonshire.client("complaints_manager").get(reverse("feedback:list")).content.decode()
    assert f">{feedback.reference}<" not in page


def test_its_page_says_why_and_offers_nothing_but_to_undo(avonshire):
    feedback = received(avonshire)
    client, address = avonshire.client("complaints_manager"), reverse("feedback:detail", args=[feedback.pk])
    form = reverse("feedback:withdraw_feedback", args=[feedback.pk])
    assert f'href="{form}"' in client.get(address).content.decode()
    client.post(form, {"reason": REASON})
    # The next page tells once, to whoever wrote the reason, which name was hidden in it.
    assert "vantongeren" in client.get(address).content.decode()
    page = client.get(address).content.decode()
    assert "Entered twice" in page and "Undo withdrawal" in page
    assert "vantongeren" not in page
    for name in ("respond", "close", "edit_feedback"):
        other = reverse(f"feedback:{name}", args=[feedback.pk])
        assert f'href="{other}"' not in page
        assert client.get(other).status_code == 404
    # Whoever goes back to the form after sending it is led to the record.
    assert f'href="{form}"' not in page
    assert client.get(form).url == client.post(form, {"reason": REASON}).url == address
    avonshire.enter()
    line = AuditLine.objects.filter(target_id=feedback.pk).latest("number")
    assert "Entered twice" in line.reason and "vantongeren" not in line.reason


def test_its_themes_are_counted_without_it_and_with_it_again(avonshire):
    feedback = received(avonshire)
    theme = Theme.objects.filter(council=avonshire.council, state=Theme.State.ACTIVE).first()
    point = feedback.points.get()
    before = counted(avonshire, theme, [point])
    coding_commands.code(by=avonshire.person("complaints_manager"), point=point, themes=[theme])
    assert counted(avonshire, theme, [point]) == before + 1
    withdraw(avonshire, feedback)
    assert counted(avonshire, theme, [point]) == before
    assert not Point.objects.visible_to(avonshire.person("complaints_manager")).filter(pk=point.pk).exists()
    withdrawal.restore(by=avonshire.person("complaints_manager"), record=feedback, today=timezone.localdate())
    avonshire.enter()
    assert counted(avonshire, theme, [point]) == before + 1
    assert SearchEntry.objects.get(record_id=feedback.pk).body == point.text


def test_of_a_group_of_duplicates_the_others_still_count(avonshire):
    manager = avonshire.person("complaints_manager")
    two = [received(avonshire), received(avonshire)]
    theme = Theme.objects.filter(council=avonshire.council, state=Theme.State.ACTIVE).first()
    points = [piece.points.get() for piece in two]
    before = counted(avonshire, theme, points)
    for point in points:
        coding_commands.code(by=manager, point=point, themes=[theme])
    group = group_duplicates(by=manager, feedback=two, kind="repeat")
    assert counted(avonshire, theme, points) == before + 1
    withdraw(avonshire, two[0])
    assert counted(avonshire, theme, points) == before + 1
    assert group.counted().count() == 1
    page = avonshire.client("complaints_manager").get(reverse("feedback:duplicates", args=[two[1].pk]))
    assert "Undo decision" in page.content.decode(), "what is withdrawn keeps nobody from undoing it"


def test_answers_of_equality_monitoring_are_those_of_what_counts(avonshire):
    today, day = datetime.date(2019, 11, 20), datetime.date(2019, 3, 31)

    def answers(number):
        new = commands.NewFeedback(
            source="suggestion",
            points=[f"Open earlier, please, {number}."],
            received_on=day,
            equality={"age": "85 or over"},
        )
        return commands.receive(by=avonshire.person("complaints_manager"), new=new, today=day)

    pieces = [answers(number) for number in range(8)]
    manager = avonshire.person("complaints_manager")
    group_duplicates(by=manager, feedback=pieces[:2], kind="repeat")
    pieces_before = equality_totals(avonshire.person("quality_lead"), today)
    assert (pieces_before.pieces, pieces_before.questions[0].answered) == (8, 5)
    # The first of two sent by one person: the second counts in its place.
    withdraw(avonshire, pieces[0])
    after = equality_totals(avonshire.person("quality_lead"), today)
    assert (after.pieces, after.questions[0].answered) == (7, 5)


def test_the_same_text_again_is_said_to_be_saved_and_withdrawn(avonshire):
    feedback = received(avonshire)
    withdraw(avonshire, feedback)
    new = commands.NewFeedback(source="suggestion", points=[TEXT], received_on=DAY)
    with pytest.raises(DuplicateFeedback, match=f"{feedback.reference}, which is withdrawn"):
        commands.receive(by=avonshire.person("complaints_manager"), new=new, today=DAY)
