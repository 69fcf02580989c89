"""Names of the room's own background jobs, each asked for below the module that does it."""

from __future__ import annotations

from goldthread.council.jobs import JobName

TRAIN = JobName("themes.train")
FINE_TUNE = JobName("themes.fine_tune")
FIND_TOPICS = JobName("themes.find_topics")
DRAW_SAMPLE = JobName("themes.draw_sample")
