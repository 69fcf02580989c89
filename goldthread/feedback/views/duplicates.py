"""Duplicate pages: possible duplicates and campaigns, and the decision about a group."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from goldthread.council.command import Refused
from goldthread.feedback.duplicates import queries
from goldthread.feedback.duplicates.commands import DecidedMeanwhile, group_duplicates, ungroup_duplicates
from goldthread.feedback.duplicates.models import DuplicateGroup
from goldthread.feedback.duplicates.queries import (
    find_duplicates,
    group_members,
    group_of,
    groups_among,
    groups_version,
    may_read_all,
    repeated_texts,
)
from goldthread.feedback.models import Feedback
from goldthread.feedback.views.records import get_feedback
from goldthread.web.forms import Form
from goldthread.web.render import render_page

_INCOMPLETE = "Open this page again: the list of feedback was not sent with your answer"


class DuplicatesForm(Form):
    """Whether feedback with the same text is a duplicate, and the campaign's name."""

    kind = forms.ChoiceField(
        label="Are they duplicates?", widget=forms.RadioSelect, choices=DuplicateGroup.Kind.choices
    )
    name = forms.CharField(
        label="Name of the campaign",
        required=False,
        max_length=120,
        help_text="What it asks for, such as: keep the Tuesday lunch club open",
    )
    # What was listed on the page: feedback added since is decided about when somebody has seen it.
    shown = forms.RegexField(
        r"^[0-9]{1,12}( [0-9]{1,12})*$",
        max_length=10_000,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid", "max_length"), _INCOMPLETE),
    )
    version = forms.CharField(widget=forms.HiddenInput, error_messages={"required": _INCOMPLETE})


class UngroupForm(Form):
    """The reason for undoing a duplicate decision."""

    reason = forms.CharField(label="Reason", max_length=300)


def listed(request: HttpRequest) -> HttpResponse:
    """List possible duplicates and campaigns."""
    return render_page(
        request, "feedback/possible_duplicates.html", {"repeated": repeated_texts(request.person)}
    )


def decide(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show feedback with the same text, and ask whether it is a duplicate."""
    feedback = get_feedback(request, pk)
    if request.method == "POST":
        return _save_decision(request, feedback)
    group = group_of(feedback)
    same = find_duplicates(request.person, feedback)
    return _ask(request, feedback, same) if group is None else _show(request, feedback, group, same)


def _ask(
    request: HttpRequest, feedback: Feedback, same: Sequence[Feedback], form: DuplicatesForm | None = None
) -> HttpResponse:
    groups = groups_among(same)
    alone = [piece for piece in same if not hasattr(piece, "duplicate")]
    # One piece represents its group: what is grouped with it joins the whole group.
    of_groups = {piece.duplicate.group: piece for piece in same if hasattr(piece, "duplicate")}
    if form is None:
        shown = " ".join(str(piece.number) for piece in (*alone, *of_groups.values()))
        initial = {"shown": shown, "version": groups_version(groups)}
        if len(groups) == 1:
            initial |= {"kind": groups[0].kind, "name": groups[0].name}
        form = DuplicatesForm(initial=initial)
    context = {
        "feedback": feedback,
        "form": form,
        "alone": alone,
        "groups": [(group, of_groups[group], group.counted().count()) for group in groups],
        "most": queries.MOST,
    }
    return render_page(request, "feedback/decide_duplicates.html", context)


def _show(
    request: HttpRequest, feedback: Feedback, group: DuplicateGroup, same: Sequence[Feedback]
) -> HttpResponse:
    context = {
        "feedback": feedback,
        "group": group,
        "members": group_members(request.person, group),
        "count": group.counted().count(),
        "reads_all": may_read_all(request.person, group),
        "ungrouped": [piece for piece in same if not hasattr(piece, "duplicate")],
    }
    return render_page(request, "feedback/duplicate_group.html", context)


def _save_decision(request: HttpRequest, feedback: Feedback) -> HttpResponse:
    """Save the decision about the feedback listed on the page, and about no other."""
    form = DuplicatesForm(request.POST)
    valid = form.is_valid()
    others = _listed_feedback(request, form.cleaned_data.get("shown", ""))
    if valid:
        decision = {name: form.cleaned_data[name] for name in ("kind", "name", "version")}
        try:
            group_duplicates(by=request.person, feedback=[feedback, *others], **decision)
        except DecidedMeanwhile as refused:
            messages.warning(request, str(refused))
            return redirect("feedback:duplicates", pk=feedback.pk)
        except Refused as refused:
            form.add_error(refused.field or "kind", str(refused))
        else:
            messages.success(request, f"Decision about {feedback.reference} saved")
            return redirect("feedback:detail", pk=feedback.pk)
    return _ask(request, feedback, others, form)


def _listed_feedback(request: HttpRequest, shown: str) -> list[Feedback]:
    """Return the feedback that was listed on the page and may still be read, newest first."""
    numbers = [int(number) for number in shown.split()]
    pieces = Feedback.objects.visible_to(request.person).filter(number__in=numbers, forgotten_on__isnull=True)
    return list(pieces.select_related("team", "duplicate__group").order_by("-received_on", "-id"))


def ungroup(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Undo a duplicate decision."""
    feedback = get_feedback(request, pk)
    group = group_of(feedback)
    if group is None:
        return redirect("feedback:duplicates", pk=pk)
    form = UngroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ungroup_duplicates(by=request.person, group=group, reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error("reason", str(refused))
        else:
            messages.success(request, f"Duplicate decision about {feedback.reference} undone")
            return redirect("feedback:detail", pk=pk)
    return render_page(
        request, "feedback/ungroup_duplicates.html", {"feedback": feedback, "group": group, "form": form}
    )
