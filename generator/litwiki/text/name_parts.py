"""The parts of a printed name, and the key that two printings of one name share.

A printed name does not say which of its words is the family name, so a rule decides (`parse_name`); sorting, exports
and pages use what it decides. Where a source knows better, the name is stored in a form that the rule reads correctly
(`from_parts`): `Family, Given`, or `{Group Name}` for a name without parts. `names` splits lists of names.
"""

import functools
import re
import unicodedata

from msgspec import Struct

SUFFIX = re.compile(r"(?:jr|sr|jnr|snr)\.?|i{2,3}|iv|[23]rd|2nd|esq\.?|ph\.?d\.?|m\.?d\.?", re.IGNORECASE)
GROUP = re.compile(
    r"\b(?:team|group|groups|collaboration|consortium|committee|university|institute|laborator(?:y|ies)|labs?|research"
    r"|foundation|association|society|center|centre|department|company|inc|ltd|gmbh|project|initiative|council|agency"
    r"|authors|others|community|contributors|et al|organi[sz]ation|ministry|federation|alliance"
    r"|academy|hospital|museum|publishers|commission|bureau|task force|working group)\b"
    r"|(?<!\bvon)\s(?:and|und|for|the|&)\s",
    re.IGNORECASE,
)
"""Words that no person has in a name, and that groups have."""
BRACED = re.compile(r"\{([^{}]*)\}")
CJK = re.compile(r"[\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff・·]+")
LEADING = re.compile(r"\s(?:van|von|de|da|del|della)\s(?:der|den|de|het|'t|dem|la|las|los|le)\s", re.IGNORECASE)
"""Particles in two words, which belong to the family in whatever case."""
CONJUNCTIONS = frozenset({"y", "i", "e"})
"""What Spanish, Catalan and Portuguese join two family names with."""


class Name(Struct, frozen=True):
    """A person's name in parts, or that of a group, which has only `family`. Particles are the family's."""

    family: str
    given: str = ""
    suffix: str = ""

    @property
    def in_order(self) -> str:
        """As one says it: given name first, in Chinese, Japanese and Korean script the family's, and no space."""
        if self.given and _is_cjk(self.family) and _is_cjk(self.given):
            return self.family + self.given
        return " ".join(filter(None, (self.given, self.family, self.suffix)))

    @property
    def inverted(self) -> str:
        """As a bibliography sorts it: family name, a comma, given name, a comma, suffix."""
        return ", ".join(filter(None, (self.family, self.given, self.suffix)))


def _is_cjk(text: str) -> bool:
    return not text.isascii() and bool(CJK.fullmatch(text.replace(" ", "")))


@functools.lru_cache(maxsize=20_000)
def parse_name(printed: str) -> Name:
    """The parts of a printed name, by BibTeX's rule (Patashnik, "BibTeXing", 4): a comma ends the family name;
    without one it is the last word, and from a word in small letters on, all of them.

    Four cases are not BibTeX's: words such as "Team" tell a group, which has no parts, as braces do; "Jr." is no
    family; "y" joins two family names; and in Chinese, Japanese and Korean script the family comes first. The rule is
    wrong for families of two capitalized words; a curator who writes `Family, Given` settles that.

    >>> parse_name("Ludwig van Beethoven"), parse_name("Boyle, Ada"), parse_name("Kettle Team")
    (Name(family='van Beethoven', given='Ludwig', suffix=''), Name(family='Boyle', given='Ada', suffix=''), \
Name(family='Kettle Team', given='', suffix=''))
    """
    name = " ".join(printed.split())
    if braced := BRACED.fullmatch(name):
        return Name(braced[1].strip() or name)
    parts = [part.strip() for part in name.split(",")] if "," in name else [name]
    if GROUP.search(name) and not _is_inverted(parts):
        return Name(name)
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


def _is_inverted(parts: list[str]) -> bool:
    """Whether it is a person for certain, whose family is called as a group is: `Research, Ada`."""
    return len(parts) == 2 and " " not in parts[0] and bool(parts[1]) and not GROUP.search(parts[1])


def _parts_in_order(name: str) -> dict[str, str]:
    words = name.split(" ")
    if len(words) == 2 and _is_cjk(name):
        return {"family": words[0], "given": words[1]}
    small = next((i for i, word in enumerate(words[1:-1], 1) if word[:1].islower()), len(words) - 1)
    if 1 < small < len(words) - 1 and words[small] in CONJUNCTIONS:
        small -= 1
    if leading := LEADING.search(name):
        small = min(small, name.count(" ", 0, leading.start() + 1))
    return {"given": " ".join(words[:small]), "family": " ".join(words[small:])}


def from_parts(family: str, given: str = "", particle: str = "", suffix: str = "", literal: str = "") -> str:
    """A name as we store it, of parts that a source knows: as one says it where `parse_name` parts that the same
    way, else `Family, Given`, else in braces. Marks of affiliations are no part of it.

    >>> from_parts("Boyle", "Ada"), from_parts("López Rivera", "Pablo"), from_parts("", literal="Spoon Works")
    ('Ada Boyle', 'López Rivera, Pablo', '{Spoon Works}')
    """
    family, given, particle, suffix = (_tidy(part) for part in (family, given, particle, suffix))
    if not family and given:
        family, given = given, ""
    if literal and not family:
        return _whole(literal)
    if not family:
        return ""
    if particle:
        family = f"{particle}{'' if particle[-1] in APOSTROPHES else ' '}{family}"
    if not given and not suffix:
        return _whole(family)
    wanted = Name(family, given, suffix)
    for written in (wanted.in_order, wanted.inverted, ", ".join(p for p in (family, suffix, given) if p)):
        if parse_name(written) == wanted:
            return written
    return _whole(wanted.in_order)


def from_inverted(family: str, *rest: str) -> str:
    """A name as we store it, of its parts between commas: what is a suffix is told by its form. A comma at the end
    marks a group's name, as EndNote writes it.

    >>> from_inverted("Boyle", "Jr.", "Ada"), from_inverted("Ada Boyle", "Jr."), from_inverted("Spoon Works", "")
    ('Ada Boyle Jr.', 'Ada Boyle Jr.', '{Spoon Works}')
    """
    parts = [part for part in rest if part]
    suffix = next(filter(SUFFIX.fullmatch, parts), parts[1] if len(parts) == 2 else "")
    given = " ".join(part for part in parts if part is not suffix)
    whole = Name(family, given) if given or not suffix else parse_name(family)
    return from_parts(whole.family, whole.given, suffix=suffix) if parts else from_parts("", literal=family)


def stored_name(printed: str) -> str:
    """A printed name as we store it, in the parts that the rule gives it."""
    name = parse_name(printed)
    return from_parts(name.family, name.given, suffix=name.suffix)


APOSTROPHES = "'’-"


def _tidy(part: str) -> str:
    return " ".join(without_marks(part.replace("{", "").replace("}", "")).replace(",", " ").split())


def _whole(name: str) -> str:
    """A name without parts: in braces where the rule would part it."""
    bare = " ".join(name.replace("{", "").replace("}", "").split())
    return bare if not bare or parse_name(bare) == Name(bare) else f"{{{bare}}}"


def spoken(printed: str) -> str:
    """A stored name as a page shows it: given name first, a group's without braces, Chinese names family first.

    >>> spoken("López Rivera, Pablo"), spoken("{Spoon Works}"), spoken("王, 小明")
    ('Pablo López Rivera', 'Spoon Works', '王小明')
    """
    return parse_name(printed).in_order


MARKS = re.compile(
    r"(?:(?<!\s)\s+)?(?:<[^<>\s@]{1,100}@[^<>\s@]{1,100}>|\(\s*[^()\s@]{1,100}@[^()\s@]{1,100}\)"
    r"|\[\s*[\da-z*,†‡§ ]{1,20}\]"
    r"|\$?\^(?:\{[^{}]{1,12}\}|[\da-z*†‡§]{1,3}(?![^\W\d]))\$?)"
    r"|[*†‡§¶‖#✉♠♣♥♦⋆★☆∗¹²³⁰⁴-⁹⁺⁻ᵃ-ᵛ⁽⁾]+(?:\s*,\s*[*†‡§¶‖#✉⋆∗¹²³⁰⁴-⁹ᵃ-ᵛ\d]+(?![^\W\d]))*"
    r"|(?<=[^\W\d_])\.?\d{1,3}(?:\s*,\s*(?:\d{1,3}|[*†‡§¶])+)*(?![\w-])"
)
"""Addresses, footnote marks and numbers of affiliations behind a name."""
BRACKETS_AT_END = re.compile(r"(?<=\S)\s*\([^()]{1,100}\)\s*\Z")


def without_marks(name: str) -> str:
    """A name without the marks that pages print behind it: numbers and letters of affiliations, daggers, addresses.

    >>> without_marks("Ada Boyle¹*"), without_marks("Ben Sample1,2 <ben@tea.example>"), without_marks("Max Ober (Lid)")
    ('Ada Boyle', 'Ben Sample', 'Max Ober')
    """
    if name.isascii() and name.replace(" ", "").replace(".", "").replace("-", "").isalpha():
        return name
    bare = MARKS.sub("", name)
    bare = bare if GROUP.search(bare) else BRACKETS_AT_END.sub("", bare)
    return bare.strip(" \t,;:") or name.strip()


def person_key(printed: str) -> str:
    """What two printings of one person's name have in common: letters and digits in small, word by word.

    Points, apostrophes, hyphens, case and the order of "Family, Given" do not matter; accents do.

    >>> person_key("O'Hara, Zoë M."), person_key("Zoë M O’Hara")
    ('zoë m ohara', 'zoë m ohara')
    """
    folded = unicodedata.normalize("NFC", parse_name(printed).in_order.casefold())
    return " ".join(re.findall(r"[^\W_]+", re.sub("['’ʼ]", "", folded))) or folded
