"""The pages on which sentences are written, changed, given something to rest on, withdrawn and frozen."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from goldthread.council.command import Refused
from goldthread.evidence import commands, forms, queries
from goldthread.evidence.freezing import freeze_pack
from goldthread.evidence.models import Citation, Sentence
from goldthread.evidence.views import find_statement
from goldthread.web.fragments import page

_OFFERED = 15


def _standing(request: HttpRequest, pk: uuid.UUID) -> Sentence:
    """Return a sentence that has not been withdrawn; a withdrawn one stays as it is."""
    sentences = Sentence.objects.visible_to(request.person).filter(withdrawn_on__isnull=True)
    return get_object_or_404(sentences, pk=pk)


def write(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a sentence under a statement."""
    statement = find_statement(slug)
    form = forms.WriteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            sentence = commands.write_sentence(by=request.person, statement=slug, **form.cleaned_data)
        except Refused as refused:
            form.add_error("text", str(refused))
        else:
            messages.success(request, "The sentence is written. Now say what it rests on.")
            cited = request.GET.get("cite", "")
            address = redirect("evidence:cite", pk=sentence.pk)
            if cited:
                address["Location"] += f"?cite={cited}" if _chosen(request, cited) else ""
            return address
    return page(request, "evidence/write.html", {"form": form, "statement": statement})


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Change a sentence."""
    sentence = _standing(request, pk)
    form = forms.SentenceForm(request.POST or None, initial={"text": sentence.text})
    if request.method == "POST" and form.is_valid():
        try:
            commands.edit_sentence(by=request.person, sentence=sentence, text=form.cleaned_data["text"])
        except Refused as refused:
            form.add_error("text", str(refused))
        else:
            messages.success(request, "The sentence is changed. What it said before is kept.")
            return redirect("evidence:sentence", pk=pk)
    return page(request, "evidence/edit.html", {"form": form, "sentence": sentence})


def _chosen(request: HttpRequest, cited: str) -> tuple[str, Any] | None:
    """Return the kind and the thing that "kind:key" names, where this person may see it."""
    kind, _, key = cited.partition(":")
    try:
        thing = queries.citable(request.person, kind).filter(pk=key).first()
    except (ValidationError, ValueError):
        return None
    return (kind, thing) if thing is not None else None


def cite(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Choose what a sentence rests on: found by words, or named in the address by `?cite=kind:key`."""
    sentence = _standing(request, pk)
    finding = forms.FindForm(request.GET if "kind" in request.GET else None, person=request.person)
    kind, words = "measure", ""
    if finding.is_bound and finding.is_valid():
        kind, words = finding.cleaned_data["kind"] or kind, finding.cleaned_data["q"]
    offered = [(kind, thing) for thing in queries.offered(request.person, kind, words, _OFFERED)]
    named = request.POST.get("cite", "") or request.GET.get("cite", "")
    asked = _chosen(request, named)
    if asked is not None and asked not in offered:
        offered.insert(0, asked)
    choices = [
        (f"{kind}:{thing.pk}", f"{queries.KINDS[kind][0]}: {queries.title_of(thing)}")
        for kind, thing in offered
    ]
    form = forms.CiteForm(request.POST or None, initial={"cite": named})
    form.fields["cite"].choices = choices
    if request.method == "POST" and form.is_valid():
        kind, thing = _chosen(request, form.cleaned_data["cite"]) or ("", None)
        try:
            commands.cite(
                by=request.person, sentence=sentence, note=form.cleaned_data["note"], **{kind: thing}
            )
        except Refused as refused:
            form.add_error("cite", str(refused))
        else:
            messages.success(request, "The sentence now rests on it.")
            return redirect("evidence:sentence", pk=pk)
    context = {"form": form, "finding": finding, "sentence": sentence, "choices": choices}
    return page(request, "evidence/cite.html", context)


@require_POST
def uncite(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take away something that a sentence rests on."""
    citation = get_object_or_404(
        Citation.objects.visible_to(request.person).filter(sentence__withdrawn_on__isnull=True), pk=pk
    )
    sentence = commands.uncite(by=request.person, citation=citation)
    messages.success(request, "The sentence no longer rests on it.")
    return redirect("evidence:sentence", pk=sentence.pk)


@require_POST
def withdraw(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Withdraw a sentence that can no longer be shown to be true."""
    sentence = _standing(request, pk)
    commands.withdraw(by=request.person, sentence=sentence, on=timezone.localdate())
    messages.success(request, "The sentence is withdrawn. It stays readable as withdrawn.")
    return redirect("evidence:statement", slug=sentence.statement)


def freeze(request: HttpRequest) -> HttpResponse:
    """Freeze the self-assessment, or one statement of it, as one file."""
    form = forms.FreezeForm(request.POST or None, initial={"statement": request.GET.get("statement", "")})
    if request.method == "POST" and form.is_valid():
        try:
            pack = freeze_pack(by=request.person, statement=form.cleaned_data["statement"])
        except Refused as refused:
            form.add_error("statement", str(refused))
        else:
            messages.success(
                request, f"The pack is frozen, with {pack.sentences} sentences. Download it below."
            )
            return redirect("evidence:frozen")
    return page(request, "evidence/freeze.html", {"form": form})
