"""The kinds of identifiers: how each is stored, what is one and the same, where it leads.

Strings in, strings out: from a text that claims to be of a kind to its normal spelling, or nothing. Nothing here asks
whether an identifier exists. What could be something else (eight digits, a word) is for `identifiers` to judge.

Sources of the forms: arXiv (https://info.arxiv.org/help/arxiv_identifier.html), DOI (Handbook 2.2), PubMed and PMC
(https://www.ncbi.nlm.nih.gov/pmc/pmctopmid/), ACL Anthology (https://aclanthology.org/info/ids/), ISBN (ISO 2108).
"""

import re
from collections.abc import Callable, Mapping
from urllib.parse import quote, unquote

from msgspec import Struct


class Identifier(Struct, frozen=True):
    """A kind of `ID_KINDS` and the value in its normal spelling: arXiv's without version, a DOI in its printed case."""

    kind: str
    value: str

    @property
    def key(self) -> str:
        """What two spellings of one identifier have in common.

        >>> Identifier("doi", "10.1000/ABC").key == Identifier("doi", "10.1000/abc").key
        True
        """
        return f"{self.kind}:{id_key(self.kind, self.value)}"


class IdKind(Struct, frozen=True):
    """A kind of identifier: `label` for people, `url` of its page with `{}` for the value, quoted, `form` of a stored
    value: a pattern of all of it, empty where anything may be."""

    label: str
    url: str
    form: str = ""


ARCHIVES = (
    "acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas cond-mat cs dg-ga"
    " funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin nucl-ex nucl-th patt-sol physics plasm-ph"
    " q-alg q-bio quant-ph solv-int supr-con"
).split()
"""The archives that numbered their own papers until March 2007."""

ID_KINDS: Mapping[str, IdKind] = {
    "arxiv": IdKind("arXiv", "https://arxiv.org/abs/{}", r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?"),
    "doi": IdKind("DOI", "https://doi.org/{}", r"10\.\d{4,9}(?:\.\d+)*/\S+"),
    "openreview": IdKind("OpenReview", "https://openreview.net/forum?id={}"),
    "acl": IdKind("ACL Anthology", "https://aclanthology.org/{}/"),
    "pmid": IdKind("PubMed", "https://pubmed.ncbi.nlm.nih.gov/{}/", r"\d{1,9}"),
    "pmcid": IdKind("PubMed Central", "https://pmc.ncbi.nlm.nih.gov/articles/{}/", r"PMC\d{1,9}"),
    "dblp": IdKind("DBLP", "https://dblp.org/rec/{}"),
    "s2": IdKind("Semantic Scholar", "https://www.semanticscholar.org/paper/{}"),
    "openalex": IdKind("OpenAlex", "https://openalex.org/{}"),
    "isbn": IdKind("ISBN", "https://www.worldcat.org/isbn/{}", r"(?:97[89][- ]?)?(?:\d[- ]?){9}[\dXx]"),
    "pmlr": IdKind("PMLR", "https://proceedings.mlr.press/{}.html"),
    "cvf": IdKind("CVF", "https://openaccess.thecvf.com/{}.html"),
}
"""The kinds of identifiers that a paper may have, best known first."""

# --- one kind at a time: from the text behind its label or in its address to the normal spelling ------------------

MONTHLY = r"[0-9]{2}(?:0[1-9]|1[0-2])"
ARXIV = (
    rf"(?i)(?:(?P<new>{MONTHLY}\.[0-9]{{4,5}})"
    rf"|(?P<archive>{'|'.join(map(re.escape, ARCHIVES))})(?:\.[A-Z]{{2}})?/(?P<old>{MONTHLY}[0-9]{{3}}))"
    r"(?:v[0-9]{1,3})?(?:\.pdf)?(?:\s*\[[\w. -]{2,20}\])?"
)
"""Without version; the subject class of an old number is no part of it ("math.GT/0309136")."""
DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/\S+")
LONGEST_DOI = 300
"""Characters; the longest seen have some 120."""
ACL = (
    r"(?i)(?:(?P<old>[A-Z][0-9]{2}-[0-9]{4,5})"
    r"|(?P<new>(?:19|20)[0-9]{2}\.[a-z0-9_]{2,20}-[a-z0-9_]{1,20}\.[0-9]{1,4}))(?:v[0-9])?/?"
)
DBLP = (
    r"((?:conf|journals|books|series|phd|tr|reference|homepages|persons|data|ms)/[\w-]+/[\w+:.-]+?)"
    r"(?:\.(?:html|bib|xml|rdf|nt|ris))?"
)
S2 = r"(?i)(?P<paper>[0-9a-f]{40})|(?:corpus ?id:?)?\s*([0-9]{1,12})"
PMLR = r"(v[0-9]{1,4}|r[0-9]{1,3})/([\w-]{2,60})(?:\.html|/[\w.-]+\.pdf)?/?"
"""`v97/name19a`, `v97/name19a.html`, `v97/name19a/name19a.pdf`."""
CVF = r"(content\w*(?:/\w+){0,2})/(?:html|papers)/((?:[\w-]+/)?[\w.-]+_paper)(?:\.html|\.pdf)?"
"""The address of the page without its host and ending: there is no shorter name that leads back to it."""


def _form(pattern: str, write: Callable[[re.Match[str]], str] = lambda match: match[1]) -> Callable[[str], str]:
    """What `write` makes of a text of this form; nothing of any other."""
    form = re.compile(pattern)

    def normal_spelling(text: str) -> str:
        match = form.fullmatch(text)
        return write(match) if match else ""

    return normal_spelling


def _doi(text: str) -> str:
    r"""A DOI as printed, without the escapes of TeX and addresses ("10.1007/1\_2", "10.1000%2F182")."""
    text = re.sub(r"\{?\\([_%#&])\}?", r"\1", text)
    if re.match(r"10\.[0-9.]+%2f", text, re.IGNORECASE):
        text = unquote(text)
    match = DOI.fullmatch(trimmed(text))
    return match[0] if match and match[0].isprintable() and len(match[0]) <= LONGEST_DOI else ""


def _isbn(text: str) -> str:
    """As printed, where its check digit is right."""
    text = text.strip().replace("‐", "-").replace("–", "-")
    return text if re.fullmatch(r"[0-9Xx -]{10,20}", text) and _isbn13(text) else ""


def _isbn13(text: str) -> str:
    """The thirteen digits of an ISBN of either length; empty where its check digit is wrong."""
    bare = re.sub(r"[ -]", "", text).upper()
    if re.fullmatch(r"[0-9]{9}[0-9X]", bare):
        total = sum(weight * (10 if c == "X" else int(c)) for weight, c in zip(range(10, 0, -1), bare, strict=True))
        bare = f"978{bare[:9]}"
        return "" if total % 11 else bare + str(-_weighted(bare) % 10)
    return bare if re.fullmatch(r"97[89][0-9]{10}", bare) and not _weighted(bare) % 10 else ""


def _weighted(digits: str) -> int:
    return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))


NORMAL: Mapping[str, Callable[[str], str]] = {
    "arxiv": _form(ARXIV, lambda match: match["new"] or f"{match['archive'].lower()}/{match['old']}"),
    "doi": _doi,
    "openreview": _form(r"([A-Za-z0-9_-]{6,24})"),
    "acl": _form(ACL, lambda match: match["old"].upper() if match["old"] else match["new"].lower()),
    "pmid": _form(r"(?=[0-9]{1,9}\Z)0*([0-9]*)"),
    "pmcid": _form(r"(?i)(?:PMC)?([0-9]{1,9})(?:\.[0-9]+)?", lambda match: f"PMC{match[1]}"),
    "dblp": _form(DBLP),
    "s2": _form(S2, lambda match: match["paper"].lower() if match["paper"] else f"CorpusID:{match[2]}"),
    "openalex": _form(r"([Ww][0-9]{4,12})", lambda match: match[1].upper()),
    "isbn": _isbn,
    "pmlr": _form(PMLR, lambda match: f"{match[1]}/{match[2]}"),
    "cvf": _form(CVF, lambda match: f"{match[1]}/html/{match[2]}"),
}
"""From a text that claims to be of a kind to its normal spelling, or nothing."""


def id_key(kind: str, value: str) -> str:
    """What all spellings of an id of one kind have in common: `value` without version, hyphens or case.

    >>> id_key("arxiv", "math.GT/0309136v2"), id_key("isbn", "3-16-148410-X")
    ('math/0309136', '9783161484100')
    """
    if kind == "isbn":
        return _isbn13(value) or re.sub(r"[ -]", "", value).upper()
    normal = NORMAL[kind](value) if kind in NORMAL else ""
    return (normal or value) if kind in {"openreview", "dblp"} else (normal or value).casefold()


def url_of(kind: str, value: str) -> str:
    """The address of the page that an identifier leads to; empty for a kind without one.

    >>> url_of("doi", "10.1000/a<b>")
    'https://doi.org/10.1000/a%3Cb%3E'
    """
    if kind not in ID_KINDS:
        return ""
    if kind == "s2" and value.startswith("CorpusID:"):
        return f"https://api.semanticscholar.org/{value}"
    return ID_KINDS[kind].url.format(in_address(re.sub(r"[ -]", "", value) if kind == "isbn" else value))


def in_address(value: str) -> str:
    """An id as addresses have it."""
    return value if PLAIN.fullmatch(value) else quote(value, safe="/:;()._-~@!$&'*+,=")


PLAIN = re.compile(r"[A-Za-z0-9/:;()._-]*")
"""What `quote` leaves as it is; it looks at every sign by itself."""


def normal(kind: str, text: str) -> Identifier | None:
    """arXiv's own DOI is the arXiv number: it says nothing more, and contradicts no publisher's."""
    value = NORMAL[kind](text)
    if kind == "doi" and (of_arxiv := re.fullmatch(r"10\.48550/arxiv\.(.+)", value, re.IGNORECASE)):
        return normal("arxiv", of_arxiv[1]) or Identifier("doi", value)
    return Identifier(kind, value) if value else None


BRACKETS: Mapping[str, str] = {")": "(", "]": "[", ">": "<"}


def trimmed(text: str, signs: str = ".,;:!?'\"’”*~/}", brackets: Mapping[str, str] = BRACKETS) -> str:
    """Without the sentence's punctuation at the end, and without a closing bracket that was not opened inside."""
    opened = {closing: text.count(opening) - text.count(closing) for closing, opening in brackets.items()}
    end = len(text)
    while end and (text[end - 1] in signs or opened.get(text[end - 1], 0) < 0):
        if text[end - 1] in opened:
            opened[text[end - 1]] += 1
        end -= 1
    return text[:end]
