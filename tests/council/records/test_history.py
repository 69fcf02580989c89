"""A record's history says in words what changed within a field of several parts."""

from __future__ import annotations

import pytest

from goldthread.casework.procedures.models import Procedure
from goldthread.council.records.history import _part_in_words, history


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "empty"),
        ("", "empty"),
        ([], "empty"),
        (0, "0"),
        (True, "yes"),
        (False, "no"),
        ("By telephone", "By telephone"),
        (["north", "south"], "north, south"),
        ([{"name": "Acknowledge", "within": 3}, {"name": "Respond"}], "Acknowledge, Respond"),
        ({"name": "Simple", "unit": "days"}, "Simple"),
        ({"within": 3, "unit": "days"}, "2 entries"),
    ],
)
def test_a_value_of_several_parts_is_said_in_words(value, words):
    assert _part_in_words(value) == words


@pytest.mark.django_db
def test_a_procedures_steps_are_named_where_one_came_and_said_to_have_changed_where_one_did(avonshire):
    avonshire.enter()
    procedure = Procedure.objects.get(
        council=avonshire.council, name="Adult social care complaint with Avonshire's targets"
    )
    changes = [change for event in history(procedure) for change in event.changes if change.name == "Steps"]
    acknowledge, respond = (step["name"] for step in procedure.steps[:2])
    assert [(change.before, change.after) for change in changes] == [
        (f"{acknowledge}, {respond}", f"{acknowledge}, {respond}, Avonshire's target for the response"),
        # What changed is within a step: that they changed is said, and no more.
        ("", ""),
    ]
