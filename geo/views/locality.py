"""Whether a visit comes from this very machine, and from nobody behind it."""

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Final

_NAMES: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})
# A machine between the visitor and us leaves one of these; whoever it speaks for may be anybody.
_FORWARDING: Final = ("forwarded", "x-forwarded-", "x-real-ip", "via", "x-original-")


def is_local_visit(headers: Mapping[str, str], client: str | None) -> bool:
    """Say whether a visit comes from a browser on this machine, without anything in between.

    Parameters
    ----------
    headers
        Of the request, names in whatever case.
    client
        Address from which it came; None where it came over no network at all.
    """
    told = {name.casefold(): value for name, value in headers.items()}
    return (
        _is_local_name(told.get("host", ""))
        and not any(name.startswith(_FORWARDING) for name in told)
        and (client is None or is_local_address(client))
    )


def is_local_address(text: str) -> bool:
    """Say whether an address is one that only this machine itself can reach."""
    try:
        address = ip_address(text.strip("[]"))
    except ValueError:
        return text == "localhost"
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def _is_local_name(host: str) -> bool:
    name, colon, port = host.rpartition(":")
    if not colon or host.endswith("]"):
        return host.casefold() in _NAMES
    return name.casefold() in _NAMES and port.isascii() and port.isdecimal()
