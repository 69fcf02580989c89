"""Pages of contact search: finding a case by whoever gave it, and who looked for whom."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from goldthread.council.command import Refused
from goldthread.feedback.contacts import search
from goldthread.web.forms import Form
from goldthread.web.render import render_page


class ContactSearchForm(Form):
    """What to look for. It is sent in the body of the request: an address would stand in logs and histories."""

    words = forms.CharField(
        label="Name, telephone number or e-mail address",
        max_length=160,
        help_text="Spacing and near spellings do not matter. Each search is recorded in the audit log.",
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )


@never_cache
def find(request: HttpRequest) -> HttpResponse:
    """Find the feedback of somebody by their name, telephone number or e-mail address."""
    form = ContactSearchForm(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        try:
            found = search.search_contacts(by=request.person, words=[form.cleaned_data["words"]])
        except Refused as refused:
            form.add_error("words", str(refused))
    return render_page(
        request, "feedback/find_contact.html", {"form": form, "found": found, "most": search.MOST}
    )


@never_cache
def searches(request: HttpRequest) -> HttpResponse:
    """List the latest searches of contact details, or those for one name, number or address."""
    form = ContactSearchForm(request.POST or None)
    form["words"].help_text = "Left empty, the latest searches are listed. What you type is not kept."
    form.fields["words"].required = False
    context: dict[str, Any] = {"form": form, "words": "", "most": search.MOST_LISTED}
    if request.method == "POST" and form.is_valid():
        context["words"] = form.cleaned_data["words"].strip()
        context["rows"] = search.check_searches(by=request.person, words=context["words"])
    return render_page(request, "feedback/contact_searches.html", context)
