"""Links between pages as MkDocs writes them: an address in Markdown in, one in HTML out."""

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import unquote

ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)

Anchors = dict[tuple[str, str], list[str]]
"""Pages that link to an anchor of a page, by that page and the anchor."""


@dataclass(slots=True)
class Links:
    """What was found out about links. `address_of` gives a file's address by its path, or None."""

    address_of: Callable[[str], str | None]
    known: dict[tuple[str, bool], dict[str, str]] = field(default_factory=dict)

    def resolver(self, path: str, url: str, anchors: Anchors) -> Callable[[str], str | None]:
        """What MkDocs makes of a link in the page `path`; None where it would warn or has more to do.

        Files of one folder share what was found out: a link leads from all of them to the same place, seen from
        addresses that differ in their last part only.
        """
        source = posixpath.dirname(path)
        known = self.known.setdefault((source, url.rstrip("/") == source), {})
        own = posixpath.basename(url.rstrip("/"))

        def resolve(address: str) -> str | None:
            found = known.get(address)
            if found is not None and own and own not in address:
                return found
            if ELSEWHERE.match(address):
                known[address] = address
                return address
            to, sharp, anchor = address.partition("#")
            if not address or address.startswith("/") or "?" in address or "\\" in address:
                return None
            if not to:
                anchors.setdefault((path, anchor), []).append(path)
                return address
            target = posixpath.normpath(posixpath.join(source, unquote(to)))
            target_url = self.address_of(target)
            if target_url is None:
                return None
            found = relative(target_url, url)
            if sharp:
                anchors.setdefault((target, anchor), []).append(path)
                return f"{found}#{anchor}" if anchor else found
            if not (url and target_url.startswith(url)):
                known[address] = found
            return found

        return resolve


def relative(url: str, other: str) -> str:
    """`url` as seen from the folder `other`; as MkDocs' `get_relative_url` for addresses in their normal form.

    >>> relative("topics/peft/", "papers/kivi/"), relative("./", "papers/kivi/")
    ('../../topics/peft/', '../../')
    """
    ours = [part for part in other.split("/") if part]
    parts = [part for part in url.split("/") if part and part != "."]
    common = 0
    for a, b in zip(ours, parts, strict=False):
        if a != b:
            break
        common += 1
    found = "/".join([*[".."] * (len(ours) - common), *parts[common:]]) or "."
    return found + "/" if url.endswith("/") else found
