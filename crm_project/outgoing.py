"""Calls to addresses that a person entered. They reach the outside only: never this machine, never the network it is in.

The name is looked up once, every address it has is judged, the connection is made to one of them and its other end is
looked at again. No redirect is followed; time and answer are limited. ``settings.OUTGOING_NETWORKS`` names networks of
one's own that may be reached all the same, there also without TLS.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

SECONDS = 10.0
LARGEST = 64 * 1024  # bytes of an answer
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class NotReached(Exception):
    """The call was not made or has no answer. ``str(error)`` says why, and nothing of what was found there."""


@dataclass(frozen=True)
class Target:
    """An address taken apart."""

    scheme: str
    host: str
    port: int
    path: str


def parse(url: str) -> Target:
    """Raises NotReached for what is no plain address of the outside."""
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode("ascii").rstrip(".")
    except (ValueError, UnicodeError) as error:
        raise NotReached(_("This is no address: https://host/path.")) from error
    if any(ord(sign) <= 32 or ord(sign) == 127 for sign in url) or "\\" in url or not host:
        raise NotReached(_("This is no address: https://host/path."))
    if parts.scheme != "https" and not (parts.scheme == "http" and (settings.DEBUG or settings.OUTGOING_NETWORKS)):
        raise NotReached(_("The address must begin with https://."))
    if parts.username is not None or parts.password is not None:
        raise NotReached(_("The address must not hold a name or password."))
    port = port or (443 if parts.scheme == "https" else 80)
    if port < 1024 and port not in (80, 443):
        raise NotReached(_("Ports below 1024 other than 80 and 443 are not called."))
    return Target(parts.scheme, host, port, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def is_outside(address: Address) -> bool:
    """Whether an address is of the public internet, or of a network that was allowed."""
    inner = embedded_in(address)
    if inner is not None:
        return is_outside(inner)
    if is_own(address):
        return True
    tunnel = isinstance(address, ipaddress.IPv6Address) and (address.sixtofour or address.teredo)
    return address.is_global and not (address.is_multicast or address.is_reserved or tunnel)


def is_own(address: Address) -> bool:
    """Whether an address is of a network that was allowed."""
    return any(address in ipaddress.ip_network(network) for network in settings.OUTGOING_NETWORKS)


def embedded_in(address: Address) -> ipaddress.IPv4Address | None:
    """The old address inside a new one."""
    if not isinstance(address, ipaddress.IPv6Address):
        return None
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped


def addresses(target: Target) -> list[str]:
    """Where the name leads. Raises NotReached when any of it is inside."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotReached(_("The host name was not found.")) from error
    said = list(dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found))
    judged = [ipaddress.ip_address(one) for one in said]
    plain = target.scheme == "http" and not settings.DEBUG
    if not said or not all(is_own(one) if plain else is_outside(one) for one in judged):
        raise NotReached(_("The address leads to a network that is not called."))
    return said


class Pinned(http.client.HTTPConnection):
    """A connection to an address that was judged, under the name it was judged for."""

    def __init__(self, target: Target, where: str, seconds: float) -> None:
        super().__init__(target.host, target.port, timeout=seconds)
        self.target, self.where = target, where

    def connect(self) -> None:
        self.sock = socket.create_connection((self.where, self.port), self.timeout)
        peer = ipaddress.ip_address(self.sock.getpeername()[0].partition("%")[0])
        if not is_outside(peer):
            self.sock.close()
            raise NotReached(_("The address leads to a network that is not called."))
        if self.target.scheme == "https":
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.target.host)


def post(url: str, body: bytes, headers: dict[str, str], seconds: float = SECONDS) -> int:
    """Send a body; the status of the answer. Raises NotReached, after ``seconds`` at the latest."""
    ends, target = time.monotonic() + seconds, parse(url)
    where = addresses(target)[0]
    link = Pinned(target, where, max(0.1, ends - time.monotonic()))
    # A peer that sends a byte now and then never runs into the socket's own limit.
    watch = threading.Timer(max(0.1, ends - time.monotonic()), hang_up, [link])
    watch.daemon = True
    watch.start()
    try:
        link.request("POST", target.path, body, {"Accept-Encoding": "identity", "Connection": "close", **headers})
        answer = link.getresponse()
        answer.read(LARGEST)
        if time.monotonic() >= ends:
            raise NotReached(_("No answer in time."))
        return answer.status
    except (OSError, http.client.HTTPException, ValueError, AttributeError) as error:
        if time.monotonic() >= ends or isinstance(error, TimeoutError):
            raise NotReached(_("No answer in time.")) from error
        raise NotReached(_("The connection failed: %s") % type(error).__name__) from error
    finally:
        watch.cancel()
        link.close()


def hang_up(link: Any) -> None:
    try:
        link.sock.shutdown(socket.SHUT_RDWR)
    except (OSError, AttributeError):
        return
