"""What a word can be found by: a printed word in, the terms of the index out.

The same algorithm runs in the reader's browser on the words of a query (`theme/assets/search/words.js`); both sides
read `tests/data/search/words.json`. Terms are stems (`text.terms_of`), to which this module adds the forms that
readers type: a compound without its hyphens, the parts of `FlashAttention`, numbers. A run of letters of a script that
puts no spaces between words (Chinese, Japanese, Korean, Thai …) is found by its pairs of neighbouring letters and by
each letter (bigrams, as Lucene's CJKAnalyzer makes them): where words begin, nobody has to know.

A Greek letter is also found by its name (`μP` by `muP`, `β-VAE` by `beta-VAE`), an Arabic word without its article.

An id of a paper is a term of its own (`id_terms`), which `theme/assets/search/ids.js` makes of what readers type.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise

from litwiki.text.identifiers import id_key
from litwiki.text.words import CACHED, STOP_WORDS, stem, terms_of, words

ACRONYMS = re.compile(r"(?=.{4})[b-df-hj-np-tv-xz]+[aeiou]?s\Z")
"""Several of what is spelled letter by letter (`LLMs`, `GPUs`): the stemmer takes their s for a part of the word."""
JOINT = re.compile(r"[-'.]")
IS_PLAIN = re.compile(r"[A-Za-z][a-z]+").fullmatch
HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})")

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
    "\U00020000-\U0003ffff"
)
"""Thai and Lao, Burmese, Khmer, Japanese, Chinese, and Korean, whose words grow endings."""
UNSPACED_RUN = re.compile(f"([{UNSPACED}]+)")


class _Plain(dict[int, int | str | None]):
    """What becomes of a character: a mark of any kind (Unicode category M) goes; looked up once."""

    def __missing__(self, code: int) -> int | str | None:
        self[code] = None if unicodedata.category(chr(code)).startswith("M") else code
        return self[code]


PLAIN_LETTERS = (
    {"’": "'", "‐": "-", "ß": "ss", "ẞ": "SS", "ı": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D"}
    | {"ð": "d", "Ð": "D", "ħ": "h", "Ħ": "H", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "þ": "th", "Þ": "Th"}
    | {"\u0649": "\u064a", "\u06cc": "\u064a", "\u06a9": "\u0643", "\u0629": "\u0647"}
    | dict.fromkeys("\u00ad\u0640\u200b\u200c\u200d\u2060", "")
    | {chr(zero + digit): str(digit) for zero in (0x660, 0x6F0, 0x966) for digit in range(10)}
)
"""What people type for letters that Unicode does not take apart; Arabic letters that are written one for the other (as
Lucene's ArabicNormalizer has them), hyphens that print nothing, Arabic, Persian, and Hindi digits."""
_PLAIN = _Plain({ord(letter): plain for letter, plain in PLAIN_LETTERS.items()})

GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau "
        "upsilon phi chi psi omega".split(),
        strict=True,
    )
)
IS_GREEK = re.compile("[α-ω]")
GREEK_WORD = re.compile("[α-ω]{2}")
ARTICLE = re.compile("(?:[وبكف]?ال|لل)(?=[\u0621-\u064a]{2})|و(?=[\u0621-\u064a]{3})")
"""Arabic's article and the prepositions and the "and" that are written with it (Light10, Larkey et al. 2007)."""


def folded(text: str) -> str:
    """`text` without accents and compatibility forms, apostrophes straight; case is kept.

    >>> folded("naïve ﬁne µ’s"), folded("Łukasz Strauß")
    ("naive fine μ's", 'Lukasz Strauss')
    """
    if text.isascii():
        return text
    # Korean syllables, which were taken apart, are put together again; everything else has lost its marks.
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKD", text).translate(_PLAIN))


def index_terms(word: str) -> tuple[str, ...]:
    """The terms that a folded word is found by, each once; a stop word has none.

    >>> index_terms("KV-cache"), index_terms("FlashAttention"), index_terms("LLMs")
    (('kv', 'cach', 'kvcach'), ('flashattent', 'flash', 'attent'), ('llm',))
    """
    return parted(word)[0]


def parted(word: str) -> tuple[tuple[str, ...], int]:
    """The same, and how many of the terms, which are the first ones, are no pieces of the word."""
    if not IS_PLAIN(word):
        return _index_terms(word), len(terms_of(word))
    # Most words, and the rarer ones of a large wiki are more than any cache has.
    lower = word.lower()
    if lower in STOP_WORDS:
        return (), 0
    return (lower[:-1] if lower[-1] == "s" and ACRONYMS.match(lower) else stem(lower),), 1


@lru_cache(CACHED)
def _index_terms(word: str) -> tuple[str, ...]:
    if not word.isascii() and UNSPACED_RUN.search(word):
        return tuple(dict.fromkeys([*terms_of(word), *_terms_of_runs(word)]))
    lower = word.lower().removesuffix("'s")
    is_stop = lower in STOP_WORDS  # such as "this", which is no plural
    terms = [lower[:-1]] if not is_stop and ACRONYMS.match(lower) else list(terms_of(word))
    joined = JOINT.sub("", lower)
    if joined.isdigit():
        terms.append(lower)
    elif not is_stop:
        if joined != lower and len(joined) > 1:
            terms.append(stem(joined))
        if joined.endswith("+"):
            terms.append(stem(joined.rstrip("+")))
        terms += [stem(piece) for piece in humps(word) if piece not in STOP_WORDS]
        if not word.isascii():
            terms += _terms_of_other_letters(word)
    return tuple(dict.fromkeys(term for term in terms if term))


def _terms_of_other_letters(word: str) -> Iterator[str]:
    lower = word.lower()
    if IS_GREEK.search(lower) and not GREEK_WORD.search(lower):  # a sign, not a word of that language
        yield from index_terms("".join(GREEK.get(letter.lower(), letter) for letter in word))
    if article := ARTICLE.match(lower):
        yield from terms_of(lower[article.end() :])


def _terms_of_runs(word: str) -> Iterator[str]:
    for number, run in enumerate(UNSPACED_RUN.split(word)):
        if number % 2:
            yield from map("".join, pairwise(run))
            yield from run
        elif run:
            yield from index_terms(run.strip("-'."))


def id_terms(ids: Mapping[str, str]) -> Iterator[str]:
    """The terms of a paper's ids; of arXiv's also the DOI that arXiv gives, of ISBNs also as printed.

    >>> list(id_terms({"doi": "10.1234/X.5", "arxiv": "hep-th/9901001v2"}))
    ['id:10.1234:x.5', 'id:hep-th:9901001', 'id:10.48550:arxiv.hep-th:9901001']
    """
    for kind, value in ids.items():
        key = id_key(kind, value)
        yield id_term(key)
        if kind == "arxiv":
            yield id_term(f"10.48550/arxiv.{key}")
        if kind == "isbn":
            yield id_term(value.replace("-", ""))


def id_term(value: str) -> str:
    """The term of an id, without what parts of the index are divided by."""
    return "id:" + "".join(value.split()).lower().replace("/", ":")


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
