"""Pages of audit tools: the list, one tool with its questions and versions, and building the next version."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from goldthread.council.errors import Refused
from goldthread.council.models import Person
from goldthread.council.records.list_columns import Column, View
from goldthread.council.records.list_filters import by_words
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import address, form_page, get_record, record_page
from goldthread.learning.documents.queries import called
from goldthread.practice.rounds.models import AuditRound
from goldthread.practice.tools import commands, forms
from goldthread.practice.tools.models import AuditTool, ToolQuestion, ToolVersion
from goldthread.standards import framework
from goldthread.standards.audit_tools import example_tools
from goldthread.themes.codebook.models import Theme

_LEAD = "practice.lead"
COLUMNS = (
    Column("Reference", "reference"),
    Column("Audit tool", "title", main=True, sort=("title", "id")),
    Column("Discipline", lambda tool: tool.get_discipline_display(), sort=("discipline", "title", "id")),
    Column("Lead", lambda tool: tool.lead.name if tool.lead else ""),
    Column("State", lambda tool: ", ".join(state.text for state in tool.states())),
)
VIEWS = (
    View("All tools", ""),
    View("Social work", "discipline=social_work"),
    View("Occupational therapy", "discipline=occupational_therapy"),
)


def tools(request: HttpRequest) -> HttpResponse:
    """List the audit tools by title."""

    def narrow(listed: Any, chosen: Any) -> Any:
        return by_words(request.person, listed, chosen.get("words") or "").prefetch_related("versions")

    return list_page(
        request,
        AuditTool,
        filter_form=forms.ToolFilter,
        columns=COLUMNS,
        narrow=narrow,
        order=("title", "id"),
        along=("lead",),
        buttons=[("Add audit tool", "practice:add_tool", _LEAD)],
        views=VIEWS,
        template="practice/tools.html",
    )


def tool(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a tool: the questions of the version in use and of the draft, earlier versions, and its rounds."""
    record: AuditTool = get_record(request, AuditTool, pk, withdrawn=True, along=("lead",))
    versions = list(
        record.versions.prefetch_related("questions__theme", "questions__standard").order_by("-number")
    )
    record._prefetched_objects_cache = {"versions": versions}
    used, draft = record.in_use, record.draft
    rounds = AuditRound.objects.visible_to(request.person).filter(tool_version__tool=record)
    buttons, links = _steps(record, draft)
    return record_page(
        request,
        record,
        "practice/tool.html",
        tags=[(state.text, state.kind) for state in record.states()],
        facts=[
            ("Discipline", record.get_discipline_display()),
            ("Lead", record.lead.name if record.lead else ""),
        ],
        buttons=buttons,
        links=links,
        edit="practice:edit_tool",
        shown=[_version(each) for each in (draft, used) if each],
        earlier=[each for each in versions if each not in (draft, used)],
        draft=draft,
        rounds=list(rounds.select_related("tool_version__tool").order_by("-period_from", "-pk")[:12]),
        called=called,
    )


def _version(version: ToolVersion) -> dict[str, Any]:
    names = {each.slug: each.name for each in framework.current().statements}
    domains: dict[str, list[dict[str, Any]]] = {}
    for each in version.questions.all():
        domains.setdefault(each.domain, []).append(
            {
                "question": each,
                "answers": ", ".join(words for words, _ in version.answers_of(each.scale)) or "As written",
                "statement": names.get(each.statement, each.statement),
            }
        )
    return {
        "version": version,
        "domains": list(domains.items()),
        "count": sum(len(rows) for rows in domains.values()),
        "tested": sum(row["question"].standard_id is not None for rows in domains.values() for row in rows),
        "grades": ", ".join(words for words, _ in version.answers_of(version.grades)),
    }


def _steps(record: AuditTool, draft: ToolVersion | None) -> tuple[list[Any], list[Any]]:
    def to(text: str, name: str) -> tuple[str, str, str]:
        return (text, reverse(f"practice:{name}", args=[record.pk]), _LEAD)

    if draft is None:
        return [
            ("Set up round", reverse("practice:set_up"), _LEAD),
            to("Begin next version", "begin_version"),
        ], []
    return [to("Add question", "add_question"), to("Put into use", "put_into_use")], [
        to("Change grades and own answers", "set_scales")
    ]


def add(request: HttpRequest) -> HttpResponse:
    """Add a tool, empty or as one of the examples."""

    def save(*, by: Person, example: str, lead: Person | None, **fields: Any) -> AuditTool:
        fields["owner"] = lead
        chosen = next((each for each in example_tools() if each.slug == example), None)
        if chosen is None:
            return commands.add_tool(by=by, **fields)
        themes = {theme.slug: theme for theme in Theme.objects.visible_to(by).filter(state="active")}
        begun = commands.of_example(chosen, themes)
        return commands.add_tool(by=by, **fields, questions=begun["questions"], grades=begun["grades"])

    return form_page(
        request,
        forms.AddToolForm,
        save,
        title="Add audit tool",
        initial={"discipline": request.person.discipline or "social_work"},
        page={"back": reverse("practice:tools"), "submit": "Add audit tool"},
    )


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct a tool."""
    record = get_record(request, AuditTool, pk)
    return form_page(
        request,
        forms.EditToolForm,
        commands.edit_tool,
        title=f"Correct {record.reference}",
        record=record,
        tool=record,
    )


def _draft_of(record: AuditTool) -> ToolVersion:
    if record.draft is None:
        raise Http404
    return record.draft


def set_scales(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Set how a file is graded in the draft, and the council's own answers."""
    record = get_record(request, AuditTool, pk)
    draft = _draft_of(record)
    return form_page(
        request,
        forms.ScalesForm,
        commands.set_scales,
        title="Grades and own answers",
        initial={"grades": draft.grades, "own_answers": forms.own_in_words(draft)},
        page={"intro": record.title, "back": address(record)},
        tool=record,
    )


def add_question(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Add a question to the draft."""
    record = get_record(request, AuditTool, pk)
    _draft_of(record)

    def save(*, by: Person, **fields: Any) -> AuditTool:
        return commands.add_question(by=by, tool=record, question=forms.new_question(fields))

    return form_page(
        request,
        forms.QuestionForm,
        save,
        title="Add question",
        done="Question added.",
        page={"intro": record.title, "back": address(record), "submit": "Add question"},
    )


def _question(request: HttpRequest, pk: uuid.UUID) -> ToolQuestion:
    question = (
        ToolQuestion.objects.filter(council=request.person.council_id, pk=pk, version__used_since=None)
        .select_related("version__tool", "theme", "standard")
        .first()
    )
    if question is None:
        raise Http404
    return question


def change_question(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Change a question of the draft."""
    question = _question(request, pk)
    record = question.version.tool

    def save(*, by: Person, **fields: Any) -> AuditTool:
        return commands.change_question(
            by=by, tool=record, question=question, changed=forms.new_question(fields)
        )

    return form_page(
        request,
        forms.QuestionForm,
        save,
        title="Change question",
        initial=forms.QuestionForm.of(question),
        done="Question saved.",
        template="practice/change_question.html",
        page={
            "intro": record.title,
            "back": address(record),
            "submit": "Save question",
            "question": question,
        },
    )


@require_POST
def move_question(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Move a question up or down, or remove it from the draft."""
    question = _question(request, pk)
    record = question.version.tool
    try:
        if request.POST.get("do") == "remove":
            commands.remove_question(by=request.person, tool=record, question=question)
            messages.success(request, "Question removed from the draft.")
        else:
            up = request.POST.get("do") == "up"
            commands.move_question(by=request.person, tool=record, question=question, up=up)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(address(record))


def put_into_use(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Put the draft into use."""
    record = get_record(request, AuditTool, pk)
    _draft_of(record)
    return form_page(
        request,
        forms.UseForm,
        commands.put_into_use,
        title="Put into use",
        initial={"used_since": timezone.localdate()},
        done="In use. From now on nothing in this version changes.",
        page={
            "intro": f"{record.title}. A version in use is never changed: what is to change later makes the next version.",
            "back": address(record),
            "submit": "Put into use",
        },
        tool=record,
    )


def begin_version(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Begin the next version of a tool."""
    record = get_record(request, AuditTool, pk)
    return form_page(
        request,
        forms.VersionForm,
        commands.begin_version,
        title="Begin next version",
        done="The next version is a draft. The one in use stays as it is.",
        page={"intro": record.title, "back": address(record), "submit": "Begin next version"},
        tool=record,
    )
