"""Queries for reviews: the remedies and findings past their date that are somebody's to act on."""

from __future__ import annotations

import datetime

from django.db.models import Q, QuerySet

from goldthread.council.models import Person
from goldthread.reviews.models import Finding, Review

# Whose a remedy is, beside those who answer for all reviews: the owners of its findings and of the actions that came
# of them. Actions stand in a room above, and are reached by the reverse names of the finding's issue.
REMEDY_OWNERS = ("findings__owner", "findings__point__lessons__lesson__actions__owner")


def overdue_remedies(person: Person, today: datetime.date) -> QuerySet[Review]:
    """Return the remedies past their date that a person must act on, the longest overdue first."""
    reviews = Review.objects.visible_to(person).remedy_overdue(today)
    if not person.may("reviews.decide"):
        owned = Q()
        for path in REMEDY_OWNERS:
            owned |= Q(**{path: person})
        reviews = reviews.filter(pk__in=Review.objects.filter(owned).values("pk"))
    return reviews.order_by("remedy_due_on", "pk")


def remedies_to_sign_off(person: Person) -> QuerySet[Review]:
    """Return the remedies that are done and not signed off, for those who may sign."""
    if not person.may("reviews.decide"):
        return Review.objects.none()
    return Review.objects.visible_to(person).remedy_to_sign_off().order_by("remedy_done_on", "pk")


def overdue_findings(person: Person, today: datetime.date) -> QuerySet[Finding]:
    """Return the findings past their date that a person must act on: all, their own or their team's."""
    findings = Finding.objects.visible_to(person).overdue(today).select_related("review", "point", "owner")
    if not person.may("reviews.decide"):
        teams = person.teams_for("learning.agree") or ()
        findings = findings.filter(Q(owner=person) | Q(point__team__in=teams))
    return findings.order_by("due_on", "pk")
