"""Every field of every record is declared: personal, with how long it is kept, or not."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core import checks
from django.db.models import JSONField, TextField

from goldthread.council.records.retention import ALWAYS_PLAIN, SCHEDULES, Retention

RECORDS = [
    model
    for model in apps.get_app_config("goldthread").get_models(include_auto_created=True)
    # The history of a record is kept as long as the record and follows its declaration.
    if not hasattr(model, "pgh_tracked_model") and not model._meta.auto_created
]


def name(model) -> str:
    return model.__name__


def test_the_checks_of_django_find_nothing():
    # Two links of two rooms that lead back from one record under one name stop the worker, which checks when it starts.
    assert [str(message) for message in checks.run_checks()] == []


@pytest.mark.parametrize("model", RECORDS, ids=name)
def test_each_field_is_declared(model):
    retention = model.retention
    fields = {field.name for field in model._meta.get_fields() if field.concrete} - ALWAYS_PLAIN
    declared = set(retention.personal) | retention.plain
    assert declared - ALWAYS_PLAIN == fields, f"{model.__name__}: add to `retention` {fields ^ declared}"
    assert set(retention.personal.values()) <= set(SCHEDULES.values())


@pytest.mark.parametrize("model", RECORDS, ids=name)
def test_a_link_to_a_person_is_personal(model):
    links = {
        field.name
        for field in model._meta.get_fields()
        if field.concrete and field.many_to_one and field.related_model.__name__ in ("Person", "Account")
    }
    assert links <= set(model.retention.personal), (
        f"{model.__name__}: {links - set(model.retention.personal)}"
    )


def test_history_belongs_to_a_declared_record():
    histories = [m for m in apps.get_app_config("goldthread").get_models() if hasattr(m, "pgh_tracked_model")]
    assert histories
    for history in histories:
        assert history.pgh_tracked_model in RECORDS


def test_a_link_table_made_by_itself_says_nothing_more_than_its_ends():
    for model in apps.get_app_config("goldthread").get_models(include_auto_created=True):
        if model._meta.auto_created:
            assert not [f for f in model._meta.get_fields() if isinstance(f, TextField | JSONField)]


def test_a_field_declared_both_ways_is_an_error():
    with pytest.raises(ValueError, match="both"):
        Retention(personal={"name": SCHEDULES["staff"]}, plain=("name",))
