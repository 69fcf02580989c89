"""The fields that can stand in a letter, what each is filled with from a case, and a made-up case to try them on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from goldthread.casework.choices import Happened
from goldthread.casework.events import case_of, events_of, procedure_of, read
from goldthread.casework.evidence_requests.models import EvidenceRequest
from goldthread.casework.letters.choices import Kind
from goldthread.casework.letters.wording import without_placeholders
from goldthread.casework.models import CaseEvent, ComplaintCase, PointOutcome, Remedy
from goldthread.dates import day_in_words
from goldthread.feedback.models import Feedback, Point
from goldthread.learning.models import LessonBasis
from goldthread.learning.no_lesson.models import NoLesson
from goldthread.standards.clock_log import Reading
from goldthread.standards.ombudsman import ombudsman

LATE = {
    "name": "the name of the person, from the contact details",
    "address": "the address of the person, from the contact details",
    "date": "the day on which it is sent",
    "signed_by": "the name and the job of whoever signs it",
}
"""Filled when a letter is sent: nobody who writes it needs the contact details, and a corrected address counts."""
FROM_CASE = {
    "reference": "the reference of the case",
    "council": "the name of the council",
    "received_on": "the date received",
    "acknowledged_on": "the date acknowledged",
    "reply_by": "the day by which the reply is due",
    "handler": "the investigator, else the owner, else the complaints team",
    "stage": "the stage of the procedure: 1 or 2",
    "next_stage": "how to go on after this stage",
    "issues": "the issues, as a list",
    "findings": "each issue, with what was found and why",
    "remedies": "the remedies, each with its date and who sees to it",
    "learning": "the lessons from what was upheld, or why there is none",
    "how_considered": "who looked into it, and the evidence that came",
    "reason": "why the time was extended, or why it is not accepted",
    "outcome": "what the person wants to happen",
    "format": "the form in which the person asked for letters",
    "ombudsman": "the ombudsman, with address and telephone",
}
NAMES = {**LATE, **FROM_CASE}


def values_of(feedback: Feedback, kind: str = "") -> dict[str, str]:
    """Return what a case fills into a letter of a kind, without what is filled when it is sent; "" where it says nothing."""
    case = case_of(feedback)
    events, procedure = events_of(case), procedure_of(case)
    reading = read(case, events, timezone.localdate())
    points = list(Point.objects.filter(feedback=feedback, withdrawn_on=None).order_by("position"))
    handler = case.investigator or feedback.owner
    open_replies = [
        clock
        for clock in reading.clocks
        if clock.open
        and clock.stage == reading.stage
        and (step := procedure.step(clock.step)) is not None
        and step.met_by == "replied"
    ]
    return {
        "reference": feedback.reference,
        "council": feedback.council.name,
        "received_on": day_in_words(feedback.received_on),
        "acknowledged_on": day_in_words(case.acknowledged_on) if case.acknowledged_on else "",
        "reply_by": day_in_words(min(clock.due for clock in open_replies)) if open_replies else "",
        "handler": handler.name if handler else "The complaints team",
        "stage": str(reading.stage),
        "next_stage": _next_stage(reading, 2 in procedure.stages),
        "issues": _list(without_placeholders(point.text) for point in points),
        "findings": _findings(case, points),
        "remedies": _remedies(feedback),
        "learning": _learning(points),
        "how_considered": _considered(feedback, case),
        "reason": _reason(events, kind),
        "outcome": without_placeholders(case.desired_outcome),
        "format": feedback.format_needed,
        "ombudsman": _ombudsman(),
    }


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"- {' '.join(item.split())}" for item in items)


def _findings(case: ComplaintCase, points: list[Point]) -> str:
    """Return each issue with what was found; "" while something is missing, so that the letter stops at it."""
    found = {} if case._state.adding else {o.point_id: o for o in PointOutcome.objects.filter(case=case)}
    if not points or any(point.pk not in found for point in points):
        return ""
    blocks = []
    for point in points:
        outcome = found[point.pk]
        said = " ".join(without_placeholders(point.text).split())
        blocks.append(
            f"Point {point.position}: {said}\n\n{outcome.word}. {without_placeholders(outcome.explanation)}"
        )
    return "\n\n".join(blocks)


def _remedies(feedback: Feedback) -> str:
    remedies = Remedy.objects.filter(feedback=feedback, stopped_on=None).counted().select_related("owner")
    lines = []
    for remedy in remedies.order_by("due_on", "pk"):
        amount = f", £{remedy.amount:,.2f}" if remedy.amount is not None else ""
        if remedy.done_on:
            when = f"done on {day_in_words(remedy.done_on)}"
        else:
            who = f" by {remedy.owner.name}," if remedy.owner else ""
            when = f"to be done{who} by {day_in_words(remedy.due_on)}"
        lines.append(f"{without_placeholders(remedy.title)}{amount}: {when}")
    return _list(lines)


def _learning(points: list[Point]) -> str:
    upheld = [point.pk for point in points if point.is_upheld]
    lessons = LessonBasis.objects.filter(point__in=upheld, lesson__withdrawn_on=None)
    titles = list(dict.fromkeys(lessons.order_by("created_at").values_list("lesson__title", flat=True)))
    why = NoLesson.objects.filter(point__in=upheld).order_by("created_at").values_list("because", flat=True)
    return _list(without_placeholders(text) for text in (*titles, *dict.fromkeys(why)))


def _considered(feedback: Feedback, case: ComplaintCase) -> str:
    received = EvidenceRequest.objects.filter(feedback=feedback, received_on__isnull=False).counted()
    titles = [
        without_placeholders(title) for title in received.order_by("pk").values_list("title", flat=True)
    ]
    if case.investigator is None and not titles:
        return ""
    said = f"{case.investigator.name} looked into your complaint. " if case.investigator else ""
    return f"{said}We considered what you told us{' and:' if titles else '.'}" + (
        f"\n\n{_list(titles)}" if titles else ""
    )


_REASONS = {
    Kind.NOT_ACCEPTED: (Happened.NOT_ACCEPTED,),
    Kind.EXTENSION: (Happened.EXTENDED, Happened.AGREED),
    Kind.HOLDING: (Happened.EXTENDED, Happened.AGREED, Happened.PAUSED),
}


def _reason(events: Iterable[CaseEvent], kind: str) -> str:
    wanted = _REASONS.get(Kind(kind), ()) if kind else ()
    said = [event.text for event in events if event.kind in wanted and event.text]
    return without_placeholders(said[-1]) if said else ""


def _next_stage(reading: Reading, has_second: bool) -> str:
    if has_second and reading.stage == 1:
        return (
            "Please tell us why. We will then look at it again at stage 2 of our procedure; somebody else will do "
            "that. After stage 2 you can ask the ombudsman:"
        )
    return "We have finished looking into your complaint. You can now ask the ombudsman to look at it:"


def _ombudsman() -> str:
    there = ombudsman()
    return f"{there.name}, {there.address}, telephone {there.telephone}, {there.web}"


@dataclass(frozen=True)
class Recipient:
    """To whom a letter goes: name, lines of the address, e-mail address."""

    name: str = ""
    address: str = ""
    email: str = ""

    @property
    def lines(self) -> list[str]:
        """Return the lines of the address."""
        return [line.strip() for line in self.address.replace(",", "\n").splitlines() if line.strip()]


MADE_UP_PERSON = Recipient("Mrs Ada Example", "1 Sample Street\nExampleton\nEX1 1AA", "ada@example.org")


def made_up(council: str) -> Mapping[str, str]:
    """Return the values of a made-up case, in which every field has something, to try a template on."""
    today = day_in_words(timezone.localdate())
    return {
        "name": MADE_UP_PERSON.name,
        "address": ", ".join(MADE_UP_PERSON.lines),
        "date": today,
        "signed_by": "Sam Sample, Director of Adult Social Services",
        "reference": "F-100",
        "council": council,
        "received_on": "2 March 2026",
        "acknowledged_on": "4 March 2026",
        "reply_by": "1 September 2026",
        "handler": "Kit Invented",
        "stage": "1",
        "next_stage": "Please tell us why. We will then look at it again at stage 2 of our procedure.",
        "issues": "- Nobody came on Tuesday.\n- You were billed for the visit that never was.",
        "findings": (
            "Point 1: Nobody came on Tuesday.\n\nUpheld. The log shows that no visit was made.\n\nPoint 2: You were "
            "billed for the visit that never was.\n\nPartly upheld. The bill was sent, and taken back the next day."
        ),
        "remedies": "- An apology in writing: done on 9 March 2026\n- The bill taken back, £18.40: to be done by 30 March 2026",
        "learning": "- Whoever waits is rung when a visit is cancelled",
        "how_considered": "Kit Invented looked into your complaint. We considered what you told us and:\n\n- The visit log of that week",
        "reason": "The provider has not sent us its visit log yet.",
        "outcome": "An apology, and the bill taken back.",
        "format": "large print",
        "ombudsman": _ombudsman(),
    }
