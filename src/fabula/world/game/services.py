"""What the two processes listen on: the portal on the page's and telnet's ports, the server on a local socket."""

from __future__ import annotations

import os
from pathlib import Path

import evennia
from autobahn.twisted.resource import WebSocketResource
from autobahn.twisted.websocket import WebSocketServerFactory
from django.conf import settings
from evennia.server import amp_client
from evennia.server.portal import amp_server
from evennia.server.portal.service import EvenniaPortalService
from evennia.server.portal.telnet import TelnetServerFactory
from evennia.server.service import EvenniaServerService
from twisted.application import internet
from twisted.internet import reactor, stdio
from twisted.internet.protocol import Protocol
from twisted.web.resource import Resource
from twisted.web.server import Site
from twisted.web.static import File

from fabula.world.game.protocols import BrowserProtocol, TextProtocol

PAGE = Path(__file__).with_name("page")
LARGEST_MESSAGE = 16_384  # bytes from a browser
HEADERS = {
    b"Content-Security-Policy": b"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    b"img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    b"X-Content-Type-Options": b"nosniff",
    b"Referrer-Policy": b"no-referrer",
    b"Cache-Control": b"no-cache",
}


class PortalService(EvenniaPortalService):
    """Evennia's portal: guests come to it, from browsers and on telnet, and to nothing else."""

    def privilegedStartService(self) -> None:
        """Listen on the sockets that ``opening`` has bound, and on the local one for the server."""
        super().privilegedStartService()
        factory = amp_server.AMPServerFactory(self)
        internet.UNIXServer(settings.SOCKET, factory, mode=0o600).setServiceParent(self)
        telnet = TelnetServerFactory()
        telnet.protocol = TextProtocol
        telnet.sessionhandler = evennia.PORTAL_SESSION_HANDLER
        for (listener, family), answering in ((settings.WEB_LISTENER, _site()), (settings.TELNET_LISTENER, telnet)):
            os.set_blocking(listener, False)
            reactor.adoptStreamPort(listener, family, answering)
        end_with_parent()


class ServerService(EvenniaServerService):
    """Evennia's server: the world itself."""

    def register_amp(self) -> None:
        """Find the portal by the local socket, to which nobody else on this machine has access."""
        factory = amp_client.AMPClientFactory(self)
        self.amp_service = internet.UNIXClient(settings.SOCKET, factory)
        self.amp_service.setServiceParent(self)
        reactor.addSystemEventTrigger("before", "shutdown", _keep_clock)
        end_with_parent()

    def create_default_channels(self) -> None:
        """There are none: what is said is said somewhere."""


class _Pages(File):
    """The files of the page, none of them listed, each with headers that allow nothing else."""

    def render_GET(self, request: object) -> object:
        for name, value in HEADERS.items():
            request.setHeader(name, value)  # type: ignore[attr-defined]
        return super().render_GET(request)

    def directoryListing(self) -> Resource:
        return self.childNotFound


class _Parent(Protocol):
    """The other end of standard input; when it closes, whoever opened the world is gone."""

    def connectionLost(self, reason: object = None) -> None:
        if reactor.running:
            reactor.stop()


def end_with_parent() -> None:
    """Stop when the process that opened the world ends, in whatever way."""
    stdio.StandardIO(_Parent())


def _keep_clock() -> None:
    """The world's clock goes on where it stopped."""
    evennia.ServerConfig.objects.conf("runtime", evennia.gametime.runtime())


def say_ready(who: str) -> None:
    """Tell the process that opened the world that this one answers."""
    os.write(settings.READY, f"{who}\n".encode())


def _site() -> Site:
    factory = WebSocketServerFactory()
    factory.noisy = False
    factory.protocol = BrowserProtocol
    factory.sessionhandler = evennia.PORTAL_SESSION_HANDLER
    factory.setProtocolOptions(
        allowedOrigins=settings.ORIGINS,
        maxFramePayloadSize=LARGEST_MESSAGE,
        maxMessagePayloadSize=LARGEST_MESSAGE,
        autoPingInterval=30,
        autoPingTimeout=60,
    )
    root = _Pages(str(PAGE))
    root.indexNames = ["index.html"]
    root.putChild(b"ws", WebSocketResource(factory))
    site = Site(root)
    site.noisy = False
    site.displayTracebacks = False
    return site
