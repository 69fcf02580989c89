"""Typed measures: readers of totals see no count of 1 to 4, nor what would give one back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from goldthread.dates import add_months, last_whole_month
from goldthread.evidence.models import Citation
from goldthread.impact import disclosure
from goldthread.impact.models import Measure, Reading, Verdict
from goldthread.impact.small_numbers import has_small_count
from goldthread.learning.models import Direction, MeasureKind
from tests.themes.conftest import page_of

pytestmark = pytest.mark.django_db


def _measure(cast, kind: str, readings: list[tuple[float, int | None, int | None]]) -> Measure:
    """Return an indicator with a reading for each month up to the last: value, numerator and denominator."""
    measure = Measure.objects.create(
        council=cast.council,
        name="Falls reported late",
        kind=kind,
        direction=Direction.DECREASE,
        smallest_change=20,
    )
    last = last_whole_month(timezone.localdate())
    for ago, (value, numerator, denominator) in enumerate(readings):
        Reading.objects.create(
            council=cast.council,
            measure=measure,
            month=add_months(last, -ago),
            value=Decimal(str(value)),
            numerator=numerator,
            denominator=denominator,
            by=cast.person("quality_lead"),
        )
    return measure


@pytest.mark.parametrize(
    ("kind", "readings", "withheld"),
    [
        (MeasureKind.COUNT, [(7, None, None), (5, None, None), (0, None, None)], False),
        (MeasureKind.COUNT, [(7, None, None), (4, None, None)], True),
        (MeasureKind.PROPORTION, [(90, 45, 50), (0, 0, 20)], False),
        (MeasureKind.PROPORTION, [(8, 4, 50)], True),
        (MeasureKind.PROPORTION, [(96, 48, 50)], True),  # 2 were not
        (MeasureKind.PROPORTION, [(100, 3, 3)], True),
        (MeasureKind.PROPORTION, [(100, 50, 50)], False),
        (MeasureKind.RATE, [(0.4, 4, 1000)], True),
        (MeasureKind.RATE, [(0.6, 6, 1000)], False),
        (MeasureKind.RATE, [(1021, 48, 47)], False),
        (MeasureKind.RATE, [(957, 45, 47)], False),  # 2 is the number of nothing
        (MeasureKind.PROPORTION, [(3, 30, 1000)], False),  # 3 per cent is no count
        (MeasureKind.SCORE, [(3.5, None, None)], False),
    ],
)
def test_a_measure_with_a_small_count_keeps_its_numbers_from_readers_of_totals(
    avonshire, kind, readings, withheld
):
    measure = _measure(avonshire, kind, readings)
    for who in ("councillor", "board_member"):
        assert disclosure.numbers_withheld(avonshire.person(who), measure) is withheld
    assert not disclosure.numbers_withheld(avonshire.person("quality_lead"), measure)
    # What a claim's page says of the newest reading follows the same rule.
    assert any(has_small_count(kind, reading) for reading in measure.readings.all()) is withheld


@pytest.mark.parametrize("who", ["councillor", "board_member"])
def test_the_page_shows_neither_readings_nor_chart(avonshire, who):
    measure = _measure(avonshire, MeasureKind.COUNT, [(17, None, None), (3, None, None), (19, None, None)])
    address = reverse("impact:measure", args=[measure.pk])
    shown = page_of(avonshire, who, address).split("<main")[1]
    assert "counts of 1 to 4" in shown
    assert "gt-chart" not in shown
    assert ">17<" not in shown and ">3<" not in shown and "Readings, newest first" not in shown
    assert ">17<" in page_of(avonshire, "quality_lead", address)


@pytest.mark.parametrize(
    ("kind", "reading", "withheld"),
    [
        (MeasureKind.COUNT, [3, 1], True),
        (MeasureKind.COUNT, [7, 1], False),
        (MeasureKind.PROPORTION, [48, 50], True),
        (MeasureKind.PROPORTION, [40, 50], False),
        (MeasureKind.RATE, [4, 1000], True),
        (MeasureKind.RATE, [998, 1000], False),
        (MeasureKind.SCORE, [3.5, 1], False),
        (MeasureKind.COUNT, [None, 1], False),
    ],
)
def test_a_small_count_that_was_corrected_is_not_quoted_with_its_correction(
    avonshire, kind, reading, withheld
):
    measure = _measure(avonshire, kind, [(17, 17, 50)])
    month = last_whole_month(timezone.localdate())
    Verdict.objects.create(
        council=avonshire.council,
        measure=measure,
        review_month=6,
        on=month,
        state=Verdict.State.NO_CHANGE_YET,
        sentence="No change.",
        readings=[[month.isoformat(), *reading]],
    )
    assert disclosure.numbers_withheld(avonshire.person("councillor"), measure) is withheld


def test_an_assessor_sees_the_numbers_of_what_claims_cite_and_of_nothing_else(avonshire):
    avonshire.enter()
    counted = Measure.objects.filter(council=avonshire.council, data_source="counted")
    cited = {key for (key,) in Citation.objects.counted().filter(measure__in=counted).values_list("measure")}
    assert cited and len(cited) < counted.count()
    assessor = avonshire.person("assessor")
    withheld = disclosure.all_withheld(assessor, list(counted))
    assert not withheld & cited
    assert disclosure.numbers_withheld(assessor, _measure(avonshire, MeasureKind.COUNT, [(3, None, None)]))
