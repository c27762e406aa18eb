"""Paper files: `content/papers/<slug>.md` and, where abstracts are not stored, `content/terms/<slug>.txt`."""

import re
from collections import Counter
from collections.abc import Mapping

from litwiki.content.fields import (
    Choice,
    Fields,
    Ids,
    Key,
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
from litwiki.model.ids import Slug, TopicId
from litwiki.markup import yaml_block, yaml_list, yaml_map, yaml_text
from litwiki.model.records import Link, Paper
from litwiki.text.addresses import without_links
from litwiki.text.latex import to_plain
from litwiki.text.words import clean, terms_of, words

# One paper has been seen with 5,154 authors (Phys. Rev. Lett. 114, 191803); a title has to fit a page.
LONGEST_TITLE = 500

TITLE = Key("title", Text(longest=LONGEST_TITLE), "The title as printed, in single quotes.", needed=True)
AUTHORS = Key("authors", Texts(), "The authors' names as printed, in order.")
YEAR = Key("year", Year(), "The year in which the paper first came out: four digits without quotes.")
IDS = Key("ids", Ids(), "Identifiers by their kind, each as its source writes it and in quotes.")
TOPICS = Key("topics", Slugs(), "Topics by the names of their files in content/topics/, the most central first.")
STATUS = Key(
    "topics_status",
    Choice(("curated", "suggested"), "suggested"),
    "curated: a person has chosen or confirmed the topics. suggested: nobody has looked yet.",
)
SUMMARY = Key(
    "summary", Text(longest=4_000), "Two to four sentences of ours; the first one stands alone in lists as the TL;DR."
)
LINKS = Key("links", Links(), "Web addresses by what is found there.")
NAMES = Key("names", Texts(), "What other papers call it, such as the name of its method; their pages link here.")
ALSO_TITLED = Key("also_titled", Texts(), "Other titles of the same paper; listings that print them are recognised.")
ALIASES = Key("aliases", Slugs(), "Former names of this file; each leads here.")
ABSTRACT = Key("abstract", Optional(Text()), "The authors' abstract, where this wiki keeps abstracts.")
KEYS = (TITLE, AUTHORS, YEAR, IDS, TOPICS, STATUS, SUMMARY, LINKS, NAMES, ALSO_TITLED, ALIASES, ABSTRACT)


def read_paper(document: Document, slug: Slug, terms: Mapping[str, int], report: Report) -> Paper:
    """The record a paper file holds; what is wrong with it is reported and left out of the record."""
    get = Fields(document.front, KEYS, report)
    for problem in swallowed_comments(document.front, document.text.split("\n")[1:], 2):
        report(problem)
    return Paper(
        slug=slug,
        title=get(TITLE),
        authors=get(AUTHORS),
        year=get(YEAR),
        ids=get(IDS),
        topics=tuple(TopicId(topic) for topic in get(TOPICS)),
        topics_status="curated" if get(STATUS) == "curated" else "suggested",
        summary=get(SUMMARY),
        links=get(LINKS),
        names=get(NAMES),
        also_titled=get(ALSO_TITLED),
        aliases=tuple(Slug(alias) for alias in get(ALIASES)),
        abstract=get(ABSTRACT),
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
