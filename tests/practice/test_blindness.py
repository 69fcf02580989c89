"""The second marker goes through every page and export that they may open, and finds nothing of the first mark."""

from __future__ import annotations

import pytest

from tests.practice.marked_twice import WORDS, first_mark, make_round, mark_twice, marks_of, second_mark
from tests.practice.walking import reached, text_of

pytestmark = pytest.mark.django_db


def _keys(audit_round, mark):
    """Return the keys with which a page could be asked for: of the round, one file, its audit and its second mark."""
    return [audit_round.pk, mark.audit_id, mark.audit.case_id, mark.pk]


def _told(client, person, keys):
    """Return the addresses that say one of the first auditor's words."""
    found, opened = [], 0
    for _, address, answer in reached(client, person, keys, ["auditround"]):
        if answer.status_code != 200:
            continue
        opened += 1
        text = text_of(answer)
        found += [address for word in WORDS if word in text]
    # The page repeats what was looked for; of the rest, nothing.
    for address in (f"/search/?q={WORDS[0]}", f"/practice/?words={WORDS[0]}"):
        text = text_of(client.get(address))
        found += [f"{address}: {other}" for other in WORDS[1:] if other in text]
    return found, opened


@pytest.mark.slow(reason="opens every page of the house that whoever leads may open")
def test_no_page_export_or_search_shows_the_first_mark(avonshire):
    # Whoever leads opens every audit; as second marker they are blind like any other.
    lead = marker = avonshire.person("psw")
    audit_round = make_round(lead, avonshire.person("team_manager"))
    marks = mark_twice(audit_round, lead, marker)
    for mark in marks:
        first_mark(mark.audit, "Outstanding")
    client = avonshire.client("psw", checked=False)
    found, opened = _told(client, marker, _keys(audit_round, marks[0]))
    assert found == [] and opened > 30
    # Once both are in, the page on which the walk would have found them says them.
    for mark in marks_of(audit_round):
        second_mark(mark)
    audit = text_of(client.get(f"/practice/audits/{marks[0].audit_id}/"))
    assert all(word in audit for word in WORDS)


def test_the_figures_of_a_round_do_not_give_a_grade_away(avonshire):
    # Of one file the figures are its first mark.
    lead, marker = avonshire.person("psw"), avonshire.person("quality_lead")
    audit_round = make_round(lead, avonshire.person("team_manager"), files=1)
    mark = mark_twice(audit_round, lead, marker)[0]
    first_mark(mark.audit, "Outstanding")
    address = f"/practice/rounds/{audit_round.pk}/"
    assert "Outstanding" not in avonshire.client("quality_lead").get(address).content.decode()
    assert "Outstanding" in avonshire.client("psw").get(address).content.decode()
