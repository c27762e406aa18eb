"""The ACL Anthology: the BibTeX record of a paper whose id is known (https://aclanthology.org/faq/).

It has no search; its metadata are CC BY 4.0.
"""

from collections.abc import Iterator
from urllib.parse import quote

from litwiki.curation.enrich.service import Asking, about, read_as
from litwiki.curation.online.client import Query
from litwiki.model.entries import Entry, Rejected
from litwiki.model.replace import replace

name = "acl"
title = "ACL Anthology"
address = "https://aclanthology.org"
pace = 1.0


def request(asking: Asking) -> Iterator[Query]:
    """Ids one by one."""
    for number in asking.by_id("acl"):
        yield Query(f"{asking.address}/{quote(number)}.bib", about=(about("acl", number),))


def apply(query: Query, body: bytes) -> Iterator[Entry | Rejected]:
    """The one record of an answer, whose id is the one that was asked for."""
    number = query.url.rpartition("/")[2].removesuffix(".bib")
    for item in read_as("bibtex", query, body)[:1]:
        yield item if isinstance(item, Rejected) else replace(item, ids={**item.ids, "acl": number})
