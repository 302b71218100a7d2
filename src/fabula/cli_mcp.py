"""The ``fabula mcp`` command: it parses, and starts the server."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

MCP_HELP = """Let assistants look things up in the library, over the Model Context Protocol.

Read-only: stories, search, characters, scenes, questions, ties, notes, the text itself, each with its passages. An
assistant starts this command itself, and docs/mcp.md says how to tell it to. Needs pip install 'fabula[mcp]'.

\b
Examples:
  fabula mcp                          over standard input and output
  fabula mcp --library shelf.db
  fabula mcp --port 8000              over HTTP, at http://127.0.0.1:8000/mcp, for this machine alone
"""


def mcp(
    library: Annotated[Path | None, typer.Option("--library", metavar="FILE", help="The library's file.")] = None,
    port: Annotated[
        int | None, typer.Option("--port", metavar="N", min=1, max=65535, help="Serve over HTTP at this port instead.")
    ] = None,
) -> None:
    """Serve the library until the assistant hangs up."""
    from fabula.mcp_server import serve

    serve(library, port)
