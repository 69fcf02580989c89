"""What a case does when its feedback is corrected or deleted; feedback itself knows nothing of cases."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from goldthread.casework.choices import ENDED, Happened
from goldthread.casework.consents.models import ConsentContact, ConsentRequest
from goldthread.casework.contact_limits.models import ContactLimit
from goldthread.casework.events import settle
from goldthread.casework.evidence_requests.models import EvidenceRequest
from goldthread.casework.imported import facts_of, record_imported
from goldthread.casework.letters.forgetting import forget_letters
from goldthread.casework.models import CaseEvent, ComplaintCase, PointOutcome, Remedy
from goldthread.casework.ombudsman.models import OmbudsmanEnquiry
from goldthread.casework.parts.models import CasePart
from goldthread.casework.put_right.models import PutRight
from goldthread.casework.questions.models import CaseQuestion
from goldthread.council.models import Person
from goldthread.council.records import holds, saving
from goldthread.council.records.base import history_of
from goldthread.council.records.spec import kind_of
from goldthread.feedback.cases import CaseRoom, works_cases
from goldthread.feedback.models import Feedback
from goldthread.feedback.sources import SOURCES


def _has_case(feedback: Feedback) -> bool:
    return ComplaintCase.objects.filter(feedback=feedback).exists()


def _corrected(by: Person, feedback: Feedback) -> None:
    """Count the dates anew from the date received; a type with another procedure is worked by that from then on."""
    case = ComplaintCase.objects.filter(feedback=feedback).first()
    if case is None:
        return
    case.feedback = feedback
    slug = SOURCES[feedback.source].procedure
    if not slug:
        holds.check(by.council_id, "feedback", [feedback.pk])
        case.delete()
        feedback.step, feedback.step_on = "", None
        feedback.save(update_fields=["step", "step_on"])
        return
    if feedback.closed_on and case.state not in ENDED:
        # A register that is the council's own says that it is closed: there it was decided, and here it is taken over.
        CaseEvent.objects.create(
            council_id=case.council_id,
            case=case,
            kind=Happened.CLOSED,
            on=feedback.closed_on,
            stage=case.stage,
            text="Closed in the imported register.",
            by=by,
        )
    settle(case)


def _forgotten(council_id: uuid.UUID, keys: Collection[uuid.UUID]) -> None:
    """Delete what is said of cases whose text is deleted; what was found, paid and when stays, as figures."""
    of_case = {"council": council_id, "case__feedback__in": keys}
    ComplaintCase.objects.filter(council=council_id, feedback__in=keys).update(
        desired_outcome="", conflict_handled="", representative=""
    )
    CaseEvent.objects.filter(**of_case).update(text="", withdrawn_because="")
    PointOutcome.objects.filter(**of_case).update(explanation="")
    PutRight.objects.filter(**of_case).update(format="", reason="")
    forget_letters(council_id, keys)
    ConsentContact.objects.filter(council=council_id, request__feedback__in=keys).delete()
    for model, texts in (
        (Remedy, {"title": "", "proof": "", "stopped_because": ""}),
        (EvidenceRequest, {"title": "", "asked_of": "", "received": "", "ended_because": ""}),
        (ConsentRequest, {"ended_because": ""}),
        (CaseQuestion, {"title": "", "text": "", "format": "", "answer": "", "ended_because": ""}),
        (ContactLimit, {"title": "", "because": "", "ended_because": ""}),
        (
            OmbudsmanEnquiry,
            dict.fromkeys(
                ("title", "their_reference", "asked", "extended_because", "response", "learning_note"), ""
            ),
        ),
        (CasePart, {"title": "", "text": "", "answer": "", "ended_because": ""}),
    ):
        rows = model.objects.filter(council=council_id, feedback__in=keys)
        rows.update(**texts)
        if model.spec.restricted:
            saving.forget_originals(council_id, kind_of(model), rows.values_list("pk", flat=True))
        earlier = history_of(model)
        assert earlier is not None
        earlier._default_manager.filter(pgh_obj_id__in=list(rows.values_list("pk", flat=True))).delete()


works_cases(
    CaseRoom(
        has_case=_has_case,
        corrected=_corrected,
        forgotten=_forgotten,
        facts_of=facts_of,
        record_facts=lambda by, feedback, facts: record_imported(by=by, feedback=feedback, facts=facts),
    )
)
