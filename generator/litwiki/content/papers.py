"""Paper files: `content/papers/<slug>.md` and, where abstracts are not stored, `content/terms/<slug>.txt`."""

import re
from collections import Counter
from collections.abc import Mapping

from litwiki.content.fields import (
    Choice,
    Fields,
    Ids,
    Links,
    Optional,
    Report,
    Slugs,
    Text,
    Texts,
    Year,
    swallowed_comments,
)
from litwiki.content.front_matter import Document
from litwiki.ids import Slug, TopicId
from litwiki.markup import yaml_block, yaml_list, yaml_map, yaml_text
from litwiki.model import Link, Paper
from litwiki.addresses import without_links
from litwiki.latex import to_plain
from litwiki.text import clean, terms_of, words

KEYS = (
    *("title", "authors", "year", "ids", "topics", "topics_status", "summary"),
    *("links", "names", "also_titled", "aliases", "abstract"),
)
# One paper has been seen with 5,154 authors (Phys. Rev. Lett. 114, 191803); a title has to fit a page.
LONGEST_TITLE = 500


def read_paper(document: Document, slug: Slug, terms: Mapping[str, int], report: Report) -> Paper:
    """The record a paper file holds; what is wrong with it is reported and left out of the record."""
    get = Fields(document.front, KEYS, report)
    for problem in swallowed_comments(document.front, document.text.split("\n")[1:], 2):
        report(problem)
    status = get("topics_status", Choice(("curated", "suggested"), "suggested"))
    return Paper(
        slug=slug,
        title=get.required("title", Text(longest=LONGEST_TITLE)),
        authors=get("authors", Texts()),
        year=get("year", Year()),
        ids=get("ids", Ids()),
        topics=tuple(TopicId(topic) for topic in get("topics", Slugs())),
        topics_status="curated" if status == "curated" else "suggested",
        summary=get("summary", Text(longest=4_000)),
        links=get("links", Links()),
        names=get("names", Texts()),
        also_titled=get("also_titled", Texts()),
        aliases=tuple(Slug(alias) for alias in get("aliases", Slugs())),
        abstract=get("abstract", Optional(Text())),
        notes=document.body,
        terms=terms,
    )


def write_paper(paper: Paper, *, abstract: bool) -> str:
    """A new paper file. Its keys stand in one order with what is to be filled in left empty."""
    lines = [
        "---",
        f"title: {yaml_text(paper.title)}",
        f"authors: {yaml_list(paper.authors)}",
        f"year: {paper.year or 'null'}",
        f"ids: {yaml_map(paper.ids)}",
        f"topics: {yaml_list(paper.topics)}",
        f"topics_status: {paper.topics_status}",
        f"summary: {yaml_block(paper.summary)}",
        f"links: {links_value(paper.links)}",
        f"names: {yaml_list(paper.names)}",
        f"also_titled: {yaml_list(paper.also_titled)}",
        f"aliases: {yaml_list(paper.aliases)}",
    ]
    if abstract and paper.abstract:
        lines.append(f"abstract: {yaml_block(paper.abstract)}")
    return "\n".join([*lines, "---", paper.notes])


def links_value(links: tuple[Link, ...]) -> str:
    """Links in YAML, on one line."""
    return yaml_map({link.kind: link.url for link in links})


# --- terms ---------------------------------------------------------------------------------------------


def terms_of_abstract(abstract: str) -> Mapping[str, int]:
    """The words of an abstract that mean something, with their counts; their order is not kept.

    A word that begins a sentence is in lower case, any other as printed: `Adam` in the middle of a
    sentence is a name.
    """
    counts: Counter[str] = Counter()
    for sentence in re.split(r"(?<=[.!?])\s+", to_plain(clean(without_links(abstract)))):
        for index, word in enumerate(words(sentence)):
            if terms_of(word):
                begins = index == 0 and word[1:].islower()
                counts[word.lower() if begins else word] += 1
    return counts


def write_terms(terms: Mapping[str, int]) -> str:
    """A terms file: words in alphabetical order, each with its count where it is not one."""
    lines, line = [], ""
    for word in sorted(terms, key=lambda w: (w.casefold(), w)):
        item = word if terms[word] == 1 else f"{word}*{terms[word]}"
        if line and len(line) + len(item) >= 100:
            lines.append(line)
            line = ""
        line = f"{line} {item}".strip()
    return "\n".join([*lines, line]) + "\n"


def read_terms(text: str) -> Mapping[str, int]:
    """The words of a terms file with their counts; what is no word counts once as it stands."""
    found = {}
    for item in text.split():
        counted = re.fullmatch(r"(.+)\*([1-9][0-9]{0,5})", item)
        found[counted[1] if counted else item] = int(counted[2]) if counted else 1
    return found
