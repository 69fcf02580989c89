"""Pages of one enquiry of the ombudsman, and of each step of it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.casework.models import Remedy
from goldthread.casework.ombudsman import again, commands, forms
from goldthread.casework.ombudsman.models import OmbudsmanEnquiry
from goldthread.casework.views.cases import get_case
from goldthread.council.models import Person
from goldthread.council.records.pages import address, form_page, get_record, link, record_page
from goldthread.themes.coding.quotes import as_quotes
from goldthread.web.forms import Form
from goldthread.web.paginate import paginate
from goldthread.web.render import render_page

_HANDLE, _AUTHORISE = "casework.handle", "casework.authorise"


def ask(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record what the ombudsman asks about a case."""
    feedback = get_case(request, pk)
    return form_page(
        request,
        forms.NewEnquiryForm,
        commands.record_enquiry,
        title=f"Ombudsman asks: {feedback.reference}",
        initial={"received_on": timezone.localdate()},
        done=f"{feedback.reference}: enquiry of the ombudsman recorded.",
        page={"intro": feedback.title, "back": address(feedback), "submit": "Save enquiry"},
        feedback=feedback,
    )


def enquiry(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one enquiry: what was asked, our reply and its sign-off, the decision, and what it recommended."""
    record = get_record(
        request,
        OmbudsmanEnquiry,
        pk,
        withdrawn=True,
        along=("feedback__team", "review", "drafted_by", "authorised_by"),
    )
    today = timezone.localdate()
    return record_page(
        request,
        record,
        "casework/enquiry.html",
        tags=[(tag.text, tag.kind) for tag in record.states(today)],
        facts=[
            ("Complaint", link(request, record.feedback, str(record.feedback))),
            ("What the ombudsman does", record.get_kind_display()),
            ("Ombudsman's reference", record.their_reference),
            ("Received on", record.received_on),
            ("Reply due", record.due_on),
            ("Due before it was extended", record.first_due_on),
            ("Sent on", record.sent_on),
        ],
        buttons=_buttons(record),
        links=_links(record),
        edit="casework:edit_enquiry",
        crumbs=[
            ("Ombudsman", reverse("casework:ombudsman")),
            (record.feedback.reference, address(record.feedback)),
        ],
        today=today,
        days_late=record.days_late(today),
        **decision_of(request.person, record),
    )


def decision_of(person: Person, record: OmbudsmanEnquiry) -> dict[str, Any]:
    """Return what the pages of an enquiry and of its decision show of what followed."""
    remedies = Remedy.objects.visible_to(person).filter(enquiry=record).select_related("owner")
    return {
        "remedies": list(remedies.order_by("due_on", "pk")),
        "again": again.happened_again(person, record) if record.review_id else None,
    }


def _to(record: OmbudsmanEnquiry, text: str, name: str, needs: str = _HANDLE) -> tuple[str, str, str]:
    return text, reverse(f"casework:{name}", args=[record.pk]), needs


def _buttons(record: OmbudsmanEnquiry) -> list[tuple[str, str, str]]:
    """Return the next step: our reply as far as it is due, then the decision, then what it recommended."""
    to = partial(_to, record)
    if record.due_on is not None and record.sent_on is None:
        if record.authorised_by_id:
            return [to("Record reply sent", "enquiry_sent")]
        draft = to("Change reply" if record.response else "Draft reply", "draft_response")
        return (
            [to("Authorise reply", "authorise_response", _AUTHORISE), draft] if record.response else [draft]
        )
    if record.review_id is None:
        return [to("Record decision", "record_decision", "reviews.record")]
    return [to("Add a remedy", "ombudsman_remedy"), to("Record compliance", "record_compliance")]


def _links(record: OmbudsmanEnquiry) -> list[tuple[str, str, str]]:
    to, links = partial(_to, record), []
    if record.due_on is not None and record.sent_on is None:
        links.append(to("Extend the date", "extend_reply"))
        if record.authorised_by_id:
            links.append(to("Change reply", "draft_response"))
        if record.review_id is None:
            links.append(to("Record decision", "record_decision", "reviews.record"))
    if record.review_id is None:
        links.append(to("Link a decision recorded before", "link_decision", "reviews.record"))
    return links


def _step(
    form: type[Form],
    command: Callable[..., Any],
    title: str,
    done: str,
    *,
    submit: str = "Save",
    intro: Callable[[Any], str] = lambda record: record.title,
    given: Callable[[], Mapping[str, Any]] = dict,
    options: Callable[[OmbudsmanEnquiry], Mapping[str, Any]] = lambda record: {},
    initial: Callable[[OmbudsmanEnquiry], Mapping[str, Any]] = lambda record: {},
    then: Callable[[Any], str] | None = None,
    template: str = "web/form_page.html",
    corrects: bool = True,
) -> Callable[..., HttpResponse]:
    """Return the page that records one step of an enquiry. corrects: whether it changes the enquiry itself."""

    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        record = get_record(request, OmbudsmanEnquiry, pk, along=("feedback",))
        return form_page(
            request,
            form,
            command,
            title=title,
            record=record if corrects else None,
            initial=initial(record),
            done=done,
            then=(lambda made: address(record)) if then is None else then,
            options=options(record),
            template=template,
            page={
                "intro": intro(record),
                "submit": submit,
                "back": address(record),
                "enquiry": record,
            },
            enquiry=record,
            **given(),
        )

    view.__doc__ = f"{title}."
    return view


edit = _step(forms.EditEnquiryForm, commands.edit_enquiry, "Correct enquiry", "Enquiry saved.")
extend = _step(
    forms.ExtendReplyForm,
    commands.extend_reply,
    "Extend the date of our reply",
    "Date extended.",
    initial=lambda record: {"due_on": None},
)
draft = _step(
    forms.DraftForm, commands.draft_response, "Draft reply to the ombudsman", "Reply saved as a draft."
)
authorise = _step(
    forms.AuthoriseForm,
    commands.authorise_response,
    "Authorise reply to the ombudsman",
    "Reply authorised.",
    submit="Authorise reply",
    initial=lambda record: {"authorised_on": timezone.localdate()},
    template="casework/authorise_response.html",
)
sent = _step(
    forms.SentForm,
    commands.record_sent,
    "Record reply sent",
    "Reply sent.",
    initial=lambda record: {"sent_on": timezone.localdate()},
)
decide = _step(
    forms.DecisionForm,
    commands.record_decision,
    "Record the ombudsman's decision",
    "Decision recorded.",
    submit="Save decision",
    given=lambda: {"today": timezone.localdate()},
    initial=lambda record: {"decided_on": timezone.localdate()},
)
link_decision = _step(
    forms.LinkDecisionForm,
    commands.link_decision,
    "Link a decision recorded before",
    "Decision linked.",
    submit="Link decision",
    initial=lambda record: {"review": None},
)
remedy = _step(
    forms.OmbudsmanRemedyForm,
    commands.agree_ombudsman_remedy,
    "Add a remedy that the ombudsman recommended",
    "Remedy added.",
    submit="Save remedy",
    options=lambda record: {"feedback": record.feedback},
    initial=lambda record: {"agreed_on": record.review.decided_on if record.review else None},
    corrects=False,
)
compliance = _step(
    forms.ComplianceForm,
    commands.record_compliance,
    "Record compliance",
    "Compliance recorded.",
    intro=lambda record: (
        "One outcome for all that the ombudsman recommended in this case, as it says itself."
    ),
    initial=lambda record: {"compliance_on": record.compliance_on or timezone.localdate()},
)


def accept_remedy(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record that the ombudsman accepted a remedy as carried out."""
    record = get_record(request, Remedy, pk)
    if record.enquiry_id is None:
        raise Http404
    return form_page(
        request,
        forms.AcceptForm,
        commands.accept_remedy,
        title="Record that the ombudsman accepted it",
        record=record,
        initial={"accepted_on": timezone.localdate()},
        done="Remedy accepted by the ombudsman.",
        page={"intro": record.title, "back": address(record)},
        remedy=record,
    )


def happened_again(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """List the issues upheld since a service improvement: exactly those that its count counts."""
    record = get_record(request, OmbudsmanEnquiry, pk, along=("feedback__team",))
    improvement = again.improvement_of(record)
    if improvement is None:
        return render_page(request, "casework/happened_again.html", {"enquiry": record, "improvement": None})
    themes = again.themes_of(record)
    theme = next((each for each in themes if str(each.pk) == request.GET.get("theme")), None)
    points = again.upheld_since(
        request.person, record, improvement.done_on, [each.pk for each in ([theme] if theme else themes)]
    )
    in_team = "team" in request.GET and record.feedback.team_id is not None
    if in_team:
        points = points.filter(team=record.feedback.team_id)
    listed = paginate(request, points, ("-heard_on", "-id"))
    return render_page(
        request,
        "casework/happened_again.html",
        {
            "enquiry": record,
            "improvement": improvement,
            "theme": theme,
            "team": record.feedback.team if in_team else None,
            "listed": listed,
            "quotes": as_quotes(listed.rows),
            "total": points.order_by().count(),
        },
    )
