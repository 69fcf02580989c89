"""Two subject access requests of Avonshire: one under way, whose finds wait to be read, and one that was answered."""

from __future__ import annotations

import datetime

from goldthread.council.database import tenant
from goldthread.demo.story import Story
from goldthread.feedback.contacts.models import Contact
from goldthread.subject_access import commands
from goldthread.subject_access.looking import Result, look
from goldthread.subject_access.matching import Person

_NAME = "Wilhelmina Ashdown"
_AGO = datetime.timedelta(days=1)
_EARLIER = datetime.timedelta(days=60)


def receive(story: Story) -> None:
    """Receive the request of somebody who complained, and look for them; another found nothing, and was answered."""
    result = _under_way(story)
    _answered(story, result)


def _under_way(story: Story) -> Result:
    dilys = story.people["dilys-okafor"]
    request = commands.record_request(
        by=dilys,
        title="Everything about my complaints, and who was told of them",
        received_on=story.today - _AGO,
        identity_checked_on=story.today,
        name=_NAME,
        owner=dilys,
    )
    with tenant.inside(story.clock.council_id):
        phone = Contact.objects.get(council=story.clock.council, name=_NAME).phone
    commands.add_term(by=dilys, access_request=request, kind="telephone", value=phone)
    commands.begin_look(by=dilys, access_request=request, start_job=False)
    with tenant.inside(story.clock.council_id):
        terms = list(request.terms.values_list("kind", "value"))
        result = look(story.clock.council_id, Person.of(terms))
    request = commands.save_look(by=dilys, access_request=request, result=result)
    with tenant.inside(story.clock.council_id):
        first = request.hits.filter(model="contact", field="name").first()
    if first is not None:
        commands.decide(by=dilys, access_request=request, hit=first, decision="include")
    return result


def _answered(story: Story, result: Result) -> None:
    """Answer a request of somebody of whom nothing was found, in the places that were looked into."""
    dilys = story.people["dilys-okafor"]
    received = story.today - _EARLIER
    request = commands.record_request(
        by=dilys,
        title="What the council holds about me from its survey",
        received_on=received,
        identity_checked_on=received,
        name="Ottoline Vanterpool-Quaye",
        owner=dilys,
    )
    commands.begin_look(by=dilys, access_request=request, start_job=False)
    nothing = Result(looked=result.looked, not_looked=result.not_looked)
    request = commands.save_look(by=dilys, access_request=request, result=nothing)
    commands.make_copy(by=dilys, access_request=request)
    commands.give(
        by=dilys, access_request=request, given_on=received + datetime.timedelta(days=20), read_it=True
    )
