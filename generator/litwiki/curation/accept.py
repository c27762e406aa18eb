"""The story of `litwiki accept`: what an issue form asks for in, changed files in `content/` out.

A maintainer has accepted the request as such; whether it can be carried out is judged here. A request that
cannot be carried out entirely changes nothing and says why. Every file it writes is read again first, as
`litwiki check` would, so that nothing unreadable comes of it.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path, PurePosixPath

from litwiki import content
from litwiki.content import Document
from litwiki.content.edit import carry_out
from litwiki.curation import identity
from litwiki.curation.by_hand import id_by_hand
from litwiki.markup import yaml_block, yaml_list, yaml_map, yaml_text
from litwiki.model.clock import today
from litwiki.model.errors import UsageError
from litwiki.model.ids import Slug, TopicId, is_slug, slugify
from litwiki.model.records import (
    Entry,
    Link,
    ListingHead,
    ListingReading,
    Outcome,
    Paper,
    RawListing,
    Request,
    Topic,
)
from litwiki.model.wiki import Wiki
from litwiki.text.words import clean

Changes = dict[PurePosixPath, str | None]


def accept(root: Path, request: Request) -> Outcome:
    """Carries out a request in the wiki at `root`; that of a listing is for the story of `ingest`.

    Raises `UsageError`, with nothing written, where it cannot be carried out, and `BusyError`.
    """
    act = ACTS[request.form]
    return carry_out(root, lambda edit: act(edit.wiki, request, edit.changes))


def _add_paper(wiki: Wiki, request: Request, changes: Changes) -> Iterable[str]:
    value = request.values
    title = clean(value["title"])
    if not title:
        raise UsageError("a paper needs a title")
    ids = {kind: read(value[kind]) for kind, read in IDENTIFIERS.items() if value[kind]}
    authors, year = _lines(value["authors"]), _year(value["year"])
    entry = Entry(title, None, 1, (), ids, authors, year)
    reading = ListingReading(RawListing("the form", "", ""), ListingHead("form"), (entry,), ())
    found = identity.match([reading], wiki)
    slug = found.matches[0].slug
    if found.matches[0].excluded:
        raise UsageError(f"{slug} is not wanted here: {found.matches[0].excluded}")
    if not found.matches[0].is_new:
        raise UsageError(f"the wiki has this paper: content/papers/{slug}.md; fix it there")
    paper = Paper(
        slug=slug,
        title=title,
        authors=authors,
        year=year,
        ids=ids,
        topics=_topics(wiki, value["topics"]),
        topics_status="curated" if value["topics"] else "suggested",
        summary=clean(value["summary"]),
        links=(Link("code", value["code"]),) if value["code"] else (),
        added=today(),
    )
    changes[PurePosixPath(f"papers/{slug}.md")] = content.write_paper(paper, abstract=False)
    likely = [f"perhaps one paper: {pair.slug} and {pair.other}" for pair in found.uncertain]
    return [f"added {slug}", *likely]


def _fix_paper(wiki: Wiki, request: Request, changes: Changes) -> Iterable[str]:
    slug = _slug(wiki, request.values["paper"])
    name, text = request.values["field"], request.values["value"]
    if name not in FIELDS:
        raise UsageError(f"a maintainer has to see to {name!r}: edit content/papers/{slug}.md by hand")
    path = PurePosixPath(f"papers/{slug}.md")
    document = content.read_document(wiki.config.root, f"content/{path}")
    for key, written in FIELDS[name](wiki, wiki.papers[slug], text, document).items():
        document = content.read_text(content.with_value(document, key, written), f"content/{path}")
    changes[path] = document.text
    return [f"changed the {name} of {slug}"]


def _propose_topic(wiki: Wiki, request: Request, changes: Changes) -> Iterable[str]:
    value = request.values
    name = clean(value["name"])
    topic = wiki.resolve_topic(name) or _topic_named(wiki, name)
    said = []
    if not topic:
        topic = TopicId(slugify(name))
        if not is_slug(topic):
            raise UsageError(f"no file can be named after the topic {name!r}; write its name in letters")
        if not clean(value["definition"]):
            raise UsageError("a new topic needs a definition")
        record = Topic(
            id=topic,
            name=name,
            group=clean(value["group"]) or "Other",
            definition=clean(value["definition"]),
            keywords=_lines(value["keywords"]),
        )
        changes[PurePosixPath(f"topics/{topic}.md")] = content.write_topic(record)
        said.append(f"added the topic {topic}")
    for slug in dict.fromkeys(_slug(wiki, line) for line in _lines(value["papers"])):
        topics = wiki.papers[slug].topics
        if topic not in {wiki.resolve_topic(known) for known in topics}:
            path = PurePosixPath(f"papers/{slug}.md")
            document = content.read_document(wiki.config.root, f"content/{path}")
            changes[path] = content.with_value(
                document, "topics", content.list_value(document, "topics", (*topics, topic))
            )
            said.append(f"filed {slug} under {topic}")
    return said or [f"the wiki has the topic {topic}, and these papers are filed under it"]


ACTS: dict[str, Callable[[Wiki, Request, Changes], Iterable[str]]] = {
    "add-paper": _add_paper,
    "fix-paper": _fix_paper,
    "propose-topic": _propose_topic,
}


# --- values of a form ----------------------------------------------------------------------------------


def _lines(text: str) -> tuple[str, ...]:
    """One item a line; what people write before items of a list is taken off."""
    items = (clean(re.sub(r"^\s*(?:[-*+]|\d+[.)])\s+", "", line)) for line in text.split("\n"))
    return tuple(dict.fromkeys(item for item in items if item))


def _year(text: str) -> int | None:
    if text and not re.fullmatch(r"[12][0-9]{3}", text):
        raise UsageError(f"{text!r} is no year; write four digits")
    return int(text) if text else None


IDENTIFIERS: dict[str, Callable[[str], str]] = {
    "arxiv": lambda text: id_by_hand("arxiv", text),
    "doi": lambda text: id_by_hand("doi", text),
}


def _slug(wiki: Wiki, text: str) -> Slug:
    """A paper by its slug or by the address of its page or file."""
    name = re.sub(r"(?:\.md|/(?:index\.html)?)\Z", "", text.strip()).rpartition("/")[2]
    slug = wiki.resolve(name)
    if not slug:
        raise UsageError(f"the wiki has no paper {name!r}; it is the last part of its page's address")
    return slug


def _topics(wiki: Wiki, text: str) -> tuple[TopicId, ...]:
    """Topics by their ids or names, one a line or between commas."""
    found = []
    for item in _lines(text.replace(",", "\n")):
        topic = wiki.resolve_topic(item) or _topic_named(wiki, item)
        if not topic:
            raise UsageError(f"the wiki has no topic {item!r}; it has {', '.join(wiki.topics) or 'none yet'}")
        found.append(topic)
    return tuple(dict.fromkeys(found))


def _topic_named(wiki: Wiki, name: str) -> TopicId | None:
    wanted = slugify(name)
    named = (topic for topic, record in wiki.topics.items() if wanted == slugify(record.name))
    return wiki.resolve_topic(wanted) or next(named, None)


def _fixed_topics(wiki: Wiki, _: Paper, text: str, document: Document) -> dict[str, str]:
    return {"topics": content.list_value(document, "topics", _topics(wiki, text)), "topics_status": "curated"}


def _fixed_id(kind: str) -> "Fix":
    return lambda _, paper, text, __: {"ids": yaml_map({**paper.ids, kind: IDENTIFIERS[kind](text)})}


def _fixed_code(_: Wiki, paper: Paper, text: str, document: Document) -> dict[str, str]:
    """The first link to code is another one; others stay."""
    first = next((link for link in paper.links if link.kind == "code"), None)
    links = [replace(link, url=text) if link is first else link for link in paper.links]
    return {"links": content.links_value(links if first else (Link("code", text), *links), document)}


Fix = Callable[[Wiki, Paper, str, Document], dict[str, str]]
FIELDS: dict[str, Fix] = {
    "title": lambda _, __, text, ___: {"title": yaml_text(clean(text))},
    "authors": lambda _, __, text, ___: {"authors": yaml_list(_lines(text))},
    "year": lambda _, __, text, ___: {"year": str(_year(text) or "null")},
    "topics": _fixed_topics,
    "summary": lambda _, __, text, ___: {"summary": yaml_block(clean(text))},
    "arXiv id": _fixed_id("arxiv"),
    "DOI": _fixed_id("doi"),
    "code": _fixed_code,
}
"""What the form offers under "What is wrong", with what becomes of the front matter."""
