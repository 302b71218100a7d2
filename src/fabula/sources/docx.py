"""A Word document (DOCX), by way of the page that mammoth makes of it."""

from __future__ import annotations

import io

from fabula.errors import SourceWithoutText
from fabula.sources.assemble import document_of_flow
from fabula.sources.document import Document, Metadata
from fabula.sources.flow import parse
from fabula.sources.html import whole_page
from fabula.sources.xml import local_name, parse_xml, text_of
from fabula.sources.zipped import Archive

_BODY = "word/document.xml"
_CORE = "docProps/core.xml"
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Chapter'] => h2:fresh
p[style-name='Chapter Title'] => h2:fresh
p[style-name='Chapter Heading'] => h2:fresh
b => strong
i => em
u => span
strike => span
comment-reference => !
"""


def read_docx(data: bytes, name: str) -> Document:
    """The document in the bytes of a DOCX file.

    Raises  SourceBroken (S06), SourceEncrypted (S07), SourceTooLarge (S08), SourceWithoutText (S09),
            SourceOnlyFurniture (S04), SourceNotEnglish (S10)
    """
    import mammoth

    archive = Archive(data, name, "DOCX")
    if _BODY not in archive:
        raise archive.broken(f"it has no {_BODY}")
    _check_parts(archive, name)
    try:
        html = mammoth.convert_to_html(
            io.BytesIO(data),
            style_map=_STYLES,
            convert_image=mammoth.images.img_element(lambda _: {"src": ""}),
        ).value
    except Exception as error:  # mammoth has no errors of its own: a broken part ends in whatever it meets
        raise archive.broken("its parts do not fit together") from error
    return document_of_flow(whole_page(parse(html)), "docx", name, _metadata(archive))


def _check_parts(archive: Archive, name: str) -> None:
    """Every XML part is unpacked once here, under the limit, before anything else unpacks it."""
    for path in archive.names():
        if path.endswith((".xml", ".rels")):
            data = archive.read(path)
            if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
                raise archive.broken(f"{path} declares entities")
            if path == _BODY:
                root = parse_xml(data)
                if root is None or local_name(root) != "document":
                    raise archive.broken(f"{path} is damaged")
                if not any(local_name(child) == "body" for child in root):
                    raise SourceWithoutText(f"{name} has no body: save the document again, or export it as text")


def _metadata(archive: Archive) -> Metadata:
    root = parse_xml(archive.read(_CORE)) if _CORE in archive else None
    if root is None:
        return Metadata()
    fields = {name: text_of(child) or None for child in root if (name := local_name(child))}
    keywords = fields.get("keywords") or ""
    return Metadata(
        title=fields.get("title"),
        author=fields.get("creator"),
        language=fields.get("language"),
        summary=fields.get("description"),
        published=fields.get("created"),
        tags=tuple(word for part in keywords.split(",") if (word := part.strip())),
    )
