"""The list and one piece of feedback: who sees it, what stands there, and what is kept apart."""

from __future__ import annotations

import pytest
from django.urls import reverse

from goldthread.feedback.models import Feedback

pytestmark = pytest.mark.django_db


def test_the_list_shows_the_newest_first(avonshire):
    answer = avonshire.client("quality_lead").get(reverse("feedback:list"))
    avonshire.enter()
    newest = Feedback.objects.order_by("-received_on", "-id").first()
    assert answer.status_code == 200
    assert newest.reference in answer.content.decode()


def test_a_piece_of_feedback_has_its_page(avonshire):
    feedback = Feedback.objects.order_by("-received_on", "-id").first()
    answer = avonshire.client("quality_lead").get(reverse("feedback:detail", args=[feedback.pk]))
    assert answer.status_code == 200
    assert feedback.reference in answer.content.decode()
