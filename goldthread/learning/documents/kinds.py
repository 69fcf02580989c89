"""Kinds of document: a small spec each, so that a new kind is a line and no table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class DocumentKind:
    """One kind: its name, what it is in a sentence, and after how many months it is usually reviewed."""

    slug: str
    name: str
    what: str
    review_months: int = 24


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
        ),
        DocumentKind(
            slug="story",
            name="Story",
            what="What somebody tells of their own life, with their consent.",
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
