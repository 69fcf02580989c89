"""Redaction of measures, readings, annotations and reasons."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from goldthread.impact import commands as impact
from goldthread.themes.codebook import commands as themes
from goldthread.themes.codebook.models import CodebookVersion, Theme
from goldthread.themes.counting import commands as counting_commands

pytestmark = pytest.mark.django_db

NAME = "Mrs Perpetua Vantongeren"
DAY = datetime.date(2026, 9, 3)


def test_an_indicator_and_its_readings(avonshire):
    measure = impact.add_indicator(
        by=avonshire.clock,
        name=f"Calls to {NAME}",
        kind="count",
        direction="increase",
        unit="calls",
        wording=f"How often {NAME} was rung",
        source=f"The book of {NAME}",
    )
    reading = impact.NewReading(
        DAY.replace(month=8), value=Decimal(3), as_printed="3", source=f"{NAME} counted"
    )
    [saved] = impact.save_readings(by=avonshire.clock, measure=measure, readings=[reading], today=DAY)
    for text in (measure.name, measure.wording, measure.source, saved.source):
        assert "Vantongeren" not in text
    assert (measure.unit, saved.as_printed) == ("calls", "3")


def test_an_event_on_a_chart_and_a_reason_in_the_codebook(avonshire):
    clock = avonshire.clock
    event = counting_commands.add_annotation(by=clock, on=DAY, label=f"{NAME} left")
    assert "Vantongeren" not in event.label
    theme = Theme.objects.filter(council=avonshire.council, state=Theme.State.ACTIVE).first()
    themes.edit_theme(
        by=clock,
        theme=theme,
        name=theme.name,
        group=theme.group,
        what_it_is=theme.what_it_is,
        what_it_is_not=theme.what_it_is_not,
        examples=theme.examples,
        reason=f"{NAME} asked for it",
    )
    assert "Vantongeren" not in CodebookVersion.objects.latest("number").reason
