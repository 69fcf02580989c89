"""The original of a restricted field: kept apart from its redacted copy, and never overwritten by it."""

from __future__ import annotations

import pytest

from goldthread.council.records import saving
from goldthread.council.records.models import RestrictedText
from goldthread.council.records.spec import kind_of
from goldthread.feedback.models import Point

pytestmark = pytest.mark.django_db
TOLD = "Mrs Margaret Pemberton fears the stairs."


@pytest.fixture
def record(avonshire):
    """Return a record with a restricted field, whose original is kept by the kit."""
    avonshire.enter()
    record = Point.objects.filter(origin="feedback").counted().first()
    saving.change(record, text=TOLD)
    return record


def test_the_copy_names_nobody_and_the_original_is_apart(record):
    assert "Pemberton" not in record.text
    assert saving.originals(record) == {"text": TOLD}


def test_a_form_that_sends_back_the_copy_leaves_the_original(record):
    """A correction form shows the redacted copy: what is not changed there is not typed anew."""
    copy = record.text
    saving.change(record, text=copy, tone=1)
    record.refresh_from_db()
    assert (record.text, record.tone) == (copy, 1)
    assert saving.originals(record) == {"text": TOLD}


def test_new_words_replace_both(record):
    saving.change(record, text="The stairs are steep.")
    assert saving.originals(record) == {"text": "The stairs are steep."}
    assert RestrictedText.objects.filter(origin=kind_of(record), origin_id=record.pk).count() == 1
