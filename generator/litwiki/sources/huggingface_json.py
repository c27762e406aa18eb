"""What Hugging Face's API answers about papers: `/api/daily_papers`, `/api/papers/ID` and searches.

Items are papers, or have the paper under `paper`. A paper's id is that of arXiv; its `summary` is the authors'
abstract. Texts that a model wrote there (`ai_summary`, `ai_keywords`) are nobody's and not taken: that is said once.
"""

import re
from collections.abc import Iterator, Mapping

from litwiki.model.entries import ListingHead, RawListing, Rejected, Remark
from litwiki.sources.columns import KEEP
from litwiki.sources.json_items import JsonText, first_item, read_items, text_of, texts_of
from litwiki.sources.row_entry import Cell, entry_of
from litwiki.sources.source import Reading, or_refused
from litwiki.text.dates import parse_date

name = "huggingface-json"
title = "Hugging Face JSON"

LISTS = ("dailyPapers", "papers")
MARKS = frozenset(
    "upvotes publishedAt submittedOnDailyAt submittedOnDailyBy ai_summary githubRepo discussionId".split()
)
"""Keys that only these answers have; one of them is in each."""
NOT_TAKEN = frozenset({"ai_summary", "ai_keywords"})
LINKS = {"githubRepo": "code", "projectPage": "project"}
REPOSITORY = re.compile(r"[\w-]{1,39}/[\w.-]{1,100}", re.ASCII)
EXTRA_KEYS = ("upvotes", "organization", "submittedOnDailyAt", "githubStars")
"""What is kept; everything else is about accounts and pages of the site."""


def sniff(head: str) -> bool:
    """A first item with a paper, or one that has what only these answers have."""
    item = first_item(head, LISTS)
    if item is None or "content" in item:
        return False
    # The beginning of a document may end within its first paper.
    has_paper = "paper" in item and (item["paper"] is None or isinstance(item["paper"], dict))
    return has_paper or ("id" in item and bool(MARKS & item.keys()))


def read(raw: RawListing) -> Reading:
    """The papers in order; the day of a daily list is that on which all of its papers were submitted."""
    days: set[str] = set()
    first_not_taken = 0
    for item in read_items(raw.text, LISTS, raw.path):
        if isinstance(item, Rejected):
            yield item
            continue
        inner = item.value.get("paper")
        paper = {**item.value, **inner} if isinstance(inner, dict) else dict(item.value)
        days.add(parse_date(text_of(paper.get("submittedOnDailyAt"))))
        if not first_not_taken and any(text_of(paper.get(key)) for key in NOT_TAKEN):
            first_not_taken = item.line
        entry = entry_of(_cells(paper), item.line, type_="preprint")
        yield or_refused(entry, raw.path, "an item without a paper's id or title", item.raw)
    if first_not_taken:
        yield Remark(raw.path, first_not_taken, "summaries and keywords that a model wrote are not taken")
    day = next(iter(days)) if len(days) == 1 and len(next(iter(days))) == 10 else None
    yield ListingHead(name, day, day)


def _address(text: str, kind: str) -> str:
    """An address that may lack its protocol; code may be named as GitHub names it, `owner/name`."""
    if "://" in text:
        return text
    return f"https://github.com/{text}" if kind == "code" and REPOSITORY.fullmatch(text) else f"https://{text}"


def _cells(paper: Mapping[str, JsonText]) -> Iterator[Cell]:
    """What is said of a paper, as cells of a row."""
    yield Cell("id", "arxiv", 0, (text_of(paper.get("id")),))
    for key, kind in LINKS.items():
        yield from (Cell(key, f"{kind} link", 0, (_address(text, kind),)) for text in texts_of(paper.get(key)))
    for key in EXTRA_KEYS:
        value = paper.get(key)
        named = (value.get("fullname") or value.get("name")) if isinstance(value, dict) else value
        yield Cell(key, KEEP, 0, (text_of(named),))
    people = paper.get("authors")
    shown = [
        person.get("name") if isinstance(person, dict) else person
        for person in (people if isinstance(people, list) else [])
        if not (isinstance(person, dict) and person.get("hidden") is True)
    ]
    yield Cell("authors", "authors", 0, tuple(map(text_of, shown)), is_list=True, is_alike=True)
    yield Cell("publishedAt", "date", 0, (parse_date(text_of(paper.get("publishedAt"))),))
    yield Cell("title", "title", 0, (text_of(paper.get("title")),))
    yield Cell("summary", "abstract", 0, (text_of(paper.get("summary")),))
