"""The forms of seats and of recruitment: they check shape and never write."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from goldthread.council.people.fields import PersonField
from goldthread.meetings.bodies.seats.models import Basis, Channel, Recruitment, Reply
from goldthread.web.forms import DateField, Form

_CHANNELS = [("", "Not known"), *Channel.choices]


class SeatForm(Form):
    """For whom a seat is."""

    title = forms.CharField(
        label="Seat for",
        max_length=120,
        help_text="Such as: a carer of a parent, or the cabinet member for adults.",
    )
    basis = forms.ChoiceField(label="Held by", choices=Basis.choices, widget=forms.RadioSelect)


class AskForSeatForm(SeatForm):
    """A seat that somebody asks for on a board that others lead."""

    asked_by = forms.CharField(label="Who asks", max_length=120, help_text="A group or a role; no names.")
    asked_on = DateField(label="Date asked", latest=timezone.localdate)


class AnswerSeatForm(Form):
    """What whoever leads the board answered."""

    reply = forms.ChoiceField(label="Answer", choices=Reply.choices, widget=forms.RadioSelect)
    because = forms.CharField(
        label="Why it was refused", required=False, max_length=500, widget=forms.Textarea({"rows": 3})
    )
    replied_on = DateField(label="Date of the answer", latest=timezone.localdate)

    reveals = {"reply": {"refused": "because"}}


class FillSeatForm(Form):
    """Who takes a seat, until when, and how they came."""

    person = PersonField(
        "thread.home",
        label="Person with an account",
        required=False,
        empty_label="None: enter a name",
    )
    name = forms.CharField(
        label="Name",
        required=False,
        max_length=120,
        help_text="Of somebody without an account. Only those who look after members read it.",
    )
    may_be_named = forms.BooleanField(
        label="They agreed that their name stands on the page for the public", required=False
    )
    begins_on = DateField(label="First day", latest=timezone.localdate)
    until = DateField(label="Last day of the term")
    recruitment = forms.ModelChoiceField(
        Recruitment.objects.none(),
        label="Came through our recruitment",
        required=False,
        empty_label="None of these",
    )
    channel = forms.ChoiceField(label="Or came another way", required=False, choices=_CHANNELS)

    def __init__(self, *args: Any, body: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if body is not None:
            self.fields["recruitment"].queryset = body.recruitments.order_by("-began_on", "pk")


class EndTermForm(Form):
    """When somebody left."""

    ended_on = DateField(label="Last day on the seat", latest=timezone.localdate)


class CloseSeatForm(Form):
    """When a seat was given up."""

    closed_on = DateField(label="Closed on", latest=timezone.localdate)


class RecruitForm(Form):
    """Whom a body lacks, and through which channel they are looked for."""

    sought = forms.CharField(label="Who is looked for", max_length=200, help_text="Such as: people under 40.")
    channel = forms.ChoiceField(label="Channel", choices=Channel.choices)
    began_on = DateField(label="Began on", latest=timezone.localdate)
    spoken_to = forms.IntegerField(
        label="How many were spoken to", required=False, min_value=0, max_value=9999
    )
