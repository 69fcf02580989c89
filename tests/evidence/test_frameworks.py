"""The framework as a council has it: what it loads is in force for it alone, and claims move with their history."""

from __future__ import annotations

import datetime
import html

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from goldthread.council.errors import Refused
from goldthread.evidence import commands
from goldthread.evidence.frameworks.commands import load_framework
from goldthread.evidence.frameworks.file import write_file
from goldthread.evidence.frameworks.in_force import (
    in_force,
    next_version,
    under_no_statement,
    version_in_force,
)
from goldthread.evidence.frameworks.models import CouncilFramework
from goldthread.evidence.models import Claim
from goldthread.evidence.packs.commands import create_pack
from goldthread.evidence.returns import commands as returns
from goldthread.evidence.returns.queries import index_rows, progress_of
from goldthread.standards import framework as frameworks
from tests.evidence.test_framework_files import _with, rows_of

pytestmark = pytest.mark.django_db
GONE, NEW = "partnerships-and-communities", "working-together"


def _next_rows() -> list[dict]:
    rows = _with(rows_of(), GONE, slug=NEW, name="Working together", also="partnerships and communities")
    return [{**row, "name": "Framework of 2027"} if row["part"] == "framework" else row for row in rows]


def _load(cast, on: datetime.date | None = None) -> CouncilFramework:
    by = cast.person("quality_lead")
    return load_framework(
        by=by, rows=_next_rows(), file_name="next.csv", on=timezone.localdate(), in_force_from=on
    )


def _claim(cast) -> Claim:
    text = "We plan with neighbours and the parish which bus goes where."
    return commands.add_claim(by=cast.person("quality_lead"), statement=GONE, text=text, claims_change="no")


def test_the_shipped_version_is_in_force_until_the_day_of_the_councils_own(avonshire):
    today = timezone.localdate()
    tomorrow = today + datetime.timedelta(days=1)
    council = avonshire.council.pk
    assert version_in_force(council).record is None
    loaded = _load(avonshire, tomorrow)
    assert in_force(council).slug == frameworks.current().slug
    assert in_force(council, tomorrow).slug == loaded.slug == "own-framework-of-2027"
    assert next_version(council).record == loaded


def test_a_draft_is_never_in_force_and_the_same_file_is_loaded_once(avonshire):
    _load(avonshire)
    assert version_in_force(avonshire.council.pk).record is None
    with pytest.raises(Refused, match="loaded before"):
        _load(avonshire)


def test_what_is_no_framework_is_refused_with_its_row(avonshire):
    rows = _with(rows_of(), "safeguarding", of="Nothing")
    with pytest.raises(Refused, match=r"Row \d+: Belongs to “Nothing”"):
        load_framework(
            by=avonshire.person("quality_lead"), rows=rows, file_name="x.csv", on=timezone.localdate()
        )


def test_claims_of_a_statement_that_is_gone_move_one_by_one_with_their_history(avonshire):
    claim = _claim(avonshire)
    _load(avonshire, timezone.localdate())
    client = avonshire.client("quality_lead")
    page = html.unescape(client.get(reverse("evidence:framework_changes")).content.decode())
    listed = html.unescape(client.get(reverse("evidence:frameworks")).content.decode())
    avonshire.enter()
    waiting = under_no_statement(Claim.objects.filter(council=avonshire.council), timezone.localdate())
    assert claim in waiting and "Framework of 2027" in listed
    assert f"{waiting.count()} claims to move" in listed or "1 claim to move" in listed
    own = html.unescape(client.get(reverse("evidence:claim", args=[claim.pk])).content.decode())
    assert "Partnerships and communities" in own
    assert "Working together" in page
    moved = client.post(
        reverse("evidence:move"),
        {f"claim_{claim.pk.hex}": NEW, "reason": "It is what the new statement asks."},
        follow=True,
    )
    assert "1 claim moved." in moved.content.decode()
    avonshire.enter()
    claim.refresh_from_db()
    assert (claim.statement, claim.framework) == (NEW, "own-framework-of-2027")
    statement = html.unescape(client.get(f"/evidence/{NEW}/").content.decode())
    assert claim.text in statement
    own = html.unescape(client.get(reverse("evidence:claim", args=[claim.pk])).content.decode())
    assert "It is what the new statement asks." in own


def test_another_statements_claims_stay_whatever_version_they_were_written_under(avonshire):
    claim = Claim.objects.filter(
        council=avonshire.council, archived_on=None, statement="learning-improvement-and-innovation"
    ).first()
    _load(avonshire, timezone.localdate())
    page = avonshire.client("assessor").get("/evidence/learning-improvement-and-innovation/").content.decode()
    assert claim.text in html.unescape(page)


def test_a_file_is_loaded_on_the_page_and_its_errors_name_their_rows(avonshire):
    client = avonshire.client("quality_lead")
    address = reverse("evidence:load_framework")
    good = write_file(frameworks.current())
    bad = good.replace(b'"63"', b'"64"', 1)
    answer = client.post(address, {"file": SimpleUploadedFile("next.csv", bad)})
    said = html.unescape(answer.content.decode())
    assert "Good begins at 64, and Requires improvement ends at 62" in said
    made = client.post(address, {"file": SimpleUploadedFile("next.csv", good)}, follow=True)
    text = html.unescape(made.content.decode())
    assert "Learning, improvement and innovation" in text and "Draft" in text and "Not confirmed" in text


def test_only_those_who_lead_the_self_assessment_load_one(avonshire):
    assert avonshire.client("assessor").get(reverse("evidence:load_framework")).status_code == 403
    assert avonshire.client("coproduction_lead").get(reverse("evidence:load_framework")).status_code == 403


def test_a_version_is_another_councils_secret(avonshire, brackenmoor):
    loaded = _load(avonshire, timezone.localdate())
    client = brackenmoor.client("quality_lead")
    assert client.get(reverse("evidence:council_framework", args=[loaded.pk])).status_code == 404
    assert client.get(reverse("evidence:framework") + f"?version={loaded.slug}").status_code == 404
    brackenmoor.enter()
    assert in_force(brackenmoor.council.pk).slug == frameworks.current().slug


def test_a_pack_of_a_statement_that_is_asked_no_longer_is_compared_with_what_stands_under_it(avonshire):
    claim, by = _claim(avonshire), avonshire.person("quality_lead")
    pack = create_pack(by=by, statement=GONE)
    _load(avonshire, timezone.localdate())
    commands.edit_claim(
        by=by, claim=claim, version=claim.version, reason="It says less", text="We plan buses, made up."
    )
    address = f"{reverse('evidence:compare_pack', args=[pack.pk])}?other=today"
    page = avonshire.client("quality_lead").get(address)
    assert page.status_code == 200 and "We plan buses, made up." in page.content.decode()


def test_an_items_statements_are_called_as_the_councils_own_framework_calls_them(avonshire):
    by, today = avonshire.person("quality_lead"), timezone.localdate()
    _load(avonshire, today)
    asked = returns.add_return(by=by, title="Made up", body="B", received_on=today, due_on=today)
    item = returns.add_item(by=by, information_return=asked, item_no="1", name="Buses", statements=[NEW])
    assert [name for name, _, _ in progress_of(asked, today).statements] == ["Working together"]
    assert "Working together" in next(index_rows(by, asked)[1])
    page = avonshire.client("quality_lead").get(reverse("evidence:return_item", args=[item.pk]))
    assert "Working together" in page.content.decode()
