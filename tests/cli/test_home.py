"""A home's own PostgreSQL while it is served."""

from __future__ import annotations

from unittest import mock

from goldthread.cli.home import Home
from goldthread.engine import EngineError


def test_a_database_that_does_not_start_again_is_tried_again(tmp_path, capsys):
    server = mock.Mock(**{"running.side_effect": [False, False, True]})
    server.start.side_effect = [EngineError("the disk is full"), None]
    home = Home(tmp_path, "", "", "", server)
    for _ in range(3):
        home.keep_database()
    assert server.start.call_count == 2
    assert "PostgreSQL does not start, and is tried again. the disk is full" in capsys.readouterr().err
