"""Builds Avonshire for a day in the database of the environment: `python -m tests.demo.build_avonshire 2024-02-29`."""

import datetime
import sys

import django
from django.core.management import call_command

django.setup()

from goldthread.demo.build import build  # noqa: E402

call_command("migrate", database="owner", verbosity=0, interactive=False)
build(today=datetime.date.fromisoformat(sys.argv[1]))
