"""What a process keeps between requests: made once, made anew when the council changes, and nobody else's."""

from __future__ import annotations

import dataclasses
import datetime
import re
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.db import connection, models, transaction
from django.urls import reverse

from goldthread.council import kept
from goldthread.council.database import tenant
from goldthread.council.models import AuditHead, Counter, Membership
from goldthread.feedback import commands as feedback
from goldthread.feedback.models import Feedback
from goldthread.learning.models import Lesson
from goldthread.themes.codebook.models import Theme

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 6)


@pytest.fixture
def as_if_committed(monkeypatch) -> None:
    """Have the test's one transaction, which writes, count as many that were committed."""

    def state(council_id: uuid.UUID) -> tuple[Any, ...]:
        heads = AuditHead.objects.filter(council_id=council_id).values_list("seal", flat=True)
        marks = Counter.objects.filter(council_id=council_id, kind=tenant.MARK).values_list("last", flat=True)
        return (*heads, *marks)

    monkeypatch.setattr(kept, "_state", state)


def _receive(cast, text="The quillfeather ramp is steep."):
    new = feedback.NewFeedback(source="complaint", points=[text], received_on=TODAY)
    return feedback.receive(by=cast.person("complaints_manager"), new=new, today=TODAY)


def _made(person, name="page", *, today=TODAY, **given) -> bool:
    """Return whether it was made anew."""
    calls: list[int] = []
    kept.kept(person, name, today, lambda: calls.append(1) or "content", **given)
    return bool(calls)


def test_what_was_made_is_made_again_only_for_another_question_day_or_right(avonshire):
    lead, practitioner = avonshire.person("quality_lead"), avonshire.person("practitioner")
    assert _made(lead) and not _made(lead) and not _made(avonshire.person("quality_lead"))
    assert _made(lead, "another page") and _made(lead, by=("praise",)) and _made(practitioner)
    assert _made(lead, today=TODAY + datetime.timedelta(days=1))
    assert _made(lead, own=True) and not _made(lead, own=True) and not _made(lead)


def test_of_each_name_so_many_are_kept_and_the_oldest_is_let_go_of(avonshire, monkeypatch):
    monkeypatch.setattr(kept, "MOST", 3)
    lead = avonshire.person("quality_lead")
    assert _made(lead, "another page")
    for number in range(4):
        assert _made(lead, by=number)
    assert [_made(lead, by=number) for number in (3, 2, 1)] == [False, False, False]
    assert not _made(lead, "another page") and _made(lead, by=0) and _made(lead, by=3)


def test_every_command_makes_it_anew_for_its_council_only(avonshire, brackenmoor, as_if_committed):
    other = brackenmoor.person("quality_lead")
    assert _made(other) and not _made(other)
    lead = avonshire.person("quality_lead")
    assert _made(lead) and not _made(lead)
    _receive(avonshire)
    assert _made(lead) and not _made(lead)
    brackenmoor.enter()
    assert not _made(other)


def test_what_a_job_writes_besides_makes_it_anew(avonshire, as_if_committed):
    lead = avonshire.person("quality_lead")
    assert _made(lead) and not _made(lead)
    theme = Theme.objects.filter(council=avonshire.council).first()
    Theme.objects.filter(pk=theme.pk).update(name="Another name")
    tenant.leave_mark(avonshire.council.pk)
    assert _made(lead) and not _made(lead)
    first = Counter.objects.get(council=avonshire.council, kind=tenant.MARK).last
    tenant.leave_mark(avonshire.council.pk)
    assert Counter.objects.get(council=avonshire.council, kind=tenant.MARK).last != first


def test_a_transaction_that_wrote_keeps_nothing_and_is_given_nothing(avonshire):
    lead = avonshire.person("quality_lead")
    assert _made(lead) and not _made(lead)
    _receive(avonshire)
    assert _made(lead) and _made(lead)


def test_a_command_that_is_taken_back_leaves_nothing_behind(avonshire, as_if_committed):
    lead = avonshire.person("quality_lead")
    seen = []
    for number in range(2):
        with transaction.atomic():
            _receive(avonshire, f"The quillfeather ramp is steep, {number}.")
            # Each has the same number in the audit log, and another seal.
            assert _made(lead)
            seen.append(AuditHead.objects.get(council=avonshire.council))
            transaction.set_rollback(True)
        avonshire.enter()
    assert seen[0].number == seen[1].number and seen[0].seal != seen[1].seal


def test_jobs_leave_a_mark_where_they_write_and_only_there(avonshire):
    # In the transaction of the test; a job's own is one that `tenant.inside` begins.
    marks = Counter.objects.filter(council=avonshire.council, kind=tenant.MARK)
    tenant.leave_mark(avonshire.council.pk)
    assert not marks.exists(), "nothing was written yet"
    _receive(avonshire)
    tenant.leave_mark(avonshire.council.pk)
    assert marks.count() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id_if_assigned() IS NOT NULL")
        assert cursor.fetchone() == (True,)


_TOKENS = re.compile(r'name="(?:csrfmiddlewaretoken|form_token)" value="[^"]+"')


@pytest.mark.slow(reason="Opens a dozen pages as each of five people three times")
def test_two_councils_and_two_roles_by_turns_find_nothing_of_each_other(
    avonshire, brackenmoor, as_if_committed
):
    ours = _receive(avonshire, "We sat by the quillfeather stairs and nobody came.")
    roles = {"avonshire": ("quality_lead", "councillor", "practitioner")}
    brackenmoor.enter()
    roles["brackenmoor"] = sorted({*Membership.objects.values_list("role", flat=True)})[:3]
    people = [
        (cast, cast.client(role, checked=False))
        for turn in range(3)
        for cast in (avonshire, brackenmoor)
        for role in roles[cast.slug][turn : turn + 1]
    ]
    assert len(people) > 3
    pages = {}
    for cast in (avonshire, brackenmoor):
        cast.enter()
        theme = Theme.objects.filter(council=cast.council, state=Theme.State.ACTIVE).order_by("slug").first()
        pages[cast.slug] = ["/", "/themes/", f"/themes/{theme.pk}/", f"/themes/{theme.pk}/?tone=praise"]
        pages[cast.slug] += ["/gaps/", "/evidence/", "/evidence/learning-improvement-and-innovation/"]
        if lesson := Lesson.objects.filter(council=cast.council).order_by("pk").first():
            pages[cast.slug] += [
                reverse("learning:lesson", args=[lesson.pk]),
                reverse("thread", args=["lesson", lesson.pk]),
            ]

    def asked(cast, client, address: str) -> str:
        answer = client.get(address)
        assert answer.status_code in (200, 403), address
        # Below the frame, which lists what each has opened meanwhile.
        return _TOKENS.sub("", answer.content.decode()).partition("<main")[2]

    alone = {}
    for number, (cast, client) in enumerate(people):
        for address in pages[cast.slug]:
            kept.forget()
            alone[number, address] = asked(cast, client, address)
    kept.forget()
    for _ in range(2):
        for number, (cast, client) in enumerate(people):
            for address in pages[cast.slug]:
                assert asked(cast, client, address) == alone[number, address], address
    assert len(kept._KEPT) > len(people)
    for (_, council_id, *_), (_, content) in kept._KEPT.items():
        owners = {record.council_id for record in _records_in(content) if hasattr(record, "council_id")}
        assert owners <= {council_id}
    brackenmoor.enter()
    assert not Feedback.objects.filter(pk=ours.pk).exists()


def _records_in(content: Any, depth: int = 0) -> Iterator[models.Model]:
    """Yield every record within what is kept."""
    if isinstance(content, models.Model):
        yield content
    elif depth < 12 and not isinstance(content, str | bytes):
        if dataclasses.is_dataclass(content):
            content = [getattr(content, field.name) for field in dataclasses.fields(content)]
        elif isinstance(content, Mapping):
            content = [*content.keys(), *content.values()]
        if isinstance(content, list | tuple | set | frozenset):
            for each in content:
                yield from _records_in(each, depth + 1)
