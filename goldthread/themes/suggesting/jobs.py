"""The room's work that waits its turn: suggesting themes, learning from what people said, and spreadsheets' themes."""

from __future__ import annotations

from procrastinate.contrib.django import app

from goldthread.council import jobs
from goldthread.council.database import tenant
from goldthread.council.jobs import job
from goldthread.council.models import Council, Person
from goldthread.themes import forgetting
from goldthread.themes.safeguarding import safeguarding_screen as noticing_harm
from goldthread.themes.suggesting import fine_tuning as by_night
from goldthread.themes.suggesting import suggestions as suggesting
from goldthread.themes.suggesting import training as learning
from goldthread.themes.suggesting.suggestions import suggest_waiting

# How many points are read anew by a new model: those that come next on the desk, and by night many more.
_NEXT, _BY_NIGHT = 2_000, 100_000
# About half a minute's work for one worker.
_IN_ONE_JOB = 10_000


@job("themes.suggest", whole=False)
def suggest(*, by: Person) -> None:
    """Look for signs of harm in what came, then suggest themes for it; run again, it finds nothing left to do.

    Of a large heap it reads a part and leaves the rest to the next job: whichever worker is free goes on with it
    at once, and other work has its turn in between.
    """
    begun = _read(by, 1)
    with tenant.inside(by.council_id):
        # Asked for only after a part was read: what cannot be read must not ask for itself without end.
        if begun and _much_waits(by):
            jobs.ask("themes.suggest", by=by, once=f"themes.suggest.{by.council_id}")
    _read(by, _IN_ONE_JOB)


def _read(by: Person, most: int) -> int:
    return noticing_harm.look_through(by.council, most=most) + suggest_waiting(by.council, most=most)


def _much_waits(by: Person) -> bool:
    heaps = (noticing_harm.not_looked_through(by.council), suggesting.unread(by.council))
    return any(heap.values("pk")[_IN_ONE_JOB : _IN_ONE_JOB + 1].exists() for heap in heaps)


@job("themes.learn", whole=False)
def learn(*, by: Person, nightly: bool = False) -> None:
    """Learn from what people confirmed since, and read anew what comes next on the desk."""
    noticing_harm.look_through(by.council)
    with tenant.inside(by.council_id):
        if any(notes.exists() for notes in forgetting.notes_to_forget(by.council_id)):
            forgetting.forget_notes(by=by)
    learning.learn_if_due(by.council, nightly=nightly)
    suggest_waiting(by.council, again=_BY_NIGHT if nightly else _NEXT)
    if nightly:
        with tenant.inside(by.council_id):
            if by_night.is_wanted(by.council):
                jobs.ask("themes.by_night", by=by, once=f"themes.by_night.{by.council_id}", alone="by_night")


@job("themes.by_night", whole=False)
def read_by_night(*, by: Person) -> None:
    """Teach the language model what people confirmed, and read with it what comes next on the desk."""
    by_night.teach(by.council)
    by_night.read(by.council)


@app.periodic(cron="45 1 * * *", periodic_id="learn_every_night")
@app.task(name="goldthread.themes.every_night", pass_context=False)
def every_night(timestamp: int) -> None:
    """Ask for the night's learning in every council."""
    for council in Council.objects.all():
        with tenant.inside(council.pk):
            clock = Person.objects.filter(council=council, is_system=True).first()
            if clock is not None:
                jobs.ask("themes.learn", by=clock, once=f"themes.learn.{council.pk}", nightly=True)
