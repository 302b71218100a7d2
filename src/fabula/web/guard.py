"""Who may ask what: every request passes here before anything else looks at it.

The dangers. A page on the web makes the reader's own browser ask this server (forgery), or gives its own name the
address 127.0.0.1 and then reads the answers (DNS rebinding); somebody on the same network finds the port; a saved page
in the library has a script in it. So: only known names in Host; nothing is changed for a request that another site
started; a token where other machines can reach the server; and a policy in every answer by which no script runs but
the server's own file.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_address
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse, Response

from fabula.web.faults import Fault, answer_to
from fabula.web.settings import Settings

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "private, no-cache",
}
"""Headers of every answer that does not set them itself."""
SAFE = ("GET", "HEAD", "OPTIONS")
UPLOADS = ("/upload", "/api/readings")
ENVELOPE = 64 * 1024  # bytes of a multipart body around the file in it


class Guard:
    """The server's application behind its checks."""

    def __init__(self, app: App, settings: Settings) -> None:
        self.app = app
        self.settings = settings
        self.cookie = f"fabula-{settings.port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        refusal = self._refusal(scope)
        send = _with_headers(send)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        await self.app(scope, self._limited(scope, receive), send)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        try:
            self._check_host(headers)
            if (entered := self._entering(scope)) is not None:
                return entered
            self._check_token(headers)
            if scope["method"] not in SAFE:
                self._check_origin(headers)
            self._check_length(scope, headers)
        except Fault as fault:
            return answer_to(fault, scope["path"])
        return None

    def _check_host(self, headers: Headers) -> None:
        """A name that only somebody else's DNS knows is not ours; an address of digits cannot be rebound."""
        host = host_of(headers.get("host", ""))
        known = {"localhost", "127.0.0.1", "::1", self.settings.host.lower(), *map(str.lower, self.settings.names)}
        if host not in known and not (not self.settings.is_local and _is_address(host)):
            raise Fault(
                421,
                "Not known by this name",
                f"This server does not answer to {host[:80]!r}: open the address that fabula serve printed"
                " (or start it with --name).",
            )

    def _entering(self, scope: Scope) -> Response | None:
        """The way in: the token in an address becomes a cookie, and leaves the address."""
        if self.settings.token is None or scope["method"] != "GET":
            return None
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = [value for key, value in query if key == "token"]
        if not given:
            return None
        if not _same(given[0], self.settings.token):
            raise Fault(401, "Not this key", "The address holds another token than the one that fabula serve printed.")
        rest = urlencode([(key, value) for key, value in query if key != "token"])
        path = "/" + scope["path"].lstrip("/\\")
        answer = RedirectResponse(path + (f"?{rest}" if rest else ""), status_code=303)
        is_secure = scope["scheme"] == "https"
        answer.set_cookie(self.cookie, self.settings.token, httponly=True, samesite="lax", secure=is_secure)
        return answer

    def _check_token(self, headers: Headers) -> None:
        token = self.settings.token
        if token is None:
            return
        kind, _, bearer = headers.get("authorization", "").partition(" ")
        given = bearer if kind.lower() == "bearer" else _cookie(headers.get("cookie", ""), self.cookie)
        if not _same(given, token):
            raise Fault(401, "A key is needed", "Open the address that fabula serve printed, with the token in it.")

    def _check_origin(self, headers: Headers) -> None:
        """What changes something must come from our own pages, or from no browser at all."""
        origin, site = headers.get("origin"), headers.get("sec-fetch-site")
        is_ours = (
            urlsplit(origin).netloc == headers.get("host") if origin is not None else site in (None, "same-origin")
        )
        if not is_ours or site in ("cross-site", "same-site"):
            raise Fault(403, "Another site asked", "Only this server's own pages may change anything here.")

    def _check_length(self, scope: Scope, headers: Headers) -> None:
        length = headers.get("content-length", "0")
        if not length.isdecimal():
            raise Fault(400, "Not a request", "The length of what was sent is no number.")
        if int(length) > self._most(scope):
            raise self._too_large(scope)

    def _most(self, scope: Scope) -> int:
        limits = self.settings.limits
        return limits.upload + ENVELOPE if scope["path"] in UPLOADS else limits.body

    def _too_large(self, scope: Scope) -> Fault:
        most = self._most(scope)
        shown = f"{most / 1024**2:.0f} MB" if most >= 1024**2 else f"{most / 1024:.0f} KB"
        return Fault(413, "Too large", f"More than {shown} cannot be sent here.")

    def _limited(self, scope: Scope, receive: Receive) -> Receive:
        """What is received, up to the limit, whatever length was announced."""
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._most(scope):
                raise self._too_large(scope)
            return message

        return counted


def host_of(header: str) -> str:
    """The host in a Host header, without the port.

    >>> host_of("Books.example:8000"), host_of("[::1]:8000"), host_of("")
    ('books.example', '::1', '')
    """
    try:
        return urlsplit(f"//{header}").hostname or ""
    except ValueError:
        return ""


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _same(given: str, token: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), token.encode())


def _cookie(header: str, name: str) -> str:
    try:
        found = SimpleCookie(header).get(name)
    except CookieError:
        return ""
    return found.value if found else ""


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sent
