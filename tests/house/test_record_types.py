"""Every type of record, found by itself: what the house must hold of it is tried with each, without exceptions."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pgtrigger
import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import JSONField
from django.template import engines
from django.test import Client
from django.urls import NoReverseMatch, resolve, reverse
from django.utils import timezone

import goldthread
from goldthread.council.models import AuditLine, SearchEntry
from goldthread.council.people.permissions import PERMISSIONS, ROLES
from goldthread.council.records import audit_page, people_named, redaction, saving, search
from goldthread.council.records.spec import FreeText, RecordType, record_types, texts_of
from goldthread.council.records.states import State, states_of
from tests.house import examples
from tests.house.examples import UNUSUAL_NAME

MODELS = [
    model
    for model in apps.get_app_config("goldthread").get_models()
    if not hasattr(model, "pgh_tracked_model") and not model._meta.auto_created
]
TYPES = record_types()
ON_THREAD = [kind for kind, model in TYPES.items() if model.spec.on_thread]
CHANGED = [kind for kind, model in TYPES.items() if model.spec.change]
REDACTED = [kind for kind, model in TYPES.items() if model.spec.hidden]
# Those of the GOV.UK tag that `ui.tag` may be given.
COLOURS = {"grey", "green", "turquoise", "blue", "red", "purple", "pink", "orange", "yellow"}
ROOM = Path(goldthread.__file__).parent


def name(model: Any) -> str:
    return model.__name__


# -- What each model states ------------------------------------------------------------------------


@pytest.mark.parametrize("model", MODELS, ids=name)
def test_each_text_has_a_class(model):
    spec = getattr(model, "spec", None)
    assert isinstance(spec, FreeText), f"{model.__name__}: state `spec` beside its fields"
    without = texts_of(model) - spec.classified
    assert without == set(), (
        f"{model.__name__}: say of each whether it is redacted, restricted, public or a code"
    )
    fields = {field.name for field in model._meta.get_fields() if field.concrete}
    assert spec.classified <= fields
    twice = [n for n in spec.classified if sum(n in c for c in (spec.hidden, spec.public, spec.codes)) > 1]
    assert twice == []


@pytest.mark.parametrize("model", MODELS, ids=name)
def test_what_may_name_somebody_has_its_retention(model):
    personal = set(model.retention.personal)
    missing = set(model.spec.hidden) - personal
    assert missing == set(), f"{model.__name__}: add to `retention.personal` {missing}, which may name people"


@pytest.mark.parametrize("kind", CHANGED)
def test_what_can_be_corrected_keeps_its_history(kind):
    assert redaction.history_of(TYPES[kind]) is not None, "decorate the model with @with_history"


def test_letters_and_names_are_their_own():
    for of in ("letter", "name", "page"):
        values = [getattr(model.spec, of) for model in TYPES.values() if getattr(model.spec, of)]
        assert sorted(values) == sorted(set(values)), of


@pytest.mark.parametrize("kind", TYPES)
def test_its_page_list_and_permissions_are_there(kind):
    spec: RecordType = TYPES[kind].spec
    try:
        address = reverse(spec.page, args=["00000000-0000-7000-8000-000000000000"])
    except NoReverseMatch:
        pytest.fail(f"spec.page={spec.page!r} takes no key: name the page of one record")
    opens = resolve(address).func.permission
    assert opens == spec.permission, f"its page opens with {opens}, and its spec says {spec.permission}"
    assert spec.permission in PERMISSIONS
    # Search finds notes by their own permission: whoever holds it and may not open the record must not find them.
    assert not spec.notes or PERMISSIONS[spec.notes] <= PERMISSIONS[spec.permission]
    assert not spec.change or spec.change in PERMISSIONS
    if spec.menu:
        lists = resolve(reverse(spec.listing)).func.permission
        assert lists == spec.permission, f"its list opens with {lists}, and its spec says {spec.permission}"


@pytest.mark.parametrize("kind", ON_THREAD)
def test_each_type_on_the_thread_states_its_states(kind, avonshire):
    """Where one is cited, tags say how it stands: done, embedded, its result. A type that states none says too little."""
    record = examples.example(TYPES[kind], avonshire.council)
    states = states_of(record, timezone.localdate())
    assert states, f"{TYPES[kind].__name__}: state `states=` in its spec"
    known = engines["jinja2"].env.get_template("web/components.html").module.STATES
    for state in states:
        assert isinstance(state, State) and state.text, state
        assert state.kind in known or state.kind in COLOURS, state


def test_rooms_save_records_by_the_kit():
    """A room that made one by itself would have to redact, number and index it; the kit does that."""
    names = {model.__name__ for model in TYPES.values()}
    calls = []
    for path in sorted(ROOM.rglob("*.py")):
        if "migrations" in path.parts or path.is_relative_to(ROOM / "council" / "records"):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                target = ast.unparse(node.func)
                if target.split(".")[0] in names and target.endswith((".objects.create", "get_or_create")):
                    calls.append(f"{path.relative_to(ROOM)}:{node.lineno} {target}")
    assert calls == [], "save it with saving.add, which redacts, numbers and indexes"


# -- What is done with one of each -------------------------------------------------------------------


def client_with(avonshire, *permissions: str) -> Client:
    roles = set(ROLES)
    for permission in permissions:
        roles &= PERMISSIONS[permission]
    first = [role for role in ("quality_lead", "psw", "complaints_manager", "director") if role in roles]
    client = Client()
    person = avonshire.person((first or sorted(roles))[0])
    client.force_login(person.account, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("record", REDACTED, indirect=True)
def test_a_new_one_is_redacted_numbered_and_indexed(record, avonshire):
    model = type(record)
    new = examples.made(model, avonshire.council)
    fields = [f for f in record.spec.hidden if not isinstance(model._meta.get_field(f), JSONField)]
    for field in fields:
        setattr(new, field, "Mrs Margaret Pemberton rang.")
    saving.hide(new, new.spec.hidden, people_named.CaseNames())
    for field in fields:
        assert "Pemberton" not in getattr(new, field), field


@pytest.mark.parametrize("kind", [kind for kind in REDACTED if kind not in examples.ROOTS])
def test_a_name_hidden_later_is_gone_from_every_field_part_history_and_search(kind, avonshire):
    pair = examples.based_on_a_root(TYPES[kind], avonshire.council)
    if pair is None:
        # It rests on nothing that somebody told: whom it names is its own to hide.
        assert not TYPES[kind].spec.based_on and not TYPES[kind].spec.origin
        return
    record, root = pair
    rows = [record, *(row for part in redaction.parts_of(type(record)) for row in _rows(part, record))]
    with pgtrigger.ignore(*redaction.protections()):
        for row in rows:
            for field in row.spec.hidden:
                value = examples.with_name(row._meta.get_field(field), getattr(row, field))
                type(row)._default_manager.filter(pk=row.pk).update(**{field: value})
            row.refresh_from_db()
    if record.spec.searched:
        search.put(avonshire.council.pk, [saving.entry_of(record)])
    names = people_named.named_in(root)
    names.add(UNUSUAL_NAME, reason="it is a name")
    people_named.save_names(root, names)

    changed = redaction.hide_again(by=avonshire.clock, origin=root)

    assert record in changed
    for row in rows:
        row.refresh_from_db()
        for field in row.spec.hidden:
            assert UNUSUAL_NAME not in str(getattr(row, field)), f"{type(row).__name__}.{field}"
        events = redaction.history_of(type(row))
        for event in events._default_manager.filter(pgh_obj_id=row.pk) if events else ():
            assert not [f for f in row.spec.hidden if UNUSUAL_NAME in str(getattr(event, f))]
    for entry in SearchEntry.objects.filter(council=avonshire.council, record_id=record.pk):
        assert UNUSUAL_NAME not in f"{entry.title} {entry.body}"


def _rows(part: Any, record: Any) -> list[Any]:
    return list(part._default_manager.filter(**{part.spec.of: record.pk})[:3])


@pytest.mark.parametrize("record", TYPES, indirect=True)
def test_the_audit_log_leads_to_its_page(record, avonshire):
    holders = PERMISSIONS[resolve(reverse(record.spec.page, args=[record.pk])).func.permission]
    person = avonshire.person(sorted(holders)[0])
    line = AuditLine(council=avonshire.council, target_kind=record._meta.model_name, target_id=record.pk)
    [shown] = audit_page.records(person, [line])
    assert shown.url == reverse(record.spec.page, args=[record.pk])
    assert shown.name == (record.reference or record.spec.name)


@pytest.mark.parametrize(
    "record", [k for k, m in TYPES.items() if m.spec.letter and m.spec.searched], indirect=True
)
def test_search_finds_its_reference(record, avonshire):
    page = client_with(avonshire, "thread.search", record.spec.permission).get(
        reverse("search"), {"q": record.reference}
    )
    assert reverse(record.spec.page, args=[record.pk]) in page.content.decode()


@pytest.mark.parametrize("record", ON_THREAD, indirect=True)
def test_its_page_shows_the_golden_thread(record, avonshire):
    client = client_with(avonshire, "thread.read", record.spec.permission)
    page = client.get(reverse(record.spec.page, args=[record.pk])).content.decode()
    shown = reverse("thread", args=[record._meta.model_name, record.pk]) in page
    assert shown, "its page is not one of record_page, with a template that extends web/record_page.html"


@pytest.mark.parametrize("record", CHANGED, indirect=True)
def test_its_page_shows_its_history(record, avonshire):
    page = client_with(avonshire, record.spec.permission).get(reverse(record.spec.page, args=[record.pk]))
    shown = 'id="timeline"' in page.content.decode()
    assert shown, "its page is not one of record_page, with a template that extends web/record_page.html"


# -- Forms -------------------------------------------------------------------------------------------
