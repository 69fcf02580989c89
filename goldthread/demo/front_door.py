"""How people reach Avonshire, as its public forms and the blank form on paper say it; number and address are invented."""

from __future__ import annotations

from goldthread.demo.story import Story
from goldthread.public.paper.contact import set_contact


def add(story: Story) -> None:
    """Set the address and the telephone, as an administrator does."""
    set_contact(
        by=story.people["maureen-tapsell"],
        address="Freepost TELL US\nAvonshire County Council",
        phone="01632 960101",
        hours="Monday to Friday, 9 to 5",
        worried_phone="01632 960100",
    )
