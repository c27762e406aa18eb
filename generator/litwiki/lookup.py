"""A paper by its id alone: what arXiv and the registries of DOIs say of it. The only module that asks the network,
and only `litwiki add` without a title calls it; no build does.

arXiv answers in Atom (https://info.arxiv.org/help/api/user-manual.html), DOI registries in CSL-JSON by content
negotiation (https://citation.crosscite.org/docs.html). What they answer is as hostile as any listing.
"""

import json
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from urllib.parse import quote

from lxml import etree

from litwiki.model.errors import UsageError
from litwiki.model.records import Entry, ListingHead, ListingReading, RawListing
from litwiki.text.words import clean

SECONDS = 20
MOST = 2_000_000
"""Bytes of an answer."""
ATOM = "{http://www.w3.org/2005/Atom}"

Get = Callable[[str, Mapping[str, str]], bytes]
"""From an address and request headers to the answer. Raises `OSError`."""


def look_up(*, arxiv: str | None = None, doi: str | None = None, get: "Get | None" = None) -> ListingReading:
    """What is known of the paper with this id, as a listing's reader gives it. Raises `UsageError` where nobody
    answers or knows it.
    """
    ask = get or _get
    try:
        if arxiv:
            answer = ask(f"https://export.arxiv.org/api/query?id_list={quote(arxiv, safe='/')}", {})
            entry = _of_atom(answer, arxiv, doi)
        else:
            accept = {"Accept": "application/vnd.citationstyles.csl+json"}
            entry = _of_csl(ask(f"https://doi.org/{quote(doi or '', safe='/')}", accept), doi or "")
    except (OSError, ValueError, etree.XMLSyntaxError) as error:
        raise UsageError(f"{arxiv or doi} could not be looked up ({error}); give the paper's --title") from None
    if not entry:
        raise UsageError(f"nobody knows {arxiv or doi}; is it right? Otherwise give the paper's --title")
    return ListingReading(RawListing("the network", "", ""), ListingHead("lookup"), (entry,), ())


def _get(url: str, headers: Mapping[str, str]) -> bytes:
    request = urllib.request.Request(url, headers={"User-Agent": "litwiki", **headers})  # noqa: S310 - https above
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as response:  # noqa: S310
            answer: bytes = response.read(MOST + 1)
    except urllib.error.HTTPError as error:
        if error.code in {400, 404}:
            return b""
        raise
    if len(answer) > MOST:
        raise OSError("the answer is too long")
    return answer


def _of_atom(answer: bytes, arxiv: str, doi: str | None) -> Entry | None:
    """The one entry of arXiv's feed. An unknown id gives none, a malformed one an entry that is an error."""
    if not answer:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    for found in etree.fromstring(answer, parser).iter(f"{ATOM}entry"):
        title = clean(found.findtext(f"{ATOM}title") or "")
        if not title or "/api/errors" in (found.findtext(f"{ATOM}id") or ""):
            continue
        names = (clean(name.text or "") for name in found.iterfind(f"{ATOM}author/{ATOM}name"))
        abstract = clean(found.findtext(f"{ATOM}summary") or "")
        ids = {"arxiv": arxiv, **({"doi": doi} if doi else {})}
        year = _year(found.findtext(f"{ATOM}published") or "")
        return Entry(title, abstract or None, 1, (), ids, tuple(name for name in names if name), year)
    return None


def _of_csl(answer: bytes, doi: str) -> Entry | None:
    """A CSL-JSON item (https://docs.citationstyles.org, "Items"); what is not of its shape counts as absent."""
    if not answer:
        return None
    item = json.loads(answer)
    if not isinstance(item, dict):
        return None
    title = item.get("title")
    title = clean(re.sub(r"</?[a-z]+>", "", title if isinstance(title, str) else ""))
    if not title:
        return None
    people = item.get("author")
    names = [_name(person) for person in people if isinstance(person, dict)] if isinstance(people, list) else []
    year = _year(re.sub(r"[^0-9]+", " ", json.dumps(item.get("issued", ""))).strip())
    return Entry(title, None, 1, (), {"doi": doi}, tuple(name for name in names if name), year)


def _name(person: Mapping[str, object]) -> str:
    parts = [str(person.get(key) or "") for key in ("given", "non-dropping-particle", "family", "suffix")]
    return clean(" ".join(parts)) or clean(str(person.get("literal") or ""))


def _year(text: str) -> int | None:
    found = re.match(r"1[0-9]{3}|20[0-9]{2}", text)
    return int(found[0]) if found else None
