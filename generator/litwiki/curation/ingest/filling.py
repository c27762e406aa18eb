"""Fills a known paper with what listings offer: changes of its front matter, and conflicts.

Only empty fields are filled. A value that differs is a conflict, which a person settles; with `update` it replaces the
stored value if that is still the one that a machine wrote, which the digests in the ledgers tell. A link that a person
removed does not come back.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from litwiki import content
from litwiki.content import Changes, Document
from litwiki.content.papers import authors_value, terms_of_abstract, write_terms
from litwiki.curation.ingest.offers import arxiv_of, differences, link_key
from litwiki.markup.yaml import yaml_block, yaml_list, yaml_map, yaml_text
from litwiki.model.entries import Entry, Link
from litwiki.model.ids import Slug, TopicId, digest
from litwiki.model.records import Paper
from litwiki.model.wiki import Wiki
from litwiki.text.words import clean, title_key

MOST_KEYS = 20
"""Citation keys that a paper remembers."""

Digests = Mapping[str, frozenset[str]]
"""Digests of the values that earlier ingests were given, by field."""
Difference = tuple[str, str, str]
"""A field, its stored and its offered value."""


def fill(
    stored: Paper,
    offered: Paper,
    topics: Sequence[TopicId],
    known: Digests,
    document: Callable[[], Document],
    *,
    abstracts: bool,
    update: bool,
) -> tuple[dict[str, str], list[Difference]]:
    """What an offer changes in a stored paper's front matter, in YAML by key, and what a person must settle. `topics`
    are those of its keywords, taken where it has none. `document` reads the paper's file: few offers change anything in
    the form that it has there."""
    edits: dict[str, str] = {}
    conflicts: list[Difference] = []
    for name, ours, theirs in (*_title(stored, offered, known, update=update), *differences(stored, offered)):
        if not theirs or (name == "abstract" and not abstracts):
            continue
        is_machines = value_digest(name, ours) in known.get(name, frozenset())
        if not name.startswith("ids.") and (not ours or (update and is_machines)):
            edits[name] = values_of(offered)[name]
        else:
            conflicts.append((name, ours, theirs))
    ids = _ids(stored, offered)
    if ids != stored.ids:
        edits["ids"] = yaml_map(ids)
        conflicts = [one for one in conflicts if not (one[0] == "ids.doi" and ids["doi"] == one[2])]
    keys = tuple(dict.fromkeys((*stored.keys, *offered.keys)))[:MOST_KEYS]
    if keys != stored.keys and len(keys) > len(stored.keys):
        edits["keys"] = yaml_list(keys)
    if topics and not stored.topics and stored.topics_status == "suggested":
        edits["topics"] = content.list_value(document(), "topics", topics)
    conflicts += _links(stored, offered, known, document, edits)
    return edits, conflicts


def values_of(paper: Paper) -> Mapping[str, str]:
    """What a paper says that listings may say of it, in YAML by key."""
    return {
        **content.publication_values(paper.publication),
        "title": yaml_text(paper.title),
        "authors": authors_value(paper.authors, complete=paper.authors_complete),
        "year": str(paper.year),
        "abstract": yaml_block(clean(paper.abstract or "")),
    }


def _title(stored: Paper, offered: Paper, known: Digests, *, update: bool) -> Iterator[Difference]:
    if not offered.title or title_key(offered.title) in map(title_key, stored.also_titled):
        return
    is_other = title_key(stored.title) != title_key(offered.title)
    is_ours = value_digest("title", stored.title) in known.get("title", frozenset())
    if is_other or (update and is_ours and stored.title != offered.title):
        yield "title", stored.title, offered.title


def _ids(stored: Paper, offered: Paper) -> Mapping[str, str]:
    """Ids of kinds that the paper lacks; a publisher's DOI takes the place of arXiv's own, which is its number."""
    ids = {**offered.ids, **stored.ids}
    doi = offered.ids.get("doi", "")
    if doi and not arxiv_of(doi) and (number := arxiv_of(ids["doi"])) and ids.get("arxiv", number):
        ids |= {"doi": doi, "arxiv": ids.get("arxiv", number)}
    return ids if ids.keys() != stored.ids.keys() or ids != dict(stored.ids) else stored.ids


def _links(
    stored: Paper, offered: Paper, known: Digests, document: Callable[[], Document], edits: dict[str, str]
) -> Iterator[Difference]:
    """Adds links; yields those that stand where a person put another one of their kind."""
    have = {link_key(link.url) for link in stored.links}
    seen = known.get("addresses", frozenset())
    was_there = links_digest(offered.links) in known.get("links", frozenset())
    added = []
    for link in offered.links:
        if link_key(link.url) in have:
            continue
        is_news = address_digest(link) not in seen and not was_there
        if is_news or not stored.links:
            added.append(link)
            continue
        ours = [mine.url for mine in stored.links if mine.kind == link.kind]
        if ours and not any(address_digest(mine) in seen for mine in stored.links if mine.kind == link.kind):
            yield f"links.{link.kind}", ours[0], link.url
    if added:
        edits["links"] = content.links_value((*stored.links, *added), document())


def edited(document: Document, key: str, value: str) -> Document | None:
    """A file with one value changed; None where it would be too large."""
    text = content.with_value(document, key, value)
    return content.read_text(text, document.path) if len(text.encode()) <= content.MAX_FILE else None


def words_of(wiki: Wiki, slug: Slug, abstract: str | None) -> Changes:
    """Where abstracts may not be stored, the file of a paper's words, once (docs/decisions/002)."""
    stored = wiki.papers.get(slug)
    if wiki.config.abstracts == "keep" or not abstract or (stored and (stored.terms or stored.abstract)):
        return {}
    return {PurePosixPath(f"terms/{slug}.txt"): write_terms(terms_of_abstract(abstract))}


# --- what ledgers remember -----------------------------------------------------------------------------


def links_digest(links: Sequence[Link]) -> str:
    """The digest of all links of an entry, for its line in the ledger."""
    return digest(json.dumps([[link.kind, link.url] for link in links]))


def address_digest(link: Link) -> str:
    """The digest of one link, for the ledger."""
    return digest(link_key(link.url), 8)


def value_digest(name: str, text: str) -> str:
    """The digest of a value, for the ledger; a title is its own."""
    return text if name == "title" else digest(text, 16 if name == "abstract" else 8)


def digests_of(entry: Entry) -> dict[str, str]:
    """The digests of an entry's values by field, for its line in the ledger."""
    said = Paper(Slug("x"), "", entry.authors, entry.year, abstract=entry.abstract, publication=entry.publication)
    digests = {name: value_digest(name, text) for name, _, text in differences(Paper(Slug("x"), ""), said) if text}
    if entry.links:
        digests["links"] = links_digest(entry.links)
        digests["addresses"] = " ".join(dict.fromkeys(map(address_digest, entry.links)))
    return digests


def ingested_digests(wiki: Wiki) -> Mapping[Slug, Digests]:
    """The digests of all values that earlier ingests were given, by paper and field."""
    digests: dict[Slug, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for listing in wiki.listings.values():
        for line in listing.entries:
            slug = wiki.paper_of(line)
            if slug:
                digests[slug]["title"].add(line.title)
                for name, value in line.digests.items():
                    digests[slug][name].update(value.split())
    return {slug: {name: frozenset(values) for name, values in some.items()} for slug, some in digests.items()}
