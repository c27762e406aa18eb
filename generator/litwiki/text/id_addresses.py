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


Asked = Mapping[str, str]


def _of_site(host: str, path: str, asked: Asked) -> Identifier | None:
    """What the address of a site that numbers papers leads to: the site of the host itself or of one above it."""
    above = (host, *(host[dot.end() :] for dot in re.finditer(r"\.", host)))
    site = next((SITES[name] for name in above if name in SITES), None)
    return site(host, path, asked) if site else None


def _of_arxiv(_host: str, path: str, _asked: Asked) -> Identifier | None:
    found = ARXIV_PATH.fullmatch(path)
    return normal("arxiv", found["id"] if found else path.removesuffix("/"))


def _of_arxiv_reader(_host: str, path: str, _asked: Asked) -> Identifier | None:
    """A site that shows arXiv's papers, and other things under other addresses."""
    found = ARXIV_PATH.fullmatch(path)
    return normal("arxiv", found["id"]) if found else None


def _of_openreview(_host: str, _path: str, asked: Asked) -> Identifier | None:
    return normal("openreview", asked.get("id") or asked.get("forum") or "")


def _of_acl(_host: str, path: str, _asked: Asked) -> Identifier | None:
    parts = [part for part in path.split("/") if part and part not in {"anthology", "papers"}]
    return next((found for part in parts[:3] if (found := normal("acl", _without_ending(part)))), None)


def _of_dblp(_host: str, path: str, _asked: Asked) -> Identifier | None:
    found = re.fullmatch(r"rec/(?:html/|bibtex[0-9]?/|bib[0-9]?/|xml/|rdf/)?(.+)", path)
    return normal("dblp", found[1]) if found else None


def _of_pubmed(host: str, path: str, _asked: Asked) -> Identifier | None:
    if found := re.search(r"\bPMC[0-9]{1,9}\b", path, re.IGNORECASE):
        return normal("pmcid", found[0])
    prefix = "" if host.startswith("pubmed.") else r"(?:pubmed/|m/pubmed/|(?:article|abstract|articles)/med/)"
    found = re.fullmatch(rf"{prefix}([0-9]{{1,9}})(?:/.*)?", path, re.IGNORECASE)
    return normal("pmid", found[1]) if found else None


def _of_s2(_host: str, path: str, _asked: Asked) -> Identifier | None:
    """`paper/Title-of-It/<40 digits>`, `CorpusID:12`, and the ids of others that its addresses may name."""
    for part in path.split("/"):
        if found := re.fullmatch(r"[0-9a-fA-F]{40}", part) or re.fullmatch(r"CorpusID:[0-9]+", part, re.IGNORECASE):
            return normal("s2", found[0])
    other = re.search(r"\b(arxiv|doi|acl|pmid|pmcid):(.+)", path, re.IGNORECASE)
    return normal(other[1].lower(), other[2]) if other else None


def _of_nature(_host: str, path: str, _asked: Asked) -> Identifier | None:
    """Nature's articles have addresses by the second half of their DOI."""
    found = re.fullmatch(r"articles/((?:s[0-9]{5}-|nature|n[a-z]{2,8}\.)[\w.-]+?)(?:\.pdf)?/?", path)
    return normal("doi", f"10.1038/{found[1]}") if found else None


def _of_zenodo(_host: str, path: str, _asked: Asked) -> Identifier | None:
    found = re.match(r"records?/([0-9]+)", path)
    return normal("doi", f"10.5281/zenodo.{found[1]}") if found else None


def _without_ending(part: str) -> str:
    return re.sub(r"\.(?:pdf|bib|xml|endf|html)\Z", "", part)


Site = Callable[[str, str, Asked], "Identifier | None"]
SITES: Mapping[str, Site] = {
    "arxiv.org": _of_arxiv,
    "alphaxiv.org": _of_arxiv,
    "ar5iv.org": _of_arxiv,
    "xxx.lanl.gov": _of_arxiv,
    "huggingface.co": _of_arxiv_reader,
    "hf.co": _of_arxiv_reader,
    "arxiv-vanity.com": _of_arxiv_reader,
    "scirate.com": _of_arxiv_reader,
    "papers.cool": _of_arxiv_reader,
    "doi.org": lambda _host, path, _asked: normal("doi", path),
    "openreview.net": _of_openreview,
    "aclanthology.org": _of_acl,
    "aclanthology.info": _of_acl,
    "aclweb.org": _of_acl,
    "ncbi.nlm.nih.gov": _of_pubmed,
    "europepmc.org": _of_pubmed,
    "dblp.org": _of_dblp,
    "dblp.uni-trier.de": _of_dblp,
    "dblp.dagstuhl.de": _of_dblp,
    "semanticscholar.org": _of_s2,
    "nature.com": _of_nature,
    "zenodo.org": _of_zenodo,
    "openalex.org": lambda _host, path, _asked: normal("openalex", path.removesuffix("/").rsplit("/", 1)[-1]),
    "proceedings.mlr.press": lambda _host, path, _asked: normal("pmlr", path),
    "openaccess.thecvf.com": lambda _host, path, _asked: normal("cvf", path),
}
"""Sites that number papers, with what reads their addresses (host, path, what is asked for); also what is below."""


def _doi_in(path: str, asked: Mapping[str, str]) -> Identifier | None:
    """A publisher's address has the DOI in its path or asks for it (`/doi/full/10.1000/182`, `?id=10.1371/…`).

    What the site writes behind it (`/meta`, `.pdf`, `v2.full`) is cut off; where one could not tell, nothing is taken.
    """
    for text in (path, *(asked.get(name, "") for name in ("doi", "id", "DOI"))):
        found = re.search(r"(?:^|/)(10\.[0-9]{4,9}/[^\s?#]+)", text)
        if found:
            bare = re.sub(r"/(?:meta|pdf|full|abstract|epdf|html|fulltext|summary|tables|figures)/?\Z", "", found[1])
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
    return _of_site(host, path, asked) or _doi_in(path, asked)
