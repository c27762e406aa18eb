"""Hugging Face's papers: by arXiv number for their code, by title for their numbers
(https://huggingface.co/docs/hub/api). Anonymous queries are limited to 500 in five minutes.
"""

from collections.abc import Iterator
from urllib.parse import quote, urlencode

from litwiki.curation.enrich.service import Asking, about, of_form
from litwiki.curation.online.client import Query

name = "huggingface"
title = "Hugging Face papers"
address = "https://huggingface.co"
pace = 0.7

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


apply = of_form("huggingface-json", HITS)
"""The day of a paper is that on which it came there."""
