"""The ``fabula serve`` command: it parses, starts the server, and prints its address."""

from __future__ import annotations

import secrets
import sys
from pathlib import Path
from typing import Annotated

import typer

from fabula.listening import listen

SERVE_HELP = """Open the library in a browser: a shelf, search, stories to read and to correct, uploads.

The server answers to this machine alone, until it is stopped with Ctrl-C. With --host it answers to a network: then
the address it prints has a key in it, without which nothing is shown. docs/serve.md says how to do that safely.

\b
Examples:
  fabula serve
  fabula serve --library shelf.db --port 8001
  fabula serve --host 192.168.1.20      for a tablet in the same network
"""

serve_app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@serve_app.command(help=SERVE_HELP)
def serve(
    library: Annotated[Path | None, typer.Option("--library", metavar="FILE", help="The library's file.")] = None,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="The address of this machine to listen on.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", metavar="N", min=0, max=65535, help="0 takes a free one.")] = 8000,
    name: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="NAME", help="A further host name by which it is reached; may be repeated."),
    ] = None,
) -> None:
    """Open the library in a browser."""
    import uvicorn

    from fabula.library.connection import default_path
    from fabula.web.app import make_app
    from fabula.web.settings import Settings, is_loopback

    listening = listen(host, port)
    settings = Settings(
        (library or default_path()).absolute(),
        host,
        listening.getsockname()[1],
        tuple(name or ()),
        None if is_loopback(host) and not name else secrets.token_urlsafe(24),
    )
    with listening:
        app = make_app(settings)
        sys.stderr.write(f"{settings.address}  (Ctrl-C stops it)\n")
        sys.stderr.flush()
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=2
        )
        uvicorn.Server(config).run(sockets=[listening])
