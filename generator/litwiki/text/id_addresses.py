"""Addresses of papers: from the address of a page or file to the identifier that it has.

Each site that numbers papers has its reader in `SITES`; of any other a DOI in the path is taken. An address without
`https://` is one where its host is such a site.
"""

import re
from collections.abc import Callable, Mapping
from urllib.parse import parse_qs, unquote, urlsplit

from litwiki.text.id_kinds import Identifier, normal, trimmed

ARXIV_PATH = re.compile(
    r"(?:(?:abs|pdf|html|ps|format|src|e-print|tb|overview|audio|papers|paper|arxiv|explained|list)/)"
    r"(?:arxiv:)?(?P<id>(?:[a-z-]+(?:\.[a-z]{2})?/)?[0-9.]+(?:v[0-9]+)?)(?:\.pdf|\.md)?(?:/.*)?",
    re.IGNORECASE,
)


Site = Callable[[str, str, Mapping[str, str]], Identifier | None]
"""From a host, a path and what is asked for to the identifier that the address leads to."""


def _path(kind: str, form: str = "(.+)", written: str = "{}") -> Site:
    """A site whose addresses have the id in a path of this form; `written` is what the id makes of it."""
    pattern = re.compile(form)

    def read(_host: str, path: str, _asked: Mapping[str, str]) -> Identifier | None:
        match = pattern.fullmatch(path)
        return normal(kind, written.format(match[1])) if match else None

    return read


def _arxiv(host: str, path: str, _asked: Mapping[str, str]) -> Identifier | None:
    """Sites that show arXiv's papers; those of `ALL_OF_ARXIV` show nothing else."""
    match = ARXIV_PATH.fullmatch(path)
    if not match and not host.endswith(ALL_OF_ARXIV):
        return None
    return normal("arxiv", match["id"] if match else path.removesuffix("/"))


def _acl(_host: str, path: str, _asked: Mapping[str, str]) -> Identifier | None:
    parts = [part for part in path.split("/") if part and part not in {"anthology", "papers"}][:3]
    bare = (re.sub(r"\.(?:pdf|bib|xml|endf|html)\Z", "", part) for part in parts)
    return next(filter(None, (normal("acl", part) for part in bare)), None)


def _pubmed(host: str, path: str, _asked: Mapping[str, str]) -> Identifier | None:
    if match := re.search(r"\bPMC[0-9]{1,9}\b", path, re.IGNORECASE):
        return normal("pmcid", match[0])
    prefix = "" if host.startswith("pubmed.") else r"(?:pubmed/|m/pubmed/|(?:article|abstract|articles)/med/)"
    match = re.fullmatch(rf"{prefix}([0-9]{{1,9}})(?:/.*)?", path, re.IGNORECASE)
    return normal("pmid", match[1]) if match else None


def _s2(_host: str, path: str, _asked: Mapping[str, str]) -> Identifier | None:
    """`paper/Title-of-It/<40 digits>`, `CorpusID:12`, and the ids of others that its addresses may name."""
    for part in path.split("/"):
        if match := re.fullmatch(r"[0-9a-fA-F]{40}", part) or re.fullmatch(r"CorpusID:[0-9]+", part, re.IGNORECASE):
            return normal("s2", match[0])
    other = re.search(r"\b(arxiv|doi|acl|pmid|pmcid):(.+)", path, re.IGNORECASE)
    return normal(other[1].lower(), other[2]) if other else None


ALL_OF_ARXIV = ("arxiv.org", "alphaxiv.org", "ar5iv.org", "xxx.lanl.gov")
SITES: Mapping[str, Site] = {
    **dict.fromkeys(
        (*ALL_OF_ARXIV, "huggingface.co", "hf.co", "arxiv-vanity.com", "scirate.com", "papers.cool"), _arxiv
    ),
    "doi.org": _path("doi"),
    "openreview.net": lambda _host, _path, asked: normal("openreview", asked.get("id") or asked.get("forum") or ""),
    **dict.fromkeys(("aclanthology.org", "aclanthology.info", "aclweb.org"), _acl),
    **dict.fromkeys(("ncbi.nlm.nih.gov", "europepmc.org"), _pubmed),
    **dict.fromkeys(
        ("dblp.org", "dblp.uni-trier.de", "dblp.dagstuhl.de"),
        _path("dblp", r"rec/(?:html/|bibtex[0-9]?/|bib[0-9]?/|xml/|rdf/)?(.+)"),
    ),
    "semanticscholar.org": _s2,
    # Nature's articles have addresses by the second half of their DOI.
    "nature.com": _path(
        "doi", r"articles/((?:s[0-9]{5}-|nature|n[a-z]{2,8}\.)[\w.-]+?)(?:\.pdf)?/?", written="10.1038/{}"
    ),
    "zenodo.org": _path("doi", r"records?/([0-9]+).*", written="10.5281/zenodo.{}"),
    "openalex.org": _path("openalex", r"(?:.*/)?([^/]+)/?"),
    "proceedings.mlr.press": _path("pmlr"),
    "openaccess.thecvf.com": _path("cvf"),
}
"""Sites that number papers, with what reads their addresses; also of what is below them."""


def _doi_in(path: str, asked: Mapping[str, str]) -> Identifier | None:
    """A publisher's address has the DOI in its path or asks for it (`/doi/full/10.1000/182`, `?id=10.1371/…`).

    What the site writes behind it (`/meta`, `.pdf`, `v2.full`) is cut off; where one could not tell, nothing is taken.
    """
    for text in (path, *(asked.get(name, "") for name in ("doi", "id", "DOI"))):
        match = re.search(r"(?:^|/)(10\.[0-9]{4,9}/[^\s?#]+)", text)
        if match:
            bare = re.sub(r"/(?:meta|pdf|full|abstract|epdf|html|fulltext|summary|tables|figures)/?\Z", "", match[1])
            bare = re.sub(r"\.(?:full|abstract|pdf|full\.pdf|html|short|full-text)\Z", "", bare)
            if bare.startswith(("10.1101/", "10.64898/")):  # bioRxiv and medRxiv: the version is no part of the DOI
                bare = re.sub(r"v[0-9]+\Z", "", bare.removesuffix(".full"))
            return normal("doi", bare)
    return None


HOST = rf"(?:[a-z0-9-]+\.)*?(?:{'|'.join(map(re.escape, SITES))})/"
ADDRESS = re.compile(rf"https?://\S+|(?:www\.|{HOST})\S+", re.IGNORECASE)


def is_address(text: str) -> bool:
    """Whether a whole text is an address, with `https://` or of a site that numbers papers."""
    return ADDRESS.fullmatch(text) is not None


def of_address(address: str) -> Identifier | None:
    """The identifier that an address leads to; escapes of TeX are none of it.

    >>> of_address("openreview.net/pdf?id=kettle_001")
    Identifier(kind='openreview', value='kettle_001')
    """
    address = re.sub(r"\{?\\([_%#&~])\}?", r"\1", address)
    try:
        parts = urlsplit(trimmed(address if "://" in address else f"https://{address}"))
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    path = unquote(parts.path).lstrip("/")
    asked = {name: values[0] for name, values in parse_qs(parts.query, max_num_fields=20).items()}
    above = (host, *(host[dot.end() :] for dot in re.finditer(r"\.", host)))
    site = next((SITES[name] for name in above if name in SITES), None)
    return (site(host, path, asked) if site else None) or _doi_in(path, asked)
