"""A file that is not there is a 404, also as it is served: outside the transaction in which most tests stand."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test import Client

from tests.cast import Cast


@pytest.mark.parametrize(
    "address", ["/static/goldthread/nothing.js", "/static/", "/apple-touch-icon.png", "/robots.txt"]
)
@pytest.mark.parametrize("signed_in", [True, False])
def test_a_file_that_is_not_there_is_not_found(apart, address, signed_in):
    assert not connection.in_atomic_block
    client = Client()
    if signed_in:
        with transaction.atomic():
            client.force_login(Cast("avonshire").person("quality_lead").account)
    assert client.get(address).status_code == 404
