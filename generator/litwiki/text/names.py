"""Names of people: as printed in, their parts, what two printings have in common and their slug out.

Nothing here knows papers. A printed name says nowhere which of its words is the family's, so a rule decides
(`parse_name`); what it decides is used to sort and to export, and pages show the name as it was printed.
"""

import functools
import re
import unicodedata
from dataclasses import dataclass

SUFFIX = re.compile(r"(?:jr|sr)\.?|i{2,3}|iv", re.IGNORECASE)
GROUP = re.compile(
    r"\b(?:team|group|groups|collaboration|consortium|committee|university|institute|laborator(?:y|ies)|labs?|research"
    r"|foundation|association|society|center|centre|department|company|inc|ltd|gmbh|project|initiative|council|agency"
    r"|authors|others|community|contributors|et al)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name in parts, or that of a group, which has only `family`."""

    family: str
    given: str = ""
    suffix: str = ""

    @property
    def in_order(self) -> str:
        """As one says it: given name first."""
        return " ".join(part for part in (self.given, self.family, self.suffix) if part)

    @property
    def inverted(self) -> str:
        """As a bibliography sorts it: family name, a comma, given name, a comma, suffix."""
        return ", ".join(part for part in (self.family, self.given, self.suffix) if part)


@functools.lru_cache(maxsize=20_000)
def parse_name(printed: str) -> Name:
    """The parts of a printed name, by BibTeX's rule (Patashnik, "BibTeXing", 4): a comma ends the family name;
    without one it is the last word, and from a word in small letters on, all of them.

    Two cases are not BibTeX's: words such as "Team" tell a group, which has no parts, and "Jr." is no family. The
    rule is wrong for people whose family name comes first and for families of two capitalised words; a curator who
    writes `Family, Given` settles both.

    >>> parse_name("Ludwig van Beethoven"), parse_name("Boyle, Ada"), parse_name("Kettle Team")
    (Name(family='van Beethoven', given='Ludwig', suffix=''), Name(family='Boyle', given='Ada', suffix=''), \
Name(family='Kettle Team', given='', suffix=''))
    """
    name = " ".join(printed.split())
    if GROUP.search(name):
        return Name(name)
    parts = [part.strip() for part in name.split(",")]
    if len(parts) == 2 and all(parts):
        if SUFFIX.fullmatch(parts[1]):
            return Name(**_parts_in_order(parts[0]), suffix=parts[1])
        return Name(parts[0], parts[1])
    if len(parts) == 3 and all(parts):
        jr, given = (parts[1], parts[2]) if SUFFIX.fullmatch(parts[1]) else (parts[2], parts[1])
        return Name(parts[0], given, jr) if SUFFIX.fullmatch(jr) else Name(name)
    if len(parts) > 1:
        return Name(name)
    head, _, last = name.rpartition(" ")
    if " " in head and SUFFIX.fullmatch(last):
        return Name(**_parts_in_order(head), suffix=last)
    return Name(**_parts_in_order(name))


def _parts_in_order(name: str) -> dict[str, str]:
    words = name.split(" ")
    small = next((i for i, word in enumerate(words[1:-1], 1) if word[:1].islower()), len(words) - 1)
    return {"given": " ".join(words[:small]), "family": " ".join(words[small:])}


def person_key(printed: str) -> str:
    """What two printings of one person's name have in common: letters and digits in small, word by word.

    Points, apostrophes, hyphens, case and the order of "Family, Given" do not matter; accents do.

    >>> person_key("O'Hara, Zoë M."), person_key("Zoë M O’Hara")
    ('zoë m ohara', 'zoë m ohara')
    """
    folded = unicodedata.normalize("NFC", parse_name(printed).in_order.casefold())
    return " ".join(re.findall(r"[^\W_]+", re.sub("['’ʼ]", "", folded))) or folded
