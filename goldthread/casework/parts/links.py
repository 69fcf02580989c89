"""What the private link of a part shows and takes: what was chosen for that organisation, and its answer.

Neither who complained, nor how to reach them, nor anything of the person's own link is here.
"""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone

from goldthread.casework.choices import How
from goldthread.casework.kept import kept_with_case
from goldthread.casework.parts import commands
from goldthread.casework.parts.models import CasePart
from goldthread.council.links.purposes import Purpose, Shown, serves
from goldthread.council.models import Person
from goldthread.feedback.forms import LONG
from goldthread.feedback.models import Point
from goldthread.web.forms import Form


class LinkPartForm(Form):
    """What an organisation answers through its link."""

    answer = forms.CharField(
        label="Your answer",
        validators=LONG,
        widget=forms.Textarea({"rows": 10}),
        help_text="For the council's reply. Name nobody where a role says enough.",
    )


def issues_shown(part: CasePart) -> list[Point]:
    """Return the issues that the link of a part shows: those that were chosen, while they may be read."""
    chosen = Point.objects.filter(feedback=part.feedback, pk__in=part.issues).readable()
    return list(chosen.order_by("position"))


def _shown(part: CasePart) -> Shown:
    return Shown(
        title=part.title,
        caption=f"{part.feedback.council.name} asks {part.organisation.name}",
        paragraphs=(part.text, f"Our reference: {part.feedback.reference}."),
        quotes=tuple((point.text, f"Issue {point.position}, names hidden") for point in issues_shown(part)),
    )


def _closed(part: CasePart) -> str:
    if part.answered_on:
        return "It was answered already."
    return "It was given up." if part.ended_on else ""


def _answer(*, by: Person, record: CasePart, day: datetime.date, answer: str) -> Any:
    return commands.record_part(by=by, part=record, answered_on=day, answer=answer, how=How.LINK)


PART = serves(
    Purpose(
        slug="part",
        name="the organisation",
        model=CasePart,
        permission="casework.handle",
        shown=_shown,
        form=LinkPartForm,
        answer=_answer,
        kept=lambda part: kept_with_case(part.feedback, timezone.localdate()),
        closed=_closed,
    )
)
