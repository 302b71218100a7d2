"""A library for assistants: the Model Context Protocol over its stories, to be read and never changed.

The problem. A language model that is asked about a novel makes things up, or is given the whole text. Here it looks
things up instead: each tool is one question to the tables, every answer has the passages that show it, and none is
longer than a model wants to read. Not tried: writing, and reading books that are not in the library yet.
"""

from __future__ import annotations

from pathlib import Path

from fabula.errors import PackageMissing


def serve(library: Path | None = None, port: int | None = None) -> None:
    """Answer over standard input and output, or over HTTP on this machine, until the other side hangs up.

    Takes   library: its file; by default that of ``fabula.Library``
            port: of 127.0.0.1, for streamable HTTP at /mcp; None: standard input and output
    Raises  PackageMissing (P01), LibraryNotFound (L01) and what else opening a library raises;
            CannotListen (W01)
    """
    try:
        from fabula.mcp_server.server import make_server, run
    except ModuleNotFoundError as error:
        if error.name is None or error.name.split(".")[0] not in ("mcp", "mcp_types"):
            raise
        raise PackageMissing("the MCP server needs the package mcp: pip install 'fabula[mcp]'") from error
    run(make_server(library), port)
