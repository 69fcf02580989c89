"""Whole numbers that a page carries hidden: read, and nothing that is none makes an error of ours."""

from __future__ import annotations

import pytest
from django.urls import reverse

from goldthread.learning.models import Lesson
from goldthread.web.sent_numbers import sent_number


@pytest.mark.parametrize(
    ("sent", "number"),
    [("0", 0), ("007", 7), ("2147483647", 2147483647), ("2147483648", None), ("9" * 5000, None)]
    + [(none, None) for none in ("", "-1", "1.0", "²", "٣", "1e3", " 1", "x")],
)
def test_a_number_is_read_and_nothing_else(sent, number):
    assert sent_number(sent) == number


@pytest.mark.django_db
def test_a_version_of_5000_digits_is_one_that_no_form_was_opened_at(avonshire):
    avonshire.enter()
    lesson = Lesson.objects.counted().filter(council=avonshire.council).first()
    client, address = avonshire.client("quality_lead"), reverse("learning:edit_lesson", args=[lesson.pk])
    sent = {"version": "9" * 5000, "title": "Mine", "what_we_learned": "Mine."}
    day = {f"recorded_on-{part}": getattr(lesson.recorded_on, part) for part in ("day", "month", "year")}
    page = client.post(address, {**sent, **day})
    assert page.status_code == 200 and "Mine" in page.content.decode()
    avonshire.enter()
    assert Lesson.objects.get(pk=lesson.pk).title == lesson.title
