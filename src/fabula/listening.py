"""A socket of this machine to answer on."""

from __future__ import annotations

import errno
import socket

from fabula.errors import CannotListen


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there.

    Raises  CannotListen (W01)
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
    except OSError as error:
        raise CannotListen(f"{host} is no address of this machine ({error.strerror}): give another --host") from error
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(128)  # whoever opens the address as soon as it is printed waits, and is not refused
    except OSError as error:
        listening.close()
        if error.errno == errno.EADDRINUSE:
            raise CannotListen(f"port {port} is taken by another program: give another --port") from error
        raise CannotListen(f"cannot listen on {host}, port {port} ({error.strerror}): give others") from error
    return listening
