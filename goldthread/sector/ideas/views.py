"""Pages of ideas from elsewhere: their list, one of them, keeping one from a passage, and the decision."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.council.people.fields import PersonField
from goldthread.council.records.bulk_assign import assigning
from goldthread.council.records.forms import CorrectionForm
from goldthread.council.records.list_columns import Cell, Column, View
from goldthread.council.records.list_filters import WordsFilter, by_words
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import address, form_page, get_record, link, record_page
from goldthread.council.records.work_columns import work_columns
from goldthread.feedback.forms import LONG
from goldthread.learning.models import Action
from goldthread.sector.ideas import commands
from goldthread.sector.ideas.models import Idea
from goldthread.sector.models import PublishedPassage, PublishedReport
from goldthread.web.forms import DateField, Form

_WRITE = "sector.write"


class IdeaForm(Form):
    """What the idea is, and why it interests the council."""

    title = forms.CharField(label="Idea", max_length=200, help_text="What they do there, in a few words.")
    why = forms.CharField(label="Why it interests us", validators=LONG, widget=forms.Textarea({"rows": 4}))
    due_on = DateField(label="Decide by", required=False)


class NewIdeaForm(IdeaForm):
    """A new idea, with who decides on it."""

    owner = PersonField(_WRITE, label="Who looks into it", required=False, empty_label="You")


class EditIdeaForm(CorrectionForm, IdeaForm):
    """A correction of an idea."""


class DecideIdeaForm(Form):
    """Whether an idea is taken up: by which action, or why not."""

    taken_up = forms.TypedChoiceField(
        label="Is it taken up?",
        choices=[("yes", "Yes, as an action"), ("no", "No")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    action = forms.ModelChoiceField(
        label="Action", queryset=Action.objects.none(), required=False, empty_label="Choose an action"
    )
    because = forms.CharField(
        label="Why not", required=False, validators=LONG, widget=forms.Textarea({"rows": 3})
    )

    reveals = {"taken_up": {"yes": "action", "no": "because"}}

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        self.fields["action"].queryset = Action.objects.visible_to(person).order_by("-number")


class IdeaFilter(WordsFilter):
    """Filters of the list of ideas."""

    state = forms.ChoiceField(
        label="State",
        choices=[("", "Any state"), ("open", "Not decided"), ("taken", "Taken up"), ("not", "Not taken up")],
    )


def _state(idea: Idea) -> Cell:
    state = idea.state(timezone.localdate())
    return {"text": state.text, "state": "late"} if state.kind == "overdue" else state.text


COLUMNS = (
    Column("Reference", "reference", sort=("-number", "-id")),
    Column("Idea", "title", main=True),
    Column("From", lambda idea: idea.report.area or "A council not named"),
    Column("State", _state),
    *work_columns(Idea, ("-noted_on", "-id")),
    Column("Kept on", "noted_on", sort=("-noted_on", "-id"), optional=True),
)
VIEWS = (View("All ideas", ""), View("Not decided", "state=open"), View("Taken up", "state=taken"))


def ideas(request: HttpRequest) -> HttpResponse:
    """List the ideas from elsewhere, the newest first."""

    def narrow(listed: Any, chosen: Mapping[str, Any]) -> Any:
        of_state = {
            "open": {"decided_on": None},
            "taken": {"decided_on__isnull": False, "action__isnull": False},
            "not": {"decided_on__isnull": False, "action": None},
        }
        if state := chosen.get("state"):
            listed = listed.filter(**of_state[state])
        return by_words(request.person, listed, chosen.get("words") or "")

    return list_page(
        request,
        Idea,
        filter_form=IdeaFilter,
        columns=COLUMNS,
        narrow=narrow,
        order=("-noted_on", "-id"),
        along=("owner", "report"),
        bulk=(assigning(Idea),),
        buttons=[("Search the reports", "sector:search", "sector.read")],
        views=VIEWS,
        template="sector/ideas.html",
    )


def idea(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show an idea: the passage that it comes from, why it interests the council, and the decision."""
    record = get_record(request, Idea, pk, withdrawn=True, along=("owner", "report", "passage", "action"))
    decide = ("Record decision", reverse("sector:decide_idea", args=[pk]), _WRITE)
    state = record.state(timezone.localdate())
    return record_page(
        request,
        record,
        "sector/idea.html",
        tags=[(state.text, state.kind)],
        facts=[
            ("From", link(request, record.report)),
            ("Kept on", record.noted_on),
            ("Decide by", record.due_on),
            ("Taken up as", link(request, record.action) if record.action else None),
            ("Decided on", record.decided_on),
        ],
        buttons=[decide] if record.decided_on is None else [],
        links=[] if record.decided_on is None else [decide],
        edit="sector:edit_idea",
        crumbs=[("Published reports", reverse("sector:list")), ("Ideas", reverse("sector:ideas"))],
    )


def passage_of(request: HttpRequest, report: uuid.UUID, position: int) -> PublishedPassage:
    """Return a passage of a report that the person may open, or raise Http404."""
    shown = get_record(request, PublishedReport, report)
    passage = shown.passages.filter(position=position).first()
    if passage is None:
        raise Http404
    passage.report = shown
    return passage


def keep(request: HttpRequest, pk: uuid.UUID, position: int) -> HttpResponse:
    """Keep what a passage describes as an idea."""
    passage = passage_of(request, pk, position)
    return form_page(
        request,
        NewIdeaForm,
        commands.keep_idea,
        title="Keep as an idea",
        template="sector/from_passage.html",
        page={
            "passage": passage,
            "back": f"{address(passage.report)}#p{position}",
            "submit": "Keep idea",
            "intro": "It is kept to be considered. It is no finding, and nobody owes an answer to it.",
        },
        passage=passage,
    )


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct an idea."""
    record = get_record(request, Idea, pk)
    return form_page(
        request,
        EditIdeaForm,
        commands.edit_idea,
        title=f"Correct {record.reference}",
        record=record,
        idea=record,
    )


def decide(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record whether an idea is taken up."""
    record = get_record(request, Idea, pk)
    start = {"taken_up": "" if record.decided_on is None else "yes" if record.action_id else "no"}
    return form_page(
        request,
        DecideIdeaForm,
        commands.decide_idea,
        title=f"Decide on {record.reference}",
        record=record,
        initial=start,
        done=f"{record.reference}: decision recorded.",
        page={"intro": record.title, "back": address(record), "submit": "Save decision"},
        idea=record,
    )
