"""Which hosts are in the user's own network, where a list of addresses from elsewhere has nothing to look for."""

from __future__ import annotations

import ipaddress
import socket


def is_private(host: str) -> bool:
    """Whether any address that a name or number stands for is not one of the open net."""
    try:
        found = socket.getaddrinfo(host, None)
    except (OSError, UnicodeError):
        return False  # no such name here: the request says so itself, or a proxy knows it
    return any(not _is_open(str(address[4][0])) for address in found)


def _is_open(written: str) -> bool:
    address = ipaddress.ip_address(written.partition("%")[0])
    # An IPv4 address in the clothes of IPv6 leads where the IPv4 address does.
    inner = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return (inner or address).is_global and not address.is_multicast
