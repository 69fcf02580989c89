"""What is done about uses of forms every hour: those that count no more are deleted."""

from __future__ import annotations

from procrastinate.contrib.django import app

from goldthread.council.database import tenant
from goldthread.council.models import Council
from goldthread.public.limits.counting import delete_old


@app.periodic(cron="35 * * * *", periodic_id="delete_form_uses_every_hour")
@app.task(name="goldthread.public.delete_form_uses", pass_context=False)
def every_hour(timestamp: int = 0) -> None:
    """Delete them in every council."""
    for council in Council.objects.all():
        with tenant.inside(council.pk):
            delete_old(council.pk)
