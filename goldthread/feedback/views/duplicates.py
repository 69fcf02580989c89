"""The pages of the same words again: what came more than once, and whether it is one."""

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
from goldthread.feedback.views.records import seen
from goldthread.web.forms import Form
from goldthread.web.render import render_page

_NOT_SAID = "Open this page again: what stood on it was not sent with your answer"


class DuplicatesForm(Form):
    """Whether pieces with the same words are one, and the campaign's name."""

    kind = forms.ChoiceField(
        label="Do they belong together?", widget=forms.RadioSelect, choices=DuplicateGroup.Kind.choices
    )
    name = forms.CharField(
        label="Name of the campaign, if it is one",
        required=False,
        max_length=120,
        help_text="What it asks for, such as: keep the Tuesday lunch club open.",
    )
    # What stood on the page: what came since is decided about when somebody has seen it.
    shown = forms.RegexField(
        r"^[0-9]{1,12}( [0-9]{1,12})*$",
        max_length=10_000,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid", "max_length"), _NOT_SAID),
    )
    seen = forms.CharField(widget=forms.HiddenInput, error_messages={"required": _NOT_SAID})


class UngroupForm(Form):
    """Why pieces that were put together do not belong together."""

    reason = forms.CharField(label="Why do they not belong together?", max_length=300)


def listed(request: HttpRequest) -> HttpResponse:
    """List words that came more than once and that nobody has looked at."""
    return render_page(
        request, "feedback/possible_duplicates.html", {"repeated": repeated_texts(request.person)}
    )


def decide(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the pieces with the same words, and ask whether they are one."""
    feedback = seen(request, pk)
    if request.method == "POST":
        return _decided(request, feedback)
    group = group_of(feedback)
    same = find_duplicates(request.person, feedback)
    return _ask(request, feedback, same) if group is None else _show(request, feedback, group, same)


def _ask(
    request: HttpRequest, feedback: Feedback, same: Sequence[Feedback], form: DuplicatesForm | None = None
) -> HttpResponse:
    groups = groups_among(same)
    alone = [piece for piece in same if not hasattr(piece, "duplicate")]
    # One piece stands for the group that it is in: whoever is put together with it joins them all.
    of_groups = {piece.duplicate.group: piece for piece in same if hasattr(piece, "duplicate")}
    if form is None:
        shown = " ".join(str(piece.number) for piece in (*alone, *of_groups.values()))
        initial = {"shown": shown, "seen": groups_version(groups)}
        if len(groups) == 1:
            initial |= {"kind": groups[0].kind, "name": groups[0].name}
        form = DuplicatesForm(initial=initial)
    context = {
        "feedback": feedback,
        "form": form,
        "alone": alone,
        "groups": [(group, of_groups[group], group.members.count()) for group in groups],
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
        "count": group.members.count(),
        "reads_all": may_read_all(request.person, group),
        "since": [piece for piece in same if not hasattr(piece, "duplicate")],
    }
    return render_page(request, "feedback/duplicate_group.html", context)


def _decided(request: HttpRequest, feedback: Feedback) -> HttpResponse:
    """Keep what was decided about the pieces that stood on the page, and about no others."""
    form = DuplicatesForm(request.POST)
    valid = form.is_valid()
    others = _sent(request, form.cleaned_data.get("shown", ""))
    if valid:
        said = {name: form.cleaned_data[name] for name in ("kind", "name", "seen")}
        try:
            group_duplicates(by=request.person, feedback=[feedback, *others], **said)
        except DecidedMeanwhile as refused:
            messages.warning(request, str(refused))
            return redirect("feedback:duplicates", pk=feedback.pk)
        except Refused as refused:
            form.add_error("name" if "name" in str(refused) else "kind", str(refused))
        else:
            messages.success(request, "It is written down. The counts follow in a moment.")
            return redirect("feedback:detail", pk=feedback.pk)
    return _ask(request, feedback, others, form)


def _sent(request: HttpRequest, shown: str) -> list[Feedback]:
    """Return the pieces that stood on the page and may still be read, newest first."""
    numbers = [int(number) for number in shown.split()]
    pieces = Feedback.objects.visible_to(request.person).filter(number__in=numbers, forgotten_on__isnull=True)
    return list(pieces.select_related("team", "duplicate__group").order_by("-received_on", "-id"))


def ungroup(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a group apart again."""
    feedback = seen(request, pk)
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
            messages.success(request, "Each stands by itself again.")
            return redirect("feedback:detail", pk=pk)
    return render_page(
        request, "feedback/ungroup_duplicates.html", {"feedback": feedback, "group": group, "form": form}
    )
