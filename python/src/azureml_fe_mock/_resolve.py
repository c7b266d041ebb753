"""Leads the names of a world to its DNS server, for this process alone and without root."""

from __future__ import annotations

import ipaddress
import socket
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Callable, Generator

from ._dns import AAAA, NOERROR, NXDOMAIN, A, Answer, NoAnswer, query

# What the C library does with one name server (resolv.conf: timeout, attempts).
TIMEOUT = 5  # seconds
ATTEMPTS = 2


@contextmanager
def resolve_through(server: tuple[str, int], knows: Callable[[str], bool]) -> Generator[None, None, None]:
    """Patches `socket.getaddrinfo`: names that `knows` accepts are asked of the DNS server, all others as before.

    NXDOMAIN and NODATA raise EAI_NONAME. SERVFAIL, REFUSED and silence raise EAI_AGAIN.
    """
    before = socket.getaddrinfo

    def getaddrinfo(
        host: Any, port: Any, family: int = 0, type: int = 0, proto: int = 0, flags: int = 0
    ) -> list[Any]:
        name = host.decode() if isinstance(host, bytes) else host
        if not isinstance(name, str) or is_address(name) or not knows(name.rstrip(".").lower()):
            return before(host, port, family, type, proto, flags)
        found = look_up(name, family, server)
        return [entry for address in found for entry in before(address, port, family, type, proto, flags)]

    socket.getaddrinfo = getaddrinfo
    try:
        with threaded_aiohttp():
            yield
    finally:
        socket.getaddrinfo = before


def look_up(name: str, family: int, server: tuple[str, int]) -> list[str]:
    """The addresses of a name. Raises socket.gaierror as the C library does."""
    wanted = {socket.AF_INET: [A], socket.AF_INET6: [AAAA]}.get(socket.AddressFamily(family), [A, AAAA])
    answers = [ask_patiently(name, record, server) for record in wanted]
    found = [address for answer in answers for address in answer.addresses]
    if found:
        return found
    if any(answer.rcode not in (NOERROR, NXDOMAIN) for answer in answers):
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


def ask_patiently(name: str, record: int, server: tuple[str, int]) -> Answer:
    for _ in range(ATTEMPTS):
        try:
            return query(name, record, server, TIMEOUT)
        except NoAnswer:
            continue
        except UnicodeError as error:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known") from error
    raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")


def is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.split("%")[0])
    except ValueError:
        return False
    return True


@contextmanager
def threaded_aiohttp() -> Generator[None, None, None]:
    """aiohttp asks DNS itself where aiodns is installed; while this is open it goes through `getaddrinfo`."""
    if find_spec("aiodns") is None or find_spec("aiohttp") is None:
        yield
        return
    connector: Any = import_module("aiohttp.connector")
    before = connector.DefaultResolver
    connector.DefaultResolver = import_module("aiohttp.resolver").ThreadedResolver
    try:
        yield
    finally:
        connector.DefaultResolver = before
