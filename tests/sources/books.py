"""Books made for the tests: real zip archives and pages, with a story of our own in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

ATTIC = (
    "Ada Finch had been in the attic for an hour before she found the key. It was small and black, and it lay "
    "under the window where nobody had looked."
)
LAMP = (
    "The lighthouse stood at the end of the road, and its door was open. Nobody had been there since the winter, "
    "and the stairs were white with salt."
)
KEY = "She held it up to the light, and for the first time that day she thought of what her brother had said to her."
PROSE = f"{ATTIC}\n\n“That,” said Nell, “is not ours.”\n\n{KEY}"
CONTAINER = (
    '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<rootfiles><rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles>'
    "</container>"
)


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """A zip archive of these members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def page(body: str, title: str = "<title/>") -> str:
    """An XHTML page of a book, with the empty title that many have."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml" '
        f'xmlns:epub="http://www.idpf.org/2007/ops"><head>{title}</head><body>{body}</body></html>'
    )


def package(manifest: str, spine: str, more: str = "", toc: str = "") -> str:
    """An OPF with these items and this order."""
    return (
        '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The Lost Key</dc:title>'
        "<dc:creator>Tess Morrow</dc:creator><dc:language>en</dc:language><dc:subject>Lighthouses</dc:subject>"
        f"<dc:description>&lt;p&gt;A key that fits no door.&lt;/p&gt;</dc:description>{more}</metadata>"
        f"<manifest>{manifest}</manifest><spine{toc}>{spine}</spine></package>"
    )


def item(name: str, media: str = "application/xhtml+xml", properties: str = "") -> str:
    """One line of the manifest; its id is the name without suffix."""
    marked = f' properties="{properties}"' if properties else ""
    return f'<item id="{name.split(".")[0]}" href="{name}" media-type="{media}"{marked}/>'


def itemrefs(*ids: str) -> str:
    """The lines of the spine."""
    return "".join(f'<itemref idref="{one}"/>' for one in ids)


NAV = page(
    '<nav epub:type="toc"><h1>Contents</h1><ol><li><a href="one.xhtml">The Attic</a></li>'
    '<li><a href="two.xhtml#lamp">The Lamp</a></li></ol></nav>'
)
NCX = (
    '<?xml version="1.0"?><!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN" '
    '"http://www.daisy.org/z3986/2005/ncx-2005-1.dtd">'
    '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"><navMap>'
    '<navPoint id="a" playOrder="1"><navLabel><text>The Attic</text></navLabel><content src="one.xhtml"/></navPoint>'
    '<navPoint id="b" playOrder="2"><navLabel><text>The Lamp</text></navLabel>'
    '<content src="two.xhtml#lamp"/></navPoint>'
    "</navMap></ncx>"
)
ONE = page(f'<p class="chapter">The Attic</p><p>{ATTIC}</p><p><i>Whose is it?</i> she thought.</p><hr/><p>{KEY}</p>')
TWO = page(f'<a id="lamp"/><h2>The Lamp</h2><p>{LAMP}</p><p>“It was never locked,”<br/>said Tom.</p>')


def epub3(**replaced: str | bytes | None) -> bytes:
    """An EPUB 3 in two chapters; members are replaced by path, or left out by None."""
    manifest = item("nav.xhtml", properties="nav") + item("two.xhtml") + item("one.xhtml")
    members: dict[str, str | bytes | None] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "OEBPS/content.opf": package(manifest, itemrefs("nav", "one", "two")),
        "OEBPS/nav.xhtml": NAV,
        "OEBPS/one.xhtml": ONE,
        "OEBPS/two.xhtml": TWO,
        **replaced,
    }
    return zipped({name: content for name, content in members.items() if content is not None})


def epub2(**replaced: str | bytes | None) -> bytes:
    """The same book as an EPUB 2, with an ncx."""
    manifest = item("toc.ncx", "application/x-dtbncx+xml") + item("one.xhtml") + item("two.xhtml")
    opf = package(manifest, itemrefs("one", "two"), toc=' toc="toc"')
    return epub3(**{"OEBPS/content.opf": opf, "OEBPS/nav.xhtml": None, "OEBPS/toc.ncx": NCX, **replaced})


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORD_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/styles.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>'
)
WORD_LINKS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
WORD_STYLES = (
    f'<?xml version="1.0"?><w:styles xmlns:w="{WORD}"><w:style w:type="paragraph" w:styleId="Heading1">'
    '<w:name w:val="heading 1"/></w:style></w:styles>'
)
WORD_STYLE_LINKS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="styles.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"/></Relationships>'
)
WORD_CORE = (
    '<?xml version="1.0"?><cp:coreProperties '
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The Lost Key</dc:title><dc:creator>Tess Morrow</dc:creator>'
    "<cp:keywords>keys, lighthouses</cp:keywords></cp:coreProperties>"
)


def word_paragraph(text: str, style: str = "", run: str = "") -> str:
    """A paragraph of WordprocessingML; ``run`` holds run properties such as ``<w:i/>``."""
    styled = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{styled}<w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def docx(body: str | None, **replaced: str | bytes | None) -> bytes:
    """A DOCX with this body; members are replaced by path, or left out by None."""
    inner = f"<w:body>{body}</w:body>" if body is not None else ""
    members: dict[str, str | bytes | None] = {
        "[Content_Types].xml": WORD_TYPES,
        "_rels/.rels": WORD_LINKS,
        "word/document.xml": f'<?xml version="1.0"?><w:document xmlns:w="{WORD}">{inner}</w:document>',
        "word/styles.xml": WORD_STYLES,
        "word/_rels/document.xml.rels": WORD_STYLE_LINKS,
        "docProps/core.xml": WORD_CORE,
        **replaced,
    }
    return zipped({name: content for name, content in members.items() if content is not None})
