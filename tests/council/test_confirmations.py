"""Who confirms: asked by anybody but whoever owns the action, shown on its page, and asked again later."""

from __future__ import annotations

import datetime
import html

import pytest
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.confirmations.commands import give_up_asking_again, owners_of, record_confirmation
from goldthread.council.confirmations.models import Confirmation, denied, not_asked
from goldthread.council.records import my_work
from goldthread.evidence.models import Claim
from goldthread.learning.models import Action

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)
SAID = {
    "group": "people",
    "felt": "not_felt",
    "whom": "six carers",
    "how": "meeting",
    "words": "Nobody rings us.",
    "asked_on": TODAY,
}


@pytest.fixture
def action(avonshire) -> Action:
    """Return a done action that nobody was asked about."""
    avonshire.enter()
    done = Action.objects.counted().filter(council=avonshire.council, done_on__isnull=False)
    return not_asked(done).order_by("number")[0]


def test_whoever_owns_the_action_cannot_say_that_it_is_felt(avonshire, action):
    with pytest.raises(Refused, match="This is yours"):
        record_confirmation(by=action.owner, record=action, **SAID)
    Action.objects.filter(pk=action.pk).update(owner=avonshire.person("coproduction_lead"))
    action.refresh_from_db()
    with pytest.raises(Refused, match="This is yours"):
        record_confirmation(by=avonshire.person("coproduction_lead"), record=action, **SAID)


def test_nor_whoever_wrote_a_claim_or_owns_what_it_rests_on(avonshire):
    claim = Claim.objects.filter(council=avonshire.council, citations__measure__isnull=False).first()
    owners = owners_of(claim)
    assert claim.by_id in owners and owners - {claim.by_id}
    with pytest.raises(Refused, match="This is yours"):
        record_confirmation(by=claim.by, record=claim, **SAID)


@pytest.mark.parametrize(("missing", "words"), [("whom", "whom you asked"), ("words", "what they said")])
def test_it_says_whom_and_in_which_words(avonshire, action, missing, words):
    with pytest.raises(Refused, match=words):
        record_confirmation(by=avonshire.person("quality_lead"), record=action, **{**SAID, missing: " "})


def test_an_action_that_is_not_done_has_nothing_to_feel(avonshire):
    avonshire.enter()
    open_ = Action.objects.counted().filter(council=avonshire.council, done_on=None, stopped_on=None)[0]
    with pytest.raises(Refused, match="not done"):
        record_confirmation(by=avonshire.person("psw"), record=open_, **SAID)


def test_a_denial_is_a_gap_until_they_are_asked_again_and_feel_it(avonshire, action):
    by = (
        avonshire.person("coproduction_lead")
        if action.owner.name != "Tom Wheelhouse"
        else avonshire.person("psw")
    )
    actions = Action.objects.counted().filter(council=avonshire.council)
    earlier = {**SAID, "asked_on": TODAY - 5 * DAY, "again_on": TODAY + 3 * DAY}
    first = record_confirmation(by=by, record=action, **earlier)
    assert action in denied(actions) and action not in not_asked(actions)
    assert first in my_work.open_work(Confirmation, by)
    record_confirmation(by=by, record=action, **{**SAID, "felt": "felt", "words": "They do now."})
    first.refresh_from_db()
    assert action not in denied(actions) and first.settled_on == TODAY
    assert first not in my_work.open_work(Confirmation, by)


def test_asking_again_is_given_up_with_a_reason(avonshire, action):
    by = (
        avonshire.person("psw")
        if action.owner != avonshire.person("psw")
        else avonshire.person("quality_lead")
    )
    made = record_confirmation(by=by, record=action, **SAID, again_on=TODAY + DAY)
    with pytest.raises(Refused, match="reason"):
        give_up_asking_again(by=by, confirmation=made, on=TODAY, reason="")
    give_up_asking_again(by=by, confirmation=made, on=TODAY, reason="The forum has ended.")
    assert made.settled_on == TODAY


@pytest.mark.slow(reason="opens the pages of an action, and the list, as people of two councils")
def test_it_is_shown_on_the_page_of_the_action(avonshire, brackenmoor, action):
    avonshire.enter()
    by = (
        avonshire.person("psw")
        if action.owner != avonshire.person("psw")
        else avonshire.person("quality_lead")
    )
    made = record_confirmation(by=by, record=action, **SAID)
    page = (
        avonshire.client("coproduction_lead")
        .get(reverse("learning:action", args=[action.pk]))
        .content.decode()
    )
    assert "Is the change felt?" in page and "Nobody rings us." in page and "Not asked" in page
    form = reverse("confirmations:confirm", args=["action", action.pk])
    assert form in page
    assert avonshire.client("coproduction_lead").get(form).status_code == 200
    assert avonshire.client("jean-follett").get(form).status_code == 403
    for path in (form, made.spec and reverse("confirmations:confirmation", args=[made.pk])):
        assert brackenmoor.client("quality_lead").get(path).status_code == 404
    listed = avonshire.client("coproduction_lead").get(reverse("confirmations:list")).content.decode()
    assert f"{action.reference} {action.title}" in html.unescape(listed)
