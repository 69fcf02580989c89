"""What the whole house must know of a type of record, stated once beside its model.

A model says `spec = RecordType(...)`; what belongs to a record and has no page of its own says `spec = Part(...)`;
any other table says `spec = FreeText(...)`. Search, audit log, thread, gaps, menu, hiding later, timeline, merging,
withdrawing and the house's own tests read it here, and nothing else lists record types.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from django.apps import apps
from django.db.models import JSONField, Model, Q, TextField
from django.db.models.fields import CharField

from goldthread.council.records.aspects import Basis, Gap, Happening, Work
from goldthread.council.records.kept_counts import KeptCount
from goldthread.council.records.owed import Owed
from goldthread.council.records.states import StatesOf


@dataclass(frozen=True, kw_only=True)
class FreeText:
    """The class of every text of a model, as field names in words or a list; JSON fields included.

    redacted: names are hidden when it is saved, and again when more is hidden later (titles, lessons, claims).
    restricted: the original stands apart under its own permission; this is the redacted copy (words, notes).
    references: those of the redacted that hold a reference, whose numbers stay. public: published, or meant for
    readers. codes: no free text at all: slugs, states, checksums, settings.
    sealed: kept encrypted, and read by nobody but those whom a confidential type names; of such a type and its parts only.
    printed: those of the redacted that hold a published report as it was printed, where `as_printed` says so: the path
    to a truth value of the record. Names in them are hidden only once somebody asks for it.
    page: the name of the page that shows one, "" for none; the audit log links to it.
    not_before: date -> the dates it may not come before, as paths in words or a list; saving refuses any other order
    (`date_order`), and any day to come but in those `planned`.
    happening: what its rows say in the timeline of records that they are about.
    """

    redacted: str | Iterable[str] = ()
    restricted: str | Iterable[str] = ()
    references: str | Iterable[str] = ()
    public: str | Iterable[str] = ()
    codes: str | Iterable[str] = ()
    sealed: str | Iterable[str] = ()
    printed: str | Iterable[str] = ()
    as_printed: str = ""
    page: str = ""
    not_before: Mapping[str, str | Iterable[str]] = field(default_factory=dict)
    planned: str | Iterable[str] = ()
    happening: Happening | None = None

    def __post_init__(self) -> None:
        for name in (
            "redacted",
            "restricted",
            "references",
            "public",
            "codes",
            "sealed",
            "printed",
            "planned",
        ):
            value = getattr(self, name)
            # The order of the redacted fields is that in which search reads them.
            names = tuple(value.split() if isinstance(value, str) else value)
            object.__setattr__(self, name, names)
        order = {
            later: tuple(paths.split() if isinstance(paths, str) else paths)
            for later, paths in self.not_before.items()
        }
        object.__setattr__(self, "not_before", MappingProxyType(order))

    @property
    def hidden(self) -> tuple[str, ...]:
        """Return the fields in which names are hidden: the redacted, and the copies of the restricted."""
        return (*self.redacted, *self.restricted)

    def hidden_in(self, record: Model) -> tuple[str, ...]:
        """Return the fields of a record in which names are hidden: of a report kept as printed, not what it prints."""
        value: Any = record if self.as_printed else None
        for name in self.as_printed.split("__") if self.as_printed else ():
            value = getattr(value, name, None)
        return tuple(name for name in self.hidden if not (value and name in self.printed))

    @property
    def classified(self) -> frozenset[str]:
        """Return every field that has a class."""
        return frozenset((*self.redacted, *self.restricted, *self.public, *self.codes, *self.sealed))


@dataclass(frozen=True, kw_only=True)
class Part(FreeText):
    """A model whose rows belong to a record: `of` names the foreign key that leads to it, or the path."""

    of: str


@dataclass(frozen=True, kw_only=True)
class Attached(FreeText):
    """A model whose rows hang on a record of any type, such as a note: on a merge they move along with it.

    ends: the pairs of fields that name a record, its kind and its key. searched: whether the search box finds its texts.
    """

    ends: tuple[tuple[str, str], ...] = (("origin", "origin_id"),)
    searched: bool = False
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class RecordType(FreeText):
    """One type of record: what it is called, its page, who may open it, and where it stands on the thread.

    name, plural: for pages. letter: "M" of M-12, "" where it has no number. page: the name of its page.
    permission: opens it. change: the permission to correct, withdraw and merge it, "" for what is never changed.
    opens: the permission that is needed beside it to open one record, "" where there is none: its `visible_to` leaves that
    record out for others, and search asks for this permission, of what hangs on the record too.
    export: the permission to take its list as a spreadsheet, "" for whoever may open it.
    on: the path to its date. title: the field with its title. note: what a link says beside reference and title.
    labels: how the timeline shows a code, by field; one without a label is not shown there.
    counts: which of them a walk reaches on its way up (of claims, those not archived).
    based_on: kind of record -> path or Basis; the thread walks them both ways. "point" is an issue, of whatever origin.
    menu: its word in the menu, "" for none; in_bar: its place in the bar itself, 0 for the page More; list_page: its list.
    origin: for issues only, the two fields that name the record they stem from, of whatever type, and its key.
    searched: whether the search box finds it. found_by: of a title that is put together of several fields, that which
    somebody wrote. search_text: what it is found by beside its title, where that is not the
    text of its own fields. on_thread: whether the trail shows it; passes: whether a walk goes on
    through it. merges, withdraws: whether two of them can be merged, and one withdrawn, by the kit's own pages.
    cannot_merge: why one cannot be merged into another, in words fit to show, "" where it can. owns: reverse names of
    what is withdrawn along with it. along: what a link reads with it, in the manner of prefetch_related.
    states: what is shown of one wherever it is cited, as tags, such as "Done" and "Embedded" (`states.State`).
    kept_counts: what is counted of them that a claim can cite, such as how many of the upheld complaints have a lesson.
    contacts: whether a person may say that a name in it is a contact for readers, who is then not hidden.
    notes: the permission to read and write notes on one, beside that to open it; "" for a type that has none.
    attaches: why no note, file or link hangs on one of them, in words fit to show, "" where they may.
    parts: the pages of one beside its own, as (text, name of the page, permission), in the order of its sub navigation.
    issues: whether issues stem from one, or from what it owns.
    made: what the timeline of a record says once one was made from it, in the past tense; "" for "Lesson added".
    use: the text and the page of a link to make one from a record that it can be based on ("Add to a lesson").
    recounted: what follows where one counts no more, or again: called with who withdrew or restored it, and the record.
    work: who does the work on one and by when, None where nothing of it can be late (`Work`).
    confidential: "" for an ordinary type; else who may read one, as PostgreSQL's condition on its row, which stands in
    its row-level security. Such a type is in none of what the house knows of records: `record_types` leaves it out, so
    that it is in no search, count, list, digest, calendar, export, timeline, trail or audit line, and its room alone has
    its pages.
    whole_council: how a refusal begins ("An indicator is") where one is not for somebody who acts for a team only.
    confirmed: of a type about which people are asked whether a change is felt (`council/confirmations`): why they cannot be
    asked about one, "" where they can. ends: of a type whose records hang on others, the pairs of fields that name these,
    kind and key: where one of them is merged, they move along.
    answer_owed: of a type from whose records issues stem, what is owed to whoever raised them, None for nothing (`Owed`).
    """

    name: str
    plural: str
    permission: str
    on: str = ""
    title: str = "title"
    letter: str = ""
    change: str = ""
    opens: Callable[[Any], str] = lambda record: ""
    export: str = ""
    note: Callable[[Any], str] = lambda record: ""
    labels: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)
    counts: Q = field(default_factory=Q)
    based_on: Mapping[str, str | Basis] = field(default_factory=dict)
    origin: tuple[str, str] | None = None
    gaps: tuple[Gap, ...] = ()
    menu: str = ""
    in_bar: int = 0
    list_page: str = ""
    searched: bool = True
    search_text: Callable[[Any], str] | None = None
    on_thread: bool = True
    passes: bool = True
    found_by: str = ""
    merges: bool = True
    withdraws: bool = True
    contacts: bool = False
    notes: str = "notes.write"
    attaches: Callable[[Any], str] = lambda record: ""
    parts: Callable[[Any], Iterable[tuple[str, str, str]]] = lambda record: ()
    issues: bool = False
    made: str = ""
    use: tuple[str, str] | None = None
    cannot_merge: Callable[[Any, Any], str] = lambda record, into: ""
    recounted: Callable[[Any, Any], object] = lambda by, record: None
    whole_council: Callable[[Any], str] = lambda record: ""
    confidential: str = ""
    states: StatesOf = lambda record, today: ()
    kept_counts: tuple[KeptCount, ...] = ()
    owns: tuple[str, ...] = ()
    along: tuple[str, ...] = ()
    work: Work | None = None
    answer_owed: Callable[[Any], Owed | None] | None = None
    confirmed: Callable[[Any], str] | None = None
    ends: tuple[tuple[str, str], ...] = ()

    @property
    def listing(self) -> str:
        """Return the name of the page that lists records of this type."""
        return self.list_page or f"{self.page.split(':')[0]}:list"

    def names_itself_by(self, model: type[Model]) -> tuple[str, ...]:
        """Return the single records among what a link reads with one of these: its name may be put together of theirs."""
        return tuple(path for path in self.along if _is_single(model, path))

    @property
    def bases(self) -> dict[str, Basis]:
        """Return what it is based on, each with its path and which rows count."""
        return {
            kind: basis if isinstance(basis, Basis) else Basis(basis) for kind, basis in self.based_on.items()
        }


def _is_single(model: type[Model], path: str) -> bool:
    """Return whether each step of a path leads to one record by a field of its own."""
    for name in path.split("__"):
        field: Any = model._meta.get_field(name)
        if not field.concrete or field.many_to_many:
            return False
        model = field.related_model
    return True


def count_of(spec: RecordType, count: int) -> str:
    """Return so many of a type in words: "1 lesson", "42 pieces of feedback"."""
    name = spec.plural if spec.name == spec.plural or count != 1 else spec.name
    inner = name if name[1:2].isupper() else name[:1].lower() + name[1:]
    if spec.name == spec.plural:
        return f"{count:,} {'piece' if count == 1 else 'pieces'} of {inner}"
    return f"{count:,} {inner}"


def kind_of(model: type[Model] | Model) -> str:
    """Return the short name by which a record's type is kept in other records, such as "lesson"."""
    return str(model._meta.model_name)


@functools.cache
def models_with_spec() -> tuple[type[Model], ...]:
    """Return every model that says what its texts are; the history of a record follows its record."""
    return tuple(
        model
        for model in apps.get_app_config("goldthread").get_models()
        if hasattr(model, "spec") and not hasattr(model, "pgh_tracked_model")
    )


# Issues stand above what they stem from: a finding, which rests on its review.
_DEPTH_OF_ISSUES = 2


@functools.cache
def confidential_types() -> Mapping[str, type[Model]]:
    """Return the types that only those read whom their room names, by kind; for the wall around them and its tests."""
    return MappingProxyType(
        {
            kind_of(model): model
            for model in models_with_spec()
            if isinstance(model.spec, RecordType) and model.spec.confidential
        }
    )


def is_confidential(model: type[Model] | Model) -> bool:
    """Return whether a model, or a row, is of a confidential type or a part of one."""
    spec = getattr(model, "spec", None)
    if isinstance(spec, Part):
        return is_confidential(_led_to(model if isinstance(model, type) else type(model), spec.of))
    return isinstance(spec, RecordType) and bool(spec.confidential)


@functools.cache
def record_types() -> Mapping[str, type[Model]]:
    """Return every type of record by its kind, in the order of the thread: what others rest on comes first.

    Confidential types are none of these (`confidential_types`).
    """
    types = {
        kind_of(model): model
        for model in models_with_spec()
        if isinstance(model.spec, RecordType) and not model.spec.confidential
    }
    depths: dict[str, int] = {}

    def depth(kind: str, above: tuple[str, ...] = ()) -> int:
        if kind not in types or kind in above:
            return -1
        if types[kind].spec.origin:
            return _DEPTH_OF_ISSUES
        if kind not in depths:
            below = [depth(each, (*above, kind)) for each in types[kind].spec.based_on]
            depths[kind] = 1 + max(below, default=-1)
        return depths[kind]

    in_order = sorted(types.items(), key=lambda item: (depth(item[0]), item[0] != "feedback", item[0]))
    return MappingProxyType(dict(in_order))


def type_of(kind: str) -> type[Model]:
    """Return the type of record of that kind; raises KeyError where there is none."""
    model = _model(kind)
    if model is None or not isinstance(getattr(model, "spec", None), RecordType) or is_confidential(model):
        raise KeyError(kind)
    return model


def spec_of(kind: str) -> Any:
    """Return what the type of a search entry states: a type of record, or what hangs on one."""
    return _model(kind).spec  # type: ignore[union-attr]


def _model(kind: str) -> type[Model] | None:
    try:
        return apps.get_model("goldthread", kind)
    except LookupError:
        return None


def parts_of(model: type[Model]) -> list[type[Model]]:
    """Return the models whose rows belong to a record of this model."""
    return [
        each
        for each in models_with_spec()
        if isinstance(each.spec, Part) and _led_to(each, each.spec.of) is model
    ]


@functools.cache
def attached_models() -> tuple[type[Model], ...]:
    """Return the models whose rows hang on a record of any type."""
    return tuple(model for model in models_with_spec() if isinstance(model.spec, Attached))


def _led_to(model: type[Model], path: str) -> Any:
    """Return the model to which a path leads."""
    for name in path.split("__"):
        model = model._meta.get_field(name).related_model
    return model


def texts_of(model: type[Model]) -> set[str]:
    """Return the names of a model's fields that could hold free text: no choices, not a key, JSON included."""
    return {
        field.name
        for field in model._meta.get_fields()
        if field.concrete and isinstance(field, CharField | TextField | JSONField) and not field.choices
    }


def confirmed_types() -> dict[str, type[Model]]:
    """Return the types of record about which people are asked whether a change is felt, by kind."""
    return {kind: model for kind, model in record_types().items() if model.spec.confirmed is not None}


def hanging_types() -> tuple[type[Model], ...]:
    """Return the types of record that hang on records of other types, and move along where these are merged."""
    return tuple(model for model in record_types().values() if model.spec.ends)
