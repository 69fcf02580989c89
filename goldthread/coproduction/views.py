"""Pages of pieces of work: the list, the figures, one piece of work, and each step of it."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.analysis.drawing.small_charts import bar_chart
from goldthread.analysis.tables.few import FEWEST_OF_A_MEDIAN, FEWEST_OF_A_SHARE
from goldthread.coproduction import commands, figures, forms
from goldthread.coproduction.choices import GROUPS, KINDS, LADDER, STAGES
from goldthread.coproduction.models import Involvement, InvolvementStage
from goldthread.coproduction.trail.experience import answered
from goldthread.council.models import Person
from goldthread.council.records.bulk_assign import assigning
from goldthread.council.records.list_columns import Cell, Column, View
from goldthread.council.records.list_filters import by_words
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import address, form_page, get_record, link, record_page
from goldthread.council.records.step_pages import step_page
from goldthread.council.records.work_columns import work_columns
from goldthread.standards import lists
from goldthread.web.forms import Form
from goldthread.web.render import render_page

_RECORD = "coproduction.record"


def _stand(work: Involvement) -> Cell:
    state = work.states(timezone.localdate())[0]
    return {"text": state.text, "state": "late"} if state.kind == "overdue" else state.text


def _differs(work: Involvement) -> Cell:
    names = ", ".join(STAGES[stage.stage] for stage in work.seen_differently)
    return f"Differ at: {names}" if names else ""


COLUMNS = (
    Column("Reference", "reference", sort=("-number", "-id")),
    Column("Piece of work", "title", main=True),
    Column("Kind", lambda work: work.kind_name),
    Column("State", _stand),
    Column("First asked at", figures.first_of),
    Column("Both sides' views", _differs),
    *work_columns(Involvement, ("-started_on", "-id")),
    Column("Began on", "started_on", sort=("-started_on", "-id"), optional=True),
)
VIEWS = (
    View("All work", ""),
    View("Not decided yet", "state=open"),
    View("People not told", "state=untold"),
    View("Seen differently", "views=differ"),
)


def _narrow(works: Any, chosen: Mapping[str, Any]) -> Any:
    asked = InvolvementStage.objects.filter(involvement=OuterRef("pk"), asked_on__isnull=False)
    if chosen.get("kind"):
        works = works.filter(kind=chosen["kind"])
    if state := chosen.get("state"):
        of_state = {
            "open": Q(decided_on=None),
            "untold": Q(decided_on__isnull=False, told_on=None),
            "told": Q(told_on__isnull=False),
        }
        works = works.filter(of_state[state])
    if first := chosen.get("first"):
        if first == "nobody":
            works = works.filter(~Exists(asked))
        else:
            order = list(STAGES)
            earlier = asked.filter(stage__in=order[: order.index(first)])
            works = works.filter(Exists(asked.filter(stage=first)), ~Exists(earlier))
    if chosen.get("views"):
        both = (
            InvolvementStage.objects.filter(involvement=OuterRef("pk"))
            .exclude(people_step="")
            .exclude(council_step="")
        )
        works = works.filter(Exists(both.exclude(council_step=F("people_step"))))
    return works


def works(request: HttpRequest) -> HttpResponse:
    """List the pieces of work, the newest first."""

    def narrow(listed: Any, chosen: Mapping[str, Any]) -> Any:
        found = by_words(request.person, _narrow(listed, chosen), chosen.get("words") or "")
        return found.prefetch_related("stages")

    return list_page(
        request,
        Involvement,
        filter_form=forms.InvolvementFilter,
        columns=COLUMNS,
        narrow=narrow,
        order=("-started_on", "-id"),
        along=("owner",),
        bulk=(assigning(Involvement),),
        buttons=[
            ("Add piece of work", "coproduction:choose_kind", _RECORD),
            ("When people were first asked", "coproduction:figures", "coproduction.read"),
        ],
        views=VIEWS,
        tools=[
            ("Coproduction ratings", "coproduction:ratings", "coproduction.read"),
            ("People who agreed to be asked", "coproduction:people", "coproduction.invite"),
        ],
        saves_views=True,
        template="coproduction/list.html",
    )


def figures_page(request: HttpRequest) -> HttpResponse:
    """Show all work by the first stage at which anyone was asked, the days given, and what is seen differently."""
    found = figures.of_all(request.person)
    labels, counts = list(found.first_asked), list(found.first_asked.values())
    title = "Pieces of work by the first stage at which anyone was asked"
    there = reverse("coproduction:list")
    chart = {
        "svg": bar_chart(labels, counts, title, uid="first"),
        "narrow": bar_chart(labels, counts, title, compact=True, uid="firstn"),
        "rows": list(found.first_asked.items()),
    }
    links = [(name, found.first_asked[name], f"{there}?first={slug}") for slug, name in STAGES.items()]
    context = {
        "figures": found,
        "chart": chart,
        "links": links,
        "ladder": LADDER,
        "stages": STAGES,
        "few_days": FEWEST_OF_A_MEDIAN,
        "ladder_of": lists.ladder(),
        "address": address,
    }
    return render_page(request, "coproduction/figures.html", context)


def involvement(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a piece of work: its stages as both sides see them, what was decided, and who was told."""
    record = get_record(request, Involvement, pk, withdrawn=True, along=("owner", "finding__review"))
    today, kind = timezone.localdate(), KINDS[record.kind]
    facts = [
        ("Kind", kind.name),
        ("Began on", record.started_on),
        *((extra.label, record.extra.get(extra.slug)) for extra in kind.extra),
        ("Answers", link(request, record.finding, str(record.finding)) if record.finding else None),
        ("Paid how", record.payment_title),
    ]
    return record_page(
        request,
        record,
        "coproduction/involvement.html",
        tags=[(tag.text, tag.kind) for tag in record.states(today)],
        facts=facts,
        buttons=_next(record),
        links=_links(record),
        edit="coproduction:edit",
        about_label=kind.about,
        stages=_stages(record, today),
        ladder_of=lists.ladder(),
        differing=len(record.seen_differently),
        sign_offs=list(record.sign_offs.all()),
        experiences=[(each, answered(each.answers)) for each in record.experiences.all()],
        made=list(record.made.all()),
        invitations=_invitations(request.person, record),
        few=FEWEST_OF_A_SHARE,
    )


def _to(record: Involvement, text: str, name: str, *more: str) -> tuple[str, str, str]:
    return text, reverse(f"coproduction:{name}", args=[record.pk, *more]), _RECORD


def _next(record: Involvement) -> list[tuple[str, str, str]]:
    """Return the next step: telling people what was decided, else the stage that is due, the decision and the review."""
    due = [stage for stage in record.in_order if stage.is_open]
    buttons = []
    if due:
        name = STAGES[due[0].stage]
        buttons.append(_to(record, f"Record stage: {name}", "record_stage", due[0].stage))
    if record.decided_on is None:
        buttons.append(_to(record, "Record decision", "decide"))
    elif record.told_on is None:
        buttons.insert(0, _to(record, "Record that people were told", "told"))
    elif record.reviewed_on is None:
        buttons.append(_to(record, "Record review", "review"))
    return buttons


def _links(record: Involvement) -> list[tuple[str, str, str]]:
    return [
        _to(record, "Record sign-off", "sign_off"),
        _to(record, "Record experience of taking part", "experience"),
        _to(record, "Record document made together", "made"),
        ("Draw an invitation", reverse("coproduction:draw", args=[record.pk]), "coproduction.invite"),
    ]


def _invitations(person: Person, record: Involvement) -> list[Any]:
    """Return the draws for a piece of work with how many were invited, for whoever may see who they are."""
    if not person.may("coproduction.invite"):
        return []
    return list(record.invitations.annotate(people=Count("invited")).order_by("-drawn_on", "-pk"))


def _stages(record: Involvement, today: datetime.date) -> list[dict[str, Any]]:
    """Return all stages for the page, those too of which nothing is planned or recorded."""
    saved = {stage.stage: stage for stage in record.in_order}
    return [
        {
            "slug": slug,
            "name": name,
            "row": saved.get(slug),
            "who": _who(saved[slug]) if slug in saved else [],
            "council": LADDER.get(saved[slug].council_step) if slug in saved else None,
            "people": LADDER.get(saved[slug].people_step) if slug in saved else None,
            "late": slug in saved and saved[slug].is_open and saved[slug].due_on < today,
        }
        for slug, name in STAGES.items()
    ]


def _who(stage: InvolvementStage) -> list[tuple[str, int]]:
    return [(name, stage.groups[slug]) for slug, name in GROUPS.items() if stage.groups.get(slug)]


def choose_kind(request: HttpRequest) -> HttpResponse:
    """Choose what kind of work is added."""
    kinds = [
        {"title": kind.name, "href": reverse("coproduction:add", args=[kind.slug]), "text": kind.what_it_is}
        for kind in KINDS.values()
    ]
    return render_page(request, "coproduction/choose_kind.html", {"kinds": kinds})


def add(request: HttpRequest, kind: str) -> HttpResponse:
    """Add a piece of work of a kind."""
    if kind not in KINDS:
        raise Http404

    def run(*, by: Person, first_due_on: datetime.date | None, **answers: Any) -> Involvement:
        plan = {next(iter(STAGES)): first_due_on} if first_due_on else {}
        return commands.add_involvement(by=by, kind=kind, plan=plan, **answers)

    return form_page(
        request,
        forms.NewInvolvementForm,
        run,
        title=f"Add piece of work: {KINDS[kind].name.lower()}",
        options={"kind": KINDS[kind]},
        page={"intro": KINDS[kind].what_it_is, "back": reverse("coproduction:choose_kind")},
    )


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct a piece of work."""
    record = get_record(request, Involvement, pk)
    return form_page(
        request,
        forms.EditInvolvementForm,
        commands.edit_involvement,
        title=f"Correct {record.reference}",
        record=record,
        initial=record.extra,
        options={"kind": KINDS[record.kind]},
        involvement=record,
    )


def _of_stage(
    form: type[Form],
    command: Callable[..., Any],
    title: str,
    done: str,
    start: Callable[[InvolvementStage | None], Mapping[str, Any]],
    submit: str = "Save",
) -> Callable[..., HttpResponse]:
    """Return a page that plans or records a stage."""

    def view(request: HttpRequest, pk: uuid.UUID, stage: str) -> HttpResponse:
        if stage not in STAGES:
            raise Http404
        record = get_record(request, Involvement, pk)
        row = next((each for each in record.in_order if each.stage == stage), None)
        return form_page(
            request,
            form,
            command,
            title=f"{title}: {STAGES[stage]}",
            record=record,
            initial=start(row),
            done=f"{record.reference}: {done}",
            page={
                "intro": f"{record.reference} {record.title}. {lists.involvement_stages().item(stage).what_it_is}",
                "back": address(record),
                "submit": submit,
            },
            involvement=record,
            stage=stage,
        )

    view.__doc__ = f"{title} of a piece of work."
    return view


def _start_of_stage(row: InvolvementStage | None) -> Mapping[str, Any]:
    if row is None:
        return {}
    shown = ("asked_on", "until_on", "asked", "council_step", "council_said", "changed")
    return {
        **{name: getattr(row, name) for name in shown},
        **{f"group_{slug}": count for slug, count in row.groups.items()},
        "was_asked": "no" if row.nobody_asked else "yes" if row.asked_on else "",
    }


def _start_of_view(row: InvolvementStage | None) -> Mapping[str, Any]:
    shown = ("people_step", "people_count", "people_said", "people_on")
    return {name: getattr(row, name) for name in shown} if row is not None and row.people_step else {}


plan_stage = _of_stage(
    forms.PlanStageForm,
    commands.plan_stage,
    "Plan stage",
    "stage planned.",
    lambda row: {"due_on": row.due_on if row else None},
)
record_stage = _of_stage(
    forms.StageForm, commands.record_stage, "Record stage", "stage recorded.", _start_of_stage
)
record_view = _of_stage(
    forms.ViewForm,
    commands.record_view,
    "Record people's view of the step",
    "their view is recorded.",
    _start_of_view,
)


decide = step_page(
    Involvement, forms.DecisionForm, commands.record_decision, "Record decision", "decision recorded."
)
told = step_page(
    Involvement,
    forms.ToldForm,
    commands.record_told,
    "Record that people were told",
    "people were told.",
    "Everybody who took part hears what was decided, and why.",
)
review = step_page(Involvement, forms.ReviewForm, commands.record_review, "Record review", "review recorded.")
