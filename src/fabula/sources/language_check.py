"""Is the text English? Told from its commonest words, and only in doubt by a language model.

The problem: the rules and models downstream know English only, and on another language would give a
plausible world that is not there. But an English novel has letters in French, a Scots servant, an ode.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from fabula.errors import SourceNotEnglish

_COMMON_WORDS = "the and to he she his her you that with for my it not they this have were from what said"
_COMMON = frozenset(_COMMON_WORDS.split())
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 1_500
_N_SAMPLES = 12
_LONG = 100_000
_LEAST_WORDS = 20
_ENOUGH = 0.10  # of the words; English has 0.20 to 0.30, Dutch and German under 0.04
_DOUBTFUL = 0.80

_NAMES = {
    "af": "Afrikaans", "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "ca": "Catalan", "cs": "Czech",
    "cy": "Welsh", "da": "Danish", "de": "German", "el": "Greek", "en": "English", "eo": "Esperanto", "es": "Spanish",
    "et": "Estonian", "eu": "Basque", "fa": "Persian", "fi": "Finnish", "fr": "French", "ga": "Irish",
    "gl": "Galician", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian",
    "is": "Icelandic", "it": "Italian", "ja": "Japanese", "ka": "Georgian", "ko": "Korean", "la": "Latin",
    "lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian", "ms": "Malay", "mt": "Maltese", "nb": "Norwegian",
    "nl": "Dutch", "nn": "Norwegian", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian",
    "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish",
    "sw": "Swahili", "ta": "Tamil", "th": "Thai", "tl": "Tagalog", "tr": "Turkish", "uk": "Ukrainian",
    "ur": "Urdu", "vi": "Vietnamese", "wuu": "Chinese",
    "xh": "Xhosa", "yue": "Chinese", "zh": "Chinese", "zu": "Zulu",
}  # fmt: skip


def check_english(text: str, name: str, left_out: Sequence[tuple[int, int]] = ()) -> None:
    """Raise SourceNotEnglish (S10), naming the language, if ``text`` is surely in another one.

    Takes   left_out: sorted spans that are not story (a German book has an English licence around it)
    """
    sample = " ".join(_samples(text, left_out))
    words = [word.lower() for word in _WORD.findall(sample)]
    is_spaced = len(words) >= _LEAST_WORDS
    if not is_spaced and sum(ord(letter) > 0x0590 for letter in sample) < 3 * _LEAST_WORDS:
        return
    if is_spaced and sum(word in _COMMON for word in words) >= _ENOUGH * len(words):
        return
    language = _language_of(sample)
    if language is not None:
        raise SourceNotEnglish(f"{name} seems to be in {language}; fabula reads English only")


def _samples(text: str, left_out: Sequence[tuple[int, int]]) -> list[str]:
    """Up to twelve stretches from all over the text, without what is left out."""
    if left_out:
        edges = [0, *(edge for span in left_out for edge in span), len(text)]
        story = zip(edges[::2], edges[1::2], strict=True)
        pieces = [text[start:end] for start, end in story if end > start]
        is_long = len(text) > _LONG
        text = max(pieces, key=len, default="") if is_long else " ".join(pieces)
    if len(text) <= _SAMPLE * _N_SAMPLES:
        return [text]
    step = (len(text) - _SAMPLE) // (_N_SAMPLES - 1)
    return [text[at : at + _SAMPLE] for at in range(0, len(text) - _SAMPLE + 1, step)]


def _language_of(sample: str) -> str | None:
    """The English name of the language of ``sample``; None for English, and where it is not clear."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    shares: dict[str, float] = {}
    for code, share in identifier.rank(sample)[:5]:
        name = _NAMES.get(code, f"another language ({code})")
        shares[name] = shares.get(name, 0.0) + share
    language = max(shares, key=lambda name: shares[name])
    return None if language == "English" or shares[language] < _DOUBTFUL else language
