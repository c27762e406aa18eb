"""Parses identifiers of papers: the kind and the one normal spelling of any spelling or address.

A text is an identifier by its address, by its label (`PMID: 31452104`), or where nothing else has its form. In running
text a bare number is none. Work is linear: no token is looked at beyond `LONGEST` characters.
"""

import re
from collections.abc import Iterator

from litwiki.text.id_addresses import HOST, is_address, of_address
from litwiki.text.id_kinds import ID_KINDS, Identifier, IdKind, id_key, normal, trimmed, url_of

__all__ = ["ID_KINDS", "IdKind", "Identifier", "find_identifiers", "id_key", "parse_as", "parse_identifier", "url_of"]

LONGEST = 2048
"""Characters of an address; no identifier is longer."""

LABELS = {
    **{kind: kind for kind in ID_KINDS},
    "info:doi": "doi",
    **dict.fromkeys(("acl anthology", "anthology"), "acl"),
    **dict.fromkeys(("pubmed", "medline"), "pmid"),
    "pmc": "pmcid",
    **dict.fromkeys(("semantic scholar", "semanticscholar", "corpusid", "corpus id"), "s2"),
    **dict.fromkeys(("isbn-10", "isbn-13", "isbn10", "isbn13"), "isbn"),
}
LONGEST_FIRST = "|".join(sorted(map(re.escape, LABELS), key=len, reverse=True))
LABEL = re.compile(
    rf"(?:urn:)?({LONGEST_FIRST})(?:\s*[:=]\s*|\s+|/(?=10\.)|(?=[0-9]))",
    re.IGNORECASE,
)
WRAPPED = re.compile(
    r"\\(?:url|href|path|nolinkurl)\s*\{([^{}]*)\}.*|<([^<>]*)>|\[([^\[\]]*)\]|\{([^{}]*)\}", re.DOTALL
)
BARE: tuple[str, ...] = ("arxiv", "doi", "acl", "dblp", "openalex")
"""Kinds whose form says enough without a label."""
SIGN = re.compile(r"[0-9/?]")
"""What every identifier without a label has, and every address that leads to one: most words have none of these."""


def parse_identifier(text: str) -> Identifier | None:
    r"""The identifier that a whole text is, in any spelling or as an address; None where it is none.

    >>> parse_identifier("https://arxiv.org/pdf/2401.00001v2.pdf"), parse_identifier("doi: 10.1000/182")
    (Identifier(kind='arxiv', value='2401.00001'), Identifier(kind='doi', value='10.1000/182'))
    >>> parse_identifier(r"\url{https://openreview.net/forum?id=kettle_001}")
    Identifier(kind='openreview', value='kettle_001')
    """
    text = text.strip()
    if len(text) > LONGEST:
        return None
    if wrapped := WRAPPED.fullmatch(text):
        text = next(part for part in wrapped.groups() if part is not None).strip()
    if label := LABEL.match(text):
        rest = text[label.end() :].strip()
        kind = LABELS[label[1].lower()]
        return of_address(rest) if is_address(rest) else _labeled(kind, rest)
    if not SIGN.search(text):
        return None
    if is_address(text):
        return of_address(text)
    if re.fullmatch(r"PMC[0-9]{3,9}(?:\.[0-9]+)?", text, re.IGNORECASE):
        return normal("pmcid", text)
    identifier = next((identifier for kind in BARE if (identifier := normal(kind, text))), None)
    # Ten digits may be anything; a book's number of today has thirteen and begins with 978 or 979, or has hyphens.
    return identifier or (normal("isbn", text) if re.match(r"97[89]|[0-9]+-", text) else None)


def _labeled(kind: str, text: str) -> Identifier | None:
    """An id behind its label. OpenReview's are random letters: "OpenReview platform" has none."""
    if kind == "openreview" and not re.search(r"[0-9]|.[A-Z]", text):
        return None
    return normal(kind, text) or normal("arxiv", text)


def parse_as(kind: str, text: str) -> str | None:
    """The normal spelling of a text that somebody says is of this kind, also as an address; None where it is not.

    >>> parse_as("pmid", "31452104"), parse_as("pmid", "PMID: 31452104"), parse_as("doi", "31452104")
    ('31452104', '31452104', None)
    """
    text = text.strip()
    identifier = normal(kind, text) or parse_identifier(text)
    return identifier.value if identifier and identifier.kind == kind else None


# --- running text -------------------------------------------------------------------------------------------------

# A DOI of the nineties has angle brackets inside: 10.1002/(SICI)1097-0258(1998)17:15<1661::AID-SIM968>3.0.CO;2-2
REST = r"""[^\s<>"]{1,200}(?:<[\w:.-]{1,40}>[^\s<>"]{1,40})?"""
TOKEN = re.compile(
    rf"""(?P<address> https?://[^\s<>"|]{{1,{LONGEST}}} | (?<![\w./@-])(?:www\.|{HOST})[^\s<>"|]{{1,{LONGEST}}} )
    | (?<![\w/.-])(?P<label>arxiv|doi|pmid|pubmed|pmcid|isbn(?:-1[03])?|corpus\ ?id|openreview|dblp)(?:\s*[:=]\s*|\ )
      (?P<labeled>(?:[0-9-]{{1,6}}\ ){{2,4}}[0-9X]{{1,2}}(?![\w-])|{REST})
    | (?<![\w./-])(?P<doi>10\.[0-9]{{4,9}}/{REST})
    | (?<!\w)(?P<pmcid>PMC[0-9]{{4,9}})(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)


def find_identifiers(text: str) -> tuple[Identifier, ...]:
    """The identifiers in a running text, in order and without repetition: addresses, labeled ids, DOIs.

    A bare number is none, however it looks: "2401.00001" may be a price.

    >>> find_identifiers("See arXiv:2401.00001v2 (and https://doi.org/10.1000/182).")
    (Identifier(kind='arxiv', value='2401.00001'), Identifier(kind='doi', value='10.1000/182'))
    """
    return tuple({identifier.key: identifier for identifier in _identifiers(text)}.values())


def _identifiers(text: str) -> Iterator[Identifier]:
    for match in TOKEN.finditer(text):
        token = _closed(match["address"] or match["labeled"] or match["doi"] or match["pmcid"])
        if match["address"] or is_address(token):
            identifier = of_address(token)
        elif match["label"]:
            identifier = _labeled(LABELS[re.sub(r"\s+", " ", match["label"].lower())], token)
        else:
            identifier = normal("doi" if match["doi"] else "pmcid", token)
        if identifier:
            yield identifier


def _closed(token: str) -> str:
    """`token` up to the first bracket that closes what it did not open, without the sentence's punctuation."""
    waiting: list[str] = []
    for position, character in enumerate(token):
        if character in "([{":
            waiting.append(character)
        elif character in ")]}" and (not waiting or waiting.pop() != {")": "(", "]": "[", "}": "{"}[character]):
            return trimmed(token[:position])
    return trimmed(token)
