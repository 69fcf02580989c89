"""Commands on a council's texts for letters: templates in editions, their Word files, paragraphs, and how letters go."""

from __future__ import annotations

import datetime

from django.db.models import Max
from django.utils.text import slugify

from goldthread.casework.letters.choices import Kind
from goldthread.casework.letters.fields import made_up
from goldthread.casework.letters.texts.models import (
    LetterSettings,
    LetterTemplate,
    StandardParagraph,
    TemplateFile,
)
from goldthread.casework.letters.texts.trying import check_fields
from goldthread.casework.letters.texts.word_file import check_file
from goldthread.casework.procedures.models import Standing
from goldthread.council.command import Refused, changed, command
from goldthread.council.files.content import name_as
from goldthread.council.files.models import FileKind
from goldthread.council.models import Person
from goldthread.council.records import saving
from goldthread.standards.letters import letter_for, letters
from goldthread.themes.codebook.models import Theme

_PERMISSION = "casework.procedures"


@command(_PERMISSION)
def write_template(
    *, by: Person, name: str, kind: str, procedure: str = "", copy_of: str = ""
) -> LetterTemplate:
    """Write a letter template: a draft with the words of the letter that is shipped."""
    name = " ".join(name.split())
    shipped = next((each for each in letters() if each.slug == copy_of), None) or letter_for(kind, procedure)
    return saving.add(
        LetterTemplate(
            council=by.council,
            slug=_free_slug(by, name),
            name=name,
            kind=Kind(kind),
            procedure=procedure,
            text=shipped.text,
        )
    )


@command(_PERMISSION)
def change_template(
    *,
    by: Person,
    letter_template: LetterTemplate,
    name: str,
    procedure: str,
    text: str,
    reason: str,
    version: int | None = None,
) -> LetterTemplate:
    """Change a letter template: a draft's name and words; what is in use stays as it is."""
    saving.needs_reason(reason)
    text = text.replace("\r\n", "\n").strip()
    saving.check_version(letter_template, version, {"name": name, "procedure": procedure, "text": text})
    _only_a_draft(letter_template)
    check_fields(text)
    return saving.change(
        letter_template, version=version, name=" ".join(name.split()), procedure=procedure, text=text
    )


@command(_PERMISSION)
def put_file(*, by: Person, letter_template: LetterTemplate, filename: str, content: bytes) -> LetterTemplate:
    """Put a Word file to a letter template: it is filled with a made-up case first, and refused where that fails."""
    saving.lock(letter_template)
    _only_a_draft(letter_template)
    check_file(content, made_up(by.council.name))
    TemplateFile.objects.update_or_create(
        council=by.council,
        template=letter_template,
        defaults={"name": name_as(FileKind.WORD, filename)[:150], "content": content},
    )
    return saving.change(letter_template)


@command(_PERMISSION)
def remove_file(*, by: Person, letter_template: LetterTemplate) -> LetterTemplate:
    """Remove the Word file of a letter template: its letters have Goldthread's layout."""
    saving.lock(letter_template)
    _only_a_draft(letter_template)
    TemplateFile.objects.filter(template=letter_template).delete()
    return saving.change(letter_template)


@command(_PERMISSION)
def take_template_into_use(
    *, by: Person, letter_template: LetterTemplate, today: datetime.date
) -> LetterTemplate:
    """Take a letter template into use: tried on a made-up case; the edition before it ends."""
    saving.lock(letter_template)
    _only_a_draft(letter_template)
    check_fields(letter_template.text)
    file = TemplateFile.objects.filter(template=letter_template).first()
    if file is not None:
        check_file(bytes(file.content), made_up(by.council.name))
    for earlier in LetterTemplate.objects.select_for_update().filter(
        council=by.council, slug=letter_template.slug, standing=Standing.IN_USE
    ):
        saving.change(earlier, standing=Standing.ENDED, in_use_until=today)
    changed("In use", "", f"{letter_template.slug} {letter_template.edition}")
    return saving.change(letter_template, standing=Standing.IN_USE, in_use_from=today)


@command(_PERMISSION)
def end_template(*, by: Person, letter_template: LetterTemplate, today: datetime.date) -> LetterTemplate:
    """End a letter template: new letters begin with the one that is shipped."""
    saving.lock(letter_template)
    if letter_template.standing != Standing.IN_USE:
        raise Refused(f"{letter_template.reference} is not in use.")
    changed("In use", f"{letter_template.slug} {letter_template.edition}", "")
    return saving.change(letter_template, standing=Standing.ENDED, in_use_until=today)


@command(_PERMISSION)
def write_template_edition(*, by: Person, letter_template: LetterTemplate) -> LetterTemplate:
    """Write the next edition of a letter template: a draft with what the one before says, and its Word file."""
    every = LetterTemplate.objects.select_for_update().filter(council=by.council, slug=letter_template.slug)
    if draft := every.filter(standing=Standing.DRAFT, withdrawn_on=None).first():
        raise Refused(f"{draft.reference} is a draft of its next edition already. Change that one.")
    last = every.aggregate(last=Max("edition"))["last"]
    copied = {name: getattr(letter_template, name) for name in ("slug", "name", "kind", "procedure", "text")}
    new = saving.add(LetterTemplate(council=by.council, edition=last + 1, **copied))
    file = TemplateFile.objects.filter(template=letter_template).first()
    if file is not None:
        TemplateFile.objects.create(council=by.council, template=new, name=file.name, content=file.content)
    return new


@command(_PERMISSION)
def write_paragraph(
    *, by: Person, title: str, text: str, found: str = "", theme: Theme | None = None
) -> StandardParagraph:
    """Write a standard paragraph: a draft, until it was tried on a made-up case."""
    text = text.replace("\r\n", "\n").strip()
    check_fields(text)
    return saving.add(
        StandardParagraph(
            council=by.council, title=" ".join(title.split()), text=text, found=found, theme=theme
        )
    )


@command(_PERMISSION)
def change_paragraph(
    *,
    by: Person,
    standard_paragraph: StandardParagraph,
    title: str,
    text: str,
    found: str,
    theme: Theme | None,
    reason: str,
    version: int | None = None,
) -> StandardParagraph:
    """Change a standard paragraph: it is a draft again, and is tried anew before it is used."""
    saving.needs_reason(reason)
    text = text.replace("\r\n", "\n").strip()
    check_fields(text)
    return saving.change(
        standard_paragraph,
        version=version,
        title=" ".join(title.split()),
        text=text,
        found=found,
        theme=theme,
        standing=Standing.DRAFT,
    )


@command(_PERMISSION)
def use_paragraph(*, by: Person, standard_paragraph: StandardParagraph) -> StandardParagraph:
    """Take a standard paragraph into use: as it was tried on a made-up case."""
    saving.lock(standard_paragraph)
    check_fields(standard_paragraph.text)
    return saving.change(standard_paragraph, standing=Standing.IN_USE)


@command(_PERMISSION)
def end_paragraph(*, by: Person, standard_paragraph: StandardParagraph) -> StandardParagraph:
    """End a standard paragraph: it is offered no more."""
    saving.lock(standard_paragraph)
    return saving.change(standard_paragraph, standing=Standing.ENDED)


@command(_PERMISSION)
def set_letters(
    *, by: Person, letterhead: str, by_e_mail: bool, carries: str, reply_to: str
) -> LetterSettings:
    """Set how letters go: their head, and whether and how they are e-mailed."""
    before = LetterSettings.objects.select_for_update().filter(council=by.council).first()
    settings = before or LetterSettings(council=by.council)
    changed("Letters by e-mail", settings.by_e_mail, by_e_mail)
    settings.letterhead, settings.by_e_mail = letterhead.replace("\r\n", "\n").strip(), by_e_mail
    settings.carries, settings.reply_to = LetterSettings.Carries(carries), reply_to
    settings.save()
    return settings


def _only_a_draft(letter_template: LetterTemplate) -> None:
    if letter_template.standing != Standing.DRAFT:
        raise Refused(f"{letter_template.reference} has been in use. Write a new edition, and change that.")


def _free_slug(by: Person, name: str) -> str:
    base = slugify(name)[:50] or "letter"
    taken = set(LetterTemplate.objects.filter(council=by.council).values_list("slug", flat=True))
    return next(slug for n in range(1, 1000) if (slug := base if n == 1 else f"{base}-{n}") not in taken)
