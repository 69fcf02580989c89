"""The procedure that one case follows: another can be chosen while what has happened can have happened under it."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from goldthread.casework.choices import ENDED, State
from goldthread.casework.events import case_of, events_of, is_casework, lock_case, log_of, settle
from goldthread.casework.procedures import queries
from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records import saving
from goldthread.council.records.pages import address, form_page
from goldthread.feedback.models import Feedback
from goldthread.standards.bank_holidays import WHERE_KNOWN
from goldthread.standards.clock_log import read
from goldthread.web.forms import Form


@command("casework.handle")
def choose_procedure(
    *, by: Person, feedback: Feedback, procedure: str, reason: str, version: int | None = None
) -> Feedback:
    """Choose the procedure that a case follows: its clocks are read anew from what has happened."""
    saving.needs_reason(reason)
    case = lock_case(feedback, version)
    if case.state in ENDED:
        raise Refused(f"{feedback.reference} is {State(case.state).label.lower()}. Reopen it first.")
    chosen = next((each for each in queries.choices(by.council_id) if each.slug == procedure), None)
    if chosen is None:
        raise Refused("Choose the procedure from the list.", field="procedure")
    if (chosen.slug, chosen.version) == (case.procedure, case.procedure_version):
        raise Refused(f"It follows that procedure already: {chosen.name}.", field="procedure")
    log = log_of(case, events_of(case))
    last = max(event.on for event in log)
    if problems := read(chosen, log, last, "", WHERE_KNOWN).problems:
        raise Refused(f"What has happened does not fit that procedure. {problems[0]}", field="procedure")
    case.procedure, case.procedure_version = chosen.slug, chosen.version
    if case.complexity not in {each.slug for each in chosen.complexities}:
        case.complexity = ""
    return settle(case)


class ChooseProcedureForm(Form):
    """The procedure of a case, and why it is another."""

    procedure = forms.ChoiceField(label="Procedure", widget=forms.RadioSelect)
    reason = forms.CharField(label="Reason", max_length=500, widget=forms.Textarea({"rows": 3}))

    def __init__(
        self, *args: Any, choices: list[tuple[str, str]], hints: dict[str, str], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["procedure"].choices = choices
        self.item_hints = {"procedure": hints}


def choose(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Choose the procedure that a case follows."""
    feedback = get_object_or_404(Feedback.objects.visible_to(request.person), pk=pk)
    if not is_casework(feedback.source):
        raise Http404
    offered = queries.choices(request.person.council_id)
    return form_page(
        request,
        ChooseProcedureForm,
        choose_procedure,
        title=f"Procedure of {feedback.reference}",
        record=feedback,
        initial={"procedure": case_of(feedback).procedure},
        options={
            "choices": [(each.slug, each.name) for each in offered],
            "hints": {each.slug: each.what_it_is for each in offered if each.what_it_is},
        },
        done=f"{feedback.reference}: procedure chosen.",
        then=address,
        page={"intro": feedback.title, "back": address(feedback)},
        feedback=feedback,
    )
