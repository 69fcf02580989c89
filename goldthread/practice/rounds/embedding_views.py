"""On an action's page: the audit question that will show that it is embedded; and naming it."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Any

from django import forms
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.council.errors import Refused
from goldthread.council.models import Person
from goldthread.council.records.page_additions import Addition, adds_to_page
from goldthread.council.records.pages import address, form_page, get_record, link
from goldthread.learning.models import Action
from goldthread.practice.rounds import embedding
from goldthread.practice.rounds.models import EmbeddingTest
from goldthread.practice.tools.models import ToolQuestion
from goldthread.web.forms import Form

_AGREE = "learning.agree"


@adds_to_page("action")
def named_question(request: HttpRequest, action: Action, present: Collection[type[Model]]) -> Addition | None:
    """Say which audit question tests an action's embedding and what answered, and offer to name one."""
    test = (
        EmbeddingTest.objects.filter(council=action.council_id, action=action)
        .select_related("tool", "answered_by")
        .first()
    )
    name = ("Name audit question", reverse("practice:name_question", args=[action.pk]), _AGREE)
    if test is None:
        return None if action.stopped_on else Addition(links=[name])
    question = (
        ToolQuestion.objects.filter(version__tool=test.tool_id, key=test.question_key)
        .order_by("-version__number")
        .values_list("text", flat=True)
        .first()
    )
    facts: list[tuple[str, Any]] = [
        (
            "Audit question that shows it is embedded",
            f"{question or test.question_key} ({test.share}% of audits)",
        )
    ]
    if test.answered_by is not None:
        facts.append(("Answered by audit round", link(request, test.answered_by)))
    return Addition(facts=facts, links=[] if test.answered_by_id else [name])


class NameForm(Form):
    """Which question of which tool, and the share of audits that would show it."""

    question = forms.ModelChoiceField(
        label="Audit question",
        queryset=ToolQuestion.objects.none(),
        empty_label="Choose a question",
    )
    share = forms.IntegerField(
        label="Share of audits that would show it, in per cent",
        min_value=51,
        max_value=100,
        initial=80,
        help_text="Agreed now, before the next round is looked at.",
    )

    def __init__(self, *args: Any, person: Any = None, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        if person is None:
            return
        field: Any = self.fields["question"]
        questions = ToolQuestion.objects.filter(
            council=person.council_id,
            version__used_since__isnull=False,
            version__ended_on=None,
            version__tool__withdrawn_on=None,
        )
        field.queryset = questions.select_related("version__tool").order_by(
            "version__tool__title", "version__tool__pk", "position", "pk"
        )
        field.label_from_instance = lambda each: f"{each.version.tool.title}: {each.text}"


def name_question(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Name the audit question that will show that an action is embedded."""
    action: Action = get_record(request, Action, pk)

    def save(*, by: Person, question: ToolQuestion, share: int) -> Action:
        if question.version.tool.withdrawn_on is not None:
            raise Refused("This tool was withdrawn.")
        return embedding.name_question(
            by=by,
            action=action,
            tool=question.version.tool,
            question_key=question.key,
            share=share,
            named_on=timezone.localdate(),
        )

    return form_page(
        request,
        NameForm,
        save,
        title="Name audit question",
        done="Named. The next round of this tool, of work after the action was done, answers it.",
        page={
            "intro": f"{action.reference} {action.title}. The next audit round answers whether it is embedded.",
            "back": address(action),
        },
    )
