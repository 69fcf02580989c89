"""The client's address behind proxies: whose word is believed, and how addresses are written."""

from __future__ import annotations

import pytest

from goldthread.client_address import client_address, network_of, read_proxies

PROXIES = read_proxies("127.0.0.1, 10.0.0.0/24,::1, 2001:db8:1::/48")
CLIENT = "203.0.113.9"


@pytest.mark.parametrize(
    ("peer", "forwarded_for", "address"),
    [
        # From anybody but a proxy nothing is believed.
        ("198.51.100.7", CLIENT, "198.51.100.7"),
        ("198.51.100.7", "", "198.51.100.7"),
        ("10.0.1.1", CLIENT, "10.0.1.1"),
        # One proxy.
        ("127.0.0.1", CLIENT, CLIENT),
        ("127.0.0.1", "", "127.0.0.1"),
        ("::1", CLIENT, CLIENT),
        ("::ffff:127.0.0.1", CLIENT, CLIENT),
        ("2001:db8:1::5", CLIENT, CLIENT),
        # What the client sent stands to the left of what the proxy adds.
        ("127.0.0.1", f"1.2.3.4, {CLIENT}", CLIENT),
        ("127.0.0.1", f"10.0.0.9, {CLIENT}", CLIENT),
        # Several proxies.
        ("127.0.0.1", f"1.2.3.4, {CLIENT}, 10.0.0.2", CLIENT),
        ("127.0.0.1", f"{CLIENT}, 2001:db8:1::7, 10.0.0.2", CLIENT),
        ("127.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"),
        # As proxies write them.
        ("127.0.0.1", f" {CLIENT} ", CLIENT),
        ("127.0.0.1", f"{CLIENT}:51234", CLIENT),
        ("127.0.0.1", f"1.2.3.4,,{CLIENT}\t", CLIENT),
        ("127.0.0.1", "2001:db8::1", "2001:db8::1"),
        ("127.0.0.1", "2001:DB8:0:0::1", "2001:db8::1"),
        ("127.0.0.1", "[2001:db8::1]", "2001:db8::1"),
        ("127.0.0.1", "[2001:db8::1]:51234", "2001:db8::1"),
        ("127.0.0.1", '"[2001:db8::1]:51234"', "2001:db8::1"),
        ("127.0.0.1", "::ffff:203.0.113.9", CLIENT),
        ("127.0.0.1", "fe80::1%eth0", "fe80::1"),
        # What is no address ends the search: the proxy that wrote it is the last that is known.
        ("127.0.0.1", "unknown", "127.0.0.1"),
        ("127.0.0.1", f"{CLIENT}, unknown, 10.0.0.2", "10.0.0.2"),
        ("127.0.0.1", f"{CLIENT},", "127.0.0.1"),
        ("127.0.0.1", "_hidden", "127.0.0.1"),
        ("127.0.0.1", "999.1.1.1", "127.0.0.1"),
        ("127.0.0.1", "localhost:80", "127.0.0.1"),
        # A socket file has no peer.
        ("", CLIENT, ""),
    ],
)
def test_the_rightmost_address_that_is_no_proxy_counts(peer, forwarded_for, address):
    assert client_address(peer, forwarded_for, PROXIES) == address


def test_nothing_is_believed_where_no_proxy_is_named():
    assert read_proxies(" , ") == ()
    assert client_address("127.0.0.1", CLIENT, ()) == "127.0.0.1"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("nginx", "'nginx' is not an address"),
        ("127.0.0.1:80", "is not an address"),
        ("10.0.0.1/8", "its first address before the slash"),
        ("10.0.0.0/33", "is not an address"),
        ("127.0.0.1 10.0.0.1", "is not an address"),
        ("*", "is not an address"),
        ("0.0.0.0/0", "every address there is"),
        ("127.0.0.1, ::/0", "::/0 is every address there is"),
    ],
)
def test_a_proxy_that_cannot_be_read_is_refused_in_words(text, says):
    with pytest.raises(ValueError, match=says):
        read_proxies(text)


def test_an_ipv6_household_is_one_network():
    assert network_of("2001:db8:1:2:aaaa::1") == network_of("2001:db8:1:2:bbbb::9") == "2001:db8:1:2::/64"
    assert network_of("2001:db8:1:3::1") == "2001:db8:1:3::/64"
    assert network_of("203.0.113.9") == network_of("::ffff:203.0.113.9") == "203.0.113.9"
    assert network_of("") == ""
