"""Several questions as one: the same keys in the same order, and the same counts, as each by itself."""

from __future__ import annotations

import pytest

from goldthread.council.records.together import counts_of, keys_of
from goldthread.feedback.models import Feedback, Point
from goldthread.learning.models import Action, Lesson

pytestmark = pytest.mark.django_db


def _querysets(person):
    return [
        Lesson.objects.visible_to(person).order_by("title", "pk"),
        Lesson.objects.none(),
        Action.objects.visible_to(person).order_by("-due_on", "pk")[:5],
        Feedback.objects.visible_to(person)
        .filter(points__is_upheld=True)
        .distinct()
        .order_by("received_on", "pk"),
        Point.objects.filter(pk__in=[]),
    ]


def test_keys_come_in_each_ones_order_in_one_query(avonshire, django_assert_num_queries):
    querysets = _querysets(avonshire.person("quality_lead"))
    with django_assert_num_queries(1):
        found = keys_of(querysets)
    assert found == [[record.pk for record in rows] for rows in querysets]
    assert all(found[at] for at in (0, 2, 3))


def test_counts_come_in_one_query(avonshire, django_assert_num_queries):
    querysets = _querysets(avonshire.person("quality_lead"))
    with django_assert_num_queries(1):
        found = counts_of(querysets)
    assert found == [rows.count() for rows in querysets]


def test_nothing_is_asked_where_nothing_can_be_found(avonshire, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert keys_of([Lesson.objects.none()]) == [[]] and counts_of([]) == []
