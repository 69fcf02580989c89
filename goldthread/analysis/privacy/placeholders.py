"""Redaction: readable placeholders for what identifies people, the same for the same person through a whole case.

`CaseNames` is a case's memory: what was found in one field is hidden in all of them, and what a person added or
undid, with a reason, holds from then on.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from goldthread.analysis.privacy import lexicon as lx
from goldthread.analysis.privacy.case_values import bare, occurrences
from goldthread.analysis.privacy.detector import Detector, merge
from goldthread.analysis.privacy.person_matching import Person, PersonRegister, relation_in
from goldthread.analysis.privacy.recognisers.known_people import KnownPeople, name_parts
from goldthread.analysis.privacy.types import Detection, Kind, KnownPerson
from goldthread.analysis.text.normalisation import NormalisedText

_LABELS = {
    Kind.ADDRESS: "address",
    Kind.POSTCODE: "postcode",
    Kind.PHONE: "phone number",
    Kind.EMAIL: "e-mail address",
    Kind.NHS: "NHS number",
    Kind.NINO: "National Insurance number",
    Kind.DOB: "date of birth",
    Kind.AGE: "age over 89",
    Kind.REF: "reference",
    Kind.VEHICLE: "vehicle registration",
    Kind.BANK: "bank details",
    Kind.URL: "link",
    Kind.CODE: "access code",
    Kind.LOCATION: "location",
    Kind.DEVICE: "device address",
}
# Below this a name is looked for through the whole case as it is written, but not in its parts and short forms.
_SURE_ENOUGH = 0.6
_SLIGHT = "found elsewhere in this case, and not sure"
_SHORTEST_VALUE = 4


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's decision about a text in a case: hide it or leave it, why and by whom."""

    hide: bool
    value: str
    kind: Kind
    reason: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text with placeholders, its detections (positions in the original) and the placeholder of each."""

    text: str
    detections: tuple[Detection, ...]
    placeholders: tuple[str, ...]


class CaseNames:
    """The memory of one case: its people, the values found in it, and what people decided."""

    def __init__(self, known: Iterable[KnownPerson | str] = ()) -> None:
        self._known: dict[KnownPerson, None] = {}  # in the order they were named
        self._roll = PersonRegister()
        self._values: dict[Kind, dict[str, str]] = {}  # each value's placeholder, given out once and kept
        self._met: dict[Kind, dict[str, None]] = {}  # the values that are hidden wherever they stand
        self._decisions: list[Decision] = []
        self._standing: dict[str, Decision] = {}  # the last decision on each value
        self._slight: dict[str, str] = {}  # names that were found but are not sure, as they are written
        self._known_finder = KnownPeople()
        for person in known:
            self.know(person)

    # -- what the case knows

    def know(self, person: KnownPerson | str) -> None:
        """Add someone the case names."""
        person = KnownPerson(person) if isinstance(person, str) else person
        if person.name.strip() and person not in self._known:
            self._known[person] = None
            self._roll.know(person)

    def remember(self, value: str, kind: Kind | str) -> None:
        """Add a value the case knows (a telephone number, a reference), so that it is hidden in all texts."""
        self._remember(value, Kind(kind))

    def suspect(self, name: str) -> None:
        """Add what may be a name and is not sure: hidden in all texts too, as it is written."""
        self._slight[bare(name)] = name

    def known(self) -> tuple[KnownPerson, ...]:
        """Return everyone named so far: pass this to `find_personal_data(text, known_names=...)`."""
        return tuple(self._known)

    @property
    def knows_nothing(self) -> bool:
        """Return whether there is nothing yet to look for: the usual case of a spreadsheet's row."""
        return not (self._known or self._met or self._decisions or self._slight)

    def decisions(self) -> tuple[Decision, ...]:
        """Return what people decided, oldest first."""
        return tuple(self._decisions)

    def learn(self, text: str, detections: Sequence[Detection]) -> None:
        """Remember what was detected in one field, so that it is hidden in every field."""
        for detection in detections:
            value = text[detection.start : detection.end]
            if detection.kind is not Kind.PERSON:
                self._remember(value, detection.kind)
                continue
            if self._undone(value) or detection.reason.startswith(
                ("initials", "a near-spelling", "a short form")
            ):
                continue
            relation = relation_in(text, detection.start, detection.end)
            self._roll.meet(value, relation)
            if detection.confidence >= _SURE_ENOUGH:
                self._known[KnownPerson(value)] = None
            else:
                self.suspect(value)

    def _remember(self, value: str, kind: Kind) -> None:
        placeholders = self._values.setdefault(kind, {})
        letters = bare(value, kind)
        if letters:
            self._met.setdefault(kind, {})[letters] = None
        if letters and letters not in placeholders:
            label = _LABELS[kind]
            number = len(placeholders) + 1
            placeholders[letters] = f"[{label}]" if number == 1 or kind is Kind.AGE else f"[{label} {number}]"

    # -- what people decide

    def add(self, value: str, kind: Kind | str = Kind.PERSON, *, reason: str, by: str = "") -> Decision:
        """Hide a text in the whole case: a person says that it identifies someone."""
        return self._decide(True, value, kind, reason, by)

    def undo(self, value: str, kind: Kind | str = Kind.PERSON, *, reason: str, by: str = "") -> Decision:
        """Leave a text in the whole case: a person says that it was wrongly hidden."""
        return self._decide(False, value, kind, reason, by)

    def _decide(self, hide: bool, value: str, kind: Kind | str, reason: str, by: str) -> Decision:
        if not bare(value):
            raise ValueError("a decision needs letters or digits to be about")
        if not reason.strip():
            raise ValueError("a decision needs a reason")
        decision = Decision(hide, value.strip(), Kind(kind), reason.strip(), by)
        self._decisions.append(decision)
        self._standing[bare(value)] = decision
        if hide and decision.kind is not Kind.PERSON:
            self._remember(decision.value, decision.kind)
        elif hide and _reads_as_a_name(decision.value):
            self.know(decision.value)
        if not hide:
            self._known = {known: None for known in self._known if bare(known.name) != bare(value)}
        return decision

    def _undone(self, value: str) -> bool:
        decision = self._standing.get(bare(value))
        return decision is not None and not decision.hide

    # -- what is hidden in one field

    def detections(self, text: str, *, leave: Container[Kind] = ()) -> list[Detection]:
        """Detect what this case remembers in `text`: people in every form, values in any spelling."""
        plain = NormalisedText(text)
        detections = list(self._known_finder.find(plain.text, self.known()))
        kinds: dict[str, tuple[Kind, str, float]] = {
            value: (kind, "found elsewhere in this case", 0.9)
            for kind, values in self._met.items()
            if kind is not Kind.AGE
            for value in values
            if len(value) >= _SHORTEST_VALUE
        }
        for value in self._met.get(Kind.PHONE, ()):
            if value.startswith("0"):
                kinds["44" + value[1:]] = (Kind.PHONE, "found elsewhere in this case", 0.9)
        for value in self._slight:
            kinds.setdefault(value, (Kind.PERSON, _SLIGHT, 0.5))
        for value, decision in self._standing.items():
            if decision.hide:
                kinds[value] = (decision.kind, "added by a person", 1.0)
        detections += [
            Detection(start, end, *kinds[value])
            for start, end, value in occurrences(plain.text, kinds)
            if kinds[value][1] is not _SLIGHT or self._is_meant(plain.text[start:end], value)
        ]
        return merge(
            Detection(*plain.span(each.start, each.end), each.kind, each.reason, each.confidence)
            for each in detections
            if each.kind not in leave
        )

    def _is_meant(self, written: str, value: str) -> bool:
        """Return whether a word is an unsure name: one that is a word too counts only as it was written."""
        return written == self._slight[value] or value not in lx.lexicon().words

    def settle(
        self, text: str, detections: Iterable[Detection], *, leave: Container[Kind] = ()
    ) -> list[Detection]:
        """Join a field's detections with the case's, without those a person undid and the kinds that may stay."""
        own = sorted(
            (detection for detection in detections if detection.kind not in leave), key=lambda d: d.start
        )
        every = merge((*own, *_further(own, self.detections(text, leave=leave))))
        undone = [value for value, decision in self._standing.items() if not decision.hide]
        if not undone:
            return every
        plain = NormalisedText(text)
        left = [plain.span(start, end) for start, end, _ in occurrences(plain.text, undone)]
        return [
            detection
            for detection in every
            if not any(start <= detection.start and detection.end <= end for start, end in left)
        ]

    def placeholder(self, value: str, kind: Kind) -> str:
        """Return the placeholder of a value in this case; the same value always gets the same."""
        if kind is Kind.PERSON:
            return self._roll.label(self._roll.meet(value))
        self._remember(value, kind)
        return self._values[kind].get(bare(value, kind), f"[{_LABELS[kind]}]")

    # -- keeping it

    def to_dict(self) -> dict[str, Any]:
        """Return the memory as plain values for JSON. It holds the names: store it where the original is stored."""
        return {
            "known": [asdict(person) for person in self._known],
            "people": [{**asdict(person), "written": sorted(person.written)} for person in self._roll.people],
            "counts": dict(self._roll.counts),
            "values": {str(kind): dict(values) for kind, values in self._values.items()},
            "met": {str(kind): list(values) for kind, values in self._met.items()},
            "slight": dict(self._slight),
            "decisions": [asdict(decision) for decision in self._decisions],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> CaseNames:
        """Return the memory from `to_dict()`, with the same placeholders."""
        case = cls()
        case._known = {
            KnownPerson(each["name"], each["relation"], tuple(each["aliases"])): None
            for each in data["known"]
        }
        people = [Person(**{**each, "written": set(each["written"])}) for each in data["people"]]
        case._roll = PersonRegister(people, data["counts"])
        case._values = {Kind(kind): dict(values) for kind, values in data["values"].items()}
        case._met = {Kind(kind): dict.fromkeys(values) for kind, values in data["met"].items()}
        case._decisions = [Decision(**{**each, "kind": Kind(each["kind"])}) for each in data["decisions"]]
        case._standing = {bare(decision.value): decision for decision in case._decisions}
        case._slight = dict(data.get("slight", {}))
        return case

    def afresh(self) -> CaseNames:
        """Return the same people and placeholders, with nothing detected or decided: to read a whole case again."""
        return self.from_dict({**self.to_dict(), "known": [], "met": {}, "slight": {}, "decisions": []})


def _further(own: Sequence[Detection], remembered: Iterable[Detection]) -> Iterator[Detection]:
    """Yield what a case remembers beyond the field's own detections, whose reasons say more."""
    starts = [d.start for d in own]
    for detection in remembered:
        at = bisect_right(starts, detection.start) - 1
        within = at >= 0 and detection.end <= own[at].end and detection.kind is own[at].kind
        if not within or detection.confidence == 1.0:
            yield detection


def _reads_as_a_name(value: str) -> bool:
    """Return whether a hidden text is a name ("Dot Smith"), not a description ("the lady of the blue house")."""
    lists = lx.lexicon()
    parts = name_parts(value)
    return 0 < len(parts) <= 4 and all(
        part not in lists.words or part in lists.given or part in lists.surnames for part in parts
    )


def redact(
    text: str, detections: Sequence[Detection], case: CaseNames | None = None, *, leave: Container[Kind] = ()
) -> Redacted:
    """Replace every detection, and everything else its case remembers, by a placeholder.

    `detections` are those of `find_personal_data(text)`; with a `case` they are remembered, so that later fields hide them too.
    `leave` names kinds that stay in this text, as a reference does in the field that is for it.
    """
    case = CaseNames() if case is None else case
    if not detections and case.knows_nothing:
        return Redacted(text, (), ())
    case.learn(text, detections)
    out: list[str] = []
    hidden: list[Detection] = []
    placeholders: list[str] = []
    last = 0
    for detection in case.settle(text, detections, leave=leave):
        placeholder = case.placeholder(text[detection.start : detection.end], detection.kind)
        between = text[last : detection.start]
        if (
            placeholders
            and placeholder == placeholders[-1]
            and between == " "
            and detection.kind is Kind.PERSON
        ):
            # "perpetua vantongeren", known in both its parts, is one person and stands once.
            whole = hidden[-1]
            hidden[-1] = Detection(whole.start, detection.end, whole.kind, whole.reason, whole.confidence)
        else:
            out += (between, placeholder)
            hidden.append(detection)
            placeholders.append(placeholder)
        last = detection.end
    out.append(text[last:])
    return Redacted("".join(out), tuple(hidden), tuple(placeholders))


class Finder(Protocol):
    """A detector of personal data: `Detector`, or what a council plugs in for it."""

    def find(self, text: str, *, known_names: Sequence[KnownPerson | str] = ()) -> list[Detection]:
        """Return the detections in `text`, sorted and without overlap."""
        ...


def redact_fields(
    fields: Mapping[str, str],
    case: CaseNames,
    finder: Finder | None = None,
    *,
    leave: Mapping[str, Container[Kind]] | None = None,
) -> dict[str, Redacted]:
    """Redact every field of a case (title, story, quotes, file names): detected in one, hidden in all.

    `leave` names, for a field, kinds that stay in it.
    """
    finder, leave = finder or Detector(), leave or {}
    detections = {name: finder.find(text, known_names=case.known()) for name, text in fields.items()}
    for name, text in fields.items():
        case.learn(text, detections[name])
    return {
        name: redact(text, detections[name], case, leave=leave.get(name, ())) for name, text in fields.items()
    }
