"""Elements of a page, of which no text can break it: lxml escapes, and what XML cannot hold is shown as a picture."""

from __future__ import annotations

from typing import Any

from lxml import etree

from fabula.exports.visible import visible

XHTML = "http://www.w3.org/1999/xhtml"
EPUB = "http://www.idpf.org/2007/ops"
TYPE = f"{{{EPUB}}}type"

Element = Any


def page(title: str, type: str, language: str) -> tuple[Element, Element]:
    """A page's root and its body; ``type`` is the body's ``epub:type``."""
    root = etree.Element(f"{{{XHTML}}}html", nsmap={None: XHTML, "epub": EPUB}, lang=language)
    root.set("{http://www.w3.org/XML/1998/namespace}lang", language)
    head = add(root, "head")
    add(head, "title", title)
    add(head, "link", rel="stylesheet", type="text/css", href="style.css")
    body = add(root, "body")
    body.set(TYPE, type)
    return root, body


def add(parent: Element, tag: str, text: str = "", /, **attributes: str) -> Element:
    """A new element at the end of ``parent``, in its namespace."""
    element = etree.SubElement(parent, f"{{{etree.QName(parent).namespace}}}{tag}")
    for name, value in attributes.items():
        element.set(name.rstrip("_").replace("_", "-"), visible(value))
    if text:
        element.text = visible(text)
    return element


def append_text(element: Element, text: str) -> None:
    """``text`` after all that is in ``element``."""
    text = visible(text)
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def add_name(parent: Element, name: str, href: str = "") -> None:
    """A name, linked where ``href`` says so, whose direction of writing does not spill over its neighbours."""
    add(add(parent, "a", href=href) if href else parent, "bdi", name)


def to_bytes(root: Element) -> bytes:
    """The page as a file."""
    content: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, doctype="<!DOCTYPE html>")
    return content
