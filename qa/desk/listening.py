"""The address that the desk listens on."""

from __future__ import annotations

import errno
import ipaddress
import socket

from corpora.errors import UsageError

PORT = 8377
_TRIES = 20
_QUEUE = 512


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address; a name is one only if it is `localhost`."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def listen(host: str, port: int | None) -> socket.socket:
    """A socket that listens; without a port the usual one, or the next that is free.

    Raises UsageError where that cannot be.
    """
    ports = [port] if port is not None else [*range(PORT, PORT + _TRIES), 0]
    for number in ports:
        try:
            return _bound(host, number)
        except OSError as error:
            if error.errno == errno.EADDRINUSE and port is None:
                continue
            raise UsageError(_told(host, number, error)) from None
    raise UsageError(f"no port of {host} is free; name one with --port")


def url_of(host: str, listening: socket.socket) -> str:
    """Where a browser on this machine finds the desk."""
    port = listening.getsockname()[1]
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104 — any of ours
    return f"http://{f'[{name}]' if ':' in name and '[' not in name else name}:{port}/"


def _bound(host: str, port: int) -> socket.socket:
    family, kind, number, _, address = socket.getaddrinfo(
        host.strip("[]"), port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    made = socket.socket(family, kind, number)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        made.listen(_QUEUE)
    except OSError:
        made.close()
        raise
    return made


def _told(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} of {host} is taken; name another with --port"
    if error.errno == errno.EACCES:
        return f"port {port} needs more rights than you have; name one above 1023 with --port"
    return f"cannot listen on {host} ({error.strerror or error}); name another with --host"
