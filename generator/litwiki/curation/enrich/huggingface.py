"""Hugging Face's papers: by arXiv number for their code, by title for their numbers
(https://huggingface.co/docs/hub/api). Anonymous queries are limited to 500 in five minutes.
"""

from collections.abc import Iterator
from itertools import islice
from urllib.parse import quote, urlencode

from litwiki.curation.enrich.service import Asking, about, read_as
from litwiki.curation.online.client import Query
from litwiki.model.entries import Entry, Rejected

name = "huggingface"
title = "Hugging Face papers"
address = "https://huggingface.co"
pace = 0.7
needs_key = False

TITLES_FROM = 1
HITS = 5


def request(asking: Asking) -> Iterator[Query]:
    """Numbers of papers that have no code yet, then titles."""
    for paper in asking.papers:
        number = paper.ids.get("arxiv")
        if number and "/" not in number and not any(link.kind == "code" for link in paper.links):
            yield Query(f"{asking.address}/api/papers/{quote(number)}", about=(about("arxiv", number),))
    for printed in asking.titles(TITLES_FROM):
        yield Query(f"{asking.address}/api/papers/search?{urlencode({'q': printed})}")


def apply(query: Query, body: bytes) -> Iterator[Entry | Rejected]:
    """The paper, or the first papers that a search found; their day is that on which they came there."""
    return islice(read_as("huggingface-json", query, body), HITS)
