"""How each mechanism about practice audits is done, through the pages, by somebody of its role."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.practice.rounds.models import Audit
from goldthread.practice.tools.models import ToolQuestion
from goldthread.thread.mechanisms import Mechanism
from tests.thread.mechanism_pages import day, figure, read, send


def _at(name: str, record: Any) -> str:
    return reverse(f"practice:{name}", args=[record.pk])


def _numbers(page: str, mechanism: Mechanism) -> list[int]:
    found = figure(mechanism.figure).search(page)
    assert found, mechanism.figure
    return [int(each.replace(",", "")) for each in found.groups()]


def lead(client: Client, person: Person, mechanism: Mechanism, tool: Any) -> None:
    """Begin the next version of a discipline's own tool, add a question, put it into use, and find it by its discipline."""
    [before] = _numbers(read(client, _at("tool", tool)), mechanism)
    send(client, _at("begin_version", tool), changed="Asks for the person’s own goal.")
    asked = "Does the goal say what the person will do themselves?"
    send(client, _at("add_question", tool), text=asked, domain="The person", scale="yes_partly_no")
    after = send(client, _at("put_into_use", tool), **day("used_since", timezone.localdate()))
    assert _numbers(after, mechanism) == [before + 1] and asked in after and "Version 2 in use" in after
    listed = read(client, f"{reverse('practice:tools')}?discipline={person.discipline}")
    assert tool.title in listed and "Monthly case file audit" not in listed


def map_to_standard(client: Client, person: Person, mechanism: Mechanism, tool: Any) -> None:
    """Have one more question test the standard, in the next version, and see that it does."""
    tested, of = _numbers(read(client, _at("tool", tool)), mechanism)
    send(client, _at("begin_version", tool), changed="Sharing is in the standard too now.")
    questions = ToolQuestion.objects.filter(version__tool=tool, version__used_since=None)
    standard = questions.exclude(standard=None).first().standard_id
    free = questions.filter(standard=None).first()
    after = send(client, _at("change_question", free), standard=standard)
    assert _numbers(after, mechanism) == [tested + 1, of]


def swap(client: Client, person: Person, mechanism: Mechanism, audit_round: Any) -> None:
    """Swap a reference of the sample with its reason, and see what was drawn in its place, by the same seed."""
    before = _numbers(read(client, _at("round", audit_round)), mechanism)
    audit = Audit.objects.filter(round=audit_round, finished_on=None).order_by("case__place").first()
    reason = "The file was opened in error."
    send(client, _at("swap", audit.case), reason=reason, **day("swapped_on", timezone.localdate()))
    after = read(client, _at("round", audit_round))
    assert _numbers(after, mechanism) == before and reason in after
    assert f"{audit.case.case_reference} for " in after


def hear_reflection(client: Client, person: Person, mechanism: Mechanism, audit_round: Any) -> None:
    """Read a worker's reflection beside their audit, and record that they were told."""
    audits = Audit.objects.filter(round=audit_round, told_on=None).exclude(reflection="")
    audit = audits.order_by("case__place").first()
    assert audit.reflection in read(client, _at("audit", audit))
    after = send(client, _at("told", audit), **day("told_on", timezone.localdate()))
    assert "Worker told Not yet" not in after and "Recorded." in after
    assert "Worker told" in read(client, _at("sample", audit_round))


def find(client: Client, person: Person, mechanism: Mechanism, audit_round: Any) -> None:
    """See what went to a worker, and record what the organisation learns: a finding that is decided on like any other."""
    audit = Audit.objects.filter(round=audit_round).order_by("case__place").first()
    assert audit.strengths in read(client, _at("audit", audit))
    said = "Copies of plans reach people late, and the record does not say why."
    after = send(
        client, _at("findings", audit_round), findings=said, **day("decided_on", timezone.localdate())
    )
    assert said in after and "Awaiting decision" in after
    assert said in read(client, reverse("reviews:detail", args=[audit_round.review_id]))


def repeat(client: Client, person: Person, mechanism: Mechanism, audit_round: Any) -> None:
    """See the action that the round answered, and set up the next round, which repeats it."""
    passed, of = _numbers(read(client, _at("round", audit_round)), mechanism)
    test = audit_round.answers_tests.get()
    shown = read(client, reverse("learning:action", args=[test.action_id]))
    assert f"{passed} of {of}" in shown and "Embedded" in shown and audit_round.reference in shown
    today = timezone.localdate()
    boxes = day("period_from", today) | day("period_until", today)
    title = "Recording standards, a year later"
    after = send(client, _at("re_audit", audit_round), title=title, **boxes)
    assert title in after and audit_round.reference in after
    assert "Re-audited" in read(client, _at("round", audit_round))


ACTS: dict[str, Callable[[Client, Person, Mechanism, Any], None]] = {
    "audittool": lead,
    "auditround": swap,
    "79": hear_reflection,
    "134": find,
    "144": map_to_standard,
    "178": repeat,
}
