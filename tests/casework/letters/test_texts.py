"""A council's texts for letters: templates in editions, its own Word file, and standard paragraphs."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from django.urls import reverse
from django.utils import timezone

from goldthread.casework.letters import commands as letters
from goldthread.casework.letters import sending
from goldthread.casework.letters.choices import By, Kind
from goldthread.casework.letters.choosing import template_for
from goldthread.casework.letters.fields import NAMES, made_up
from goldthread.casework.letters.models import SentLetter
from goldthread.casework.letters.texts import commands
from goldthread.casework.letters.texts.finding import paragraphs_for
from goldthread.casework.letters.texts.models import LetterTemplate, StandardParagraph
from goldthread.casework.letters.texts.word_file import fill_file
from goldthread.casework.procedures.models import Standing
from goldthread.council.command import Refused
from goldthread.standards.clocks import LETTERS
from goldthread.standards.letters import letter_for
from goldthread.standards.letters import letters as shipped
from tests.casework.cases import made
from tests.casework.letters.test_letters import CONTACT, manager, quick_pdf  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


def word(*paragraphs: str) -> bytes:
    file, out = docx.Document(), io.BytesIO()
    for text in paragraphs:
        file.add_paragraph(text)
    file.save(out)
    return out.getvalue()


def text_of(content: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)


@pytest.fixture
def template(avonshire):
    """Return a draft of a holding letter."""
    return write(avonshire)


def write(cast, **fields):
    given = {"name": "Our holding letter", "kind": Kind.HOLDING, **fields}
    made_template = commands.write_template(by=manager(cast), **given)
    cast.enter()
    return made_template


def change(cast, template, text):
    changed = commands.change_template(
        by=manager(cast),
        letter_template=template,
        name=template.name,
        procedure=template.procedure,
        text=text,
        reason="In our own words.",
    )
    cast.enter()
    return changed


def use(cast, template):
    used = commands.take_template_into_use(
        by=manager(cast), letter_template=template, today=timezone.localdate()
    )
    cast.enter()
    return used


# -- What is shipped -------------------------------------------------------------------------------


def test_each_kind_has_a_letter_whose_every_field_can_be_filled():
    assert {each.kind for each in shipped()} == set(LETTERS)
    for each in shipped():
        assert "{" not in each.text.format_map(made_up("A council")), each.slug


def test_the_final_reply_says_what_the_regulations_ask_for():
    text = letter_for("final").text
    for field in ("{how_considered}", "{findings}", "{remedies}", "{ombudsman}", "{signed_by}"):
        assert field in text
    assert letter_for("final").caution.startswith("Not confirmed")
    assert letter_for("final", "corporate-complaint").slug == "final-code"


# -- Templates in editions ---------------------------------------------------------------------------


def test_a_template_in_use_takes_the_place_of_the_one_that_is_shipped(avonshire, template):
    council = avonshire.council.pk
    assert template_for(council, "holding", "").slug == "holding"
    change(avonshire, template, "Dear {name}\n\nPlease wait.\n\n{signed_by}")
    use(avonshire, template)
    assert template_for(council, "holding", "corporate-complaint").text.startswith(
        "Dear {name}\n\nPlease wait."
    )
    commands.end_template(by=manager(avonshire), letter_template=template, today=timezone.localdate())
    avonshire.enter()
    assert template_for(council, "holding", "").slug == "holding"


def test_what_is_in_use_changes_only_as_a_new_edition(avonshire, template):
    first = use(avonshire, template)
    with pytest.raises(Refused, match="new edition"):
        change(avonshire, first, "Another")
    avonshire.enter()
    second = commands.write_template_edition(by=manager(avonshire), letter_template=first)
    avonshire.enter()
    assert (second.edition, second.standing, second.text) == (2, Standing.DRAFT, first.text)
    use(avonshire, change(avonshire, second, "Dear {name}\n\nStill."))
    first.refresh_from_db()
    assert first.standing == Standing.ENDED and "Still" not in first.text


@pytest.mark.parametrize("text", ["Dear {nam}", "Dear {name", "The {reason.__class__}"])
def test_what_is_no_field_is_refused_by_its_name(avonshire, template, text):
    with pytest.raises(Refused, match=r"\{(nam|name|reason\.__class__)"):
        change(avonshire, template, text)
    avonshire.enter()
    assert LetterTemplate.objects.get(pk=template.pk).text == template.text


# -- A council's own Word file -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Dear {{ nam }}", "nam"),
        ("{{ name.__class__ }}", "getattr"),
        ("{% for x in name %}{{ x }}{% endfor %}", "is not a field|for"),
        ("{{ name|upper }}", "filter"),
        ("{{ 9 ** 9 }}", "pow"),
        ("Dear {{ name", "cannot be filled"),
    ],
)
def test_a_word_file_that_says_more_than_fields_is_refused(avonshire, template, said, words):
    with pytest.raises(Refused, match=words):
        commands.put_file(
            by=manager(avonshire),
            letter_template=template,
            filename="a.docx",
            content=word(said, "{{ letter }}"),
        )


def test_a_word_file_without_the_letter_is_refused(avonshire, template):
    with pytest.raises(Refused, match=r"\{\{ letter \}\}"):
        commands.put_file(
            by=manager(avonshire),
            letter_template=template,
            filename="a.docx",
            content=word("Dear {{ name }}"),
        )


def test_a_file_that_takes_something_from_elsewhere_is_refused(avonshire, template):
    before, out = zipfile.ZipFile(io.BytesIO(word("{{ letter }}"))), io.BytesIO()
    with zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == "word/_rels/document.xml.rels":
                link = b'<Relationship Id="x1" Type="http://x/attachedTemplate" Target="http://x" TargetMode="External"/>'
                content = content.replace(b"</Relationships>", link + b"</Relationships>")
            after.writestr(name, content)
    with pytest.raises(Refused, match="another place"):
        commands.put_file(
            by=manager(avonshire), letter_template=template, filename="a.docx", content=out.getvalue()
        )


def test_a_letter_is_laid_out_in_the_councils_own_file(avonshire, template):
    file = word(
        "{{ name }}", "{{ address }}", "{% if reference %}Ref {{ reference }}{% endif %}", "{{ letter }}"
    )
    commands.put_file(by=manager(avonshire), letter_template=template, filename="paper.docx", content=file)
    avonshire.enter()
    change(avonshire, template, "Dear {name}\n\nFirst & <second>.\n\n{signed_by}")
    used = use(avonshire, template)
    case = made(avonshire, contact=CONTACT)
    letter = letters.write_letter(
        by=manager(avonshire), feedback=case, kind=Kind.HOLDING, text=used.text, template=str(used.pk)
    )
    avonshire.enter()
    sending.send_letter(by=manager(avonshire), letter=letter, by_means=By.POST, on=timezone.localdate())
    avonshire.enter()
    text = text_of(bytes(SentLetter.objects.get(letter=letter).word))
    assert text.startswith("Mrs Perpetua Vantongeren") and f"Ref {case.reference}" in text
    assert "Dear Mrs Perpetua Vantongeren\nFirst & <second>." in text


def test_every_field_can_stand_in_a_word_file():
    said = [f"{{{{ {name} }}}}" for name in NAMES]
    filled = text_of(fill_file(word(*said, "{{ letter }}"), made_up("A council"), "One\n\nTwo"))
    assert "{{" not in filled and "One\nTwo" in filled


# -- Standard paragraphs -----------------------------------------------------------------------------


def test_a_paragraph_is_offered_once_it_is_in_use_and_a_draft_again_when_changed(avonshire):
    by, case = manager(avonshire), made(avonshire)
    paragraph = commands.write_paragraph(by=by, title="Zebra crossing", text="About {reference}.")
    avonshire.enter()
    assert paragraphs_for(by, case, "zebra") == []
    commands.use_paragraph(by=by, standard_paragraph=paragraph)
    avonshire.enter()
    assert paragraphs_for(by, case, "zebra") == [paragraph]
    commands.change_paragraph(
        by=by,
        standard_paragraph=paragraph,
        title="Zebra",
        text="No.",
        found="",
        theme=None,
        reason="Shorter.",
    )
    avonshire.enter()
    assert paragraphs_for(by, case, "zebra") == []
    assert StandardParagraph.objects.get(pk=paragraph.pk).standing == Standing.DRAFT


def test_a_paragraph_is_inserted_filled_and_nothing_is_saved(avonshire):
    by, case = manager(avonshire), made(avonshire)
    paragraph = commands.write_paragraph(by=by, title="Zebra", text="This is about {reference}.")
    avonshire.enter()
    commands.use_paragraph(by=by, standard_paragraph=paragraph)
    client = avonshire.client("complaints_manager")
    answer = client.post(
        reverse("casework:write_letter", args=[case.pk]),
        {"text": "Typed so far.\n\nYours sincerely", "find": "zebra", "do": f"insert-{paragraph.pk}"},
    )
    shown = answer.content.decode()
    avonshire.enter()
    assert f"Typed so far.\n\nThis is about {case.reference}.\n\nYours sincerely" in shown.replace(
        "\r\n", "\n"
    )
    assert not case.letters.exists()


def test_templates_are_for_whoever_sets_procedures(avonshire, template, page):
    assert "Our holding letter" in page("administrator", "casework:letter_templates")
    assert "Dear Mrs Ada Example" in page("complaints_manager", "casework:letter_template", template.pk)
    page("psw", "casework:letter_template", template.pk, status=403)
