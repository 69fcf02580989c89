"""What a case adds to the page of the ombudsman's decision: the enquiry, each remedy, and whether it happened again."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from goldthread.casework.ombudsman.models import OmbudsmanEnquiry
from goldthread.casework.ombudsman.views import decision_of
from goldthread.council.records.page_additions import Addition, adds_to_page
from goldthread.council.records.pages import link
from goldthread.reviews.kinds import OMBUDSMAN
from goldthread.reviews.models import Review


@adds_to_page("review")
def decision_page(request: HttpRequest, review: Review, present: Collection[type[Model]]) -> Addition | None:
    """Return what is added to the page of a decision that came of an enquiry this person may see; None for any other."""
    if review.kind != OMBUDSMAN or not request.person.may("casework.read"):
        return None
    enquiry = (
        OmbudsmanEnquiry.objects.visible_to(request.person)
        .filter(review=review)
        .select_related("feedback__team")
        .first()
    )
    if enquiry is None:
        return None
    add = ("Add a remedy", reverse("casework:ombudsman_remedy", args=[enquiry.pk]), "casework.handle")
    return Addition(
        template="casework/decision.html",
        facts=[
            ("Enquiry", link(request, enquiry, enquiry.title)),
            ("Complaint", link(request, enquiry.feedback, str(enquiry.feedback))),
            ("Compliance", enquiry.get_compliance_display()),
        ],
        links=[add],
        context={"enquiry": enquiry, "today": timezone.localdate(), **decision_of(request.person, enquiry)},
    )
