"""Splits the byline of a list's bullet, "Boyle et al., TeaConf 2024. A fine start.", into the names and the rest.

Only three things are taken for names, because a note that is taken for authors is lost to the reader: what stands
before "et al."; two names or more that a venue with its year follows; and names with initials. Each has to look like a
name: a few words in capitals, with the particles of family names between them. "Fast Kettles and Good Tea" is a note.
"""

import re
from collections.abc import Callable

from litwiki.text.names import split_printed_names

MOST_WORDS = 5
"""Words of one name."""
LONGEST = 3_000
PARTICLES = frozenset("al bin da de del della den der di dos du el ibn la le ten ter van von y zu".split())
WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.\-‐])*")
INITIAL = re.compile(r"(?:[^\W\d_]\.-?)+")
ET_AL = re.compile(r",?\s+(?:and\s+|&\s+)?(?:et\.?\s+al\b\.?|and\s+others\b)|,?\s*等(?!\w)")
INITIALS = r"(?:[A-Z]\.[ -]?){1,3}"
AUTHORS = re.compile(
    rf"(?:(?:[^\W\d_][\w'’-]{{1,30}},? {INITIALS}|{INITIALS} ?[^\W\d_][\w'’-]{{1,30}})"
    r"[,;.]{0,2} ?(?:(?:&|and) )?){1,60}"
)
"""Names with initials, in either order: "Boyle, A., & Sample, B. "."""
BRACKETED = re.compile(r"\A\s*[(\[]([^()\[\]]{3,300})[)\]]\s*")
END_OF_PART = re.compile(r"(?<=\w\w)\.\s+|\s+[-–—|]\s+|;\s+|\Z")
EDGES = " ,.;:–—-"
END_EDGES = " ,;:–—-"


def byline_of(note: str, is_venue: Callable[[str], bool]) -> tuple[str, str] | None:
    """The authors as printed ("et al." included) that a note begins with, and the rest of it; `is_venue` knows a venue
    with its year, or a year alone.

    >>> byline_of("Boyle et al., TeaConf 2024. A fine start.", lambda text: text.endswith("2024"))
    ('Boyle et al.', 'TeaConf 2024. A fine start.')
    >>> byline_of("Ada Boyle and Ben Sample, TeaConf 2024", lambda text: text.endswith("2024"))
    ('Ada Boyle and Ben Sample', 'TeaConf 2024')
    >>> byline_of("Fast Kettles and Good Tea", lambda text: False)
    """
    text = re.sub(r"\A[Bb]y:?\s+", "", note[:LONGEST].lstrip(EDGES).rstrip(END_EDGES))
    if bracketed := BRACKETED.match(text):
        text = ". ".join(part for part in (bracketed[1], text[bracketed.end() :].lstrip(EDGES)) if part)
    more = ET_AL.search(text)
    # "Boyle et al. show that" is a sentence.
    if more and not text[more.end() :].lstrip(EDGES)[:1].islower() and _are_names(text[: more.start()]):
        return f"{text[: more.start()]} et al.", _after(text[more.end() :], note)
    for end in _ends(text):
        names, rest = text[:end], text[end:].lstrip(EDGES + "(")
        first = rest[: match.start()] if (match := END_OF_PART.search(rest)) else rest
        if is_venue(first.strip(EDGES + ")")) and _are_names(names, least=2):
            return names.strip(EDGES), _after(rest, note)
    initials = AUTHORS.match(text)
    if initials and not text[initials.end() :][:1].islower() and _are_names(initials[0]):
        return re.sub(r"(?<=\w\w)\.\Z", "", initials[0].strip(END_EDGES)), _after(text[initials.end() :], note)
    return None


def _after(rest: str, note: str) -> str:
    return f"{rest}{note[LONGEST:]}".lstrip(EDGES).rstrip(END_EDGES)


def _ends(text: str) -> list[int]:
    """Where names may end: at commas, points and brackets, the first of them first; sixty names have no more."""
    return [match.start() for match in re.finditer(r"[,.;(]", text)][:120]


def _are_names(text: str, *, least: int = 1) -> bool:
    names, _ = split_printed_names(text.strip(EDGES))
    return len(names) >= (1 if INITIAL.search(text) else least) and all(map(_is_name, names))


def _is_name(name: str) -> bool:
    words = name.replace(",", " ").split()
    if not 0 < len(words) <= MOST_WORDS or not all(WORD.fullmatch(word) for word in words):
        return False
    rest = [word for word in words if word.lower() not in PARTICLES]
    # Letters of some scripts have no case.
    return any(len(word) > 1 and not INITIAL.fullmatch(word) for word in rest) and all(
        not word[0].islower() for word in rest
    )
