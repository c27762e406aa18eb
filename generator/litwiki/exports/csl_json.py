"""CSL-JSON, what Zotero, pandoc and citeproc read: `/cite/all.json`, `/cite/papers/<slug>.json` and so on."""

from collections.abc import Iterable

from litwiki.citations import to_csl
from litwiki.exports import bundles
from litwiki.markup import json_bytes
from litwiki.model import Artifact, LinkGraph
from litwiki.wiki import Wiki

name = "csl_json"


def dump(wiki: Wiki, graph: LinkGraph) -> Iterable[Artifact]:
    """One file a bundle: a list of items, also where there is one."""
    del graph  # a citation has nothing to do with links between papers
    return bundles.dump(wiki, "json", lambda citations: json_bytes([to_csl(c) for c in citations]).decode())
