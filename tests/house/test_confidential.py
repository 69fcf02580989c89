"""Confidential types, found by themselves: each is absent from all that the house knows of records."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from goldthread.council import context
from goldthread.council.command import command
from goldthread.council.database import schema
from goldthread.council.links.secrets import new_secret
from goldthread.council.models import AuditLine, SearchEntry, SearchWord
from goldthread.council.notifications import notifying
from goldthread.council.notifications.models import Notification
from goldthread.council.people.permissions import permissions_of
from goldthread.council.records import audit_page
from goldthread.council.records.models import PeopleNamed, RestrictedText, SavedView
from goldthread.council.records.saving import change
from goldthread.council.records.sealed import UNREADABLE, SealedTextField
from goldthread.council.records.spec import (
    RecordType,
    confidential_types,
    is_confidential,
    kind_of,
    models_with_spec,
    parts_of,
    record_types,
    type_of,
)
from goldthread.speaking_up import commands
from goldthread.speaking_up.models import Matter
from goldthread.speaking_up.reading import reading
from goldthread.subject_access.places import places
from tests.house import pages

TYPES = confidential_types()
KINDS = list(TYPES)
# Found nowhere else in Avonshire, and no name that would be hidden.
WORD = "quagmirish"


def test_there_is_one():
    assert "matter" in TYPES


@pytest.mark.parametrize("kind", KINDS)
def test_no_list_of_types_names_it(kind):
    assert kind not in record_types()
    with pytest.raises(KeyError):
        type_of(kind)
    named = {kind, *(kind_of(part) for part in parts_of(TYPES[kind]))}
    assert not named & {kind_of(place.model) for place in places()}
    assert TYPES[kind].spec.plural not in {spec.plural for spec in context.menu_types()}
    for model in record_types().values():
        assert not named & {*model.spec.based_on}


@pytest.mark.parametrize("kind", KINDS)
def test_its_spec_says_nothing_that_would_show_it(kind):
    spec: RecordType = TYPES[kind].spec
    assert not (spec.menu or spec.searched or spec.on_thread or spec.merges or spec.withdraws or spec.notes)
    assert not (spec.letter or spec.gaps or spec.work or spec.based_on or spec.kept_counts or spec.happening)
    assert not (spec.redacted or spec.restricted or spec.public), "its texts are sealed, or codes"
    # A history would be a second table, without its wall.
    for model in (TYPES[kind], *parts_of(TYPES[kind])):
        assert not hasattr(model, "pgh_event_models") or not model.pgh_event_models
        assert is_confidential(model)
        for name in model.spec.sealed:
            assert isinstance(model._meta.get_field(name), SealedTextField), name


def test_only_confidential_types_seal_texts_and_only_sealed_ones_are_encrypted():
    for model in models_with_spec():
        encrypted = {field.name for field in model._meta.fields if isinstance(field, SealedTextField)}
        assert encrypted == set(model.spec.sealed), model.__name__
        assert not encrypted or is_confidential(model), model.__name__


def test_every_key_to_one_is_of_a_part_of_it():
    """Another table that names it would say that it is there."""
    for model in apps.get_app_config("goldthread").get_models():
        for field in model._meta.fields:
            if field.is_relation and is_confidential(field.related_model):
                assert is_confidential(model), f"{model.__name__}.{field.name}"


# -- With one of them ------------------------------------------------------------------------------


@pytest.fixture
def told(avonshire):
    """Return what somebody told in confidence, and what must stand nowhere."""
    secret = new_secret()
    matter = commands.speak_up(
        by=avonshire.clock, about="safety", words=f"It is {WORD} at night.", who=f"{WORD} Bell", secret=secret
    )
    for role, act in (("quality_lead", "ask"), ("coproduction_lead", "add_note")):
        getattr(commands, act)(by=avonshire.person(role), matter=matter, text=f"How {WORD} is it?")
    return matter, (WORD, matter.code, str(matter.pk), secret)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_the_database_opens_it_to_nobody_who_has_not_entered(kind, avonshire, told):
    assert schema._readers()[TYPES[kind]._meta.db_table]
    for model in (TYPES[kind], *parts_of(TYPES[kind])):
        assert not model._base_manager.exists()
        with connection.cursor() as cursor:
            cursor.execute(f'UPDATE "{model._meta.db_table}" SET created_at = now()')
            assert cursor.rowcount == 0
            cursor.execute(f'DELETE FROM "{model._meta.db_table}"')
            assert cursor.rowcount == 0
            cursor.execute(
                "SELECT relrowsecurity FROM pg_class WHERE oid = to_regclass(%s)", [model._meta.db_table]
            )
            assert cursor.fetchone()[0] is True


@pytest.mark.django_db
def test_no_table_of_the_council_holds_a_word_of_it(avonshire, told):
    matter, marks = told
    avonshire.enter()
    assert not AuditLine.objects.filter(target_id=matter.pk).exists()
    assert not AuditLine.objects.filter(command__startswith="speaking_up.", target_kind__in=KINDS).exists()
    for model in (SearchEntry, PeopleNamed, RestrictedText, Notification, SavedView):
        keys = {"record_id", "origin_id"} & {field.name for field in model._meta.fields}
        for key in keys:
            assert not model.objects.filter(**{key: matter.pk}).exists(), model.__name__
    assert not SearchWord.objects.filter(word=WORD).exists()
    found = []
    with connection.cursor() as cursor:
        for table in schema.protected_tables():
            cursor.execute(f'SELECT count(*) FROM "{table}" row WHERE row::text ~ %s', ["|".join(marks)])
            if cursor.fetchone()[0]:
                found.append(table)
    assert found == []
    # Seen past every wall, as whoever runs the server sees it, it is encrypted.
    with reading(avonshire.person("quality_lead")), connection.cursor() as cursor:
        cursor.execute(
            "SELECT row::text FROM goldthread_matter row UNION SELECT row::text FROM goldthread_matterstep row"
        )
        assert not any(WORD in text for (text,) in cursor.fetchall())


@pytest.mark.django_db
def test_the_kit_refuses_to_tell_of_it(avonshire, told):
    matter, _ = told

    @command("thread.home")
    def look(*, by, matter):
        return matter

    with pytest.raises(RuntimeError, match="into the audit log"):
        look(by=avonshire.clock, matter=matter)
    with pytest.raises(RuntimeError, match="named nowhere"):
        notifying.notify(by=avonshire.clock, to=[avonshire.person("psw")], kind="assigned", record=matter)
    line = AuditLine(council=avonshire.council, target_kind="matter", target_id=matter.pk)
    [shown] = audit_page.records(avonshire.person("quality_lead"), [line])
    assert not shown.url


@pytest.mark.django_db
def test_another_secret_key_reads_nothing_and_loses_nothing(avonshire, told, settings):
    matter, _ = told
    with reading(avonshire.person("quality_lead")):
        settings.SECRET_KEY = "another-key-another-key-another-key-another-key"
        again = Matter.objects.get(pk=matter.pk)
        assert again.words == UNREADABLE
        change(again, referred="hr")
        settings.SECRET_KEY = "for-tests-only-for-tests-only-for-tests-only"
        assert WORD in Matter.objects.get(pk=matter.pk).words


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["administrator", "director", "quality_lead"])
def test_no_raw_address_of_the_kit_opens_it(avonshire, told, role):
    matter, marks = told
    client = avonshire.client(role, checked=False)
    tried = 0
    for door in pages.doors():
        if set(door.arguments) >= {"kind", "pk"}:
            tried += 1
            for send in (client.get, client.post):
                answer = send(reverse(door.name, kwargs={**_some(door), "kind": "matter", "pk": matter.pk}))
                assert answer.status_code in (302, 403, 404, 405), door
                assert (
                    answer.status_code != 302 or "sign-in" in answer.url or str(matter.pk) not in answer.url
                )
    assert tried > 5
    for text in marks:
        page = client.get(reverse("search"), {"q": text}) if role != "administrator" else client.get("/")
        assert reverse("speaking_up:matter", args=[matter.pk]) not in page.content.decode()


def _some(door) -> dict[str, object]:
    values = {"uuid": "00000000-0000-7000-8000-000000000000", "int": 1, "slug": "x", "string": "x"}
    return {name: values.get(sort, "x") for name, sort in door.arguments.items()}


@pytest.mark.django_db
@pytest.mark.slow(reason="opens every page that an administrator, and one that the director, may open")
@pytest.mark.parametrize("role", ["administrator", "director"])
def test_no_page_of_theirs_has_a_word_of_it(avonshire, told, role):
    _, marks = told
    client, opened = avonshire.client(role, checked=False), 0
    for door in pages.doors():
        if door.permission not in permissions_of(role) or door.name.startswith("speaking_up:step"):
            continue
        try:
            address, answer = pages.sample(door, client, avonshire.enter)
        except pages.NoRecord:
            continue
        opened += 1
        text = b"".join(answer.streaming_content) if answer.streaming else answer.content
        # What was looked for is said again by the page that looked for it.
        assert not [mark for mark in marks if mark.encode() in text], address
    assert opened > 20
