"""The learning hub: standards and other documents, briefings and lessons on a topic, in one search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.briefings import forms, queries
from goldthread.briefings.models import Briefing
from goldthread.council.context import listed_in_more
from goldthread.council.models import Person
from goldthread.council.records import search
from goldthread.council.records.pages import address
from goldthread.learning.documents.models import IN_USE, Document
from goldthread.learning.documents.queries import by_words
from goldthread.learning.models import Lesson
from goldthread.learning.queries import with_theme
from goldthread.themes.codebook.models import Theme
from goldthread.web.jinja import plural
from goldthread.web.render import render_page

MOST = 8
# By what work is checked comes first, then how it is done.
_FIRST = ("standard", "policy", "procedure", "framework", "guide")
listed_in_more("Learning hub", "briefings:hub", "briefings.read")


@dataclass(frozen=True)
class Group:
    """What was found of one kind: how many, the first of them as (text, address, what is said beside), and all of them."""

    name: str
    total: int
    rows: list[tuple[str, str, str]]
    href: str


def hub(request: HttpRequest) -> HttpResponse:
    """Show what there is on a topic, or with some words: documents, briefings and lessons that this person may see."""
    person = request.person
    themes = Theme.objects.visible_to(person).filter(state=Theme.State.ACTIVE).order_by("name", "pk")
    by_slug = {theme.slug: theme for theme in themes}
    form = forms.HubForm(request.GET or None, topics=[(theme.slug, theme.name) for theme in by_slug.values()])
    words, theme = "", None
    if form.is_bound and form.is_valid():
        words, theme = form.cleaned_data["words"].strip(), by_slug.get(form.cleaned_data["topic"])
    groups = found(person, words, theme) if words or theme else []
    context = {
        "hub_form": form,
        "groups": groups,
        "asked": bool(words or theme),
        "topic": theme.name if theme else "",
        "total": sum(group.total for group in groups),
        "hubs": _hubs(person) if not (words or theme) and person.may("documents.read") else [],
    }
    return render_page(request, "briefings/hub.html", context)


def _hubs(person: Person) -> list[tuple[Document, str, str]]:
    """Return the council's own places that hold many pages, each with its state and how many lessons it rests on."""
    hubs = Document.objects.visible_to(person).filter(IN_USE, kind="hub").order_by("title", "pk")
    counted = hubs.annotate(lessons=Count("basis", filter=Q(basis__lesson__withdrawn_on=None)))
    today = timezone.localdate()
    return [(each, each.state(today).text, plural(each.lessons, "lesson")) for each in counted[:MOST]]


def found(person: Person, words: str, theme: Theme | None) -> list[Group]:
    """Return what a person may see on a topic and with some words, by kind: standards first, then briefings and lessons."""
    groups = []
    if person.may("documents.read"):
        documents = Document.objects.visible_to(person).filter(IN_USE)
        if theme is not None:
            documents = documents.filter(basis__lesson__in=_lessons_on(person, theme)).distinct()
        documents = by_words(person, documents, words)
        groups.append(
            _group(
                "Standards and other documents",
                documents,
                "learning:documents",
                words,
                lambda each: each.of_kind.name,
            )
        )
    briefings = queries.readable(person).filter(sent_on__isnull=False)
    if theme is not None:
        briefings = briefings.filter(lesson_links__lesson__in=_lessons_on(person, theme)).distinct()
    groups.append(
        _group("Briefings", _with_words(person, briefings, words), "briefings:list", words, lambda each: "")
    )
    if person.may("learning.read"):
        lessons = Lesson.objects.visible_to(person)
        if theme is not None:
            lessons = with_theme(lessons, theme)
        groups.append(
            _group("Lessons", _with_words(person, lessons, words), "learning:list", words, lambda each: "")
        )
    return groups


def _lessons_on(person: Person, theme: Theme) -> QuerySet:
    return with_theme(Lesson.objects.filter(council=person.council_id).counted(), theme).values("pk")


def _with_words(person: Person, records: QuerySet, words: str) -> QuerySet:
    if not words:
        return records
    kind = "briefing" if records.model is Briefing else "lesson"
    return records.filter(pk__in=search.matching(person, words, kind=kind))


def _group(name: str, records: QuerySet, page: str, words: str, note: Any) -> Group:
    if records.model is Document:
        rank = Case(*(When(kind=kind, then=at) for at, kind in enumerate(_FIRST)), default=len(_FIRST))
        ordered = records.order_by(rank, "title", "pk")
    else:
        ordered = records.order_by("-number")
    rows = [(f"{each.reference} {each}", address(each), note(each)) for each in ordered[:MOST]]
    return Group(name, records.count(), rows, reverse(page))
