"""A paper by its id alone: what arXiv and the registries of DOIs say of it. The only module that asks the network, and
only `litwiki add` without a title calls it; no build does.

arXiv answers in Atom (https://info.arxiv.org/help/api/user-manual.html), DOI registries in CSL-JSON by content
negotiation (https://citation.crosscite.org/docs.html). What they answer is as hostile as any file, and the same
sources read it.
"""

import http.client
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import quote

from litwiki.model.errors import UsageError
from litwiki.model.records import ListingHead, ListingReading
from litwiki.sources import read_bytes

SECONDS = 20
MOST = 2_000_000
"""Bytes of an answer."""

Get = Callable[[str, Mapping[str, str]], bytes]
"""From an address and request headers to the answer. Raises `OSError` or `http.client.HTTPException`."""


def look_up(*, arxiv: str | None = None, doi: str | None = None, get: "Get | None" = None) -> ListingReading:
    """What is known of the paper with this id, as a source gives it. Raises `UsageError` where nobody answers or
    knows it.
    """
    ask = get or _get
    if arxiv:
        url, headers = f"https://export.arxiv.org/api/query?id_list={quote(arxiv, safe='/')}", {}
        form = "arxiv-feed"
    else:
        url, form = f"https://doi.org/{quote(doi or '', safe='/')}", "csl-json"
        headers = {"Accept": "application/vnd.citationstyles.csl+json"}
    try:
        answer = ask(url, headers)
    # A connection that breaks off, or an answer that is no HTTP, is no OSError.
    except (OSError, http.client.HTTPException) as error:
        reason = str(error) or type(error).__name__
        raise UsageError(f"{arxiv or doi} could not be looked up ({reason}); give the paper's --title") from None
    reading = read_bytes(answer, "the network", form) if answer.strip() else None
    entry = next((entry for entry in reading.entries if entry.title), None) if reading else None
    if reading and not entry and reading.rejected:
        reason = reading.rejected[0].reason
        raise UsageError(f"{arxiv or doi} could not be looked up ({reason}); give the paper's --title")
    if not reading or not entry:
        raise UsageError(f"nobody knows {arxiv or doi}; is it right? Otherwise give the paper's --title")
    given = {kind: value for kind, value in (("arxiv", arxiv), ("doi", doi)) if value}
    # A registry's own record has keys and variables for programs: they are nothing that this person brought.
    found = replace(entry, line=1, ids={**entry.ids, **given}, key="", extra={})
    return ListingReading(replace(reading.raw, text=""), ListingHead("lookup"), (found,), ())


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
