"""What belongs to a kind of document: its own texts, formats, makers and consent; and the formats people asked for."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.council.organisations.forms import OrganisationField
from goldthread.council.records.forms import ReasonForm
from goldthread.council.records.pages import address, form_page, get_record
from goldthread.feedback.models import Feedback
from goldthread.learning.documents import describing
from goldthread.learning.documents.kinds import FORMATS
from goldthread.learning.documents.models import Document, FormatRequest
from goldthread.web.forms import DateField, Form
from goldthread.web.jinja import plural
from goldthread.web.render import render_page

_MOST = 100
_MOST_NAMED = 10


class DescribeForm(Form):
    """The formats of a document, who made it, consent and its end, and the texts of its kind."""

    formats = forms.MultipleChoiceField(
        label="Formats that exist",
        required=False,
        choices=[*FORMATS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    organisation = OrganisationField(label="Organisation that made it, or with which", empty_label="None")
    consent_on = DateField(
        label="Consent given on",
        required=False,
        latest=timezone.localdate,
        help_text="To telling it, by whoever it is about.",
    )
    consent_until = DateField(
        label="Consent holds until",
        required=False,
        help_text="Its last day. From the next day readers do not see it. Leave empty where it has no end.",
    )

    def __init__(self, *args: Any, document: Document, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in document.of_kind.fields:
            self.fields[f"text_{field.slug}"] = forms.CharField(
                label=field.label,
                required=False,
                max_length=1000,
                help_text=field.hint,
                widget=forms.Textarea({"rows": 3}),
            )


class EndConsentForm(ReasonForm):
    """From which day consent is withdrawn, and why."""

    on = DateField(label="Consent withdrawn on", latest=timezone.localdate)
    field_order = ("on", "reason")


class AskFormatForm(Form):
    """In which format somebody asked for a document."""

    format = forms.ChoiceField(label="Format", choices=[("", "Choose"), *FORMATS.items()])
    asked_on = DateField(label="Asked on", latest=timezone.localdate)
    feedback = forms.CharField(
        label="Feedback in which it was asked for",
        required=False,
        max_length=20,
        help_text="Its reference, such as F-1042, where there is one.",
    )

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person = person

    def clean_feedback(self) -> Feedback | None:
        """Return the feedback; raises ValidationError for a reference that is none this person may see."""
        wanted = self.cleaned_data["feedback"].strip().upper()
        if not wanted:
            return None
        number = wanted.removeprefix("F-")
        feedback = None
        if number.isdecimal() and len(number) < 10 and self.person.may("feedback.read"):
            feedback = Feedback.objects.visible_to(self.person).filter(number=int(number)).first()
        if feedback is None:
            raise forms.ValidationError("There is no such feedback. Enter a reference such as F-1042.")
        return feedback


class MetForm(Form):
    """When somebody had the format they asked for."""

    met_on = DateField(label="They had it on", latest=timezone.localdate)


def describe(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record what belongs to a kind of document."""
    record = get_record(request, Document, pk)

    def save(*, by: Person, document: Document, version: int, **given: Any) -> Document:
        texts = {each.slug: given.pop(f"text_{each.slug}") for each in document.of_kind.fields}
        return describing.describe_document(by=by, document=document, version=version, texts=texts, **given)

    return form_page(
        request,
        DescribeForm,
        save,
        title="Formats, makers and consent",
        record=record,
        initial={
            "formats": record.formats.split(),
            **{f"text_{name}": text for name, text in record.extra.items()},
        },
        options={"document": record},
        page={
            "intro": f"{record.of_kind.name}: {record.title}. {record.of_kind.what}",
            "back": address(record),
        },
        document=record,
    )


def end_consent(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record that consent to telling a story was withdrawn."""
    record = get_record(request, Document, pk)
    return form_page(
        request,
        EndConsentForm,
        describing.end_consent,
        title="Consent withdrawn",
        record=record,
        initial={"on": timezone.localdate()},
        done="Saved. Readers do not see it any more.",
        page={"intro": f"{record.title}. From that day on readers do not see it.", "back": address(record)},
        document=record,
    )


def ask_format(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record that somebody asked for a document in a format."""
    record = get_record(request, Document, pk)
    return form_page(
        request,
        AskFormatForm,
        describing.ask_for_format,
        title="Format asked for",
        initial={"asked_on": timezone.localdate()},
        done="Request saved.",
        page={"intro": record.title, "back": address(record)},
        document=record,
    )


def meet_request(request: HttpRequest, pk: uuid.UUID, asked: uuid.UUID) -> HttpResponse:
    """Record when somebody had the format they asked for."""
    record = get_record(request, Document, pk)
    waiting = record.format_requests.filter(pk=asked, met_on=None).first()
    if waiting is None:
        raise Http404
    return form_page(
        request,
        MetForm,
        describing.meet_request,
        title=f"{waiting.get_format_display()}: request met",
        initial={"met_on": timezone.localdate()},
        done="Request met.",
        page={"intro": record.title, "back": address(record)},
        document=record,
        asked=waiting,
    )


def formats(request: HttpRequest) -> HttpResponse:
    """Show which documents exist in which formats, and the formats that were asked for, the longest waiting first."""
    today = timezone.localdate()
    seen = Document.objects.visible_to(request.person)
    requests = FormatRequest.objects.filter(document__in=seen).select_related("document")
    waiting = requests.filter(met_on=None).order_by("asked_on", "pk")
    met = list(requests.filter(met_on__isnull=False).order_by("-met_on", "pk")[:_MOST])
    days = sorted(each.days or 0 for each in met)
    context = {
        "waiting": [(each, (today - each.asked_on).days) for each in waiting[:_MOST]],
        "waiting_count": waiting.count(),
        "met": met[:20],
        "met_count": requests.filter(met_on__isnull=False).count(),
        "middle": plural(days[len(days) // 2], "day") if days else "",
        "documents": _with_formats(seen)[:_MOST],
        "back": reverse("learning:documents"),
        "named": _named_in_feedback(request.person),
    }
    return render_page(request, "learning/formats.html", context)


def _named_in_feedback(person: Person) -> list[tuple[str, str, str]]:
    """Return the newest feedback that names a format and for which no document was asked yet: (reference, format, address)."""
    if not person.may("feedback.read"):
        return []
    requests = FormatRequest.objects.filter(council=person.council_id, feedback=OuterRef("pk"))
    named = Feedback.objects.visible_to(person).filter(~Q(format_needed=""), ~Exists(requests))
    newest = named.order_by("-received_on", "-pk")[:_MOST_NAMED]
    return [(each.reference, each.format_needed, address(each)) for each in newest]


def _with_formats(documents: QuerySet) -> QuerySet:
    return documents.filter(~Q(formats=""), replaced_on=None, out_of_use_on=None).order_by("title", "pk")
