"""One file per site: how its saved pages are recognised, and where on them the story and its data stand."""

from __future__ import annotations

from fabula.sources.sites import ao3, fanfiction_net, royal_road, wattpad
from fabula.sources.sites.site import Site

SITES: tuple[Site, ...] = (ao3, wattpad, fanfiction_net, royal_road)
"""In the order in which they are asked."""
