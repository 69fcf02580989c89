"""The second marker goes through every page and export that they may open, and finds nothing of the first mark."""

from __future__ import annotations

import pytest

from goldthread.council.records.spec import record_types
from tests.practice.marked_twice import WORDS, first_mark, make_round, mark_twice, marks_of, second_mark
from tests.practice.walking import reached, text_of

pytestmark = pytest.mark.django_db


def _keys(audit_round, marks):
    found = {audit_round.pk, audit_round.tool_version_id, audit_round.tool_version.tool_id}
    for mark in marks:
        found |= {mark.pk, mark.audit_id, mark.audit.case_id, mark.audit.auditor_id, mark.marker_id}
    return found | {each.pk for each in [*audit_round.draws.all(), *audit_round.second_draws.all()]}


def _told(client, keys):
    """Return the addresses that say one of the first auditor's words."""
    found, opened = [], 0
    for _, address, answer in reached(client, keys, record_types()):
        if answer.status_code != 200:
            continue
        opened += 1
        text = text_of(answer)
        found += [address for word in WORDS if word in text]
    for word in WORDS:
        for address in (f"/search/?q={word}", f"/search/?words={word}", f"/practice/?words={word}"):
            text = text_of(client.get(address))
            # The page repeats what was looked for, and nothing beside it.
            found += [f"{address}: {other}" for other in WORDS if other != word and other in text]
    return found, opened


@pytest.mark.slow(reason="opens every page of the house, for three people")
@pytest.mark.parametrize("who", ["quality_lead", "psw", "practitioner"])
def test_no_page_export_or_search_shows_the_first_mark(avonshire, who):
    lead, marker = avonshire.person("psw"), avonshire.person(who)
    audit_round = make_round(lead, avonshire.person("team_manager"))
    marks = mark_twice(audit_round, lead, marker)
    for mark in marks:
        first_mark(mark.audit, "Outstanding")
    client = avonshire.client(who, checked=False)
    found, opened = _told(client, _keys(audit_round, marks))
    assert found == [] and opened > 30
    # The same walk finds them once both are in: so it would have found them before.
    for mark in marks_of(audit_round):
        second_mark(mark)
    if who == "psw":
        found, _ = _told(client, {mark.audit_id for mark in marks})
        assert f"/practice/audits/{marks[0].audit_id}/" in found


def test_the_figures_of_a_round_do_not_give_a_grade_away(avonshire):
    # Of one file the figures are its first mark.
    lead, marker = avonshire.person("psw"), avonshire.person("quality_lead")
    audit_round = make_round(lead, avonshire.person("team_manager"), files=1)
    mark = mark_twice(audit_round, lead, marker)[0]
    first_mark(mark.audit, "Outstanding")
    address = f"/practice/rounds/{audit_round.pk}/"
    assert "Outstanding" not in avonshire.client("quality_lead").get(address).content.decode()
    assert "Outstanding" in avonshire.client("psw").get(address).content.decode()
