"""The client's address behind named proxies: what X-Forwarded-For says is believed from them and nobody else."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_IPV6_SITE = 64
"""Bits of an IPv6 address that name the network of one site or household; the rest its devices choose (RFC 4291, 2.5.4)."""


def read_proxies(text: str) -> tuple[Network, ...]:
    """Return the proxies of a list such as "127.0.0.1, 10.2.0.0/16, ::1"; raises ValueError, which says what is wrong."""
    networks = []
    for part in (part.strip() for part in text.split(",")):
        if not part:
            continue
        bare = part[1:-1] if part.startswith("[") and part.endswith("]") else part
        try:
            network = ipaddress.ip_network(bare)
        except ValueError:
            raise ValueError(
                f"{part!r} is not an address, such as 10.0.0.5, or a network, such as 10.0.0.0/24 (its first address "
                "before the slash; no port, no host name)."
            ) from None
        if network.prefixlen == 0:
            raise ValueError(
                f"{part} is every address there is, so that anybody would be believed. Name the proxy."
            )
        networks.append(network)
    return tuple(networks)


def read_address(text: str) -> Address | None:
    """Return one address as proxies write it, with or without a port, brackets, quotes or a zone; None for no address.

    An IPv4 address that is written as IPv6 (::ffff:10.0.0.5) is the IPv4 address.
    """
    text = text.strip().strip('"').strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def is_proxy(address: Address | None, proxies: Sequence[Network]) -> bool:
    """Return whether an address is one of the named proxies."""
    return address is not None and any(address in network for network in proxies)


def client_address(peer: str, forwarded_for: str, proxies: Sequence[Network]) -> str:
    """Return the address of whoever asks; "" where it is not known, as over a socket file.

    peer: who is connected. forwarded_for: the header X-Forwarded-For, to which each proxy adds at the end who asked it.
    The rightmost address that is no proxy counts: what stands before it was sent by the client. An entry that is no
    address ends the search, and the proxy that wrote it is named.
    """
    nearest = read_address(peer)
    if is_proxy(nearest, proxies):
        for entry in reversed(forwarded_for.split(",")):
            address = read_address(entry)
            if address is None:
                break
            nearest = address
            if not is_proxy(address, proxies):
                break
    return str(nearest or "")


def network_of(address: str) -> str:
    """Return the network that an address is counted under: itself, or for IPv6 the /64 it is in; "" for no address."""
    parsed = read_address(address)
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, _IPV6_SITE), strict=False))
    return str(parsed or "")
