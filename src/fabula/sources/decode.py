"""From bytes to text, when nothing says which encoding the bytes are in.

The problem: stories are saved by Windows, by old Macs, by phones and by web sites. ``\\x93Yes,\\x94`` is a
quotation in Windows-1252, ``\\xd2Yes,\\xd3`` the same in Mac Roman, and one broken byte in a UTF-8 book must
not turn every other quotation mark of it into three wrong letters.
"""

from __future__ import annotations

import codecs
import re

from fabula.errors import SourceBinary

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 1 << 16
_HIGH = re.compile(rb"[\x80-\xff]")
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_MAC_QUOTE = re.compile(rb"[A-Za-z]\xd5[a-z]|[\s(]\xd2[A-Za-z]|[.,!?]\xd3")
_WINDOWS_QUOTE = re.compile(rb"[A-Za-z]\x92[a-z]|[\s(]\x93[A-Za-z]|[.,!?]\x94")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]")
_LINE_OF_HIGH = re.compile(rb"[^\r\n]{0,200}[\x80-\xff][^\r\n]{0,200}")
_MOST_CONTROL = 0.02  # of the bytes; a text with more control characters than this is no text


def decode_text(data: bytes, name: str = "the text", declared: str | None = None) -> str:
    """The text in ``data``, without its byte order mark; undecodable bytes become U+FFFD.

    Takes   declared: the encoding that the file itself names (an HTML ``meta``), believed if it fits
    Raises  SourceBinary (S05): too many control characters for a text
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _readable(data[len(mark) :].decode(encoding, errors="replace"))
    wide = _wide_encoding(data)
    if wide is not None:
        return _readable(data.decode(wide, errors="replace"))
    check_is_text(data, name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        encoding = "utf-8" if _is_broken_utf8(data, error) else declared or _single_byte_encoding(data)
    return data.decode(_known(encoding), errors="replace")


def check_is_text(data: bytes, name: str) -> None:
    """Raise SourceBinary (S05) if ``data`` holds too many control characters for a text."""
    for sample in _samples(data):
        if len(_CONTROL.findall(sample)) > max(16, _MOST_CONTROL * len(sample)):
            raise SourceBinary(f"{name} is not a text: give a .txt, .md, .html, .epub or .docx file")


def without_surrogates(text: str) -> str:
    """``text`` with each lone surrogate (from ``&#xD800;``) replaced by U+FFFD, so that it can be written."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _readable(text: str) -> str:
    return without_surrogates(text)


def _samples(data: bytes) -> list[bytes]:
    if len(data) <= 3 * _SAMPLE:
        return [data]
    middle = len(data) // 2
    return [data[:_SAMPLE], data[middle : middle + _SAMPLE], data[-_SAMPLE:]]


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a byte order mark, told by a zero in every second byte of English."""
    sample = data[: _SAMPLE & ~1]
    if len(sample) < 8 or len(data) % 2:
        return None
    even, odd = sample[::2].count(0) / (len(sample) // 2), sample[1::2].count(0) / (len(sample) // 2)
    if odd > 0.6 and even < 0.05:
        return "utf-16-le"
    if even > 0.6 and odd < 0.05:
        return "utf-16-be"
    return None


def _is_broken_utf8(data: bytes, error: UnicodeDecodeError) -> bool:
    """Whether ``data`` is UTF-8 with a few broken bytes, or cut inside a character at its end."""
    n_high = len(_HIGH.findall(data))
    n_valid = sum(len(match) for match in _MULTIBYTE.findall(data))
    is_cut = error.reason == "unexpected end of data" and error.end >= len(data) - 4
    return is_cut or n_valid > 4 * (n_high - n_valid)


def _single_byte_encoding(data: bytes) -> str:
    """Windows-1252, Mac Roman, or what charset-normalizer makes of the lines with high bytes."""
    n_mac, n_windows = len(_MAC_QUOTE.findall(data)), len(_WINDOWS_QUOTE.findall(data))
    if n_mac > n_windows:
        return "mac_roman"
    n_high = len(_HIGH.findall(data))
    if n_windows or n_high < 0.05 * len(data):
        return "cp1252"
    from charset_normalizer import from_bytes

    sample = b"\n".join(_LINE_OF_HIGH.findall(data[: 8 * _SAMPLE])[:200])[:_SAMPLE]
    best = from_bytes(sample).best()
    return best.encoding if best is not None else "cp1252"


def _known(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return "cp1252"
