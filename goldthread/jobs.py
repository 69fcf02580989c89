"""Only an index: the worker finds every room's jobs here."""

from goldthread.evidence import jobs as evidence  # noqa: F401
from goldthread.feedback import jobs as feedback  # noqa: F401
from goldthread.impact import jobs as impact  # noqa: F401
from goldthread.themes import counting_jobs as counting  # noqa: F401
from goldthread.themes import jobs as themes  # noqa: F401
from goldthread.themes.groups import jobs as groups  # noqa: F401
