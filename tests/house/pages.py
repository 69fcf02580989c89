"""Every page of the house, found by itself, with a record that opens it: a newcomer's page is checked unasked."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.apps import apps
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve, reverse

from goldthread.coproduction.choices import KINDS as INVOLVEMENT
from goldthread.coproduction.choices import STAGES
from goldthread.council.database.tenant import CONFIDANT_SETTING, opened_by
from goldthread.council.files import commands as files
from goldthread.council.files.models import Attachment
from goldthread.council.models import Person
from goldthread.council.notes import commands as notes
from goldthread.council.notes.models import Note
from goldthread.council.notifications.notifying import notify
from goldthread.council.people.permissions import PERMISSIONS
from goldthread.council.records import saved_views
from goldthread.council.records.models import SavedView
from goldthread.council.records.spec import record_types
from goldthread.evidence.packs import commands as packs
from goldthread.evidence.packs.models import EvidencePack, PackRecall
from goldthread.feedback.importing import commands as importing
from goldthread.feedback.importing.models import ImportBatch
from goldthread.feedback.models import Feedback
from goldthread.feedback.sources import SOURCES
from goldthread.pilots.kinds import KINDS as PILOTS
from goldthread.reports.kinds import KINDS as REPORTS
from goldthread.reviews import commands as reviews
from goldthread.reviews.kinds import KINDS as REVIEWS
from goldthread.reviews.models import Figure
from goldthread.speaking_up.models import Confidant
from goldthread.standards import framework
from goldthread.thread import links
from tests.house import examples

# Whom to ask first: those who see the whole council, in the order of how much they may.
_ASK_FIRST = ("quality_lead", "psw", "complaints_manager", "administrator", "director", "coproduction_lead")


@dataclass(frozen=True)
class Door:
    """One address of the house and what stands behind it."""

    pattern: URLPattern
    namespace: str
    route: str

    @property
    def name(self) -> str:
        """Return the name that other pages call it by."""
        return f"{self.namespace}:{self.pattern.name}" if self.namespace else str(self.pattern.name)

    @property
    def permission(self) -> str:
        """Return the permission that opens it, or "" where anyone may."""
        return getattr(self.pattern.callback, "permission", "")

    @property
    def room(self) -> str:
        """Return the room whose view it is."""
        return self.pattern.callback.__module__.split(".")[1]

    @cached_property
    def arguments(self) -> dict[str, str]:
        """Return the name of each thing its address asks for, with its sort: uuid, slug..."""
        return {
            name: type(converter).__name__.removesuffix("Converter").lower()
            for name, converter in self.pattern.pattern.converters.items()
        }

    @property
    def right(self) -> str:
        """Return a role that holds the permission."""
        return who_holds(self.permission)

    def __str__(self) -> str:
        return self.name


def who_holds(permission: str) -> str:
    """Return a role that holds a permission."""
    holders = PERMISSIONS[permission]
    return next((role for role in _ASK_FIRST if role in holders), sorted(holders)[0])


def doors() -> list[Door]:
    """Return every address there is."""

    def walk(patterns: list[Any], namespace: str, prefix: str) -> Iterator[Door]:
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, pattern.namespace or namespace, route)
            else:
                yield Door(pattern, namespace, route)

    return list(walk(get_resolver().url_patterns, "", "/"))


def _slugs(argument: str) -> list[str]:
    """Return every short name that a page may be asked for by, the likeliest for this argument first."""
    statements = [statement.slug for statement in framework.current().statements]
    of_argument = {
        "slug": statements,
        "source": [*SOURCES],
        "kind": [*links.kinds(), *REVIEWS],
        "stage": [*STAGES],
        "report": [*REPORTS],
    }
    return list(
        dict.fromkeys(
            [
                *of_argument.get(argument, []),
                *links.kinds(),
                *SOURCES,
                *REVIEWS,
                *INVOLVEMENT,
                *PILOTS,
                *statements,
            ]
        )
    )


def _records(door: Door) -> Iterator[Any]:
    """Yield the keys of a council's records, a few of each kind, the likeliest kind for this door first."""
    for model, keys in _keys_of_models(door):
        for key in keys:
            _MODEL_OF[key] = model
            yield key


def _keys_of_models(door: Door) -> Iterator[tuple[Any, Any]]:
    models = [m for m in apps.get_app_config("goldthread").get_models() if hasattr(m.objects, "visible_to")]
    words = re.findall(r"[a-z]{4,}", f"{door.route} {door.name}")
    on_thread = list(record_types().values())
    models.sort(
        key=lambda model: (
            model.__module__.split(".")[1] != door.room,
            not any(word.rstrip("s") in model.__name__.lower() for word in words),
            on_thread.index(model) if model in on_thread else len(on_thread),
        )
    )
    for model in models:
        keys = model.objects.order_by("created_at").values_list("pk", flat=True)
        yield model, [*keys[:2], *keys.reverse()[:1]]
        if origin := getattr(getattr(model, "spec", None), "origin", None):
            # Of what stems from records of several types, one of each: a page may be of one type's alone.
            one_each = model.objects.order_by(origin[0], "created_at").distinct(origin[0])
            yield model, one_each.values_list("pk", flat=True)


def _samples(door: Door, argument: str, sort: str) -> list[Any]:
    if sort == "uuid":
        return list(dict.fromkeys(_records(door)))
    if sort == "slug":
        return _slugs(argument)
    assert sort == "int", f"{door}: say here how to find a sample for <{sort}:{argument}>"
    return [1, 2]


def as_one_who_reads_in_confidence() -> AbstractContextManager[None]:
    """See what was told in confidence, whose keys nobody else finds; its pages open to one of the two all the same."""
    named = Confidant.objects.filter(until=None).order_by("pk").first()
    return opened_by(CONFIDANT_SETTING, named.person_id) if named else nullcontext()


def _linked(door: Door, client: Client) -> Iterator[str]:
    """Yield the addresses behind a door to which the pages of its room without arguments lead."""
    for other in doors():
        if other.namespace != door.namespace or other.arguments or not other.permission:
            continue
        page = client.get(other.route)
        if page.status_code == 200 and not page.streaming:
            for address in re.findall(r'href="(/[^"?#]+)"', page.content.decode()):
                with suppress(Resolver404):  # a file of the frame
                    if resolve(address).view_name == door.name:
                        yield address


_GIVEN = {"practice:do_audit"}


class NoRecord(AssertionError):
    """No record that is there opens a door."""


def make_what_a_quiet_day_lacks(by: Person) -> None:
    """Give the council one of each record that Avonshire has no need of by itself."""
    if not ImportBatch.objects.exists():
        sheet = b"Received,What they said\n01/05/2026,The visit was late.\n"
        importing.upload(by=by, source="complaint", filename="made-up.csv", content=sheet)
    if not Figure.objects.exists():
        reviews.record_figure(by=by, label="Assessments waiting", as_printed="312", source="a made-up report")
    if not EvidencePack.objects.exclude(as_at=None).exists():
        packs.create_pack(by=by)
    if not PackRecall.objects.exists():
        examples.made(PackRecall, by.council, pack=EvidencePack.objects.first()).save()
    if not SavedView.objects.exists():
        saved_views.save_view(
            by=by, listing="feedback:list", name="Made up", query="locked=on", is_shared=True
        )
    if not Note.objects.exists():
        notes.add_note(by=by, record=Feedback.objects.visible_to(by).first(), text="A made-up note.")
    if not Attachment.objects.exists():
        # Of a restricted one a page asks for the reason; what is not is downloaded.
        record, made = (
            Feedback.objects.visible_to(by).first(),
            {"filename": "made-up.txt", "content": b"Made up."},
        )
        for is_restricted in (True, False):
            files.attach_file(by=by, record=record, is_restricted=is_restricted, **made)
    for model in record_types().values():
        record = examples.example(model, by.council)
        if by.may(model.spec.permission):
            clock = Person.objects.get(council=by.council, is_system=True)
            notify(by=clock, to=[by], kind="assigned", record=record)


# The address that was there when a door was last sampled: two tests that ask for one search once.
_SAMPLED: dict[Door, str] = {}
_MODEL_OF: dict[Any, Any] = {}


def _is_of_that_kind(named: dict[str, Any]) -> bool:
    """Return whether a key is of the type of record that the same address names; asking for any other takes its time."""
    model = record_types().get(named.get("kind", ""))
    return model is None or _MODEL_OF.get(named.get("pk"), model) is model


def sample(door: Door, client: Client, enter) -> tuple[str, HttpResponse]:
    """Return an address behind the door that is there, and its page; fail where no record opens it."""
    if door in _SAMPLED:
        response = client.get(_SAMPLED[door])
        if response.status_code != 404:
            return _SAMPLED[door], response
    # Two keys that belong together are found on a page that leads there: to try all with all would take an hour. So is what
    # opens only to whoever it was given to.
    if list(door.arguments.values()).count("uuid") > 1 or door.name in _GIVEN:
        for address in _linked(door, client):
            response = client.get(address)
            if response.status_code == 200:
                _SAMPLED[door] = address
                return address, response
    enter()
    with as_one_who_reads_in_confidence():
        choices = [_samples(door, name, sort) for name, sort in door.arguments.items()]
    for values in itertools.product(*choices):
        named = dict(zip(door.arguments, values, strict=True))
        if not _is_of_that_kind(named):
            continue
        address = reverse(door.name, kwargs=named)
        response = client.get(address)
        if response.status_code != 404:
            _SAMPLED[door] = address
            return address, response
    raise NoRecord(f"{door} ({door.route}): no record in Avonshire opens it")
