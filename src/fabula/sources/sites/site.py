"""What the module of a site offers."""

from __future__ import annotations

from typing import Protocol

from selectolax.lexbor import LexborHTMLParser

from fabula.sources.page import Page


class Site(Protocol):
    """A module with these two functions."""

    def recognises(self, tree: LexborHTMLParser, url: str) -> bool:
        """Whether the page is one of a work on this site; ``url`` is empty where the page does not say."""

    def read(self, tree: LexborHTMLParser, url: str | None) -> Page:
        """The story on the page and its metadata."""
