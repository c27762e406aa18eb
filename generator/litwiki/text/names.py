"""Lists of names: reads the names in the field of a bibliography or in a line of a page, as we store them.

Each reader also says whether the list is complete: "and others", "et al." and the like are nobody's name.
"""

import re
from collections.abc import Iterable

from litwiki.text.latex import plain_of
from litwiki.text.name_parts import SUFFIX, from_inverted, from_parts, stored_name, without_marks
from litwiki.text.spans import MATH, Style, matching_braces
from litwiki.text.tex import tex_spans

NameList = tuple[tuple[str, ...], bool]

REST = re.compile(
    r"(?:^|[\s,;]+)(?:(?:and|&|und|et|y|e)\s+)?"
    r"(?:et\.?\s*al(?:ii|ia|\b)?\.?|(?:\d{1,5}\s+)?(?:more|others?)(?:\s+authors?)?|\+\s?\d{1,5}(?:\s+more)?(?:\s+authors)?|u\.\s?a\.|…|\.\.\.|‥|and\s+others|等)[\s,;.]*\Z",
    re.IGNORECASE,
)
"""What stands at the end of a list of names for those that it does not name."""
AND, COMMA, SPACE = (
    re.compile(rf"\\.|[{{}}]|(?P<between>{form})", re.DOTALL)
    for form in (r"(?i:(?<=\s)and(?=\s|\Z))", ",", r"(?<!\\[A-Za-z])[\s~]+")
)
"""What stands between names, the parts of one, and words; a command and its letter are one word: `\\v r`."""
NAMESAKE = re.compile(r"(?<=\w) [0-9]{4}\Z")
"""The number by which DBLP tells people of one name apart ("Ben Sample 0001")."""


def from_bibtex_names(raw: str) -> NameList:
    r"""The names of a field of BibTeX, whose rules these are (Patashnik, "BibTeXing", 4): `and` between names outside
    of braces, commas between the parts of one, `others` at the end for more than are named.

    >>> from_bibtex_names(r"Boyle, Ada and L{\'o}pez Rivera, Pablo and {Spoon Works} and others")
    (('Ada Boyle', 'López Rivera, Pablo', '{Spoon Works}'), False)
    """
    names: list[str] = []
    complete = True
    for printed in map(str.strip, _outside_braces(AND, raw)):
        if is_others(printed):
            complete = False
        if is_others(printed) or not printed.strip(" ,;"):
            continue
        rest = REST.search(printed[-40:]) if not printed.endswith("}") else None
        complete = complete and not rest
        named = printed[: len(printed) - len(rest[0])] if rest else printed
        if _is_list(named):
            names += split_printed_names(_plain(named))[0]
        elif name := _bibtex_name(named):
            names.append(name)
    return tuple(names), complete


def is_others(printed: str) -> bool:
    """Whether a name says that there are more people than are named."""
    return REST.fullmatch(printed.strip(" ,;{}")) is not None


def _is_list(printed: str) -> bool:
    """Whether commas part whole names, which BibTeX would take for one ("Ada Boyle, Ben Sample, Max Ober")."""
    if printed.count(",") < 2 or "{" in printed.replace("{\\", ""):
        return False
    parts = [part.split() for part in printed.split(",")]
    return all(len(part) > 1 for part in parts) and not any(SUFFIX.fullmatch(" ".join(part)) for part in parts)


def _outside_braces(between: re.Pattern[str], text: str) -> list[str]:
    """A text parted at what matches outside of braces."""
    parts: list[str] = []
    depth = start = 0
    for sign in between.finditer(text):
        if sign[0] in {"{", "}"}:
            depth = max(0, depth + (1 if sign[0] == "{" else -1))
        elif sign["between"] and depth == 0:
            parts.append(text[start : sign.start()])
            start = sign.end()
    return [*parts, text[start:]]


def _bibtex_name(printed: str) -> str:
    """One name of a BibTeX field, as we store it."""
    parts, words = _parts(printed)
    if not parts:
        return ""
    if len(parts) == 1 and len(words) == 1 and printed.lstrip().startswith("{") and not _is_letters(printed):
        return from_parts("", literal=_plain(printed))
    if any(part.casefold().startswith(("family=", "given=")) for part in parts):
        return _named_parts(parts)
    if len(parts) == 1:
        return _unparted(words)
    return from_inverted(parts[0], *reversed(parts[1:]))  # BibTeX has the suffix before the given name


def _is_letters(printed: str) -> bool:
    r"""Whether a group is an accented letter at the beginning of a word (`{\'E}douard`) and no whole name."""
    end = matching_braces(printed.strip()).get(0, -1)
    return end != len(printed.strip()) - 1 or printed.lstrip().startswith("{\\")


def _unparted(words: list[str]) -> str:
    """A name without a comma: what braces hold together is one word of it."""
    if len(words) > 1 and any(" " in word for word in words):
        at = next((i for i, word in enumerate(words[1:-1], 1) if word[:1].islower()), len(words) - 1)
        return from_parts(" ".join(words[at:]), " ".join(words[:at]))
    return stored_name(NAMESAKE.sub("", without_marks(" ".join(words))))


def _parts(printed: str) -> tuple[list[str], list[str]]:
    """The parts of a name between its commas, decoded, and the words of the first one; braces hold a word together."""
    parts = [[*filter(None, map(_plain, _outside_braces(SPACE, part)))] for part in _outside_braces(COMMA, printed)]
    return [" ".join(words) for words in parts if words], parts[0]


def _named_parts(parts: list[str]) -> str:
    """A name in biblatex's long form (manual, 3.4): `family=Boyle, given=Ada, prefix=von, useprefix=true`."""
    pairs = (part.partition("=") for part in parts)
    named = {key.strip().casefold(): value.strip().strip('"') for key, _, value in pairs}
    return from_parts(*(named.get(key, "") for key in ("family", "given", "prefix", "suffix")))


def _plain(raw: str) -> str:
    spans = (span for span in tex_spans(raw) if not (span.style in RAISED and AFFILIATION.fullmatch(span.text)))
    return " ".join(plain_of(spans).split())


RAISED = MATH | {Style.SUPERSCRIPT}
AFFILIATION = re.compile(r"[\^{}\s\d*,†‡§¶]*(?:\\(?:ast|star|dag|ddag|dagger|ddagger|S|P)\b[{}\s\d*,]*)*")


# --- lines of pages ------------------------------------------------------------------------------------

INITIALS = re.compile(r"(?:[^\W\d_]\.?(?:[\s-]*[^\W\d_]\.)*|[A-Z]{1,3})")
"""The initials of given names: `A.`, `A. B.`, `J.-L.`, `AB`."""
FAMILY_INITIALS = re.compile(r"([^\W\d_][\w'’-]+(?:\s[\w'’-]+){0,3})\s([A-Z]{1,3})")
LAST_AND = re.compile(r"\s*(?:,\s*)?(?:\band\b|&|\bund\b)\s*", re.IGNORECASE)
BETWEEN = re.compile(r"[;；|]|\s[·•]\s")
"""What parts names that have commas of their own."""
BY = re.compile(r"[Bb]y:?\s+(?=[^\W\d_])")
NUMBERS_ONLY = re.compile(r"[\d\s*†‡§¶a-z]{1,4}")


def split_printed_names(raw: str) -> NameList:
    """The names of one line as pages print it: commas and "and" between them, or semicolons where commas part the
    names themselves, or family names with initials behind commas.

    >>> split_printed_names("Ada Boyle¹, Ben Sample and Max Ober, et al.")
    (('Ada Boyle', 'Ben Sample', 'Max Ober'), False)
    >>> split_printed_names("Boyle, A.; Sample, B."), split_printed_names("Boyle, A., & Sample, B.")
    ((('A. Boyle', 'B. Sample'), True), (('A. Boyle', 'B. Sample'), True))
    """
    line = " ".join(raw.split())
    rest = REST.search(line[-60:])
    if rest:
        line = line[: len(line) - len(rest[0])]
    line = BY.sub("", line, count=1)
    if BETWEEN.search(line):
        pieces = [piece for part in BETWEEN.split(line) for piece in _between_ands(part)]
        return _stored(pieces), not rest
    pieces = _between_ands(without_marks(line))
    behind = [piece.partition(",")[2].strip() for piece in pieces if piece.count(",") == 1]
    if len(behind) == len(pieces) > 1 and not any(map(SUFFIX.fullmatch, behind)):
        return _stored(pieces), not rest  # "Boyle, Ada and Sample, Ben": of a list, only the last has its "and"
    pieces = [piece for part in re.split("[,，、]", without_marks(line)) for piece in _between_ands(part)]
    pieces = [piece for piece in pieces if not (NUMBERS_ONLY.fullmatch(piece) and not piece[:1].isupper())]
    is_inverted = all(INITIALS.fullmatch(piece) and not SUFFIX.fullmatch(piece) for piece in pieces[1::2])
    if len(pieces) > 1 and len(pieces) % 2 == 0 and is_inverted:
        return tuple(from_parts(a, b) for a, b in zip(pieces[::2], pieces[1::2], strict=True)), not rest
    if len(pieces) > 1 and all(matches := [FAMILY_INITIALS.fullmatch(piece) for piece in pieces]):
        return tuple(from_parts(match[1], match[2]) for match in matches if match), not rest
    return _stored(_with_suffixes(pieces)), not rest


def _between_ands(part: str) -> list[str]:
    return [piece for piece in (piece.strip() for piece in LAST_AND.split(part)) if piece]


def _with_suffixes(pieces: list[str]) -> list[str]:
    """Pieces in which "Jr." belongs to the name before it."""
    names: list[str] = []
    for piece in pieces:
        if names and SUFFIX.fullmatch(piece):
            names[-1] += f", {piece}"
        else:
            names.append(piece)
    return names


def _stored(pieces: Iterable[str]) -> tuple[str, ...]:
    return tuple(filter(None, (stored_name(without_marks(piece)) for piece in pieces)))
