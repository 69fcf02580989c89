"""People who agreed to be asked are deleted when their consent ends."""

from __future__ import annotations

import datetime

from goldthread.coproduction.asking.models import WillingPerson
from goldthread.council.models import Council


def due(council: Council, today: datetime.date) -> list[WillingPerson]:
    """Return the people whose consent is over."""
    return list(WillingPerson.objects.filter(council=council, consent_until__lt=today).order_by("pk"))
