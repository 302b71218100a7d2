"""Parse XML that a stranger made: no entities, no network, no end of depth."""

from __future__ import annotations

import re
from typing import Any

_SURROGATE = re.compile(rb"&#(?:[xX]0*[dD][89a-fA-F][0-9a-fA-F]{2}|0*5[5-7][0-9]{3});?|\xed[\xa0-\xbf][\x80-\xbf]")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")


def parse_xml(data: bytes) -> Any | None:
    """The root element (``lxml.etree``) of ``data``, as far as it can be parsed; None if it is no XML at all.

    Entities are not expanded and nothing is fetched, so neither a billion laughs nor a path of this
    machine can come in. Half of a surrogate pair becomes U+FFFD.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    if not data.startswith(_WIDE):  # lxml lets it in, and fails when the text is asked for
        data = _SURROGATE.sub(_whole, data)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _whole(found: re.Match[bytes]) -> bytes:
    """A reference to a character as it is, U+FFFD in the place of half of a surrogate pair."""
    digits = found[0].strip(b"&#;")
    code = int(digits[1:], 16) if digits[:1] in (b"x", b"X") else int(digits) if digits.isdigit() else 0xD800
    return b"&#xFFFD;" if 0xD800 <= code <= 0xDFFF else found[0]


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
