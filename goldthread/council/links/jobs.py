"""What is done about private links each night: wrong secrets that count no more are deleted."""

from __future__ import annotations

from procrastinate.contrib.django import app

from goldthread.council.database import tenant
from goldthread.council.links.guessing import delete_old
from goldthread.council.models import Council


@app.periodic(cron="50 3 * * *", periodic_id="delete_wrong_secrets_every_night")
@app.task(name="goldthread.council.delete_wrong_secrets", pass_context=False)
def every_night(timestamp: int = 0) -> None:
    """Delete them in every council, also where nobody has tried one since."""
    for council in Council.objects.all():
        with tenant.inside(council.pk):
            delete_old(council.pk)
