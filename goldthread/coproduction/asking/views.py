"""Pages of the people who agreed to be asked and of invitations; none but the coproduction lead opens them."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from goldthread.coproduction.asking import commands, forms
from goldthread.coproduction.asking.drawing import MOST_A_YEAR, times_asked, willing
from goldthread.coproduction.asking.models import Answer, Invitation, WillingPerson
from goldthread.coproduction.choices import AS_WHOM, FORMATS, INTERESTS
from goldthread.coproduction.models import Involvement
from goldthread.council.models import Person
from goldthread.council.records.pages import address, form_page, get_record
from goldthread.web.forms import Form
from goldthread.web.paginate import paginate
from goldthread.web.render import render_page

_ROWS = 50


def _interests(slugs: Any) -> str:
    return ", ".join(INTERESTS[slug] for slug in INTERESTS if slug in slugs)


def people(request: HttpRequest) -> HttpResponse:
    """List the people who agreed to be asked, those whose consent ends first at the top."""
    today = timezone.localdate()
    every = willing(request.person.council_id, today)
    form = forms.PeopleFilter(request.GET or None)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    listed = every
    if chosen.get("as_whom"):
        listed = listed.filter(as_whom=chosen["as_whom"])
    if chosen.get("interest"):
        listed = listed.filter(interests__contains=[chosen["interest"]])
    if chosen.get("often"):
        keys = list(listed.values_list("pk", flat=True))
        asked = times_asked(keys, today)
        listed = listed.filter(pk__in=[key for key in keys if asked[key] >= MOST_A_YEAR])
    page = paginate(request, listed, ("consent_until", "id"), _ROWS)
    asked = times_asked([each.pk for each in page.rows], today)
    rows = [
        {
            "person": each,
            "as_whom": AS_WHOM[each.as_whom],
            "format": FORMATS[each.format],
            "interests": _interests(each.interests),
            "asked": asked[each.pk],
            "often": asked[each.pk] >= MOST_A_YEAR,
        }
        for each in page.rows
    ]
    context = {
        "filter": form,
        "listed": page,
        "rows": rows,
        "total": every.count(),
        "most": MOST_A_YEAR,
        "is_narrowed": any(chosen.values()),
    }
    return render_page(request, "coproduction/people.html", context)


def _person(request: HttpRequest, pk: uuid.UUID) -> WillingPerson:
    return get_object_or_404(WillingPerson.objects.visible_to(request.person), pk=pk)


def person(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show how somebody is reached, their consent, and what they were invited to."""
    who = _person(request, pk)
    today = timezone.localdate()
    asked = who.invited.select_related("invitation__involvement").order_by("-invitation__drawn_on", "-pk")
    context = {
        "who": who,
        "as_whom": AS_WHOM[who.as_whom],
        "format": FORMATS[who.format],
        "interests": _interests(who.interests),
        "asked": asked,
        "often": times_asked([who.pk], today)[who.pk] >= MOST_A_YEAR,
        "most": MOST_A_YEAR,
    }
    return render_page(request, "coproduction/person.html", context)


def _to_people(saved: Any) -> str:
    return reverse("coproduction:people")


def add_person(request: HttpRequest) -> HttpResponse:
    """Add somebody who agreed to be asked."""
    return form_page(
        request,
        forms.WillingPersonForm,
        commands.add_person,
        title="Add somebody who agreed to be asked",
        done="Added to the people who agreed to be asked.",
        then=_to_people,
        page={
            "intro": "Tell them that they can end it at any time, and that they are then deleted.",
            "back": reverse("coproduction:people"),
        },
    )


def edit_person(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct somebody who agreed to be asked."""
    who = _person(request, pk)
    fields = forms.WillingPersonForm.base_fields
    return form_page(
        request,
        forms.WillingPersonForm,
        commands.edit_person,
        title="Correct details",
        initial={name: getattr(who, name) for name in fields},
        done="Saved.",
        then=lambda saved: reverse("coproduction:person", args=[saved.pk]),
        page={"back": reverse("coproduction:person", args=[who.pk])},
        person=who,
    )


def end_consent(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """End somebody's consent to be asked: they are deleted."""
    who = _person(request, pk)

    def run(*, by: Person) -> Any:
        return commands.end_consent(by=by, person=who)

    return form_page(
        request,
        Form,
        run,
        title="End consent",
        done="Their consent is ended, and they are deleted.",
        then=_to_people,
        page={
            "intro": f"{who.name} is deleted with everything that is kept of how to reach them. That somebody was invited stays, as a number.",
            "submit": "End consent and delete",
            "back": reverse("coproduction:person", args=[who.pk]),
        },
    )


def draw(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Draw people to invite to a piece of work."""
    record = get_record(request, Involvement, pk)
    today = timezone.localdate()
    return form_page(
        request,
        forms.DrawForm,
        commands.draw_invitation,
        title="Draw an invitation",
        done=lambda drawn: f"Drawn: {drawn.invited.count()} of {drawn.matched - drawn.left_out}.",
        then=lambda drawn: reverse("coproduction:invitation", args=[drawn.pk]),
        page={
            "intro": f"{record.reference} {record.title}. By lot, from the people who agreed to be asked and were not invited "
            f"to this yet. Whoever was invited {MOST_A_YEAR} times in twelve months is left out.",
            "submit": "Draw invitation",
            "back": address(record),
        },
        involvement=record,
        drawn_on=today,
    )


def _invitation(request: HttpRequest, pk: uuid.UUID) -> Invitation:
    works = Involvement.objects.visible_to(request.person)
    found = Invitation.objects.filter(council_id=request.person.council_id, involvement__in=works)
    return get_object_or_404(found.select_related("involvement", "drawn_by"), pk=pk)


def _rows(drawn: Invitation) -> list[Any]:
    return list(drawn.invited.select_related("person").order_by("place"))


def invitation(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show who was drawn, in the order of the draw, in which format each is asked, and what they answered."""
    drawn = _invitation(request, pk)
    rows = _rows(drawn)
    context = {
        "drawn": drawn,
        "rows": rows,
        "formats": FORMATS,
        "as_whom": ", ".join(AS_WHOM[slug] for slug in drawn.criteria["as_whom"]) or "Everybody",
        "interests": _interests(drawn.criteria["interests"]) or "Anything",
        "answers": [(label, sum(each.answer == value for each in rows)) for value, label in Answer.choices],
        "waiting": sum(not each.answer for each in rows),
        "most": MOST_A_YEAR,
    }
    return render_page(request, "coproduction/invitation.html", context)


def labels(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show address labels of those who were drawn and have a postal address, to print."""
    drawn = _invitation(request, pk)
    rows = [each.person for each in _rows(drawn) if each.person]
    context = {
        "drawn": drawn,
        "posted": [each for each in rows if each.address.strip()],
        "others": [each for each in rows if not each.address.strip()],
        "formats": FORMATS,
    }
    return render_page(request, "coproduction/labels.html", context)


def answers(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record what those who were invited answered."""
    drawn = _invitation(request, pk)
    return form_page(
        request,
        forms.AnswersForm,
        commands.record_answers,
        title="Record answers",
        done="Answers saved.",
        then=lambda saved: reverse("coproduction:invitation", args=[saved.pk]),
        options={"invitation": drawn},
        page={
            "intro": f"Invitation to {drawn.involvement.reference} {drawn.involvement.title}",
            "back": reverse("coproduction:invitation", args=[drawn.pk]),
        },
        invitation=drawn,
    )
