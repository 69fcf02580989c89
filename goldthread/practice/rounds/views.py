"""Pages of audit rounds: the list, one round with its figures and findings, setting one up, and each step of it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.council.errors import Refused
from goldthread.council.models import Person
from goldthread.council.records.list_columns import Cell, Column, View
from goldthread.council.records.list_filters import by_words
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import address, form_page, get_record, link, record_page
from goldthread.council.records.work_columns import work_columns
from goldthread.practice.importing.who import known_to
from goldthread.practice.marking.queries import marked_twice
from goldthread.practice.rounds import commands, drawing, embedding, forms, lists, queries
from goldthread.practice.rounds.figures import QuestionFigure
from goldthread.practice.rounds.models import AuditRound
from goldthread.reviews.models import ACTIONS, Finding
from goldthread.sheets import SheetError

_LEAD = "practice.lead"
_ALONG = ("tool_version__tool", "team", "owner", "review", "re_audit_of")


def _state(audit_round: AuditRound) -> Cell:
    states = audit_round.states(timezone.localdate())
    return {"text": states[-1].text, "state": "late"} if len(states) > 1 else states[0].text


COLUMNS = (
    Column("Reference", "reference", sort=("-number", "-id")),
    Column("Round", "title", main=True),
    Column("Audit tool", lambda each: each.tool_version.name),
    Column("Discipline", lambda each: each.get_discipline_display()),
    Column("Team", lambda each: each.team.name if each.team else "Whole council"),
    Column("Work audited from", "period_from", sort=("-period_from", "-id")),
    Column("State", _state),
    *work_columns(AuditRound, ("-period_from", "-id")),
)
VIEWS = (
    View("All rounds", ""),
    View("Social work", "discipline=social_work"),
    View("Occupational therapy", "discipline=occupational_therapy"),
    View("Under way", "stage=in_progress"),
)


def _narrow(rounds: Any, chosen: Mapping[str, Any]) -> Any:
    if chosen.get("tool"):
        rounds = rounds.filter(tool_version__tool=chosen["tool"])
    return rounds


def rounds(request: HttpRequest) -> HttpResponse:
    """List the rounds, the latest period first."""

    def narrow(listed: Any, chosen: Mapping[str, Any]) -> Any:
        return by_words(request.person, _narrow(listed, chosen), chosen.get("words") or "")

    return list_page(
        request,
        AuditRound,
        filter_form=forms.RoundFilter,
        columns=COLUMNS,
        narrow=narrow,
        order=("-period_from", "-id"),
        along=("tool_version__tool", "team", "owner"),
        without=("figures",),
        buttons=[("Set up round", "practice:set_up", _LEAD), ("Load audit sheet", "practice:load", _LEAD)],
        tools=[
            ("Audit tools", "practice:tools", "practice.read"),
            ("My audits", "practice:mine", "practice.own"),
        ],
        views=VIEWS,
        template="practice/rounds.html",
    )


def audit_round(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a round: its figures by question and domain beside the round before, its sample, and what it found."""
    record: AuditRound = get_record(request, AuditRound, pk, withdrawn=True, along=_ALONG)
    figures = queries.figures_of(record, record.tool_version)
    before = queries.round_before(record)
    earlier = queries.figures_of(before, before.tool_version) if before else []
    sample = queries.sample_of(record)
    buttons, links = _steps(record, sample)
    findings = _findings(request, record)
    twice = marked_twice(record, request.person)
    return record_page(
        request,
        record,
        "practice/round.html",
        tags=[(state.text, state.kind) for state in record.states(timezone.localdate())],
        facts=[
            ("Audit tool", link(request, record.tool_version.tool, record.tool_version.name)),
            ("Discipline", record.get_discipline_display()),
            ("Team", record.team.name if record.team else "Whole council"),
            ("Work audited from", record.period_from),
            ("Work audited until", record.period_until),
            ("Drawn on", record.drawn_on),
            ("Moderated on", record.moderated_on),
            ("Told on", record.told_on),
            ("From the sheet", record.sheet),
            ("Repeats", link(request, record.re_audit_of) if record.re_audit_of else ""),
        ],
        buttons=buttons,
        links=links,
        edit="practice:edit_round",
        sample=sample,
        domains=queries.by_domain([each for each in figures if each.key != "grade"]),
        grade=next((each for each in figures if each.key == "grade"), None),
        # In the figures the first marks are counted, which whoever marks a second time must not see before both are in.
        answered=0 if twice.is_blind else _answered(figures),
        twice=twice,
        before=before,
        differences=queries.differences(figures, earlier) if before else {},
        findings=findings,
        draws=list(record.draws.select_related("by").order_by("created_at", "pk")),
        swaps=list(
            record.cases.filter(standing="swapped").select_related("swapped_for").order_by("place", "pk")
        ),
        tests=list(record.answers_tests.select_related("action").order_by("pk")),
    )


def _answered(figures: list[QuestionFigure]) -> int:
    return max((each.answered for each in figures), default=0)


def _findings(request: HttpRequest, record: AuditRound) -> list[Finding]:
    if record.review_id is None:
        return []
    findings = Finding.objects.visible_to(request.person).filter(review=record.review_id)
    return list(
        findings.select_related("point", "review").prefetch_related(ACTIONS).order_by("point__position", "pk")
    )


def _steps(record: AuditRound, sample: queries.Sample) -> tuple[list[Any], list[Any]]:
    """Return the two things that are next, and the other steps, of a round that is open."""

    def to(text: str, name: str) -> tuple[str, str, str]:
        return (text, reverse(f"practice:{name}", args=[record.pk]), _LEAD)

    again = to("Set up re-audit", "re_audit")
    if not record.is_open:
        return [again, to("Record findings", "findings")], []
    steps = []
    if not record.drawn_on and not record.sheet:
        steps.append(to("Load list", "load_list"))
    if sample.listed and not sample.finished and not record.sheet:
        steps.append(to("Draw again" if record.drawn_on else "Draw sample", "draw"))
    if sample.drawn > sample.given:
        steps.insert(0, to("Give to auditors", "auditors"))
    if sample.finished:
        steps += [
            to("Record findings", "findings"),
            to("End round", "end"),
            to("Record moderation", "moderated"),
        ]
    steps += [again] if sample.finished else []
    return steps[:2], steps[2:]


def set_up(request: HttpRequest) -> HttpResponse:
    """Set up a round."""
    return form_page(
        request,
        forms.SetUpForm,
        commands.set_up_round,
        title="Set up round",
        page={
            "intro": "Next you load the list of references, and the sample is drawn from it by lot.",
            "back": reverse("practice:list"),
            "submit": "Set up round",
        },
    )


def re_audit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Set up a round that repeats another, with the same tool."""
    earlier: AuditRound = get_record(request, AuditRound, pk, along=("tool_version__tool", "team"))

    def save(*, by: Person, tool: Any, **fields: Any) -> AuditRound:
        return commands.set_up_round(by=by, tool=tool, re_audit_of=earlier, **fields)

    return form_page(
        request,
        forms.SetUpForm,
        save,
        title=f"Re-audit of {earlier.reference}",
        initial={
            "title": f"{earlier.title}: re-audit"[:200],
            "tool": earlier.tool_version.tool,
            "team": earlier.team,
        },
        page={
            "intro": "It is compared with the earlier round, and answers the actions that named one of its questions.",
            "back": address(earlier),
            "submit": "Set up round",
        },
    )


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct a round."""
    record = get_record(request, AuditRound, pk)
    return form_page(
        request,
        forms.EditRoundForm,
        commands.edit_round,
        title=f"Correct {record.reference}",
        record=record,
        audit_round=record,
    )


def load_list(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Load the list of references from which a round is drawn."""
    record = get_record(request, AuditRound, pk)

    def save(*, by: Person, references: str, file: Any, **_: Any) -> AuditRound:
        known = known_to(by)
        try:
            cases = lists.pasted(references, known) if references else lists.in_sheet(file, file.name, known)
        except SheetError as error:
            raise Refused(str(error), field="file") from None
        return drawing.load_list(by=by, audit_round=record, cases=cases)

    return form_page(
        request,
        forms.ListForm,
        save,
        title="Load list of references",
        done=lambda _: "List loaded. Draw the sample next.",
        page={
            "intro": f"{record.title}. The sample is drawn by lot, from each team in proportion.",
            "back": address(record),
            "submit": "Load list",
        },
    )


def draw(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Draw the sample of a round, or draw it again with the reason."""
    record = get_record(request, AuditRound, pk)
    listed, again = record.cases.count(), record.draws.exists()
    return form_page(
        request,
        forms.DrawAgainForm if again else forms.DrawForm,
        drawing.draw_sample,
        title="Draw again" if again else "Draw sample",
        record=record,
        initial={"drawn_on": timezone.localdate()},
        done="Drawn. The seed is kept.",
        page={
            "intro": f"{listed:,} references are on the list of {record.reference}. Each team gets its share.",
            "back": address(record),
            "submit": "Draw",
        },
        audit_round=record,
    )


def auditors(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Give the sample of a round to auditors, in turn and never their own work."""
    record = get_record(request, AuditRound, pk)

    def save(*, by: Person, auditors: Any) -> AuditRound:
        return drawing.give_to_auditors(by=by, audit_round=record, auditors=list(auditors))

    return form_page(
        request,
        forms.AuditorsForm,
        save,
        title="Give to auditors",
        done="Given. Each auditor finds them under My audits.",
        page={
            "intro": f"{record.title}. Each auditor gets as many as the others, and nobody their own work.",
            "back": address(record),
            "submit": "Give to auditors",
        },
    )


def findings(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record what a round found; a question in the address is one that shows it, whose theme the findings get."""
    record = get_record(request, AuditRound, pk, along=("review", "team", "council", "tool_version"))
    key = request.GET.get("question", "")[:60]
    question = embedding.figure_of(record, key) if key else None
    begun = ""
    if question is not None and question.of:
        begun = f"“{question.text}” is met in {question.met} of {question.of} files."
    return form_page(
        request,
        forms.FindingsForm,
        commands.record_findings,
        title="Record findings",
        initial={"findings": begun, "decided_on": timezone.localdate()},
        done="Findings saved. Each is decided on and coded under Reviews.",
        page={
            "intro": f"{record.title}. What the organisation has to learn; each worker has their own feedback already.",
            "back": address(record),
            "submit": "Save findings",
        },
        audit_round=record,
        question_key=key if question is not None else "",
    )


def moderated(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record that the grades of a round were moderated."""
    record = get_record(request, AuditRound, pk)
    return form_page(
        request,
        forms.ModeratedForm,
        commands.end_moderation,
        title="Record moderation",
        record=record,
        initial={"moderated_on": timezone.localdate()},
        page={"intro": record.title, "back": address(record)},
        audit_round=record,
    )


def end(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """End a round: the organisation is told, and actions that named one of its questions are answered."""
    record = get_record(request, AuditRound, pk, along=("tool_version__tool",))
    return form_page(
        request,
        forms.EndForm,
        commands.end_round,
        title="End round",
        record=record,
        initial={"told_on": timezone.localdate()},
        done=lambda ended: f"{ended.reference} is ended.",
        page={
            "intro": "Every audit is finished, and the organisation was told what the round found. Nothing of it changes afterwards. "
            "Actions that named one of its questions as their test of embedding are answered by it.",
            "back": address(record),
            "submit": "End round",
        },
        audit_round=record,
    )
