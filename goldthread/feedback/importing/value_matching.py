"""Matching of the values in a spreadsheet's short columns: teams, who spoke, how it was received, ratings in words.

A value that is not known is never taken for another, nor for "not known": somebody matches it once, and it is
remembered for the council.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from goldthread.cell_text import plain
from goldthread.council.models import Council, Team
from goldthread.council.organisations.models import Organisation
from goldthread.council.records.withdrawal import merged_into
from goldthread.council.teams.successors import old_names, successors
from goldthread.feedback.importing.models import ImportValue
from goldthread.feedback.importing.ratings import known_words
from goldthread.feedback.models import Channel, Speaker, Tone
from goldthread.no_answer import is_no_answer

# Meaning by field: a team's or an organisation's key, a speaker, a channel, a tone; "" for none.
NONE = ""
# A rating's words mean what they mean in answer to the questions of one source.
BY_SOURCE = frozenset({"tone"})
MATCHED = ("team", "organisation", "speaker", "channel", "tone")
NONE_LABELS = {
    "team": "No team",
    "organisation": "No organisation",
    "channel": "Not recorded",
    "tone": "No sentiment",
}
_NEAREST = 3

_SPEAKERS = {
    Speaker.PERSON: "service user, customer, client, self, person, resident",
    Speaker.CARER: "carer, unpaid carer",
    Speaker.REPRESENTATIVE: "family, relative, advocate, representative, mp, councillor",
    Speaker.STAFF: "staff",
    Speaker.PARTNER: "partner",
    Speaker.PROVIDER: "provider",
}
_CHANNELS = {
    Channel.FORM: "web, online, form",
    Channel.PHONE: "phone, telephone, call",
    Channel.LETTER: "letter, post",
    Channel.EMAIL: "email, e-mail",
    Channel.FACE: "in person, visit",
    Channel.MEETING: "meeting, event",
}
# What a word may mean, to be offered first; only a person knows whether a daughter is an unpaid carer too.
_MAY_MEAN = {
    Speaker.REPRESENTATIVE: "daughter, son, wife, husband, spouse, mother, mum, father, dad, parent, sister, brother, niece, "
    "nephew, grandson, granddaughter, grandchild, aunt, uncle, cousin, family member, next of kin, friend, neighbour, "
    "solicitor, attorney, deputy, guardian, third party, on behalf of",
    Speaker.CARER: "wife, husband, spouse, daughter, son, mother, father, parent, parent carer, family carer, informal carer",
    Speaker.PERSON: "myself, me, patient, individual, citizen, tenant, member of the public, adult, me myself",
    Speaker.STAFF: "employee, worker, social worker, colleague, practitioner, manager",
    Speaker.PARTNER: "nhs, hospital, gp, health, police, housing, charity, voluntary sector",
    Speaker.PROVIDER: "care home, agency, home care, domiciliary care, nursing home",
    Channel.FORM: "website, internet, portal, survey, webform, web form, app",
    Channel.PHONE: "telephone call, tel, voicemail, mobile, contact centre",
    Channel.LETTER: "written, paper, card, postal, mail",
    Channel.EMAIL: "mail, inbox, electronic",
    Channel.FACE: "face, verbal, home visit, walk in, reception",
    Channel.MEETING: "forum, drop in, focus group, workshop",
}  # fmt: skip


def fold(text: str) -> str:
    """Return a value as it is compared (`plain`), with "+" as "and" too, and "carer's" as "carers"."""
    return plain(text.replace("+", " and ").replace("'", "").replace("’", ""))


def key_of(text: str) -> str:
    """Return the key by which a value is found again, however it is spelled; the value itself may name somebody."""
    return hashlib.sha256(fold(text).encode()).hexdigest()[:32]


def is_sentence(text: str) -> bool:
    """Return whether a value is running text, which no short list holds."""
    return len(text) > 80 or text.count(" ") > 9


@dataclass(frozen=True)
class Choice:
    """One thing that a value may mean: its code, its name, and other words for it."""

    meaning: str
    label: str
    spellings: tuple[str, ...] = ()


class ValueMatcher:
    """Knows what the values of one source's spreadsheets mean in a council; call inside the council.

    `chosen`: what was matched for this import alone, by field and key, over what is remembered.
    """

    def __init__(
        self, council: Council, source: str, chosen: Mapping[str, Mapping[str, str]] | None = None
    ) -> None:
        self.teams: dict[str, Team] = {}
        self._choices: dict[str, list[Choice]] = {
            "team": [],
            "speaker": _choices(Speaker, _SPEAKERS),
            "channel": _choices(Channel, _CHANNELS),
            "tone": [Choice(str(value), label) for value, label in Tone.choices],
        }
        teams = list(Team.objects.filter(council=council).order_by("name"))
        self._taken_over = successors(council, teams)
        # A register goes on naming teams as they were called.
        by_old_name = old_names(teams, self._taken_over)
        self._old_teams = {fold(name): (name, team) for name, team in by_old_name.items()}
        for team in teams:
            if str(team.pk) not in self._taken_over:
                before = [name for name, meant in by_old_name.items() if meant.pk == team.pk]
                self.teams[str(team.pk)] = team
                self._choices["team"].append(Choice(str(team.pk), team.name, (team.slug, *before)))
        self._choices["organisation"] = []
        self.organisations: dict[str, Organisation] = {}
        for each in Organisation.objects.filter(council=council).counted().order_by("name"):
            self.organisations[str(each.pk)] = each
            spellings = (*each.names[1:], *([each.code] if each.code else ()))
            self._choices["organisation"].append(Choice(str(each.pk), each.name, spellings))
        self._known = {field: _known(choices) for field, choices in self._choices.items()}
        self._known["tone"] |= {
            fold(word): NONE if tone is None else str(tone) for word, tone in known_words().items()
        }
        self._by_key: dict[tuple[str, str], str] = {}
        rows = ImportValue.objects.filter(council=council, source__in=("", source))
        for field, key, meaning in rows.values_list("field", "key", "meaning"):
            self._by_key[field, key] = meaning
        for field, meanings in (chosen or {}).items():
            self._by_key |= {(field, key): meaning for key, meaning in meanings.items()}
        now = {
            "organisation": merged_into(council, "organisation"),
            "team": {key: str(heir.pk) for key, heir in self._taken_over.items()},
        }
        for (field, key), meaning in self._by_key.items():
            self._by_key[field, key] = now.get(field, {}).get(meaning, meaning)
        self._memo: dict[tuple[str, str], str | None] = {}

    def meaning(self, field: str, text: str) -> str | None:
        """Return what a value means, "" for none; None where nobody has said."""
        try:
            return self._memo[field, text]
        except KeyError:
            meaning = self._memo[field, text] = self._find(field, text)
            return meaning

    def _find(self, field: str, text: str) -> str | None:
        # What somebody matched comes first: they may have said what "N/A" or a team's old name means.
        meaning = self._by_key.get((field, key_of(text)))
        if meaning is None:
            meaning = self._known[field].get(fold(text))
        if meaning is None and is_no_answer(text):
            return Speaker.UNKNOWN if field == "speaker" else NONE
        if meaning and meaning not in {choice.meaning for choice in self._choices[field]}:
            # The team that it was matched to is no more.
            return None
        return meaning

    def old_team(self, text: str) -> tuple[str, Team] | None:
        """Return the old name that a value is, with the team that it means today; None where it is none."""
        return self._old_teams.get(fold(text)) if self._old_teams else None

    def choices(self, field: str) -> list[Choice]:
        """Return everything that a value of a field may be matched to, "" for none at the end."""
        return [
            *self._choices[field],
            *(ADDS if field == "organisation" else ()),
            *([Choice(NONE, NONE_LABELS[field])] if field in NONE_LABELS else []),
        ]

    def nearest(self, field: str, text: str) -> list[str]:
        """Return the likeliest meanings of a value, nearest first; none of them is taken without a person."""
        folded = fold(text)
        scored = []
        for choice in self._choices[field]:
            names = (choice.label, *choice.spellings, *_split(_MAY_MEAN.get(choice.meaning, "")))
            score = max(_likeness(folded, fold(name)) for name in names)
            scored.append((-score, choice.label, choice.meaning))
        return [meaning for score, _, meaning in sorted(scored)[:_NEAREST] if score <= -40]

    def label(self, field: str, meaning: str) -> str:
        """Return the name of a meaning."""
        labels = {choice.meaning: choice.label for choice in self.choices(field)}
        return labels.get(meaning, "no longer there")

    def resolve(self, field: str, label: str) -> str | None:
        """Return the meaning that somebody typed by its name or code, "none" too; None where there is no such."""
        folded = fold(label)
        if not folded or folded in ("none", fold(NONE_LABELS.get(field, "none"))):
            return NONE if field in NONE_LABELS else None
        for choice in self._choices[field]:
            if label == choice.meaning or folded in (fold(choice.label), *map(fold, choice.spellings)):
                return choice.meaning
        return None


# An organisation that is not in the list yet, and is to be added to it under the name in the spreadsheet.
ADDS = (
    Choice("add-provider", "Add it to the list, as a care provider"),
    Choice("add-voluntary", "Add it to the list, as a voluntary organisation"),
    Choice("add-nhs", "Add it to the list, as part of the NHS"),
    Choice("add-agency", "Add it to the list, as another agency"),
)


def _likeness(one: str, other: str) -> float:
    if one == other:
        return 100.0
    # Of a long value, such as "Daughter of service user", the word that is known counts, but not quite as much.
    return max(fuzz.ratio(one, other), 0.9 * fuzz.token_set_ratio(one, other))


def _choices(values: type, spellings: Mapping[str, str]) -> list[Choice]:
    return [Choice(value, label, _split(spellings.get(value, ""))) for value, label in values.choices]


def _split(words: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in words.split(",") if word.strip())


def _known(choices: Iterable[Choice]) -> dict[str, str]:
    """Return the meaning of each spelling; of one that means two things, none. What one is called comes before all else."""
    choices = list(choices)
    called = _meaning_one((choice.meaning, [choice.label]) for choice in choices)
    spelled = _meaning_one((choice.meaning, [choice.meaning, *choice.spellings]) for choice in choices)
    known = spelled | called
    return {spelling: meaning for spelling, meaning in known.items() if meaning is not None}


def _meaning_one(spellings: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str | None]:
    meanings: dict[str, str | None] = {}
    for meaning, texts in spellings:
        for spelling in {fold(text) for text in texts}:
            if meanings.setdefault(spelling, meaning) != meaning:
                meanings[spelling] = None
    return meanings


def team_of(matcher: ValueMatcher, meaning: str) -> Team | None:
    """Return the team that a meaning is, None for no team; raises KeyError for a key that is none."""
    return matcher.teams[str(uuid.UUID(meaning))] if meaning else None
