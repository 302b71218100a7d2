"""How text reaches a browser and a telnet client: as plain text, so that no markup of anybody's is ever read."""

from __future__ import annotations

import json
from typing import Any

from evennia.server.portal.telnet import TelnetProtocol
from evennia.server.portal.webclient import WebSocketClient

LONGEST_INPUT = 6000
NOT_UNDERSTOOD = 4400  # why a connection is closed


class BrowserProtocol(WebSocketClient):
    """A page: it is sent JSON, ``[kind of message, text or object]``, and sends ``["text", what was typed]``."""

    def get_client_session(self) -> None:
        """No page is known by a cookie: guests come in by an invitation or a key of their own."""
        self.csessid = None

    def onMessage(self, payload: bytes, isBinary: bool) -> None:
        """Take what was typed; anything else ends the connection."""
        try:
            kind, typed = json.loads(payload.decode("utf-8"))
        except (ValueError, TypeError):
            kind, typed = None, None
        if isBinary or kind != "text" or not isinstance(typed, str):
            self.sendClose(NOT_UNDERSTOOD, "not understood")
            return
        self.data_in(text=[[typed[:LONGEST_INPUT]], {}])

    def onClose(self, wasClean: bool, code: int | None = None, reason: str | None = None) -> None:
        """Whoever has gone, in whatever way, has gone."""
        self.sessionhandler.disconnect(self)

    def disconnect(self, reason: str | None = None) -> None:
        """Close the connection."""
        self.sessionhandler.disconnect(self)
        self.sendClose(1000, (reason or "")[:100])

    def send_text(self, *args: Any, **kwargs: Any) -> None:
        """Send a text, as it is, with what it is."""
        if args and args[0] is not None:
            self.sendLine(json.dumps(["text", {"text": str(args[0]), "kind": kwargs.get("kind", "told")}]))

    def send_default(self, cmdname: str, *args: Any, **kwargs: Any) -> None:
        """Send what a page shows beside the text."""
        if cmdname in ("view", "key", "title") and args:
            self.sendLine(json.dumps([cmdname, args[0]]))


class TextProtocol(TelnetProtocol):
    """A telnet client."""

    def send_text(self, *args: Any, **kwargs: Any) -> None:
        """Send a text, as it is."""
        if args and args[0] is not None:
            self.sendLine(str(args[0]))

    def send_prompt(self, *args: Any, **kwargs: Any) -> None:
        """There are no prompts."""

    def send_default(self, cmdname: str, *args: Any, **kwargs: Any) -> None:
        """What a page shows beside the text is not for telnet."""
