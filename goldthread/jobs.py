"""Only an index: the worker finds the jobs of every room here."""

from goldthread.council.jobs import check_names
from goldthread.rooms import modules_named

modules_named("jobs")
# Every start of the web server and of the worker comes by here, once each room's jobs are known.
check_names()
