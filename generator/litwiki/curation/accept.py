"""The story of `litwiki accept`: changes files in `content/` as an issue form asks.

A maintainer has accepted the request; this module decides whether it can be carried out. A request that cannot be
carried out entirely changes nothing and says why. Every file is read again before it is written, as `litwiki check`
would read it.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TypeVar

from litwiki import content
from litwiki.content import Document
from litwiki.content.edit import Edit
from litwiki.curation import identity
from litwiki.curation.by_hand import EXAMPLES, id_by_hand, read_one
from litwiki.markup.yaml import yaml_block, yaml_list, yaml_map, yaml_text
from litwiki.model.clock import today
from litwiki.model.entries import Link
from litwiki.model.errors import UsageError
from litwiki.model.ids import Slug, TopicId, is_slug, slugify
from litwiki.model.index_rows import strong_ids
from litwiki.model.matches import Request
from litwiki.model.records import Paper, Topic
from litwiki.model.replace import replace
from litwiki.model.wiki import Wiki
from litwiki.text.dates import parse_date, year_of
from litwiki.text.identifiers import parse_identifier
from litwiki.text.names import split_printed_names
from litwiki.text.words import clean, title_key

T = TypeVar("T")
Values = Mapping[str, str]
"""The texts of a form's fields by their ids."""


def accept(edit: Edit, request: Request) -> Iterable[str]:
    """Carries out a request; that of a listing is for the story of `ingest`. Raises `UsageError` where it cannot be
    carried out."""
    return ACTS[request.form](edit, request.values)


def _read(read: Callable[[str], T], text: str, wrong: list[str]) -> T | None:
    """What `read` makes of a field's text; what it refuses is `wrong`, so that a person hears all of it at once."""
    try:
        return read(text)
    except UsageError as error:
        wrong.append(str(error))
        return None


def _add_paper(edit: Edit, value: Values) -> Iterable[str]:
    wiki, title, authors = edit.wiki, clean(value["title"]), _authors(value["authors"])
    wrong = [] if title else ["a paper needs a title"]
    ids = {kind: _read(partial(id_by_hand, kind), value[kind], wrong) or "" for kind in EXAMPLES if value[kind]}
    year, code = _read(_year, value["year"], wrong), _read(_address, value["code"], wrong)
    topics = _read(partial(topics_named, wiki), value["topics"], wrong) or ()
    if wrong:
        raise UsageError("\n".join(wrong))
    matching = identity.match([read_one(title, authors, year, ids)], wiki)
    (match,) = matching.matches
    if match.excluded:
        raise UsageError(f"{match.slug} is not wanted here: {match.excluded}")
    paper = Paper(
        slug=match.slug,
        title=title,
        authors=authors,
        year=year,
        ids=ids,
        topics=topics,
        topics_status="curated" if topics else "suggested",
        summary=clean(value["summary"]),
        links=(Link("code", code),) if code else (),
        added=today(),
    )
    if not match.is_new:
        return _fill(edit, paper)
    edit.create(f"papers/{match.slug}.md", content.write_paper(paper, abstract=False))
    likely = [f"perhaps one paper: {pair.slug} and {pair.other}" for pair in matching.uncertain]
    return [f"added {match.slug}", *likely]


def _fill(edit: Edit, paper: Paper) -> Iterable[str]:
    """A paper that the wiki has: what its file lacks is taken from the form, and what it has stays."""
    stored, path = edit.wiki.papers[paper.slug], f"papers/{paper.slug}.md"
    document = edit.document(path)
    more_ids = {kind: text for kind, text in paper.ids.items() if kind not in stored.ids}
    code, links = tuple(link for link in stored.links if link.kind == "code"), (*stored.links, *paper.links)
    offers = {
        "authors": (stored.authors, paper.authors, yaml_list(paper.authors)),
        "year": (stored.year, paper.year, str(paper.year)),
        "ids": ((), more_ids, yaml_map({**stored.ids, **more_ids})),
        "topics": (stored.topics, paper.topics, content.list_value(document, "topics", paper.topics)),
        "summary": (stored.summary, paper.summary, yaml_block(paper.summary)),
        "links": (code, paper.links, content.links_value(links, document)),
    }
    edits = {key: text for key, (has, offered, text) in offers.items() if offered and not has}
    differing = [key for key, (has, offered, _) in offers.items() if offered and has and has != offered]
    if "topics" in edits:
        edits["topics_status"] = "curated"
    for key, text in edits.items():
        edit.set(path, key, text)
    said = f"filled {', '.join(edits)} of it" if edits else "it has all that the form says"
    others = [f"it keeps its {', '.join(differing)}; *Fix a paper* is the form for another value"] if differing else []
    return [f"the wiki has this paper, {paper.slug}: {said}", *others]


def _fix_paper(edit: Edit, value: Values) -> Iterable[str]:
    slug, name = _slug(edit.wiki, value["paper"]), value["field"]
    if name not in FIELDS:
        raise UsageError(f"a maintainer has to see to {name!r}: edit content/papers/{slug}.md by hand")
    path, paper = f"papers/{slug}.md", edit.wiki.papers[slug]
    for key, written in FIELDS[name](edit.wiki, paper, value["value"], edit.document(path)).items():
        edit.set(path, key, written)
    return [f"changed the {name} of {slug}"]


def _propose_topic(edit: Edit, value: Values) -> Iterable[str]:
    wiki, name = edit.wiki, clean(value["name"])
    topic = _topic(wiki, name)
    said: list[str] = []
    wrong: list[str] = []
    named = [_read(partial(_slug, wiki), line, wrong) for line in _lines(value["papers"])]
    if not topic:
        topic = TopicId(slugify(name))
        if not is_slug(topic):
            wrong.append(f"no file can be named after the topic {name!r}; write its name in letters")
        if not clean(value["definition"]):
            wrong.append("a new topic needs a definition")
        record = Topic(
            id=topic,
            name=name,
            group=clean(value["group"]) or "Other",
            definition=clean(value["definition"]),
            keywords=_lines(value["keywords"]),
        )
        edit.create(f"topics/{topic}.md", content.write_topic(record))
        said.append(f"added the topic {topic}")
    if wrong:
        raise UsageError("\n".join(wrong))
    for slug in dict.fromkeys(slug for slug in named if slug):
        topics = wiki.papers[slug].topics
        if topic not in {wiki.resolve_topic(known) for known in topics}:
            path = f"papers/{slug}.md"
            edit.set(path, "topics", content.list_value(edit.document(path), "topics", (*topics, topic)))
            said.append(f"filed {slug} under {topic}")
    return said or [f"the wiki has the topic {topic}, and these papers are filed under it"]


ACTS: Mapping[str, Callable[[Edit, Values], Iterable[str]]] = {
    "add-paper": _add_paper,
    "fix-paper": _fix_paper,
    "propose-topic": _propose_topic,
}


# --- values of a form ----------------------------------------------------------------------------------


def _lines(text: str) -> tuple[str, ...]:
    """One item a line; what people write before items of a list is taken off."""
    items = (clean(re.sub(r"^\s*(?:[-*+]|\d+[.)])\s+", "", line)) for line in text.split("\n"))
    return tuple(dict.fromkeys(item for item in items if item))


def _authors(text: str) -> tuple[str, ...]:
    """Authors one a line, or in one line as papers print them.

    >>> _authors("Ada Boyle, Ben Sample and Max Ober")
    ('Ada Boyle', 'Ben Sample', 'Max Ober')
    """
    lines = _lines(text)
    return split_printed_names(lines[0])[0] if len(lines) == 1 else lines


def _year(text: str) -> int | None:
    """The year that a date begins or ends with."""
    year = year_of(parse_date(text))
    if text and year is None:
        raise UsageError(f"{text!r} is no year; write four digits")
    return year


def _address(text: str) -> str:
    """A web address as it stands, or with what people leave away before it."""
    address = clean(text)
    if address and "://" not in address and re.match(r"[\w-]+(?:\.[\w-]+)+(?:/|\Z)", address):
        address = f"https://{address}"
    if address and not content.is_web_address(address):
        raise UsageError(f"{text!r} is no web address; write it with https:// (H002)")
    return address


def _slug(wiki: Wiki, text: str) -> Slug:
    """A paper by its slug, the address of its page or file, an id of it, its title or a name, whatever the case."""
    name = re.sub(r"(?:\.md|/(?:index\.html)?)\Z", "", text.strip().partition("#")[0]).rpartition("/")[2]
    slug = wiki.resolve(name) or wiki.resolve(name.lower()) or _named(wiki, text)
    if not slug:
        raise UsageError(f"the wiki has no paper {name!r}; it is the last part of its page's address")
    return slug


def _named(wiki: Wiki, text: str) -> Slug | None:
    """The one paper that a title, a name or an id means; None where there are several or none."""
    said = clean(text)
    identifier = parse_identifier(said)
    if identifier:
        slugs = {
            slug for key in strong_ids([(identifier.kind, identifier.value)]) for slug in wiki.slugs_by_id.get(key, ())
        }
    else:
        called = said.casefold()
        slugs = {*wiki.slugs_by_title_key.get(title_key(said), ())} if called else set()
        slugs = slugs or {slug for slug, paper in wiki.papers.items() if called in map(str.casefold, paper.names)}
    return slugs.pop() if len(slugs) == 1 else None


def topics_named(wiki: Wiki, text: str) -> tuple[TopicId, ...]:
    """Topics by their ids or names, one a line or between commas. Raises `UsageError`."""
    by_name = {item: _topic(wiki, item) for item in _lines(text.replace(",", "\n"))}
    if unknown := [repr(item) for item, topic in by_name.items() if not topic]:
        raise UsageError(f"the wiki has no topic {', '.join(unknown)}; it has {', '.join(wiki.topics) or 'none yet'}")
    return tuple(dict.fromkeys(filter(None, by_name.values())))


def _topic(wiki: Wiki, name: str) -> TopicId | None:
    """A topic by its id or name; a former id is one, too."""
    wanted = slugify(name)
    named = (topic for topic, record in wiki.topics.items() if wanted == slugify(record.name))
    return wiki.resolve_topic(name) or wiki.resolve_topic(wanted) or next(named, None)


def _fixed_code(_: Wiki, paper: Paper, text: str, document: Document) -> dict[str, str]:
    """The first link to code is another one; others stay."""
    first = next((link for link in paper.links if link.kind == "code"), None)
    links = [replace(link, url=text) if link is first else link for link in paper.links]
    return {"links": content.links_value(links if first else (Link("code", text), *links), document)}


FIELDS: dict[str, Callable[[Wiki, Paper, str, Document], dict[str, str]]] = {
    "title": lambda _, __, text, ___: {"title": yaml_text(clean(text))},
    "authors": lambda _, __, text, ___: {"authors": yaml_list(_authors(text))},
    "year": lambda _, __, text, ___: {"year": str(_year(text) or "null")},
    "topics": lambda wiki, _, text, document: {
        "topics": content.list_value(document, "topics", topics_named(wiki, text)),
        "topics_status": "curated",
    },
    "summary": lambda _, __, text, ___: {"summary": yaml_block(clean(text))},
    "arXiv id": lambda _, paper, text, __: {"ids": yaml_map({**paper.ids, "arxiv": id_by_hand("arxiv", text)})},
    "DOI": lambda _, paper, text, __: {"ids": yaml_map({**paper.ids, "doi": id_by_hand("doi", text)})},
    "code": _fixed_code,
}
"""What the form offers under "What is wrong", with what becomes of the front matter."""
