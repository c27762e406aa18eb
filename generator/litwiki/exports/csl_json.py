"""CSL-JSON, what Zotero, pandoc and citeproc read: `/cite/all.json`, `/cite/papers/<slug>.json` and so on."""

from collections.abc import Iterable, Sequence

from litwiki.citations import cite, to_csl
from litwiki.exports import bundles
from litwiki.markup import json_bytes
from litwiki.model.ids import DocPath, Slug
from litwiki.model.records import LinkGraph
from litwiki.model.wiki import Wiki
from litwiki.traces import Job, Shelf

name = "csl_json"


def plan(wiki: Wiki, graph: LinkGraph) -> Iterable[Job]:
    """One file a bundle: a list of items, also where there is one."""
    del graph  # a citation has nothing to do with links between papers
    return bundles.plan(wiki, "json", _file)


def _file(shelf: Shelf, path: DocPath, slugs: Sequence[Slug]) -> bytes:
    del path
    citations = (cite(shelf.wiki, slug) for slug in slugs)
    return json_bytes([to_csl(citation) for citation in citations])
