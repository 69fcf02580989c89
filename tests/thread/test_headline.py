"""Home's funnel of actions: agreed, done, embedded and shown to work, in numbers and squares."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from goldthread.learning.models import Action
from goldthread.thread.headline import headline

pytestmark = pytest.mark.django_db


def test_each_step_has_its_number_and_as_many_filled_squares(avonshire):
    person = avonshire.person("quality_lead")
    agreed = Action.objects.visible_to(person).filter(stopped_on=None)
    figures = headline(person, timezone.localdate())
    assert [figure.words.partition(",")[0] for figure in figures] == [
        "Actions agreed",
        "Done",
        "Shown to be embedded",
        "Shown to work",
    ]
    assert figures[0].count == agreed.count() <= 40
    assert figures[1].count == agreed.exclude(done_on=None).count()
    for figure in figures:
        squares = re.findall(r"<rect ", figure.svg)
        assert len(squares) == 1 + figures[0].count  # and the paper
        assert f"{figure.count} of {figures[0].count} agreed</title>" in figure.svg
        assert figure.svg.count('fill="#0a5f66"') == figure.count
    # What is done and not shown to be embedded stopped there.
    assert figures[2].svg.count("dasharray") == figures[1].count - figures[2].count


def test_home_shows_the_funnel_and_a_step_opens_what_it_counts(avonshire):
    page = avonshire.client("director").get("/").content.decode()
    assert page.count("gt-chart--squares") == 4 and "<b>" in page
    assert re.search(
        r'<b>\d+</b> <a class="govuk-link" href="/impact/actions/\?result=shown_to_work">shown to work', page
    )


def test_no_action_no_funnel(avonshire):
    person = avonshire.person("quality_lead")
    Action.objects.filter(council=avonshire.council).update(stopped_on=timezone.localdate())
    assert headline(person, timezone.localdate()) == []
