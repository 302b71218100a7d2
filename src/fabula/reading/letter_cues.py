"""Words of the telling that say that something beside them is written: "she wrote", "the note said"."""

from __future__ import annotations

import re

_THINGS = (
    r"(?:letters?|notes?|messages?|e-?mails?|post-?cards?|telegrams?|wire|diary|journal|lines|paragraph|inscription|"
    r"superscription|hand-?writing|cutting|clipping|newspaper|article|headlines?|scrawl|hieroglyphics|notice|placard|sign|"
    r"label|plaque|epitaph|verses|card|pad|poster|manuscript|scrap|page|sheet|entry|entries)"
)
_WRITES = r"(?:wrote|writes?|typed|types?|texted|texts?|scrawled|scribbled)"

WRITTEN = re.compile(
    rf"\b{_THINGS}\b|\b(?:envelope|phone|pencil|pen|wrote|written|writes|writing|reads?|reading|ran|typed|types|scrawled|"
    r"scribbled|printed|copied|copy|inclose|enclosed?|transcribe|decipher|buzze[sd]|pinged)\b",
    re.IGNORECASE,
)
"""Something is written, or is a thing to write on."""

INTRODUCES = re.compile(
    rf"\b(?:{_THINGS}|{_WRITES}|written|writing|reads?|ran|printed|signed)\b"
    r"(?:[^.!?:“”\"]{0,90}(?:[:,]?\s*(?:--|—|–)|:)|[^.!?:“”\"]{0,40},)\s*[“‘]?$"
    r"|\b(?:painted|carved|engraved|stood|across|underneath|beneath|below|above)\b[^.!?“”\"]{0,60}:\s*$",
    re.IGNORECASE,
)
"""The words right before what is written, to their colon, dash or comma."""

READ_OUT = re.compile(
    r"\b(?:read|reads|reading)\b[^.!?“”\"]{0,40}\b(?:aloud|out)\b[^.!?“”\"]{0,40}\.\s*$"
    rf"|\b{_WRITES}\b[^.!?“”\"]{{0,40}}\bin (?:my|his|her|their|the|a) (?:\w+ )?(?:diary|journal|notebook|logbook)\b"
    r"[^.!?“”\"]{0,40}\.\s*$",
    re.IGNORECASE,
)
"""A sentence for itself that says that what follows is read out, or written in a diary."""

FOLLOWS = re.compile(
    r"\b(?:as\s+follows|follows|following(?:\s+\w+)?|thus|these\s+words|this\s+effect|contents?)[,:]?\s*(?:--|—|–|:)\s*$",
    re.IGNORECASE,
)
"""The words right before anything cited, be it spoken or written."""

SPOKEN = re.compile(
    rf"\b{_THINGS}\s+(?:said|says?|told|tells)\b"
    r"|\b(?P<spoken>said|says?|exclaim\w*|cried|cries|ask(?:ed|s)|repl(?:ied|ies)|answer(?:ed|s)|thought|thinks|added|adds|returned|"
    r"observed|remarked|told|tells|murmured|whispered)\b",
    re.IGNORECASE,
)
"""In ``spoken``, somebody speaks or thinks: what follows is not written. A letter that "says" is none."""

READ_AFTER = re.compile(
    rf"\W*(?:\w+\s+{_WRITES}\b"
    r"|(?:commenced|began|begins|ran|runs|read|reads|said|says|opened|concluded|ended)\s+(?:the|this|his|her|their|my)\s+"
    rf"(?:\w+\s+)?{_THINGS}\b|(?:the|his|her|their)\s+{_THINGS}\s+(?:said|read|ran|began|says|reads)\b)",
    re.IGNORECASE,
)
"""The words right after a quotation that is written."""

WRITES_AFTER = re.compile(rf"[,\s]*(?:\w+\s+){{1,3}}?(?:{_WRITES}|answers?|replies|replied)\b", re.IGNORECASE)
"""The words right after a message in italics."""

RECEIVES = re.compile(
    rf"\b(?:phone|texts?|messages?|note|pad|postcard|card|letter|envelope|cutting|paper|e-?mail|screen|diary|page|{_WRITES}|"
    r"writing|written|writ|reads?|handwriting|puts underneath)\b",
    re.IGNORECASE,
)
"""Something written comes in, or somebody writes; before italics and capitals."""

PHONE_SOUNDS = re.compile(r"\b(?:phone|text|message)\b[^.!?]*(?:[.!?][^.!?]{0,40})?[.!?:]\s*$", re.IGNORECASE)
"""A telephone, in one of the last two sentences before italics."""

ENCLOSES = re.compile(
    r"\b(?:in|en)clos\w+|\bcop(?:y|ied)\b|\bfollowing\b|\btranscri\w+|\bas\s+follows\b|\bthis\s+note\b|:\W*$",
    re.IGNORECASE,
)
"""A letter follows inside another one."""

SENTENCE_END = re.compile(r"[.!?]\W*\s")
