"""Commands on audit tools: adding one, its questions, putting a version into use, and beginning the next."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify

from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records import people_named, saving
from goldthread.learning.documents.models import Document
from goldthread.practice.tools.models import AS_WRITTEN, OWN, TICK_ALL, AuditTool, ToolQuestion, ToolVersion
from goldthread.standards.audit_tools import ExampleTool, scale, scales
from goldthread.themes.codebook.models import Theme

LEAD = "practice.lead"
# The overall grade is counted under this word.
_TAKEN = "grade"
MOST_QUESTIONS = 60


@dataclass(frozen=True)
class NewQuestion:
    """A question before it is saved. key: "" where it is made of its words."""

    text: str
    scale: str
    domain: str = ""
    key: str = ""
    is_compulsory: bool = False
    statement: str = ""
    theme: Theme | None = None
    standard: Document | None = None


@command(LEAD)
def add_tool(
    *,
    by: Person,
    title: str,
    discipline: str,
    about: str = "",
    owner: Person | None = None,
    grades: str = "",
    own_answers: Sequence[tuple[str, str]] = (),
    questions: Sequence[NewQuestion] = (),
) -> AuditTool:
    """Add audit tool with the draft of its first version. owner: who leads on it. own_answers: the council's own scale, (words, what it counts as)."""
    tool: AuditTool = saving.add(
        AuditTool(council=by.council, title=title, about=about, discipline=discipline, lead=owner or by)
    )
    version = ToolVersion(council=by.council, tool=tool, number=1, by=by, scales=_own(own_answers))
    _set_grades(version, grades)
    saving.add_part(version, tool)
    for question in questions:
        _save_question(tool, version, question)
    return tool


def of_example(example: ExampleTool, themes: Mapping[str, Theme]) -> dict[str, Any]:
    """Return what `add_tool` takes for a tool that is shipped as an example. themes: of the council, by slug."""
    return {
        "title": example.name,
        "about": example.what_it_is,
        "discipline": example.discipline,
        "grades": example.grades,
        "questions": [
            NewQuestion(
                text=each.text,
                scale=each.scale,
                domain=each.domain,
                key=each.key,
                is_compulsory=each.compulsory,
                statement=each.statement,
                theme=themes.get(each.theme),
            )
            for each in example.questions
        ],
    }


@command(LEAD, trail=people_named.reason_about("tool"))
def edit_tool(
    *, by: Person, tool: AuditTool, reason: str, version: int | None = None, **fields: Any
) -> AuditTool:
    """Correct audit tool: what it is called, what it is for, whose discipline it is and who leads on it."""
    saving.needs_reason(reason)
    return saving.change(tool, version=version, **fields)


@command(LEAD)
def set_scales(
    *, by: Person, tool: AuditTool, grades: str = "", own_answers: Sequence[tuple[str, str]] = ()
) -> AuditTool:
    """Set scale of the overall grade, and the council's own answers, in the draft of a tool."""
    draft = _draft(tool)
    kept = {slug: each for slug, each in draft.scales.items() if slug != OWN}
    draft.scales = {**kept, **_own(own_answers)}
    if not own_answers and draft.questions.filter(scale=OWN).exists():
        raise Refused("A question is answered by your own scale. Change it first.", field="own_answers")
    _set_grades(draft, grades)
    draft.save(update_fields=["scales", "grades"])
    return tool


@command(LEAD)
def add_question(*, by: Person, tool: AuditTool, question: NewQuestion) -> AuditTool:
    """Add question to the draft of a tool, after those that are there."""
    _save_question(tool, _draft(tool), question)
    return tool


@command(LEAD)
def change_question(
    *, by: Person, tool: AuditTool, question: ToolQuestion, changed: NewQuestion
) -> AuditTool:
    """Change question of the draft of a tool; it keeps its key, by which rounds are compared."""
    draft = _draft(tool)
    _check_in(draft, question)
    _need_scale(draft, changed.scale)
    draft.save(update_fields=["scales"])
    saving.change_part(
        question,
        tool,
        text=_text(changed.text),
        scale=changed.scale,
        domain=changed.domain,
        is_compulsory=changed.is_compulsory,
        statement=changed.statement,
        theme=changed.theme,
        standard=changed.standard,
    )
    return tool


@command(LEAD)
def move_question(*, by: Person, tool: AuditTool, question: ToolQuestion, up: bool) -> AuditTool:
    """Move question of the draft of a tool one place up or down."""
    draft = _draft(tool)
    _check_in(draft, question)
    ordered = list(draft.questions.order_by("position", "pk"))
    at = ordered.index(question)
    other = at - 1 if up else at + 1
    if 0 <= other < len(ordered):
        ordered[at], ordered[other] = ordered[other], ordered[at]
    for position, each in enumerate(ordered, 1):
        each.position = position
    ToolQuestion.objects.bulk_update(ordered, ["position"])
    return tool


@command(LEAD)
def remove_question(*, by: Person, tool: AuditTool, question: ToolQuestion) -> AuditTool:
    """Remove question from the draft of a tool; earlier versions keep theirs."""
    _check_in(_draft(tool), question)
    question.delete()
    return tool


@command(LEAD)
def put_into_use(*, by: Person, tool: AuditTool, used_since: datetime.date) -> AuditTool:
    """Put draft of a tool into use: from now on nothing in it changes, and the version before it ends."""
    draft = _draft(tool)
    if not draft.questions.exists() and not draft.grades:
        raise Refused("It has no question yet. Add one first.")
    earlier = tool.in_use
    if earlier is not None:
        if used_since < earlier.used_since:
            raise Refused("The version before it is in use since a later day.", field="used_since")
        saving.change_part(earlier, tool, ended_on=used_since)
    saving.change_part(draft, tool, used_since=used_since)
    return _fresh(tool)


@command(LEAD)
def begin_version(*, by: Person, tool: AuditTool, changed: str) -> AuditTool:
    """Start next version of a tool as a draft: a copy of the one in use, with what is to change. That one stays as it is."""
    saving.lock(tool)
    if tool.draft is not None:
        raise Refused("The next version is being written already.")
    used = tool.in_use
    if used is None:
        raise Refused("No version of this tool is in use.")
    saving.needs_explanation(changed, "Enter what is to change", field="changed")
    version = ToolVersion(
        council=by.council,
        tool=tool,
        number=max(each.number for each in tool.versions.all()) + 1,
        changed=changed,
        grades=used.grades,
        scales=used.scales,
        by=by,
    )
    saving.add_part(version, tool)
    ToolQuestion.objects.bulk_create(
        ToolQuestion(
            council=by.council,
            version=version,
            position=each.position,
            key=each.key,
            domain=each.domain,
            text=each.text,
            scale=each.scale,
            is_compulsory=each.is_compulsory,
            statement=each.statement,
            theme=each.theme,
            standard=each.standard,
        )
        for each in used.questions.order_by("position", "pk")
    )
    return _fresh(tool)


def _fresh(tool: AuditTool) -> AuditTool:
    """Return a tool without what was read of its versions before they changed."""
    getattr(tool, "_prefetched_objects_cache", {}).pop("versions", None)
    return tool


def _draft(tool: AuditTool) -> ToolVersion:
    draft = ToolVersion.objects.select_for_update().filter(tool=tool, used_since=None).first()
    if draft is None:
        raise Refused("A version in use is never changed. Begin the next version first.")
    return draft


def _check_in(draft: ToolVersion, question: ToolQuestion) -> None:
    if question.version_id != draft.pk:
        raise Refused("This question belongs to a version that is in use, which is never changed.")


def _text(text: str) -> str:
    if not text.strip():
        raise Refused("Enter the question.", field="text")
    return text.strip()


def _save_question(tool: AuditTool, version: ToolVersion, new: NewQuestion) -> ToolQuestion:
    there = {each.key: each.position for each in version.questions.all()}
    if len(there) >= MOST_QUESTIONS:
        raise Refused(f"A tool has {MOST_QUESTIONS} questions at most.")
    _need_scale(version, new.scale)
    version.save(update_fields=["scales"])
    question = ToolQuestion(
        council=tool.council,
        version=version,
        position=max(there.values(), default=0) + 1,
        key=free_key(new.key or new.text, there),
        domain=new.domain,
        text=_text(new.text),
        scale=new.scale,
        is_compulsory=new.is_compulsory,
        statement=new.statement,
        theme=new.theme,
        standard=new.standard,
    )
    return saving.add_part(question, tool)


def free_key(text: str, taken: Any) -> str:
    """Return a key made of some words that no other question of the version has."""
    bare = slugify(text)[:50].strip("-") or "question"
    key, number = bare, 1
    while key in taken or key == _TAKEN:
        number += 1
        key = f"{bare}-{number}"
    return key


def _own(answers: Sequence[tuple[str, str]]) -> dict[str, Any]:
    if not answers:
        return {}
    return {OWN: {"name": "Our own answers", "answers": [[words, counts] for words, counts in answers]}}


def _need_scale(version: ToolVersion, slug: str) -> None:
    """Keep a scale in a version as it stands now, so that the version never changes with it."""
    if slug in version.scales:
        return
    if slug in (AS_WRITTEN, TICK_ALL):
        version.scales[slug] = {"name": "Answers as they are", "answers": []}
    elif slug in {each.slug for each in scales()}:
        version.scales[slug] = {
            "name": scale(slug).name,
            "answers": [[words, counts] for words, counts in scale(slug).answers],
        }
    else:
        raise Refused("Choose how it is answered. Enter your own answers first to use them.", field="scale")


def _set_grades(version: ToolVersion, slug: str) -> None:
    if slug:
        _need_scale(version, slug)
        if not version.answers_of(slug):
            raise Refused("A grade needs a scale with an order.", field="grades")
    version.grades = slug
