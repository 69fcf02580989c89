"""Looking for one person in every place: what speaks of them, and all that is recorded on cases of their own."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from bs4 import BeautifulSoup
from django.db.models import Model, QuerySet

from goldthread.council.files.models import Attachment
from goldthread.council.records.models import RestrictedText
from goldthread.council.records.spec import RecordType, kind_of, record_types
from goldthread.subject_access.matching import Person, flat, how_of
from goldthread.subject_access.places import (
    Place,
    name_of,
    names_its_record,
    not_looked,
    paths_to_record,
    places,
)
from goldthread.subject_access.reading_files import read_files, words_of

# Whose contact details these are is whose case or e-mail it is.
_OWNS = frozenset({"contact", "emailpeople"})
_OWN_FIELDS = frozenset({"name", "email", "phone", "address"})
OF_THEIR_CASE = "recorded on a case of theirs"
# They hold names so that these are hidden elsewhere: told only where nothing else of their record is.
_ONLY_NAMES = frozenset({"peoplenamed", "detectiondecision"})
_AT_ONCE = 500
_MOST_NAMED = 10

Record = tuple[str, uuid.UUID]


@dataclass(frozen=True)
class Found:
    """Words that speak of the person: where they stand, the record that they belong to, and by what."""

    place: str
    model: str
    row: uuid.UUID
    field: str
    record: Record | None
    how: str
    text: str = ""


@dataclass
class Result:
    """What a look through all places gave: of each how many texts were looked at and found, and where it did not look."""

    found: dict[tuple[str, uuid.UUID, str], Found] = field(default_factory=dict)
    looked: Counter[str] = field(default_factory=Counter)
    not_looked: list[tuple[str, str]] = field(default_factory=list)

    def add(self, each: Found) -> None:
        """Take in something that was found; what was found by its words already stays so."""
        self.found.setdefault((each.model, each.row, each.field), each)

    @property
    def records(self) -> set[Record]:
        """Return the records that anything found belongs to."""
        return {each.record for each in self.found.values() if each.record is not None}


def look(council_id: uuid.UUID, person: Person) -> Result:
    """Look for a person in every place of a council; call inside it."""
    result = Result(not_looked=[*not_looked()])
    originals = set(
        RestrictedText.objects.filter(council_id=council_id).values_list("origin", "origin_id", "field")
    )
    for place in places():
        _look_in(council_id, place, person, originals, result)
    _look_in_files(council_id, person, result)
    own = {
        each.record
        for each in result.found.values()
        if each.model in _OWNS and each.field in _OWN_FIELDS and each.record is not None
    }
    for kind, key in own:
        for each in _all_on(council_id, kind, key, originals):
            result.add(each)
    _leave_out_copies(result)
    return result


def _rows(council_id: uuid.UUID, place: Place) -> QuerySet:
    rows = _of_council(council_id, place.model)
    return rows.filter(withdrawn_on=None) if kind_of(place.model) == kind_of(Attachment) else rows


def _of_council(council_id: uuid.UUID, model: type[Model]) -> QuerySet:
    """Return a council's rows of a model; of the council itself, its own."""
    owned = any(field.name == "council" for field in model._meta.fields)
    return model._default_manager.filter(**{"council_id" if owned else "pk": council_id})


def _look_in(
    council_id: uuid.UUID, place: Place, person: Person, originals: set[Any], result: Result
) -> None:
    """Look in each text of a place; of a field whose original stands apart, there and not in its redacted copy."""
    model = place.model
    kind, key = kind_of(model), "pgh_id" if place.earlier else "pk"
    restricted = getattr(getattr(model, "spec", None), "restricted", ())
    for start in _keys(_rows(council_id, place), key):
        rows = model._default_manager.filter(**{f"{key}__in": start})
        hits: list[tuple[Any, str, str, str]] = []
        for values in rows.values_list(key, *place.fields):
            for name, value in zip(place.fields, values[1:], strict=True):
                text = flat(value)
                if not text:
                    continue
                if name in restricted and (kind, values[0], name) in originals:
                    continue
                result.looked[place.name] += 1
                if matches := person.find(text):
                    hits.append((values[0], name, how_of(matches), text))
        if hits:
            records = _records_of(model, {hit[0] for hit in hits}, earlier=place.earlier)
            for row, name, how, text in hits:
                record, row_key = records.get(row, (None, row))
                result.add(Found(place.name, kind, _as_key(row_key), name, record, how, text))


def _as_key(key: Any) -> uuid.UUID:
    # An earlier state is known by a number.
    return key if isinstance(key, uuid.UUID) else uuid.UUID(int=int(key))


def _keys(rows: QuerySet, key: str) -> Iterator[list[Any]]:
    """Yield the keys of rows, some at a time."""
    keys = list(rows.order_by(key).values_list(key, flat=True))
    for start in range(0, len(keys), _AT_ONCE):
        yield keys[start : start + _AT_ONCE]


def _look_in_files(council_id: uuid.UUID, person: Person, result: Result) -> None:
    unread: list[str] = []
    name = name_of(Attachment)
    for read in read_files(council_id):
        if not read.text:
            unread.append(read.file.name)
            continue
        result.looked[name] += 1
        if matches := person.find(read.text):
            record = (read.file.origin, read.file.origin_id)
            result.add(
                Found(name, kind_of(Attachment), read.file.pk, "content", record, how_of(matches), read.text)
            )
    if unread:
        files = "1 file has" if len(unread) == 1 else f"{len(unread):,} files have"
        named = ", ".join(unread[:_MOST_NAMED])
        result.not_looked.append(
            (f"{name}: pictures and scans", f"{files} no words that can be read. Open them: {named}"[:300])
        )


def _records_of(
    model: type[Model], keys: Iterable[Any], *, earlier: bool = False
) -> dict[Any, tuple[Record | None, Any]]:
    """Return, of rows, the record with a page that each belongs to, and the key that the row is known by."""
    base: Any = model.pgh_tracked_model if earlier else model  # type: ignore[attr-defined]
    key = "pgh_id" if earlier else "pk"
    rows = model._default_manager.filter(**{f"{key}__in": list(keys)})
    if names_its_record(base):
        return {row: (_up(kind, of), row) for row, kind, of in rows.values_list(key, "origin", "origin_id")}
    spec = base.spec
    if isinstance(spec, RecordType) and spec.origin is not None:
        return {row: (_up(kind, of), row) for row, kind, of in rows.values_list(key, *spec.origin)}
    records: dict[Any, tuple[Record | None, Any]] = {}
    for path in paths_to_record(base):
        if path:
            target = base
            for name in path.split("__"):
                target = target._meta.get_field(name).related_model
            pairs = rows.exclude(**{path: None}).values_list(key, path)
        else:
            target = base
            pairs = rows.values_list(key, "pgh_obj_id") if earlier else ((each, each) for each in keys)
        for row, of in pairs:
            records.setdefault(row, (_up(kind_of(target), of), row))
    return records


def _up(kind: str, key: Any) -> Record | None:
    """Return the record that a record hangs on: of an issue its feedback, of a note on a file the file's record."""
    model = record_types().get(kind)
    if model is None:
        attached = next((each for each in _attached() if kind_of(each) == kind), None)
        if attached is None:
            return None
        of = attached._default_manager.filter(pk=key).values_list("origin", "origin_id").first()
        return _up(*of) if of else None
    spec = model.spec
    if spec.origin is not None:
        of = model._default_manager.filter(pk=key).values_list(*spec.origin).first()
        return _up(*of) if of and of[0] and of[1] else None
    if path := _above(model):
        above = model._default_manager.filter(pk=key).values_list(path, flat=True).first()
        return _up(kind_of(_target(model, path)), above) if above else (kind, key)
    return kind, key


@cache
def _attached() -> list[type[Model]]:
    return [place.model for place in places() if not place.earlier and names_its_record(place.model)]


def _all_on(council_id: uuid.UUID, kind: str, key: uuid.UUID, originals: set[Any]) -> Iterator[Found]:
    """Yield every text that is recorded on a case of the person's own: notes, findings, remedies, letters and the rest."""
    waiting, seen = [(kind, key)], set()
    while waiting:
        record = waiting.pop()
        if record in seen:
            continue
        seen.add(record)
        for place in places():
            if place.earlier or kind_of(place.model) in _ONLY_NAMES:
                continue
            rows = _hanging_on(council_id, place.model, *record)
            if rows is None:
                continue
            if _is_within_another(place.model):
                waiting += [(kind_of(place.model), pk) for pk in rows.values_list("pk", flat=True)]
            yield from _texts_of(place, rows, (kind, key), originals)


def _texts_of(place: Place, rows: QuerySet, record: Record, originals: set[Any]) -> Iterator[Found]:
    restricted = getattr(place.model.spec, "restricted", ())  # type: ignore[attr-defined]
    kind = kind_of(place.model)
    for values in rows.values_list("pk", *place.fields):
        for name, value in zip(place.fields, values[1:], strict=True):
            text = flat(value).strip()
            if text and not (name in restricted and (kind, values[0], name) in originals):
                yield Found(place.name, kind, values[0], name, record, OF_THEIR_CASE, text)


def _hanging_on(council_id: uuid.UUID, model: type[Model], kind: str, key: uuid.UUID) -> QuerySet | None:
    """Return the rows of a model that are a record or hang on it; None where none can."""
    owner: Any = record_types().get(kind)
    rows = _of_council(council_id, model)
    spec = model.spec  # type: ignore[attr-defined]
    if model is owner:
        return rows.filter(pk=key)
    if names_its_record(model):
        return rows.filter(origin=kind, origin_id=key)
    if isinstance(spec, RecordType) and spec.origin is not None:
        return rows.filter(**dict(zip(spec.origin, (kind, key), strict=True)))
    path = next((path for path in paths_to_record(model) if path and _target(model, path) is owner), "")
    if not path and isinstance(spec, RecordType):
        parent = _parent(model)
        path = parent if parent and _target(model, parent) is owner else ""
    return rows.filter(**{path: key}) if path else None


def _is_within_another(model: type[Model]) -> bool:
    """Return whether records of a type are shown within another's: a remedy, a letter or a piece of evidence of a case."""
    return bool(isinstance(model.spec, RecordType) and _parent(model))  # type: ignore[attr-defined]


def holding(records: Iterable[Record]) -> set[Record]:
    """Return what is held for records: with each the one that it is of, since it is deleted along with that."""
    held: set[Record] = set()
    for record in records:
        while record not in held:
            held.add(record)
            model = record_types().get(record[0])
            path = _parent(model) if model is not None else ""
            above = path and model._default_manager.filter(pk=record[1]).values_list(path, flat=True).first()
            if above:
                record = (kind_of(_target(model, path)), above)
    return held


def _above(model: type[Model]) -> str:
    """Return the field that leads from a record without a number of its own to the one that it is of; "" for none."""
    return "" if model.spec.letter else _parent(model)  # type: ignore[attr-defined]


@cache
def _parent(model: type[Model]) -> str:
    """Return the field that leads from a record to the one that it is of, such as a letter's feedback; "" for none."""
    spec = model.spec  # type: ignore[attr-defined]
    if spec.origin is not None:
        return ""
    paths = (basis.path for basis in spec.bases.values())
    names = {field.name for field in model._meta.fields if field.is_relation}
    return next((path for path in paths if path in names), "")


def _target(model: type[Model], path: str) -> Any:
    target: Any = model
    for name in path.split("__"):
        target = target._meta.get_field(name).related_model
    return target


def _leave_out_copies(result: Result) -> None:
    """Leave out of one record what repeats another text of it word for word, such as an issue within the original."""
    by_record: dict[Any, list[Found]] = {}
    for each in result.found.values():
        by_record.setdefault(each.record, []).append(each)
    for record, texts in by_record.items():
        if record is not None and any(each.model not in _ONLY_NAMES for each in texts):
            for each in texts:
                if each.model in _ONLY_NAMES:
                    result.found.pop((each.model, each.row, each.field), None)
        texts.sort(key=lambda each: -len(each.text))
        for at, each in enumerate(texts):
            plain = " ".join(each.text.split())
            repeats = (
                plain in " ".join(longer.text.split())
                for longer in texts[:at]
                if (longer.model, longer.row, longer.field) in result.found
            )
            if plain and any(repeats):
                result.found.pop((each.model, each.row, each.field), None)


def in_words(text: str) -> str:
    """Return a text without the marks of a page: an evidence pack is kept as one."""
    if not text.lstrip()[:15].lower().startswith(("<!doctype", "<html", "<p", "<div")):
        return text
    return BeautifulSoup(text, "html.parser").get_text("\n", strip=True)


def text_at(council_id: uuid.UUID, model: str, row: uuid.UUID, name: str) -> str:
    """Return the words of something that was found as they stand now; "" where they are gone."""
    if model == kind_of(Attachment) and name == "content":
        file = Attachment.objects.filter(council_id=council_id, pk=row).first()
        return words_of(file) if file is not None else ""
    place = next((each for each in places() if kind_of(each.model) == model), None)
    if place is None or name not in place.fields:
        return ""
    key = {"pgh_id": row.int} if place.earlier else {"pk": row}
    rows = _of_council(council_id, place.model).filter(**key)
    return in_words(flat(rows.values_list(name, flat=True).first()))
