"""A home's own PostgreSQL while it is served, and the password that its first start asks for."""

from __future__ import annotations

import getpass
from unittest import mock

import pytest

from goldthread.cli import up
from goldthread.cli.errors import UserError
from goldthread.cli.home import Home
from goldthread.engine import EngineError


def test_a_database_that_does_not_start_again_is_tried_again(tmp_path, caplog):
    server = mock.Mock(**{"running.side_effect": [False, False, True]})
    server.start.side_effect = [EngineError("the disk is full"), None]
    home = Home(tmp_path, "", "", "", server)
    for _ in range(3):
        home.keep_database()
    assert server.start.call_count == 2
    assert "PostgreSQL does not start, and is tried again. the disk is full" in caplog.text


def test_the_first_password_is_typed_twice(monkeypatch):
    typed = iter(["a long password", "a long password", "a long password", "a lomg password"])
    monkeypatch.setattr(getpass, "getpass", lambda prompt: next(typed))
    assert up._typed_password() == "a long password"
    with pytest.raises(UserError, match="not the same"):
        up._typed_password()
