"""Where the web server finds Goldthread."""

import gc
import os

# Nothing that is loaded now is let go of, so looking for it takes a tenth of the start.
gc.disable()

from django.core.wsgi import get_wsgi_application  # noqa: E402

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldthread.settings")
application = get_wsgi_application()

# What is there after the start stays: the collector need not go through it again in the middle of pages.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
gc.enable()
