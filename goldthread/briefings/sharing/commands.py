"""Commands on shared briefings: the file for another council, and one that came from another."""

from __future__ import annotations

import datetime

from goldthread.briefings.models import Briefing
from goldthread.briefings.questions import checked
from goldthread.briefings.sharing.file import NoBriefing, SharedBriefing, read
from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records import privacy, saving


def shared(briefing: Briefing) -> SharedBriefing:
    """Return a briefing as another council may have it: contacts for readers are hidden too, and nobody is named.

    Raises privacy.CouldNotLook where personal data could not be looked for.
    """

    def hidden(text: str) -> str:
        return privacy.hide(text).text

    links = briefing.lesson_links.filter(lesson__withdrawn_on=None).select_related("lesson")
    return SharedBriefing(
        council=briefing.council.name,
        reference=briefing.reference,
        title=hidden(briefing.title),
        blocks={slug: hidden(text) for slug, text in briefing.blocks.items()},
        easy_read=hidden(briefing.easy_read) if briefing.easy_read else "",
        questions={name: hidden(text) for name, text in briefing.questions.items()},
        sources=tuple(f"Lesson {link.lesson.reference}" for link in links.order_by("lesson__number")),
    )


@command("briefings.write")
def import_shared(*, by: Person, content: bytes, came_on: datetime.date) -> Briefing:
    """Import a briefing that another council shared: a draft that says where it is from."""
    try:
        came = read(content)
    except NoBriefing as fault:
        raise Refused(str(fault), field="file") from None
    here = Briefing.objects.filter(council=by.council, checksum=came.checksum).counted().first()
    if here is not None:
        raise Refused(f"This briefing is here already: {here.reference}.", field="file")
    briefing = Briefing(
        council=by.council,
        title=came.title,
        blocks={slug: text.strip() for slug, text in came.blocks.items() if text.strip()},
        easy_read=came.easy_read,
        questions=checked(came.questions),
        came_from=came.council,
        came_as=came.reference,
        came_on=came_on,
        checksum=came.checksum,
        by=by,
    )
    saving.add(briefing)
    return briefing
