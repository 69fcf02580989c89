"""Only an index: Django finds every room's models here."""

from goldthread.briefings.models import *  # noqa: F403
from goldthread.council.models import *  # noqa: F403
from goldthread.evidence.models import *  # noqa: F403
from goldthread.feedback.duplicates.models import *  # noqa: F403
from goldthread.feedback.models import *  # noqa: F403
from goldthread.impact.models import *  # noqa: F403
from goldthread.learning.models import *  # noqa: F403
from goldthread.reviews.models import *  # noqa: F403
from goldthread.themes.codebook.models import *  # noqa: F403
from goldthread.themes.coding.models import *  # noqa: F403
from goldthread.themes.counting.models import *  # noqa: F403
from goldthread.themes.emerging.models import *  # noqa: F403
from goldthread.themes.safeguarding.models import *  # noqa: F403
from goldthread.themes.suggesting.models import *  # noqa: F403
