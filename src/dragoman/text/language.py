"""Which language a text is in: English by its own small words, any other by py3langid's statistics.

English comes first because that is cheap and sure: a report full of foreign names is still held together by "the", "and"
and "said". py3langid takes most of a second to load, so it is asked only where those words are scarce.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier  # type: ignore[import-untyped]

_WORD = re.compile(r"[^\W\d_]+")
# Small words that English shares with no other language that is written in Latin letters and has a press ("in", "was" and
# "of" are words of several).
_ENGLISH = frozenset(
    {"the", "and", "that", "with", "from", "which", "this", "have", "has", "been", "would", "said", "their", "they", "who", "were"}
    | {"after", "his", "its", "by", "than"}
)
_SAMPLE = 6_000  # characters looked at; the language of a report shows early

# Newswire and authored English nearly always has a share above .1, and lists in note form have .03; other languages have
# below .01. From here on the statistics need not be asked; mixed texts are on this side.
_SURELY_ENGLISH = 0.06
# Below this probability of English a text is refused. On English of any kind the statistics give .99.
_POSSIBLY_ENGLISH = 0.05
# Texts with fewer bytes of letters (ten words of English, twenty signs of Chinese) are too short to refuse.
_SHORT = 60
# The best guess alone is named where it is as sure as this; Bosnian and Serbian, Malay and Indonesian often are not.
_SURE_NAME = 0.9
# Where not even the two best guesses together are this sure, the statistics do not know the language: nothing is refused.
_SURE_PAIR = 0.8

NAMES = {
    "af": "Afrikaans", "am": "Amharic", "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian", "bg": "Bulgarian",
    "bn": "Bengali", "bs": "Bosnian", "ca": "Catalan", "cs": "Czech", "cy": "Welsh", "da": "Danish", "de": "German",
    "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian", "eu": "Basque", "fa": "Persian", "fi": "Finnish",
    "fr": "French", "ga": "Irish", "gl": "Galician", "gu": "Gujarati", "ha": "Hausa", "he": "Hebrew", "hi": "Hindi",
    "hr": "Croatian", "ht": "Haitian Creole", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian", "ig": "Igbo",
    "is": "Icelandic", "it": "Italian", "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh", "km": "Khmer", "kn": "Kannada",
    "ko": "Korean", "ku": "Kurdish", "ky": "Kyrgyz", "lo": "Lao", "lt": "Lithuanian", "lv": "Latvian", "mg": "Malagasy",
    "mk": "Macedonian", "ml": "Malayalam", "mn": "Mongolian", "mr": "Marathi", "ms": "Malay", "mt": "Maltese",
    "my": "Burmese", "ne": "Nepali", "nl": "Dutch", "no": "Norwegian", "om": "Oromo", "or": "Odia", "pa": "Punjabi",
    "pl": "Polish", "ps": "Pashto", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "rw": "Kinyarwanda",
    "si": "Sinhala", "sk": "Slovak", "sl": "Slovenian", "so": "Somali", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish",
    "sw": "Swahili", "ta": "Tamil", "te": "Telugu", "tg": "Tajik", "th": "Thai", "tk": "Turkmen", "tl": "Tagalog",
    "tr": "Turkish", "tt": "Tatar", "ug": "Uyghur", "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek", "vi": "Vietnamese",
    "xh": "Xhosa", "yo": "Yoruba", "zh": "Chinese", "zu": "Zulu",
}  # fmt: skip
"""ISO 639-1 codes of the languages told apart, with their English names. Languages without a press of their own are left
out: they would only lend false names to short or broken texts."""


def foreign(text: str) -> str | None:
    """English name of the language of a text that is surely not English, else None. Short and mixed texts pass."""
    ranked = _ranked(text)
    if dict(ranked).get("en", 0.0) >= _POSSIBLY_ENGLISH or _letters(text) < _SHORT:
        return None
    best, second = ranked[:2]
    if best[1] + second[1] < _SURE_PAIR:
        return None
    return NAMES[best[0]] if best[1] >= _SURE_NAME else f"{NAMES[best[0]]} or {NAMES[second[0]]}"


def _ranked(text: str) -> list[tuple[str, float]]:
    """Languages with their probabilities, the likeliest first."""
    sample = text[:_SAMPLE]
    words = _WORD.findall(sample)
    if not words:
        return [("en", 0.0)]
    if sum(word.lower() in _ENGLISH for word in words) >= _SURELY_ENGLISH * len(words):
        return [("en", 1.0)]
    return _identifier().rank(sample)  # type: ignore[no-any-return]


def _letters(text: str) -> int:
    return sum(len(word.encode("utf-8", "replace")) for word in _WORD.findall(text[:_SAMPLE]))


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(NAMES))
    return identifier
