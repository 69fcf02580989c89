"""The places that hold words, found by what each model says of its texts: a new room is looked into by itself.

What is not looked into says so with its reason, and so does what this version of Goldthread does not keep.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import BinaryField, ForeignKey, Model

from goldthread.council.records.base import history_of
from goldthread.council.records.spec import Attached, Part, RecordType, kind_of, models_with_spec, texts_of

_OWN = frozenset({"accessrequest", "accessterm", "accessplace", "accesshit", "accesscopy"})
# What repeats other records or is gone within days, each with the words that the page has for it.
NOT_LOOKED = {
    "searchentry": ("Search index", "It repeats the redacted words of records, which are looked into."),
    "searchword": ("Search index", "It repeats the redacted words of records, which are looked into."),
    "contactkey": ("Keys of contact details", "They repeat contact details, which are looked into."),
    "thememodel": ("Model that suggests themes", "It holds weights of words, and no text of anybody's."),
    "formdraft": (
        "Drafts of forms",
        "What staff typed and did not save is shown to nobody else and is deleted after 14 days. Ask those who deal with "
        "the person.",
    ),
    "publicdraft": (
        "Public forms that were not sent",
        "The council has not received them, and nobody reads them. Each is deleted 28 days after it was last saved.",
    ),
    "importfile": (
        "Spreadsheets that wait to be imported",
        "Their content is not read here. Finish or cancel the imports, and search again.",
    ),
}
# Rooms that may be in another version: what is said where they are not.
_ROOMS = {
    "mailbox": ("E-mails", "This version of Goldthread reads no mailbox. Look in the council's mailboxes."),
    "letters": (
        "Letters sent",
        "This version of Goldthread keeps no letters of its own. Look where letters are kept.",
    ),
    "meetings": ("Meeting notes", "This version of Goldthread has no meetings. Look where minutes are kept."),
    "speaking_up": (
        "Speaking up in confidence",
        "What staff say in confidence is not kept here, and is never searched.",
    ),
}
ALWAYS = (
    (
        "Backups",
        "They are not searched. They repeat what is here, and what was deleted here goes from them as they are replaced.",
    ),
    (
        "Other systems",
        "The council's case management, e-mail, telephone recordings and paper files are not part of Goldthread.",
    ),
)
_CALLED = {
    "originaltext": "Feedback as it was received",
    "restrictedtext": "Originals of notes and other restricted words",
    "peoplenamed": "People whom records name",
    "contact": "Contact details",
    "detectiondecision": "Words that somebody chose to hide or show",
    "point": "Issues",
    "complaintcase": "Details of cases",
    "caseevent": "What happened to cases",
    "pointoutcome": "Findings on complaints",
    "putright": "Answers once a case was closed",
    "attachment": "Files",
    "emailpeople": "Who sent and received e-mails",
    "emailpiece": "E-mails as they came, with what was attached",
    "sentletter": "Letters as they were sent",
    "person": "Staff",
    "auditline": "Reasons in the audit log",
    "importrowedit": "Rows of imports put right",
    "importrowerror": "Errors in rows of imports",
    "importupdate": "Updates offered by imports",
    "willingperson": "People who agreed to be asked",
    "involvementstage": "Stages of pieces of work",
    "signoff": "Who signed pieces of work off",
    "experience": "What people said of taking part",
    "madetogether": "Documents made with people",
}


@dataclass(frozen=True)
class Place:
    """One model whose texts are looked into: its name for pages and the fields; earlier: its former values."""

    model: type[Model]
    name: str
    fields: tuple[str, ...]
    earlier: bool = False


def places() -> Iterator[Place]:
    """Yield every place that is looked into, contact details first: they say which cases are the person's own."""
    models = sorted(models_with_spec(), key=lambda model: (kind_of(model) != "contact", name_of(model)))
    for model in models:
        fields = fields_of(model)
        if not fields or kind_of(model) in _OWN or kind_of(model) in NOT_LOOKED:
            continue
        yield Place(model, name_of(model), fields)
        events = history_of(model)
        if events is not None:
            yield Place(events, f"{name_of(model)}: earlier states", fields, earlier=True)


@cache
def fields_of(model: type[Model]) -> tuple[str, ...]:
    """Return the fields of a model that may hold words about somebody: all texts that are no code."""
    spec = model.spec  # type: ignore[attr-defined]
    words = {*spec.redacted, *spec.restricted, *spec.public}
    return tuple(sorted(words & texts_of(model)))


# What a page says of a place that is not looked into: its name, and why.
NotLooked = tuple[str, str]
# Rooms above whose place nobody looks into: each takes the request and who searches, asks whom it must, and says so.
_ASKED: list[Callable[[Any, Any], NotLooked]] = []


def not_looked_by(function: Callable[[Any, Any], NotLooked]) -> Callable[[Any, Any], NotLooked]:
    """Have a room above say, whenever a search is saved, why its place is not looked into and who was asked instead."""
    _ASKED.append(function)
    return function


def asked_elsewhere(request: Any, by: Any) -> Iterator[NotLooked]:
    """Yield each place of a room above that is not looked into, once those who know of it were asked."""
    for ask in _ASKED:
        yield ask(request, by)


def not_looked() -> Iterator[NotLooked]:
    """Yield each place that is not looked into, with the reason."""
    told = dict.fromkeys(
        NOT_LOOKED[kind_of(model)] for model in models_with_spec() if kind_of(model) in NOT_LOOKED
    )
    yield from told
    for model in models_with_spec():
        if _has_unread_files(model):
            beside = bool(fields_of(model))
            yield (
                f"{name_of(model)}: files",
                "The files are not opened here; their words, kept beside them, are looked into."
                if beside
                else "Their content is kept as files that are not read here. Open them.",
            )
    here = {model.__module__ for model in apps.get_app_config("goldthread").get_models()}
    for room, words in _ROOMS.items():
        if not any(f".{room}." in f"{module}." for module in here):
            yield words
    yield from ALWAYS


def _has_unread_files(model: type[Model]) -> bool:
    """Return whether rows hold personal files that no reader here opens (`reading_files.py` opens those on records)."""
    if kind_of(model) in (*_OWN, *NOT_LOOKED, "attachmentpiece"):
        return False
    personal = model.retention.personal  # type: ignore[attr-defined]
    return any(isinstance(field, BinaryField) and field.name in personal for field in model._meta.fields)


def name_of(model: type[Model]) -> str:
    """Return what a place is called on pages."""
    kind = kind_of(model)
    if kind in _CALLED:
        return _CALLED[kind]
    spec = model.spec  # type: ignore[attr-defined]
    if isinstance(spec, RecordType):
        return spec.plural
    name = str(model._meta.verbose_name)
    words = name if name.endswith("s") else f"{name}s"
    return words[:1].upper() + words[1:]


@cache
def paths_to_record(model: type[Model]) -> tuple[str, ...]:
    """Return the paths from a model's rows to the record with a page that they belong to, the likeliest first."""
    spec = model.spec  # type: ignore[attr-defined]
    if isinstance(spec, RecordType) and spec.origin is None:
        return ("",)
    found = []
    if isinstance(spec, Part):
        target: type[Model] = model
        for name in spec.of.split("__"):
            target = target._meta.get_field(name).related_model  # type: ignore[assignment]
        found += [f"{spec.of}__{path}".removesuffix("__") for path in paths_to_record(target)]
    found += [
        field.name
        for field in model._meta.fields
        if isinstance(field, ForeignKey)
        and isinstance(getattr(field.related_model, "spec", None), RecordType)
    ]
    return tuple(dict.fromkeys(found))


def names_its_record(model: type[Model]) -> bool:
    """Return whether rows name their record by kind and key, as notes and originals do."""
    fields = {field.name for field in model._meta.fields}
    return isinstance(getattr(model, "spec", None), Attached) or {"origin", "origin_id"} <= fields
