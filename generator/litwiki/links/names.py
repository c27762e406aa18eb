"""What a paper is called in other papers' texts: its record in, names out, each with whether it may be a word as well.

Names are the curated ones and what stands before the colon of a title: `mentions` says by which rules they are found.
"""

import re
from collections.abc import Mapping

from litwiki.model.records import Paper
from litwiki.text.latex import to_plain
from litwiki.text.words import words

NAME_WORDS = 3
SHORT = 3
UNUSUAL = re.compile(r"[A-Z].*[A-Z]|\d|[+μγ]|[a-z][A-Z]")
SPELLINGS = (
    (re.compile(r"-(?=\d)"), ("", " ")),
    (re.compile("μ"), ("mu",)),
    (re.compile(r"(?<=[a-zμ])(?=[A-Z][a-z])"), ("-",)),
    (re.compile(r"parameteri(?=[sz]ation)"), ("parametri",)),
    (re.compile(r"parametri(?=[sz]ation)"), ("parameteri",)),
    (re.compile("ization"), ("isation",)),
    (re.compile("isation"), ("ization",)),
)
"""Where a name is also spelled otherwise, and how."""
Claims = Mapping[str, bool]
"""Names that a paper goes by, each with whether it is one only where it is no ordinary word."""


def title_name(title: str) -> str:
    """What a title names before its colon, or nothing.

    >>> title_name("KIVI: A Tuning-Free Quantization"), title_name("How Far Are We? A Study: Part I")
    ('KIVI', '')
    """
    name, colon, rest = to_plain(title).partition(":")
    name = name.strip()
    is_name = colon and rest[:1] == " " and 0 < len(name.split()) <= NAME_WORDS
    return name if is_name and not re.search(r"[?!,.]\s|[?!]$", name) else ""


def names_of(paper: Paper) -> Claims:
    """The curated names, what stands before the colon of the title, and other spellings of both."""
    names = {name: is_word for name in paper.names if (is_word := _is_word(name, curated=True)) is not None}
    name = title_name(paper.title)
    if name and name not in names and (is_word := _is_word(name, curated=False)) is not None:
        names[name] = is_word
    for name, is_word in tuple(names.items()):
        for other in spellings(name) if not is_word and len(name) > SHORT else ():
            names.setdefault(other, False)
    return names


def spellings(name: str) -> tuple[str, ...]:
    """Other spellings of a name: hyphens, a Greek letter, capitals, British and American.

    >>> spellings("GPT-3"), spellings("μTransfer"), spellings("LoRA"), spellings("optimal heat")
    (('GPT3', 'GPT 3'), ('muTransfer', 'μ-Transfer', 'mu-Transfer'), (), ('Optimal Heat',))
    """
    variants = {name: None}
    for pattern, others in SPELLINGS:
        variants |= dict.fromkeys(pattern.sub(other, known) for known in tuple(variants) for other in others)
    if " " in name and name.islower():
        variants |= dict.fromkeys(known.title() for known in tuple(variants))
    return tuple(variants)[1:]


def _is_word(name: str, *, curated: bool) -> bool | None:
    """Whether a name looks like a word, nothing where it cannot be told from other text at all."""
    parts = words(name)
    if not parts or len(name) < 2:
        return None
    if len(parts) == 1:
        return False if UNUSUAL.search(name) else True if name[0].isupper() else None
    # Several words: a person chose them, or one of them is unusual ("Transfer Q Star").
    return False if curated or any(UNUSUAL.search(part) for part in parts) else None
