"""Kinds of document: a small spec each, so that a new kind is a line and no table."""

from __future__ import annotations

from dataclasses import dataclass

from goldthread.council.records.extra_fields import ExtraField

MADE_WITH = ExtraField("made_with", "Made with whom", "Such as a group of carers. Do not name anyone.")
_MADE = (
    MADE_WITH,
    ExtraField("paid", "How they were paid or thanked", "Such as £20 an hour, or commissioned for £4,000."),
    ExtraField("impact", "What changed because of it", "Nothing is called improved without a measure."),
)
_TOLD = (
    ExtraField("situation", "What the situation was", "Do not name anyone."),
    ExtraField("did", "What was done"),
    ExtraField("changed", "What changed", "In the person’s own view, where they said."),
    ExtraField("otherwise", "What we would do otherwise"),
)


@dataclass(frozen=True, kw_only=True)
class DocumentKind:
    """One kind: its name, what it is in a sentence, and after how many months it is usually reviewed.

    fields: its own texts. consent: whether readers see one only while somebody's consent to telling it holds.
    """

    slug: str
    name: str
    what: str
    review_months: int = 24
    fields: tuple[ExtraField, ...] = _MADE
    consent: bool = False


DOCUMENT_KINDS: dict[str, DocumentKind] = {
    kind.slug: kind
    for kind in (
        DocumentKind(
            slug="framework",
            name="Framework",
            what="How a whole field of work is done, such as the practice framework.",
            review_months=36,
        ),
        DocumentKind(
            slug="standard",
            name="Standard",
            what="What good work is, by which work is checked, ours or national.",
        ),
        DocumentKind(slug="policy", name="Policy", what="What the council has decided is done, and by whom."),
        DocumentKind(slug="procedure", name="Procedure", what="The steps by which something is done."),
        DocumentKind(
            slug="guide", name="Guide", what="What helps people or staff to do something.", review_months=12
        ),
        DocumentKind(slug="strategy", name="Strategy", what="Where the council wants to be in some years."),
        DocumentKind(
            slug="report",
            name="Report",
            what="What was done or found, such as the annual report.",
            review_months=12,
        ),
        DocumentKind(
            slug="minutes",
            name="Minutes",
            what="What a board or meeting discussed and decided.",
            review_months=12,
        ),
        DocumentKind(
            slug="case_study",
            name="Case study",
            what="One piece of work told so that others can learn from it.",
            fields=(*_TOLD, *_MADE),
        ),
        DocumentKind(
            slug="story",
            name="Story",
            what="What somebody tells of their own life, with their consent.",
            review_months=12,
            fields=(*_TOLD, *_MADE),
            consent=True,
        ),
        DocumentKind(
            slug="together",
            name="Made together",
            what="What people who draw on care or carers made with the council, such as a card or a film.",
            review_months=12,
        ),
        DocumentKind(
            slug="hub",
            name="Information hub",
            what="A place on the intranet or website that holds many pages.",
            review_months=12,
        ),
    )
}
CHOICES = [(kind.slug, kind.name) for kind in DOCUMENT_KINDS.values()]
NEED_CONSENT = tuple(kind.slug for kind in DOCUMENT_KINDS.values() if kind.consent)
FORMATS = {
    "web": "Web page",
    "pdf": "PDF",
    "word": "Word",
    "paper": "On paper",
    "easy_read": "Easy read",
    "large_print": "Large print",
    "audio": "Audio",
    "braille": "Braille",
    "bsl": "British Sign Language",
    "language": "Another language",
}
