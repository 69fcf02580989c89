"""The web server's own log lines, in the format of all others."""

from __future__ import annotations

from typing import Any

from gunicorn.glogging import Logger

from goldthread import log_lines


class WebServerLog(Logger):
    """Gunicorn's log: starts and stops, workers that do not answer, requests that are no HTTP."""

    def setup(self, cfg: Any) -> None:
        """Set the log up, also when it is told to read its settings again."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(log_lines.formatter())
