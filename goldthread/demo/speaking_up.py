"""Speaking up in Avonshire: two who read in confidence, and three made-up matters in three states."""

from __future__ import annotations

from django.utils import timezone

from goldthread.council.database import tenant
from goldthread.council.notifications.models import Notification
from goldthread.demo.story import Story
from goldthread.speaking_up import commands, naming
from goldthread.speaking_up.models import Matter
from goldthread.speaking_up.routes import commands as routes
from goldthread.speaking_up.telling import KIND

_THE_TWO = ("grace-adeyinka", "tom-wheelhouse")
# Of made-up matters only, so that the demo is the same on every build: a real one's secret is drawn.
SECRETS = ("mad3up-000000-000000-000001", "mad3up-000000-000000-000002", "mad3up-000000-000000-000003")
_WORRIED = (
    "Agency workers sign visits as an hour long that take twenty minutes. I have seen it on four rotas. I am afraid of "
    "losing shifts if it is known that I said so. All made up."
)
_SHOUTED = "In our team whoever asks a question in the morning meeting is shouted at. Two have asked to move. All made up."
_RECORDS = "We are told to date assessments on the day they were asked for and not on the day they were done. All made up."


def name_the_two(story: Story) -> None:
    """Name the two who read, before anybody asks what is held about them."""
    director = story.people["helen-castledine"]
    with tenant.inside(story.clock.council_id):
        for slug in _THE_TWO:
            change = naming.propose_change(by=director, person=story.people[slug])
            naming.confirm_change(by=director, change=change)


_ROUTES = (
    ("Speaking up in confidence", "confidence", "What you cannot say to your manager. Two named people read it.",
     "Whistleblowing and speaking-up policy, on the intranet under Policies, HR 14", True, None, 3),
    ("Whistleblowing and speaking-up policy", "policy", "Who listens, within which days, and how you are protected.",
     "On the intranet under Policies, HR 14", True, None, 3),
    ("Speaking-up awareness sessions", "session", "An hour in each team: what to raise, how, and what happened since.",
     "Asked for from the workforce team", True, 14, 2),
    ("Adult social care staff forum", "forum", "What staff want leaders to hear, answered at the next meeting.",
     "First Tuesday of each month, Avon Room and online", False, 11, 14),
)  # fmt: skip


def add_routes(story: Story) -> None:
    """Add the routes by which staff can raise a concern."""
    with tenant.inside(story.clock.council_id):
        for title, kind, purpose, where, no_blame, times, months in _ROUTES:
            routes.add_route(
                by=story.people["helen-castledine"],
                title=title,
                kind=kind,
                purpose=purpose,
                where=where,
                no_blame=no_blame,
                times=times,
                reviewed_on=story.day(-months, 12),
            )


def add(story: Story) -> None:
    """Tell three matters, and take two of them on."""
    add_routes(story)
    grace, tom = (story.people[slug] for slug in _THE_TWO)
    with tenant.inside(story.clock.council_id):
        told = [
            _tell(story, SECRETS[0], Matter.About.PRACTICE, _RECORDS),
            _tell(
                story, SECRETS[1], Matter.About.TREATMENT, _SHOUTED, "Nadia Rowbotham, Occupational therapist"
            ),
            _tell(story, SECRETS[2], Matter.About.SAFETY, _WORRIED),
        ]
        closed, asked, _ = told
        commands.acknowledge(by=grace, matter=closed)
        commands.refer(by=grace, matter=closed, to="policy", text="The rule for dates, and no names.")
        commands.tell(by=grace, matter=closed, text="The rule was wrong, and has been changed for all teams.")
        commands.close(
            by=tom,
            matter=closed,
            outcome=Matter.Outcome.CHANGED,
            became="The guidance now says that an assessment has the date on which it was done. All made up.",
            protection="Nobody knows who told it, and nobody was asked.",
        )
        commands.ask(by=tom, matter=asked, text="Would you talk with one of us, outside your team’s office?")
        commands.protect(
            by=tom, matter=asked, protection="Tom asks every month how it is going. The rota is not changed."
        )
        told_of = Notification.objects.filter(council=story.clock.council, kind=KIND, read_at=None)
        told_of.update(read_at=timezone.now())


def _tell(story: Story, secret: str, about: str, words: str, who: str = "") -> Matter:
    matter: Matter = commands.speak_up(by=story.clock, about=about, words=words, who=who, secret=secret)
    return matter
