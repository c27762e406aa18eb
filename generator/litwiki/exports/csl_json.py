"""CSL-JSON, what Zotero, pandoc and citeproc read: `/cite/all.json` and its parts. No style prints an abstract, and RIS
has them."""

from collections.abc import Iterable

from litwiki.citations import to_csl
from litwiki.exports import bundles
from litwiki.facts.site import Site
from litwiki.markup.json import json_bytes
from litwiki.model.ids import Slug
from litwiki.model.outputs import Output
from litwiki.model.replace import replace

name = "csl_json"


def files(site: Site) -> Iterable[Output]:
    """Files of all papers, each a list of items."""

    def item(slug: Slug) -> str:
        return json_bytes(to_csl(replace(site.citation(slug), abstract=""))).decode().rstrip("\n")

    return bundles.files(site, bundles.everything(site), "json", item, lambda items: f"[{','.join(items)}]\n")
