"""The pages of the same words again: what came more than once, and whether it is one."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from goldthread.council.command import Refused
from goldthread.feedback import together
from goldthread.feedback.together_models import Together
from goldthread.feedback.views.reading import seen
from goldthread.web.forms import Form
from goldthread.web.fragments import page


class TogetherForm(Form):
    """Whether pieces with the same words are one, and the campaign's name."""

    kind = forms.ChoiceField(
        label="Do they belong together?", widget=forms.RadioSelect, choices=Together.Kind.choices
    )
    name = forms.CharField(
        label="Name of the campaign, if it is one",
        required=False,
        max_length=120,
        help_text="What it asks for, such as: keep the Tuesday lunch club open.",
    )


class ApartForm(Form):
    """Why pieces that were put together do not belong together."""

    reason = forms.CharField(label="Why do they not belong together?", max_length=300)


def same_words(request: HttpRequest) -> HttpResponse:
    """List words that came more than once and that nobody has looked at."""
    return page(request, "feedback/same_words.html", {"repeated": together.repeated(request.person)})


def decide(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the pieces with the same words, and ask whether they are one."""
    feedback = seen(request, pk)
    others, group = together.same_words(request.person, feedback), together.group_of(feedback)
    form = TogetherForm(
        request.POST or None, initial={"name": group.name, "kind": group.kind} if group else None
    )
    if request.method == "POST" and form.is_valid():
        try:
            together.put_together(by=request.person, feedback=[feedback, *others], **form.cleaned_data)
        except Refused as refused:
            form.add_error("name" if "name" in str(refused) else "kind", str(refused))
        else:
            messages.success(request, "It is written down. The counts follow in a moment.")
            return redirect("feedback:detail", pk=pk)
    context = {"feedback": feedback, "others": others, "group": group, "form": form}
    return page(request, "feedback/together.html", context)


def apart(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a group apart again."""
    feedback = seen(request, pk)
    group = together.group_of(feedback)
    if group is None:
        return redirect("feedback:together", pk=pk)
    form = ApartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            together.take_apart(by=request.person, together=group, reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error("reason", str(refused))
        else:
            messages.success(request, "Each stands by itself again.")
            return redirect("feedback:detail", pk=pk)
    return page(request, "feedback/apart.html", {"feedback": feedback, "group": group, "form": form})
