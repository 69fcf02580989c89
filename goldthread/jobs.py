"""Only an index: the worker finds every room's jobs here."""

from goldthread.council.jobs import check_names
from goldthread.evidence import jobs as evidence  # noqa: F401
from goldthread.feedback import jobs as feedback  # noqa: F401
from goldthread.impact import jobs as impact  # noqa: F401
from goldthread.themes.coding import jobs as coding  # noqa: F401
from goldthread.themes.counting import jobs as counting  # noqa: F401
from goldthread.themes.emerging import jobs as emerging  # noqa: F401
from goldthread.themes.suggesting import jobs as suggesting  # noqa: F401

# Every start of the web server and of the worker comes by here, once each room's jobs are known.
check_names()
