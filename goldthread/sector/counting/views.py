"""Pages of the countings: differences by score with the passages behind each, systems elsewhere, figures side by side."""

from __future__ import annotations

import uuid
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from goldthread.council.records.pages import get_record
from goldthread.sector.choices import statement_name, statements
from goldthread.sector.counting import queries
from goldthread.sector.counting.features import KINDS, feature_of, words_of
from goldthread.themes.codebook.models import Theme
from goldthread.web.forms import FilterForm
from goldthread.web.render import render_page

_LEARNING = "learning-improvement-and-innovation"
_IN_A_THEME = 2
_MOST_SHOWN = 200
_FIRST = 20


class DifferenceFilter(FilterForm):
    """Which statement's reports are compared, and by what."""

    statement = forms.ChoiceField(label="Quality statement")
    by = forms.ChoiceField(label="Compared by", choices=[("", "Everything"), *KINDS.items()])

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self.fields["statement"].choices = statements()


def _statement(chosen: str) -> str:
    slugs = [slug for slug, _ in statements()]
    return chosen if chosen in slugs else _LEARNING if _LEARNING in slugs else slugs[-1]


def differences(request: HttpRequest) -> HttpResponse:
    """Show what reports that scored 3 or 4 describe and those that scored 2 do not."""
    statement = _statement(request.GET.get("statement", ""))
    by = request.GET.get("by", "")
    form = DifferenceFilter({"statement": statement, "by": by if by in KINDS else ""}, person=request.person)
    form.is_valid()
    comparison = queries.compared(request.person, statement)
    rows = [
        {
            "words": words,
            "kind": KINDS[row.feature.kind],
            "row": row,
            "high": _behind(statement, row.feature, queries.HIGH) if row.first else "",
            "low": _behind(statement, row.feature, queries.LOW) if row.second else "",
        }
        for words, row in comparison.rows or ()
        if by not in KINDS or row.feature.kind == by
    ]
    return render_page(
        request,
        "sector/differences.html",
        {
            "form": form,
            "compared": comparison,
            "rows": rows,
            "first": _FIRST,
            "statement": statement_name(statement),
            "listed": f"{reverse('sector:list')}?{urlencode({'statement': statement, 'state': 'confirmed'})}",
        },
        fragment="results",
    )


def _behind(statement: str, feature: object, side: str) -> str:
    query = urlencode({"statement": statement, "feature": str(feature), "side": side})
    return f"{reverse('sector:described')}?{query}"


def described(request: HttpRequest) -> HttpResponse:
    """Show the reports of one side that describe one thing, with the passages that do."""
    statement = _statement(request.GET.get("statement", ""))
    if "feature" not in request.GET:
        return redirect("sector:differences")
    feature, side = feature_of(request.GET.get("feature", "")), request.GET.get("side", "")
    if feature is None or side not in queries.SIDES:
        raise Http404
    reports = queries.describing(request.person, statement, feature, side)
    if not reports:
        raise Http404
    return render_page(
        request,
        "sector/described.html",
        {
            "rows": reports,
            "words": words_of(
                feature, queries.theme_names(request.person) if feature.kind == "theme" else {}
            ),
            "side": queries.SIDES[side],
            "statement": statement_name(statement),
            "back": f"{reverse('sector:differences')}?{urlencode({'statement': statement})}",
        },
    )


class SystemFilter(FilterForm):
    """Of which kind the systems are."""

    kind = forms.ChoiceField(label="Kind of system")


def systems(request: HttpRequest) -> HttpResponse:
    """Show which councils' reports name a system of a kind, with what is said of it."""
    everything = queries.systems_elsewhere(request.person)
    ours = queries.systems_here(request.person)
    kind = request.GET.get("kind", "")
    form = SystemFilter({"kind": kind if kind in everything else ""}, person=request.person)
    form.fields["kind"].choices = [("", "Choose a kind"), *((each, _named(each)) for each in everything)]
    form.is_valid()
    named = everything.get(kind, [])
    kinds = [
        {
            "kind": _named(each),
            "href": f"{reverse('sector:systems')}?{urlencode({'kind': each})}",
            "councils": len({one.passage.report.area for one in of_kind}),
            "ours": len({here.href for here, _ in ours.get(each, ())}),
        }
        for each, of_kind in everything.items()
    ]
    return render_page(
        request,
        "sector/systems.html",
        {
            "form": form,
            "kinds": sorted(kinds, key=lambda each: (-bool(each["ours"]), -each["councils"], each["kind"])),
            "kind": _named(kind) if named else "",
            "councils": len({one.passage.report.area for one in named}),
            "named": named[:_MOST_SHOWN],
            "is_more": len(named) > _MOST_SHOWN,
            "ours": ours.get(kind, []) if named else [],
        },
        fragment="results",
    )


def _named(kind: str) -> str:
    return kind[:1].upper() + kind[1:]


def figures(request: HttpRequest) -> HttpResponse:
    """Show figures side by side, only where they may be compared."""
    groups, total, may = queries.side_by_side(request.person)
    return render_page(request, "sector/figures.html", {"groups": groups, "total": total, "comparable": may})


def of_theme(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say on a theme's page what the regulator says elsewhere."""
    theme = get_record(request, Theme, pk)
    passages, reports, some = queries.of_theme(request.person, theme, _IN_A_THEME)
    return render_page(
        request, "sector/of_theme.html", {"theme": theme, "count": passages, "reports": reports, "rows": some}
    )
