"""Quick add: one screen on a phone for whoever hears something at work."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.files.content import MOST_BYTES
from goldthread.council.models import Person
from goldthread.council.people.fields import TeamField
from goldthread.feedback import commands
from goldthread.feedback.forms import LONG, RECEIVED_BY
from goldthread.feedback.intake.new_feedback import DuplicateFeedback, NewFeedback
from goldthread.feedback.models import Channel, Feedback, Speaker
from goldthread.feedback.sources import SOURCES
from goldthread.feedback.views.intake import where_it_went
from goldthread.web.forms import DateField, Form
from goldthread.web.render import render_page

KINDS = ("compliment", "complaint", "concern", "suggestion")


class QuickForm(Form):
    """What somebody said, in as few answers as there can be; the rest has answers already."""

    source = forms.ChoiceField(
        label="Type", widget=forms.RadioSelect, choices=[(slug, SOURCES[slug].name) for slug in KINDS]
    )
    text = forms.CharField(
        label="What they said, in their words",
        validators=LONG,
        widget=forms.Textarea({"rows": 4}),
        help_text="Names are hidden for you. You can dictate.",
    )
    speaker = forms.ChoiceField(
        label="From",
        widget=forms.RadioSelect,
        choices=[(Speaker.PERSON, "Person"), (Speaker.CARER, "Carer"), (Speaker.UNKNOWN, "Other")],
        initial=Speaker.PERSON,
    )
    received_on = DateField(label="Date received", latest=timezone.localdate, initial=timezone.localdate)
    channel = forms.ChoiceField(label="Received by", choices=RECEIVED_BY, initial=Channel.FACE)
    team = TeamField("feedback.receive", empty_label="No single team")
    photo = forms.FileField(
        label="Photo of a card or letter",
        required=False,
        max_length=200,
        widget=forms.FileInput({"accept": "image/jpeg,image/png"}),
        help_text="Restricted, as it may show names. Where it was taken is removed from it.",
    )
    wants_reply = forms.BooleanField(label="They want a response", required=False)
    allow_duplicate = forms.BooleanField(
        label="Save it as well: it is from somebody else, or was sent again", required=False
    )

    GIVEN = ("received_on", "channel", "team", "wants_reply")
    FOLDED = (*GIVEN, "photo")

    def clean_photo(self) -> Any:
        """Return the photograph; raises ValidationError for one that is too large, before it is read."""
        photo = self.cleaned_data["photo"]
        if photo and photo.size > MOST_BYTES:
            raise forms.ValidationError(f"The photo must be {MOST_BYTES // 1024**2} MB or smaller")
        return photo

    def new_feedback(self) -> NewFeedback:
        """Return the new feedback, once the form is valid."""
        given = {name: self.cleaned_data[name] for name in ("source", "speaker", *self.GIVEN)}
        return NewFeedback(points=[self.cleaned_data["text"]], **given)


def _receive(person: Person, form: QuickForm) -> Feedback:
    """Save the feedback and its photograph: both, or neither."""
    photo = form.cleaned_data["photo"]
    return commands.receive(
        by=person,
        new=form.new_feedback(),
        today=timezone.localdate(),
        allow_duplicate=form.cleaned_data["allow_duplicate"],
        photo=(photo.name, photo.read()) if photo else None,
    )


def quick(request: HttpRequest) -> HttpResponse:
    """Add feedback on one screen."""
    kind = request.GET.get("type", "")
    initial = {"source": kind if kind in KINDS else KINDS[0]}
    form = QuickForm(request.POST or None, request.FILES or None, initial=initial, person=request.person)
    duplicate = False
    if request.method == "POST" and form.is_valid():
        try:
            feedback = _receive(request.person, form)
        except DuplicateFeedback as error:
            duplicate = True
            form.add_error("allow_duplicate", str(error))
        except Refused as refused:
            field = {"file": "photo"}.get(refused.field, refused.field)
            form.add_error(field if field in form.fields else None, str(refused))
        else:
            where = where_it_went(request.person, feedback, form.cleaned_data["team"])
            messages.success(request, f"Saved as {feedback.reference}.{where}")
            return redirect("feedback:quick")
    folded_errors = any(form[name].errors for name in form.FOLDED)
    return render_page(
        request, "feedback/quick.html", {"form": form, "duplicate": duplicate, "is_open": folded_errors}
    )
