"""Words as people vary them: accents, case, plural, gender, line breaks. No vocabulary here."""

import re
import unicodedata
from functools import lru_cache

NOT_A_WORD = re.compile(r"[^a-z0-9#%]+")
PARENTHESES = re.compile(r"\([^)]*\)")
STOP_WORDS = frozenset(
    ["a", "al", "con", "de", "del", "el", "en", "la", "las", "lo", "los", "para", "por", "que", "se", "y"]
)
LONGEST = 120


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Lower case, no accents, one space between words: ``"Días\\n del bimestre:"`` → ``"dias del bimestre"``."""
    decomposed = unicodedata.normalize("NFKD", text[:LONGEST].casefold())
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return NOT_A_WORD.sub(" ", letters).strip()


@lru_cache(maxsize=4096)
def stems(text: str) -> frozenset[str]:
    """The words that count, without endings: ``"Total de la Retención (MXN)"`` → ``{total, retencion}``."""
    words = plain(PARENTHESES.sub(" ", text)).split()
    return frozenset(stem(word) for word in words if word not in STOP_WORDS)


def stem(word: str) -> str:
    """Without plural and last vowel; short words and numbers stay."""
    if len(word) < 4 or word.isdigit():
        return word
    return word.removesuffix("s").rstrip("aeo")
