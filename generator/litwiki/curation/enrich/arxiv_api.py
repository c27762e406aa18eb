"""arXiv's API: id lists of a hundred, titles one by one, both answered in Atom.

Its terms ask for one query in three seconds (https://info.arxiv.org/help/api/tou.html); the form of queries is that of
its user manual (https://info.arxiv.org/help/api/user-manual.html). Its metadata are CC0.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlencode

from litwiki.curation.enrich import status
from litwiki.curation.enrich.service import Asking, about, read_as
from litwiki.curation.online.client import Query
from litwiki.model.entries import Entry, Rejected
from litwiki.model.replace import replace
from litwiki.text.dates import parse_date

name = "arxiv"
title = "arXiv"
address = "https://export.arxiv.org"
pace = 3.0

AT_ONCE = 100
TITLES_FROM = 3
"""The round from which it is asked for titles: three seconds each, so services that answer faster come first."""
HITS = 5
WORD = re.compile(r"[^\W_]+")


def request(asking: Asking) -> Iterator[Query]:
    """Lists of ids, then titles."""
    numbers = list(asking.by_id("arxiv"))
    for first in range(0, len(numbers), AT_ONCE):
        some = numbers[first : first + AT_ONCE]
        words = {"id_list": ",".join(some), "max_results": str(len(some))}
        yield Query(_url(asking, words), about=tuple(about("arxiv", number) for number in some))
    for printed in asking.titles(TITLES_FROM):
        if terms := WORD.findall(printed):
            yield Query(_url(asking, {"search_query": f'ti:"{" ".join(terms)}"', "max_results": str(HITS)}))


def _url(asking: Asking, words: dict[str, str]) -> str:
    return f"{asking.address}/api/query?{urlencode(words)}"


def apply(query: Query, body: bytes) -> Iterator[Entry | Rejected]:
    """The papers; a withdrawn one with its status."""
    for item in read_as("arxiv-feed", query, body):
        if isinstance(item, Rejected):
            yield item
            continue
        comment, updated = item.extra.get("comment", ""), parse_date(item.extra.get("updated", ""))
        yield replace(item, status=status.of_comment(comment, item.ids.get("arxiv", ""), updated))
