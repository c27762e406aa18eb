"""What an author's name can be found by: names in the order of print in, other spellings and terms out.

Readers type `Muller` or `Mueller` for `Müller`, one half of a double name, and `Xiaoming` for `Xiao-Ming`. All of this
is in the index, so that the browser looks a name up as it was typed.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from litwiki.search.words import folded
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


def author_terms(names: Iterable[str]) -> Iterator[str]:
    """The terms of `author:`; a word with a hyphen is also found by each half, and without the hyphen.

    >>> list(author_terms(["Ada Pot-Li"]))
    ['author:ada', 'author:pot-li', 'author:pot', 'author:li', 'author:potli']
    """
    known = list(names)
    found: dict[str, None] = {}
    for name in (*known, *other_spellings(known)):
        for word in words(folded(name).lower()):
            found |= dict.fromkeys((word, *word.split("-"), word.replace("-", "")))
    for word in found:
        yield f"author:{word}"
