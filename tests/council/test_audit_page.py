"""The audit log page: date, person, action and record of each line, and its filters."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from goldthread.council.models import AuditLine
from goldthread.learning.models import Action

pytestmark = pytest.mark.django_db


def _page(avonshire, query: str = "", who: str = "administrator") -> str:
    response = avonshire.client(who).get(reverse("audit") + query)
    assert response.status_code == 200
    avonshire.enter()
    return response.content.decode()


def test_each_line_has_its_time_and_record(avonshire):
    action = Action.objects.filter(council=avonshire.council).last()
    page = _page(avonshire, f"?record={action.reference}")
    [line] = AuditLine.objects.filter(target_id=action.pk, command="learning.agree_action")
    assert f"{timezone.localtime(line.at):%H:%M}" in page
    assert action.reference in page and action.title not in page
    assert "Agreed an action" in page


def test_a_record_is_a_link_for_whoever_may_open_it_and_a_reference_for_others(avonshire):
    action = Action.objects.filter(council=avonshire.council).last()
    address = reverse("learning:action", args=[action.pk])
    assert f'href="{address}"' in _page(avonshire, f"?record={action.pk}", "director")
    assert f'href="{address}"' not in _page(avonshire, f"?record={action.pk}")


def test_the_log_is_filtered_by_person_and_by_record(avonshire):
    somebody = avonshire.person("quality_lead")
    page = _page(avonshire, f"?person={somebody.pk}")
    others = AuditLine.objects.filter(council=avonshire.council).exclude(person=somebody)
    shown = {int(number.replace(",", "")) for number in re.findall(r'numeric">([\d,]+)</th>', page)}
    assert shown and not shown & set(others.values_list("number", flat=True))
    older = re.search(r'href="(\?[^"]*before=[^"]*)"', page)
    assert older and str(somebody.pk) in older[1]
    assert "No matching lines" in _page(avonshire, "?record=F-999999")


@pytest.mark.parametrize(
    "query", ["?before=²", "?before=" + "9" * 40, "?before=-1", "?person=x", "?person=²&record=%00"]
)
def test_an_invalid_filter_filters_nothing(avonshire, query):
    assert re.search(r'numeric">[\d,]+</th>', _page(avonshire, query))


def test_search_accepts_an_odd_number(avonshire):
    for begin in ("²", "9" * 30):
        assert avonshire.client("quality_lead").get(f"/search/?q=waiting&from={begin}").status_code == 200
