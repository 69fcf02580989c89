"""Background jobs: safeguarding screening, suggestions, training, and nightly fine-tuning."""

from __future__ import annotations

from procrastinate.contrib.django import app

from goldthread.council import jobs
from goldthread.council.database import tenant
from goldthread.council.jobs import job
from goldthread.council.models import Council, Person
from goldthread.council.records.points import SUGGEST
from goldthread.themes import forgetting
from goldthread.themes.job_names import FINE_TUNE, TRAIN
from goldthread.themes.safeguarding import safeguarding_screen
from goldthread.themes.suggesting import fine_tuning, suggestions, training

# How many points are read again by a new model: those that come next in the queue, and by night many more.
_AGAIN, _AGAIN_BY_NIGHT = 2_000, 100_000
# About half a minute's work for one worker.
_IN_ONE_JOB = 10_000


@job(SUGGEST, whole=False)
def suggest(*, by: Person) -> None:
    """Screen new points for safeguarding concerns, then suggest themes; run again, it has nothing left to do.

    Of many points it reads a part and leaves the rest to the next job: whichever worker is free goes on with it
    at once, and other work has its turn in between.
    """
    done = _read(by, 1)
    with tenant.inside(by.council_id):
        # Asked for only after a part was read: what cannot be read must not ask for itself without end.
        if done and _has_more_than_one_job(by):
            jobs.ask(SUGGEST, by=by, once=f"{SUGGEST}.{by.council_id}")
    _read(by, _IN_ONE_JOB)


def _read(by: Person, most: int) -> int:
    screened = safeguarding_screen.screen_points(by.council, most=most)
    return screened + suggestions.suggest_waiting(by.council, most=most)


def _has_more_than_one_job(by: Person) -> bool:
    remaining = (safeguarding_screen.unscreened_points(by.council), suggestions.unread(by.council))
    return any(rows.values("pk")[_IN_ONE_JOB : _IN_ONE_JOB + 1].exists() for rows in remaining)


@job(TRAIN, whole=False)
def train(*, by: Person, nightly: bool = False) -> None:
    """Train on what people coded since, and read again what comes next in the queue."""
    safeguarding_screen.screen_points(by.council)
    with tenant.inside(by.council_id):
        if any(notes.exists() for notes in forgetting.notes_to_forget(by.council_id)):
            forgetting.forget_notes(by=by)
    training.train_if_due(by.council, nightly=nightly)
    suggestions.suggest_waiting(by.council, again=_AGAIN_BY_NIGHT if nightly else _AGAIN)
    if nightly:
        with tenant.inside(by.council_id):
            if fine_tuning.has_work(by.council):
                jobs.ask(
                    FINE_TUNE,
                    by=by,
                    once=f"{FINE_TUNE}.{by.council_id}",
                    alone="fine_tune",
                )


@job(FINE_TUNE, whole=False)
def fine_tune(*, by: Person) -> None:
    """Fine-tune the language model, and read with it what comes next in the queue."""
    fine_tuning.fine_tune(by.council)
    fine_tuning.read_waiting(by.council)


@app.periodic(cron="45 1 * * *", periodic_id="train_every_night")
@app.task(name="goldthread.themes.train_every_night", pass_context=False)
def every_night(timestamp: int) -> None:
    """Ask for the night's training in every council."""
    for council in Council.objects.all():
        with tenant.inside(council.pk):
            clock = Person.objects.filter(council=council, is_system=True).first()
            if clock is not None:
                jobs.ask(TRAIN, by=clock, once=f"{TRAIN}.{council.pk}", nightly=True)
