"""Packs as files: the same to the byte whenever and wherever they are made, and from every claim two links to its words."""

from __future__ import annotations

import datetime
import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pypdf
import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from goldthread.council.confirmations.commands import record_confirmation
from goldthread.council.records.base import history_of
from goldthread.documents.as_pdf import is_available
from goldthread.evidence import commands as evidence
from goldthread.evidence.frameworks.in_force import in_force
from goldthread.evidence.packs import files
from goldthread.evidence.packs.commands import build, create_pack
from goldthread.evidence.packs.models import EvidencePack

pytestmark = pytest.mark.django_db
LEARNING = "learning-improvement-and-innovation"
ROOT = Path(__file__).resolve().parents[2]
# Writes the files of a pack from what it keeps, as another machine would on another day; prints their checksums.
_ELSEWHERE = """
import datetime, hashlib, json, sys, time, types
moved = time.time() + float(sys.argv[1])
time.time = lambda: moved
of = time.localtime
time.localtime = lambda seconds=None: of(moved if seconds is None else seconds)
from goldthread.evidence.packs import files
given = json.load(sys.stdin)
pack = types.SimpleNamespace(**{**given, "as_at": datetime.date.fromisoformat(given["as_at"])})
for write in (files.html_of, files.word_of, files.zip_of, *([files.pdf_of] if sys.argv[2] == "1" else [])):
    print(hashlib.sha256(write(pack)).hexdigest())
"""


@pytest.fixture
def pack(avonshire) -> EvidencePack:
    """Return a pack of the claims under one statement."""
    made = create_pack(by=avonshire.person("quality_lead"), statement=LEARNING)
    avonshire.enter()
    return EvidencePack.objects.get(pk=made.pk)


def _elsewhere(pack: EvidencePack, seconds: int, seed: str, zone: str, *, pdf: bool) -> list[str]:
    given = {name: getattr(pack, name) for name in ("content", "kept", "html", "revision", "statement")}
    environment = {
        **os.environ,
        "PYTHONHASHSEED": seed,
        "TZ": zone,
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
    }
    written = subprocess.run(
        [sys.executable, "-c", _ELSEWHERE, str(seconds), "1" if pdf else "0"],
        input=json.dumps({**given, "as_at": pack.as_at.isoformat()}),
        env=environment,
        cwd="/",
        capture_output=True,
        text=True,
        check=True,
    )
    return written.stdout.split()


@pytest.mark.slow(reason="two processes that each write Word and PDF files")
def test_the_files_are_the_same_in_two_processes_on_two_days_in_two_time_zones(pack):
    pdf = is_available()
    one = _elsewhere(pack, 0, "1", "Europe/London", pdf=pdf)
    other = _elsewhere(pack, 400 * 86_400, "4242", "Pacific/Auckland", pdf=pdf)
    assert len(one) == 3 + pdf and one == other
    assert one[0] == pack.checksum


def test_a_pack_of_the_same_records_and_day_is_the_same_on_a_later_day(avonshire, pack, monkeypatch):
    by, later = avonshire.person("quality_lead"), timezone.now() + datetime.timedelta(days=45)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert timezone.localdate() > pack.as_at
    framework = in_force(by.council_id)
    again, _ = build(by, framework, framework.statement(LEARNING), pack.as_at)
    assert (again.content, again.kept, again.checksum) == (pack.content, pack.kept, pack.checksum)


@pytest.mark.slow(reason="puts a pack together three times")
def test_who_confirmed_by_a_day_stands_in_its_pack_whatever_they_say_later(avonshire, monkeypatch):
    by, asks = avonshire.person("quality_lead"), avonshire.person("complaints_manager")
    claim = evidence.add_claim(by=by, statement=LEARNING, text="People see what came of it, made up.")
    asked = {"how": "meeting", "whom": "Six carers", "words": "It is so.", "group": "people"}
    on = timezone.localdate()
    record_confirmation(by=asks, record=claim, felt="felt", asked_on=on, **asked)
    framework = in_force(by.council_id)
    only = framework.statement(LEARNING)
    first, _ = build(by, framework, only, on)
    later = timezone.now() + datetime.timedelta(days=3)
    monkeypatch.setattr(timezone, "now", lambda: later)
    record_confirmation(by=asks, record=claim, felt="not_felt", asked_on=timezone.localdate(), **asked)
    avonshire.enter()
    again, _ = build(by, framework, only, on)
    assert "Confirmed by people" in str(first.content) and again.checksum == first.checksum
    now, _ = build(by, framework, only, timezone.localdate())
    assert "Denied by people" in str(now.content)


def test_a_pack_as_at_an_earlier_day_has_what_was_claimed_then(avonshire, pack, monkeypatch):
    by = avonshire.person("quality_lead")
    framework = in_force(by.council_id)
    before = next(claim for claim in pack.content["claims"] if claim["evidence"])
    claim = evidence.Claim.objects.get(pk=before["key"])
    later = timezone.now() + datetime.timedelta(days=3)
    monkeypatch.setattr(timezone, "now", lambda: later)
    events = history_of(evidence.Claim).objects.filter(pgh_obj_id=claim.pk)
    known = set(events.values_list("pgh_id", flat=True))
    evidence.edit_claim(
        by=by, claim=claim, version=claim.version, reason="it says more", text="Another claim, made up."
    )
    evidence.add_evidence(by=by, claim=claim, count="lessons-with-action")
    evidence.add_claim(by=by, statement=LEARNING, text="A later claim, made up.")
    # The database dates its history by its own clock.
    events.exclude(pgh_id__in=known).update(pgh_created_at=later)
    avonshire.enter()
    again, _ = build(by, framework, framework.statement(LEARNING), pack.as_at)
    assert again.checksum == pack.checksum
    now, _ = build(by, framework, framework.statement(LEARNING), timezone.localdate())
    texts = [each["text"] for each in now.content["claims"]]
    assert "Another claim, made up." in texts and "A later claim, made up." in texts


@pytest.mark.slow(reason="a pack of the whole self-assessment")
def test_from_every_claim_two_links_lead_to_the_words_under_it(avonshire):
    whole = create_pack(by=avonshire.person("quality_lead"))
    page = BeautifulSoup(files.html_of(whole).decode(), "html.parser")
    by_id = {tag["id"]: tag for tag in page.find_all(id=True)}
    facts = {each["anchor"]: each for each in whole.content["evidence"]}
    keys = {each["key"]: each["anchor"] for each in whole.content["evidence"]}
    walked = 0
    for claim in whole.content["claims"]:
        heading = by_id[claim["anchor"]]
        assert claim["text"] in heading.get_text()
        first = _links_below(heading, "evidence-")
        assert first == [keys[key] for key in claim["evidence"]]
        if not first:
            assert "No evidence yet." in _text_below(heading) and claim["gaps"]
        for anchor in first:
            proof = by_id[anchor]
            second = _links_below(proof, "words-")
            expected = [each["text"] for each in facts[anchor]["words"]]
            assert len(second) == len(expected)
            if not second:
                assert "No words: " in _text_below(proof)
            for target, text in zip(second, expected, strict=True):
                assert text in by_id[target].get_text()
                walked += 1
    assert walked > 20


def _below(heading):
    """Yield what stands under a heading, to the next heading."""
    for sibling in heading.next_siblings:
        if sibling.name in ("h1", "h2", "h3"):
            return
        yield sibling


def _links_below(heading, prefix: str) -> list[str]:
    return [
        link["href"][1:]
        for part in _below(heading)
        if part.name
        for link in part.find_all("a", href=True)
        if link["href"].startswith(f"#{prefix}")
    ]


def _text_below(heading) -> str:
    return " ".join(part.get_text() for part in _below(heading) if part.name)


@pytest.mark.slow(reason="two Word files with their charts")
def test_word_and_zip_hold_the_same_with_links_inside(pack):
    word = docx.Document(io.BytesIO(files.word_of(pack)))
    xml = word.element.xml
    for claim in pack.content["claims"]:
        assert f'w:name="{claim["anchor"]}"' in xml
        assert any(claim["text"] in paragraph.text for paragraph in word.paragraphs)
    for proof in pack.content["evidence"]:
        assert f'w:anchor="{proof["anchor"]}"' in xml and f'w:name="{proof["anchor"]}"' in xml
    held = zipfile.ZipFile(io.BytesIO(files.zip_of(pack)))
    index = BeautifulSoup(held.read("index.html"), "html.parser")
    names = [link["href"] for link in index.find_all("a")]
    assert ["index.html", *names] == held.namelist() and len(names) == 3
    for row, name in zip(index.select("tbody tr"), names, strict=True):
        assert hashlib.sha256(held.read(name)).hexdigest() in row.get_text()
    table = held.read(next(name for name in names if name.endswith(".csv"))).decode("utf-8-sig")
    assert pack.content["claims"][0]["text"].split(",")[0] in table


@pytest.mark.slow(reason="a PDF file with its charts")
@pytest.mark.skipif(not is_available(), reason="no PDF can be written on this machine")
def test_the_pdf_is_tagged_and_names_what_it_was_written_with(pack):
    read = pypdf.PdfReader(io.BytesIO(files.pdf_of(pack)))
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    text = "\n".join(page.extract_text() for page in read.pages[-2:])
    assert "How this PDF was written" in text and "weasyprint" in text and "Pango" in text
