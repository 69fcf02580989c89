"""The blank form as a page that prints and as a tagged PDF, and the settings page of what it says of the council."""

from __future__ import annotations

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from markupsafe import Markup

from goldthread.council.command import Refused
from goldthread.council.database import tenant
from goldthread.council.models import Council
from goldthread.documents.as_html import article
from goldthread.documents.as_pdf import as_pdf, is_available
from goldthread.documents.model import Document
from goldthread.public.doors import DOORS
from goldthread.public.manner import manner_of
from goldthread.public.paper.contact import ContactForm, contact_of, set_contact
from goldthread.public.paper.document import paper_form
from goldthread.public.views.frame import Page, in_council
from goldthread.web.render import render_page


def paper(request: HttpRequest, council: str, door: str) -> HttpResponse:
    """Show the blank form of a door, ready to print."""

    def make(of: Council):
        document = _document(request, of, door)
        pdf = reverse("public:paper_pdf", args=[of.slug, door]) if is_available() else ""
        asked = request.GET.urlencode()
        context = {
            "title": document.title,
            "article": Markup(article(document)),
            "pdf": f"{pdf}?{asked}" if pdf and asked else pdf,
            "start": reverse(_START[door], args=[of.slug]),
        }
        return Page("public/paper.html", context), None

    return in_council(request, council, make)


def paper_pdf(request: HttpRequest, council: str, door: str) -> HttpResponse:
    """Send the blank form of a door as a tagged PDF."""
    of = Council.objects.filter(slug=council).first()
    if of is None or not is_available():
        raise Http404
    with tenant.inside(of.pk):
        document = _document(request, of, door)
    manner = manner_of(request)
    response = HttpResponse(as_pdf(document), content_type="application/pdf")
    name = f"tell-us-{manner.language.slug}{'-easy-read' if manner.easy else ''}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _document(request: HttpRequest, council: Council, door: str) -> Document:
    if door not in DOORS:
        raise Http404
    return paper_form(council, contact_of(council), manner_of(request), door)


_START = {"public": "public:start", "councillor": "public:councillor", "voluntary": "public:voluntary"}


def contact(request: HttpRequest) -> HttpResponse:
    """Set how the public reaches the council, as its forms say it."""
    saved = contact_of(request.person.council)
    form = ContactForm(request.POST or None, initial=model_to_dict(saved))
    if request.method == "POST" and form.is_valid():
        try:
            set_contact(by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, "Address and telephone saved.")
            return redirect("public:contact")
    context = {
        "form": form,
        "title": "Public forms: address and telephone",
        "intro": "What the public’s forms, and the blank form on paper, say of how to reach you.",
        "submit": "Save",
        "back": reverse("settings"),
    }
    return render_page(request, "web/form_page.html", context)
