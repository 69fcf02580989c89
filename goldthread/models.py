"""Only an index: Django finds every room's models here."""

from goldthread.briefings.models import *  # noqa: F403
from goldthread.council.models import *  # noqa: F403
from goldthread.evidence.models import *  # noqa: F403
from goldthread.feedback.models import *  # noqa: F403
from goldthread.feedback.together_models import *  # noqa: F403
from goldthread.impact.models import *  # noqa: F403
from goldthread.learning.models import *  # noqa: F403
from goldthread.reviews.models import *  # noqa: F403
from goldthread.themes.alert_models import *  # noqa: F403
from goldthread.themes.desk_models import *  # noqa: F403
from goldthread.themes.group_models import *  # noqa: F403
from goldthread.themes.models import *  # noqa: F403
