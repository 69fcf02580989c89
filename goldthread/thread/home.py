"""Home: what a person has to do today, each item with its reason and a link to a page they may open."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from goldthread.briefings.queries import unread_by
from goldthread.casework import queries as casework
from goldthread.casework.ombudsman import queries as ombudsman
from goldthread.coproduction.models import Involvement
from goldthread.council.models import Person
from goldthread.council.records import my_work
from goldthread.council.records.assignment import due_of, next_step, owner_of
from goldthread.council.records.my_work_page import tabs
from goldthread.council.records.pages import address
from goldthread.dates import last_whole_month
from goldthread.evidence.packs.models import recalls_of
from goldthread.evidence.self_assessment.models import assessment_recalls_of
from goldthread.feedback.duplicates.queries import any_repeated
from goldthread.feedback.importing.models import ImportBatch
from goldthread.feedback.models import Feedback
from goldthread.feedback.routing.rules import flagged
from goldthread.impact.models import Measure
from goldthread.impact.verdict import review_due
from goldthread.learning.models import Action
from goldthread.learning.queries import lessons
from goldthread.public import queries as public
from goldthread.responses.models import Ask
from goldthread.responses.telling import to_tell
from goldthread.reviews import queries as reviews
from goldthread.reviews.models import Decision, Finding
from goldthread.themes.coding.queries import points_to_code
from goldthread.themes.counting.regular import one_offs
from goldthread.themes.emerging.queries import rising_topics
from goldthread.themes.safeguarding.queries import count_danger, count_not_reviewed
from goldthread.web.doors import may_open
from goldthread.web.forms import lower_first

_MANY = 1000
_MOST_OF_ONE = 5
_MOST_OF_MINE = 20
_DUE_SOON = datetime.timedelta(days=14)


@dataclass(frozen=True)
class WorkItem:
    """One item of a person's work: its title, the reason, the address of its page, and whether it is overdue."""

    title: str
    reason: str
    url: str
    overdue: bool = False


def work_tabs(person: Person) -> list[tuple[str, str, int]]:
    """Return how much work is in hand, of their own, their teams and all, for those who do or oversee any."""
    return tabs(person) if person.may("feedback.receive") or person.may("reviews.decide") else []


def work_items(person: Person, today: datetime.date) -> list[WorkItem]:
    """Return a person's work, overdue items first; never a link to a page that they may not open."""
    items = [item for part in (_own, _team, _learning, _measures) for item in part(person, today)]
    return sorted((item for item in items if may_open(person, item.url)), key=lambda item: not item.overdue)


def _count(count: int, one: str, many: str) -> str:
    number = f"more than {_MANY:,}" if count > _MANY else f"{count:,}"
    return f"{number} {one if count == 1 else many}"


def _up_to(rows: QuerySet) -> int:
    """Count no further than is shown, so that the page does not slow down as a council's records grow."""
    return rows.order_by().values("pk")[: _MANY + 1].count()


def oversees(person: Person) -> bool:
    """Return whether a person answers for the whole thread, so that overdue items of others concern them."""
    return person.may("thread.gaps") and person.teams_for("thread.gaps") is None


def _sees_signals(person: Person) -> bool:
    return person.may("themes.code") or oversees(person)


def left_out_of_signals(person: Person, today: datetime.date) -> str:
    """Return in words what came once in the last whole month and gives no signal; "" where nothing did."""
    if not _sees_signals(person):
        return ""
    return one_offs(person, today=today).in_month(last_whole_month(today)).sentence


def _own(person: Person, today: datetime.date) -> Iterator[WorkItem]:
    for record in my_work.first(person, most=_MOST_OF_MINE):
        due = due_of(record)
        if due is None or due > today + _DUE_SOON:
            # In the order of their dates: all that follow are due later still.
            break
        overdue, step, owner = due < today, next_step(record), owner_of(record)
        # Of somebody who is away, whose work this person covers, it says whose.
        whose = "Your" if owner is None or owner == person else f"{owner.name}'s"
        if overdue and isinstance(record, Finding):
            # Those that are late are listed with the others'.
            continue
        yield WorkItem(
            f"{record.reference} {getattr(record, record.spec.title)}",
            f"{whose} {record.spec.name.lower()} {'was' if overdue else 'is'} due on {due:%-d %B}"
            + (f": {lower_first(step)}." if step else "."),
            address(record),
            overdue,
        )
    if person.may("briefings.acknowledge"):
        # Who writes briefings looks at the whole page; who reads them is helped by one screen.
        page = "briefings:detail" if person.may("briefings.write") else "briefings:quick"
        for briefing in unread_by(person)[:5]:
            yield WorkItem(
                f"{briefing.reference} {briefing.title}",
                "Unread briefing for your team.",
                reverse(page, args=[briefing.pk]),
            )


def _team(person: Person, today: datetime.date) -> Iterator[WorkItem]:
    if person.may("themes.safeguarding"):
        # Danger stands above everything by itself.
        prompts = count_not_reviewed(person) - count_danger(person)
        if prompts > 0:
            yield WorkItem(
                _count(prompts, "possible safeguarding concern", "possible safeguarding concerns"),
                "Look today: not reviewed.",
                reverse("themes:safeguarding") + "?level=look",
                overdue=True,
            )
    if person.may("themes.code"):
        uncoded = _up_to(points_to_code(person))
        if uncoded:
            yield WorkItem(
                f"{_count(uncoded, 'issue', 'issues')} to code",
                "No theme yet.",
                reverse("themes:to_code"),
            )
    if person.may("feedback.receive"):
        locked = _up_to(Feedback.objects.visible_to(person).filter(is_locked=True))
        if locked:
            yield WorkItem(
                f"{_count(locked, 'piece', 'pieces')} of feedback awaiting redaction",
                "Redaction failed, so nobody can read the text. Try again.",
                reverse("feedback:list") + "?locked=1",
                overdue=True,
            )
        if any_repeated(person):
            yield WorkItem(
                "Possible duplicates and campaigns",
                "The same text was received more than once.",
                reverse("feedback:possible_duplicates"),
            )
        for row in rising_topics(person):
            rise = row.surge.sentence()
            yield WorkItem(
                f"Emerging topic: {row.name}",
                f"{rise[0].upper()}{rise[1:]}",
                reverse("themes:emerging_topic", args=[row.topic.pk]),
            )
    if person.may("feedback.respond") or oversees(person):
        overdue = _up_to(Feedback.objects.visible_to(person).response_overdue(today))
        if overdue:
            yield WorkItem(
                _count(overdue, "response overdue", "responses overdue"),
                "Received more than 4 weeks ago, from people who asked for a response.",
                reverse("feedback:list") + "?overdue=1",
                overdue=True,
            )
    if person.may("casework.manage") or (person.may("casework.read") and oversees(person)):
        yield from _cases(person, today)
    if person.may("casework.read"):
        yield from _ombudsman(person, today)
    if person.may("responses.answer"):
        yield from _answers(person, today)
    if person.may("coproduction.record"):
        yield from _involvement(person, today)
    if person.may("council.manage") and (rules := flagged(person.council_id)):
        yield WorkItem(
            _count(rules, "rule for new feedback to look at", "rules for new feedback to look at"),
            "Somebody named in it has left, or a team is closed.",
            reverse("feedback:rules"),
        )
    if person.may("feedback.import"):
        for batch in ImportBatch.objects.visible_to(person).filter(
            by=person, state=ImportBatch.State.CHECKED
        )[:3]:
            yield WorkItem(
                f"Import {batch.filename}",
                f"{_count(batch.ready, 'row', 'rows')} ready, {batch.errors:,} with errors.",
                reverse("feedback:import", args=[batch.pk]),
            )


def _cases(person: Person, today: datetime.date) -> Iterator[WorkItem]:
    """Yield what the complaints manager answers for: cases that are late, or wait for a decision of theirs."""
    cases, there = casework.cases(person), reverse("casework:list")
    for rows, one, many, reason, query in (
        (
            casework.three_times_over(cases, today),
            "case three times over the time to reply",
            "cases three times over the time to reply",
            "Look at each: what holds it up, and was the person told?",
            "three_times=1",
        ),
        (
            casework.late(cases, today),
            "case past its date",
            "cases past their date",
            "The next step of each is late.",
            "state=all-open&due=overdue&sort=due_on",
        ),
        (
            casework.old_requests_to_reopen(cases, today),
            "request to reopen older than two weeks",
            "requests to reopen older than two weeks",
            "Reopen each case, or decline with the reason.",
            "reopening_old=1",
        ),
        (
            casework.not_put_right(cases),
            "person says that it was not put right",
            "people say that it was not put right",
            "Reopen each case, or say why it stays closed.",
            "not_put_right=1",
        ),
    ):
        count = _up_to(rows)
        if count:
            yield WorkItem(_count(count, one, many), reason, f"{there}?{query}", overdue=True)
    forms = _up_to(public.to_see_to(person, timezone.now()))
    if forms:
        yield WorkItem(
            _count(forms, "public form not followed up", "public forms not followed up"),
            "A clock, a screen for harm or a confirmation failed, or waits for over an hour. Try again.",
            reverse("public:to_see_to"),
            overdue=True,
        )
    undecided = _up_to(casework.without_learning(cases))
    if undecided:
        yield WorkItem(
            _count(
                undecided, "upheld complaint, no learning decision", "upheld complaints, no learning decision"
            ),
            "Record a lesson from each, or why there is none.",
            f"{there}?undecided=1",
        )


def _ombudsman(person: Person, today: datetime.date) -> Iterator[WorkItem]:
    """Yield what the ombudsman waits for: replies to authorise, and what is late or due soon and others have to do."""
    oversight = person.may("casework.manage") or oversees(person)
    for text, record, due in ombudsman.waiting_for(person, oversees=oversight, until=today + _DUE_SOON):
        late = due < today
        when = f"{'was' if late else 'is'} due on {due:%-d %B}"
        yield WorkItem(str(record), text.replace("{when}", when), address(record), late)


def _involvement(person: Person, today: datetime.date) -> Iterator[WorkItem]:
    """Yield what people who took part wait for: to be told what was decided, once the date given is past."""
    count = _up_to(
        Involvement.objects.visible_to(person).filter(told_on=None, tell_by__lt=today).exclude(owner=person)
    )
    if count:
        yield WorkItem(
            _count(
                count, "piece of work decided, people not told", "pieces of work decided, people not told"
            ),
            "The date by which they were to be told is past.",
            reverse("coproduction:list") + "?state=untold",
            overdue=True,
        )


def _answers(person: Person, today: datetime.date) -> Iterator[WorkItem]:
    asks = Ask.objects.visible_to(person)
    owed = _up_to(asks.owed())
    if owed:
        overdue = _up_to(asks.overdue(today))
        yield WorkItem(
            _count(owed, "answer owed", "answers owed"),
            f"To what people asked for, {overdue:,} overdue." if overdue else "To what people asked for.",
            reverse("responses:list") + "?state=owed",
            overdue=bool(overdue),
        )
    if oversees(person) and (waiting := len(to_tell(person))):
        yield WorkItem(
            _count(waiting, "person or group to tell", "people and groups to tell"),
            "They asked to hear, and something came of it.",
            reverse("responses:to_tell"),
        )


def _recalls(person: Person) -> Iterator[WorkItem]:
    """Yield what this person sent or signed and what holds a name that is hidden now."""
    packs = recalls_of(person).filter(pack__sendings__by=person).distinct()[:_MOST_OF_ONE]
    signed = assessment_recalls_of(person).filter(assessment__signed_by=person)[:_MOST_OF_ONE]
    for recall in (*packs, *signed):
        yield WorkItem(
            f"Recall {lower_first(recall.record.title)}",
            recall.because,
            address(recall.record),
            overdue=True,
        )


def _learning(person: Person, today: datetime.date) -> Iterator[WorkItem]:
    if person.may("reviews.decide"):
        undecided = _up_to(Finding.objects.visible_to(person).filter(decision=Decision.UNDECIDED))
        if undecided:
            yield WorkItem(
                f"{_count(undecided, 'finding', 'findings')} awaiting decision",
                "Decide what the council will do.",
                reverse("reviews:findings") + "?decision=undecided",
            )
    if person.may("evidence.create_pack"):
        yield from _recalls(person)
    if person.may("reviews.read"):
        yield from _reviews(person, today)
    if person.may("learning.agree") or oversees(person):
        overdue = Action.objects.visible_to(person).overdue(today).exclude(owner=person)
        for action in overdue.select_related("owner")[:5]:
            yield WorkItem(
                f"{action.reference} {action.title}",
                f"Action of {action.owner.name}, due on {action.due_on:%-d %B}.",
                reverse("learning:action", args=[action.pk]),
                overdue=True,
            )
        for action in Action.objects.visible_to(person).embedding_to_check(today)[:5]:
            yield WorkItem(
                f"{action.reference} {action.title}",
                f"Done. Embedding check due on {action.embed_check_on:%-d %B}.",
                reverse("learning:action", args=[action.pk]),
                overdue=action.embed_check_on < today,
            )
        idle = _up_to(lessons(person, "idle", today))
        if idle:
            yield WorkItem(
                f"{_count(idle, 'lesson', 'lessons')} without an action",
                "Agree an action, or record that none is needed.",
                reverse("learning:list") + "?show=idle",
            )


def _reviews(person: Person, today: datetime.date) -> Iterator[WorkItem]:
    for review in reviews.overdue_remedies(person, today)[:_MOST_OF_ONE]:
        yield WorkItem(
            f"{review.reference} {review.title}",
            f"Remedy was due on {review.remedy_due_on:%-d %B}.",
            reverse("reviews:detail", args=[review.pk]),
            overdue=True,
        )
    for review in reviews.remedies_to_sign_off(person)[:_MOST_OF_ONE]:
        yield WorkItem(
            f"{review.reference} {review.title}",
            f"Remedy done on {review.remedy_done_on:%-d %B}, not signed off.",
            reverse("reviews:detail", args=[review.pk]),
        )
    for finding in reviews.overdue_findings(person, today)[:_MOST_OF_ONE]:
        whose = "Your finding" if finding.owner_id == person.pk else "Finding"
        owner = f" of {finding.owner.name}" if finding.owner and finding.owner_id != person.pk else ""
        yield WorkItem(
            f"{finding.reference} {finding.title}",
            f"{whose}{owner} was due on {finding.due_on:%-d %B}: {finding.get_decision_display().lower()}.",
            reverse("reviews:finding", args=[finding.pk]),
            overdue=True,
        )


def _measures(person: Person, today: datetime.date) -> Iterator[WorkItem]:
    month = last_whole_month(today)
    if person.may("impact.measure"):
        for measure in (
            Measure.objects.visible_to(person).filter(acted_on__isnull=False).prefetch_related("verdicts")
        ):
            due = review_due(measure, last_month=month)
            if due is not None:
                yield WorkItem(
                    measure.name,
                    f"Review at {due.months} months due.",
                    reverse("impact:measure", args=[measure.pk]),
                )
