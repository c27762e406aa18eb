"""What a word can be found by: a printed word in, the terms of the index out.

The same algorithm runs in the reader's browser on the words of a query (`theme/assets/search/words.js`); both sides
read `tests/data/search/words.json`. Terms are stems (`text.terms_of`), to which this module adds the forms that
readers type: a compound without its hyphens, the parts of `FlashAttention`, numbers.
"""

import re
import unicodedata
from functools import lru_cache

from litwiki.text.words import STOP_WORDS, stem, terms_of, words

ACRONYMS = re.compile(r"(?=.{4})[b-df-hj-np-tv-xz]+[aeiou]?s\Z")
"""Several of what is spelled letter by letter (`LLMs`, `GPUs`): the stemmer takes their s for a part of the word."""
JOINT = re.compile(r"[-'.]")
HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})")


class _Plain(dict[int, int | None]):
    """What becomes of a character: a mark of any kind (Unicode category M) goes; looked up once."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.category(chr(code)).startswith("M") else code
        return self[code]


_PLAIN = _Plain({ord("’"): ord("'")})


def folded(text: str) -> str:
    """`text` without accents and compatibility forms, apostrophes straight; case is kept.

    >>> folded("naïve ﬁne µ’s")
    "naive fine μ's"
    """
    if text.isascii():
        return text
    return unicodedata.normalize("NFKD", text).translate(_PLAIN)


@lru_cache(200_000)
def index_terms(word: str) -> tuple[str, ...]:
    """The terms that a folded word is found by, each once; a stop word has none.

    >>> index_terms("KV-cache"), index_terms("FlashAttention"), index_terms("LLMs")
    (('kv', 'cach', 'kvcach'), ('flashattent', 'flash', 'attent'), ('llm',))
    """
    lower = word.lower().removesuffix("'s")
    found = [lower[:-1]] if ACRONYMS.match(lower) else list(terms_of(word))
    joined = JOINT.sub("", lower)
    if joined.isdigit():
        found.append(lower)
    elif lower not in STOP_WORDS:
        if joined != lower and len(joined) > 1:
            found.append(stem(joined))
        if joined.endswith("+"):
            found.append(stem(joined.rstrip("+")))
        found += [stem(piece) for piece in humps(word) if piece not in STOP_WORDS]
    return tuple(dict.fromkeys(term for term in found if term))


def humps(word: str) -> tuple[str, ...]:
    """The parts of a word that capitals divide, in lower case; none where there is one part or one of a letter.

    >>> humps("SqueezeLLM"), humps("GPTs"), humps("iPhone")
    (('squeeze', 'llm'), (), ())
    """
    pieces = HUMP.split(word)
    return tuple(p.lower() for p in pieces) if len(pieces) > 1 and all(len(p) > 1 for p in pieces) else ()


def name_term(text: str) -> str:
    """The term of a whole name: `=` and its letters and digits, so that `Chain of Thought` is one.

    >>> name_term("DPM-Solver v3")
    '=dpmsolverv3'
    """
    return "=" + "".join(JOINT.sub("", word) for word in words(folded(text))).lower()
