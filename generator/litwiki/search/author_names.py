"""What an author's name can be found by: names in the order of print in, other spellings and terms out.

Readers type `Muller` or `Mueller` for `Müller`, one half of a double name, and `Xiaoming` for `Xiao-Ming`. All of this
is in the index, so that the browser looks a name up as it was typed.
"""

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator

from litwiki.search.words import folded
from litwiki.text.name_parts import parse_name
from litwiki.text.words import words

UMLAUT = re.compile("[äöüåø]", re.IGNORECASE)
DIGRAPHS = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}
DIGRAPH = re.compile("(?<=[b-df-hj-npr-tv-xz])([aou])e(?=[b-df-hj-np-tv-z])(?!l$)", re.IGNORECASE)
"""Between consonants, so that `Xue` and `Samuel` stay what they are."""
SHORTEST = 5


def other_spellings(names: Iterable[str]) -> Iterator[str]:
    """What words of names are also spelled: `ö` as `oe`, which readers without the key type, and `oe` as `o`, which
    `folded` makes of `ö`.

    >>> list(other_spellings(["Jörg Weiß", "Samuel Mueller"]))
    ['Joerg', 'Muller']
    """
    for name in names:
        for word in words(unicodedata.normalize("NFC", name)):
            if UMLAUT.search(word):
                yield UMLAUT.sub(lambda letter: DIGRAPHS[letter[0].lower()], word)
            elif len(word) >= SHORTEST and DIGRAPH.search(word):
                yield DIGRAPH.sub(r"\1", word)


@functools.lru_cache(maxsize=20_000)
def author_words(name: str) -> tuple[str, ...]:
    """The words of a printed name in the order in which one says it, and their other spellings.

    >>> author_words("Mueller, Jörg")
    ('Jorg', 'Mueller', 'Muller', 'Joerg')
    """
    printed = folded(" ".join([parse_name(name).in_order, *other_spellings([name])]))
    return tuple(words(printed))


def author_terms(names: Iterable[str]) -> Iterator[str]:
    """The terms of `author:`; a word with a hyphen is also found by each half, and without the hyphen.

    >>> list(author_terms(["Ada Pot-Li"]))
    ['author:ada', 'author:pot-li', 'author:pot', 'author:li', 'author:potli']
    """
    return iter(dict.fromkeys(term for name in names for term in _terms_of_name(name)))


@functools.lru_cache(maxsize=20_000)
def _terms_of_name(name: str) -> tuple[str, ...]:
    printed = words(folded(" ".join([name, *other_spellings([name])])).lower())
    forms = ((word, *word.split("-"), word.replace("-", "")) for word in printed)
    return tuple(dict.fromkeys(f"author:{form}" for some in forms for form in some))
