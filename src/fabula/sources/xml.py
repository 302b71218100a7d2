"""Parse XML that a stranger made: no entities, no network, no end of depth."""

from __future__ import annotations

from typing import Any


def parse_xml(data: bytes) -> Any | None:
    """The root element (``lxml.etree``) of ``data``, as far as it can be parsed; None if it is no XML at all.

    Entities are not expanded and nothing is fetched, so neither a billion laughs nor a path of this
    machine can come in.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def local_name(element: Any) -> str:
    """The tag of ``element`` without its namespace; empty for a comment or an entity."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def descendants(root: Any, name: str) -> list[Any]:
    """Every element below ``root`` whose tag is ``name`` in whatever namespace, in order."""
    return [element for element in root.iter() if local_name(element) == name]


def text_of(element: Any) -> str:
    """All text in ``element``, on one line."""
    return " ".join("".join(element.itertext()).split())
