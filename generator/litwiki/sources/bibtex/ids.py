"""Finds the ids and links of an entry in all the fields where bibliographies hide them.

A field that is made for an id counts first, then addresses, then what journals and notes say (Google Scholar writes
`journal = {arXiv preprint arXiv:…}`, DBLP `journal = {CoRR}, volume = {abs/…}`, NASA ADS `eid = {arXiv:…}`). A note may
name another paper ("Comment on arXiv:…"): it counts where it says nothing but an id. A wrong id joins two papers.
"""

import re
from collections.abc import Iterator, Mapping

from litwiki.markup.addresses import is_safe_url
from litwiki.model.entries import Link
from litwiki.sources.columns import field_of, link_of, rank_of
from litwiki.sources.record import WHOLE
from litwiki.text.addresses import link_kind
from litwiki.text.identifiers import Identifier, find_identifiers, parse_as, parse_identifier

ID_KINDS = ("doi", "arxiv", "pmid", "pmcid", "openreview", "acl", "dblp", "s2", "openalex")
"""Kinds of ids that fields are made for, named as columns of tables are; a bare `eprint` may be of another archive."""
EPRINTS = {"": "arxiv", "arxiv": "arxiv", "pubmed": "pmid", "pmid": "pmid", "pmc": "pmcid", "doi": "doi"}
"""What `archiveprefix` or `eprinttype` call the archive of `eprint`."""
MENTIONING = tuple("howpublished note journal journaltitle eid number pages series addendum annotation annote".split())
WORDS_BESIDE_ID = re.compile(
    r"""[\s.,;:(){}\[\]<>/|~-]+ | \\url | \\href | \bv?[0-9]{1,4}\b
    | \b(?:arxiv|e-?prints?|preprints?|corr|abs|pdf|doi|pmid|pmcid|pubmed|pmc|isbn|url|https?|in|press|at|on|as|from|the
    |available|online|access(?:ed)?|last|visited|open|free|full|text|id|published|paper|technical|report
    |accepted|submitted|forthcoming|to|appear|jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*
    |dec\w*|cs|math|stat|physics|eess|q-bio|q-fin|econ|[a-z]{2}|hep-\w+|astro-ph|cond-mat|quant-ph|gr-qc|nucl-\w+)\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""What may stand beside an id in a field that is about the entry itself: nothing that relates it to another paper."""
LONGEST_MENTION = 400
TEX_IN_ADDRESS = re.compile(
    r"\{\\([_%#&~$])(?:\{\})?\}|\\([_%#&~$])(?:\{\})?|\{?\\textasciitilde\b(?:\{\})?\s*\}?|\\(?:slash|/)\s?|\{-\}"
)


def plain_address(raw: str) -> str:
    r"""An address as a browser has it: without `\url{…}`, and without TeX's escapes.

    >>> plain_address(r"\url{https://tea.example/a\_b/\~ada}")
    'https://tea.example/a_b/~ada'
    """
    text = raw.strip()
    if wrapped := re.match(r"\\(?:url|href|path|nolinkurl)\s*\{([^{}]*)\}", text):
        text = wrapped[1].strip()
    return TEX_IN_ADDRESS.sub(lambda m: m[1] or m[2] or ("~" if "tilde" in m[0] else "-" if "-" in m[0] else "/"), text)


def ids_of(fields: Mapping[str, str], key: str, type_: str) -> dict[str, str]:
    """The ids of an entry by their kinds; the first of a kind counts."""
    ids: dict[str, str] = {}
    for identifier in _identifiers(fields, key, type_):
        ids.setdefault(identifier.kind, identifier.value)
    return ids


def _identifiers(fields: Mapping[str, str], key: str, type_: str) -> Iterator[Identifier]:
    """What says an id, the surest first."""
    held = {name: field_of(name, {}) for name in fields if name != "eprint"}
    for kind in ID_KINDS:
        names = sorted((name for name, field in held.items() if field == kind), key=rank_of)
        yield from filter(None, (_as(kind, plain_address(fields[name])) for name in names))
    yield from _eprint(fields)
    if type_ in WHOLE and "isbn" in fields:
        parts = re.split(r"[,;/]|\band\b|\s{2,}|\([^()]*\)", fields["isbn"][:200])
        yield from (Identifier("isbn", value) for part in parts if (value := parse_as("isbn", part)))
    addresses = (plain_address(value) for name, value in fields.items() if _link_of(name) is not None)
    yield from filter(None, map(parse_identifier, addresses))
    yield from filter(None, [parse_identifier(key)])
    if (volume := fields.get("volume", "")).lower().startswith("abs/"):
        yield from filter(None, [_as("arxiv", volume[4:])])
    for name in MENTIONING:
        yield from _mentioned(fields.get(name, ""))


def _as(kind: str, text: str) -> Identifier | None:
    """An id out of a field that is made for this kind; arXiv's own DOI is an arXiv number."""
    value = parse_as(kind, text) if text else None
    if not value and len(text) < LONGEST_MENTION:
        several = [parse_as(kind, part) for part in re.split(r"[\s,;]+", text) if part]
        value = several[0] if several and all(several) else None
    if value:
        return Identifier(kind, value)
    return parse_identifier(text) if text else None


def _eprint(fields: Mapping[str, str]) -> Iterator[Identifier]:
    """An old arXiv number may stand without its archive, which the class says: `9901002` of `hep-th`."""
    eprint = plain_address(fields.get("eprint", ""))
    archive = (fields.get("archiveprefix") or fields.get("eprinttype") or "").strip().lower()
    if not eprint:
        return
    if kind := EPRINTS.get(archive):
        class_ = (fields.get("primaryclass") or fields.get("eprintclass") or "").strip().partition(".")[0]
        value = parse_as(kind, eprint) or (parse_as("arxiv", f"{class_}/{eprint}") if kind == "arxiv" else None)
        if value:
            yield Identifier(kind, value)
    elif number := parse_as("arxiv", f"{archive}/{eprint}"):
        yield Identifier("arxiv", number)


def _mentioned(text: str) -> Iterator[Identifier]:
    """The one id that a text is about, where that is all that it says."""
    if not text or len(text) > LONGEST_MENTION:
        return
    identifiers = find_identifiers(text) or find_identifiers(re.sub(r"[{}]", "", text))
    identifiers = identifiers or tuple(filter(None, [parse_identifier(text)]))
    # A page or an issue may look like an arXiv number.
    if len(identifiers) == 1 and not re.fullmatch(r"[\d.]+", text.strip()):
        left = re.sub(r"https?://[^\s{}]+|10\.[0-9]{4,9}/[^\s{}]+", " ", text).replace(identifiers[0].value, " ")
        if not WORDS_BESIDE_ID.sub("", left).strip():
            yield identifiers[0]


def _link_of(name: str) -> str | None:
    """As of a column; a publisher's `address` is a town."""
    return "" if name.startswith("bdsk-url-") else link_of(name) if name != "address" else None


def links_of(fields: Mapping[str, str]) -> Iterator[Link]:
    """The addresses of an entry that are no ids, those of a repeated field too."""
    for name, value in fields.items():
        single = name.partition(" (")[0]
        if (kind := _link_of(single)) is not None:
            yield from (Link(kind or link_kind(url, "paper"), url) for url in _addresses(value))
        elif single in {"howpublished", "note", "addendum"}:
            yield from (Link(link_kind(url), url) for url in _addresses(value))


def _addresses(raw: str) -> Iterator[str]:
    raw = f"https://{raw}" if raw.lower().startswith("www.") else raw
    text = raw if raw.lower().startswith(("http://", "https://")) and " " not in raw else ""
    for address in [text] if text else re.findall(r"https?://[^\s<>\"|^`]+", raw[:4000]):
        url = plain_address(address if "{" in address and "}" in address else address.split("}")[0]).rstrip(".,;")
        if url and is_safe_url(url) and len(url) <= 2000 and not parse_identifier(url):
            yield url
