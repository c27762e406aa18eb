"""The static JSON API: `/api/index.json`, `/api/papers/<slug>.json`, `/api/topics/<topic>.json`,
`/api/paths/<path>.json`. In a large wiki papers share files, `/api/records/<shard>.json` (`model.record_files`), and
the index says of each paper where its record is.

The index lists papers in parts of a thousand; each part names the next, so that no file grows without a
bound. Text is as stored (LaTeX and all), never escaped for HTML: whoever shows it escapes it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from litwiki.facts import access
from litwiki.facts.site import Site
from litwiki.facts.values import Near, OnPath, PaperFacts
from litwiki.markup.json import json_bytes
from litwiki.model.as_json import fields_as_json
from litwiki.model.ids import DocPath, ReadingPathId, Slug, TopicId
from litwiki.model.outputs import Output
from litwiki.model.records import Paper
from litwiki.model.results import Column
from litwiki.model.richtext import rich
from litwiki.model.wiki import Wiki
from litwiki.text.name_parts import parse_name

name = "api"
PER_PART = 1_000
Record = dict[str, object]
Row = tuple[PaperFacts, Sequence[float]]
"""A paper, and the scores of its related papers."""


def files(site: Site) -> Iterable[Output]:
    """The index, one file a topic, one a reading path; but for the records of papers, which see links."""
    slugs = tuple(site.wiki.papers)
    parts = [slugs[start : start + PER_PART] for start in range(0, len(slugs), PER_PART)] or [()]
    for number, part in enumerate(parts, 1):
        name = "index" if number == 1 else f"index-{number}"
        following = f"index-{number + 1}.json" if number < len(parts) else None
        head = _head_of_index(site.wiki) if number == 1 else {}
        inputs = (head, [(slug, site.record(slug).title) for slug in part], site.record_files, following)
        yield Output(DocPath(f"api/{name}.json"), inputs, partial(_index, site, head, part, following))
    for path in site.wiki.reading_paths:
        record = _path_record(site.wiki, path)
        yield Output(DocPath(f"api/paths/{path}.json"), record, partial(json_bytes, record))
    for topic in site.wiki.topics:
        record = _topic_record(site.wiki, topic)
        yield Output(DocPath(f"api/topics/{topic}.json"), record, partial(json_bytes, record))


def records(
    site: Site, inputs: Mapping[Slug, object]
) -> Iterator[tuple[DocPath, object, Callable[[], Callable[[], bytes]]]]:
    """The files that records of papers are in: each alone, or an object of JSON with the records of a shard by slug; of
    each its path, what it follows from, and what gives its maker, which another process can be sent. `inputs` is what
    each record follows from."""
    shards: dict[DocPath, list[Slug]] = defaultdict(list)
    for slug in inputs:
        shards[site.record_files.path(slug)].append(slug)
    for path, slugs in sorted(shards.items()):
        some = sorted(slugs)
        yield path, [(slug, inputs[slug]) for slug in some], partial(_maker, site, some)


def _maker(site: Site, slugs: Sequence[Slug]) -> Callable[[], bytes]:
    rows = [(site.paper(slug), site.scores(slug)) for slug in slugs]
    return partial(_record if site.record_files.bits is None else _shard, rows)


def _record(rows: Iterable[Row]) -> bytes:
    return b"".join(json_bytes(paper_record(*row)) for row in rows)


def _shard(rows: Iterable[Row]) -> bytes:
    # A slug needs no escape.
    return b"{" + b",\n".join(f'"{row[0].paper.slug}":'.encode() + _record([row]).rstrip() for row in rows) + b"}\n"


def _head_of_index(wiki: Wiki) -> Record:
    """What the first part of the index says beside its papers."""
    return {
        "site_name": wiki.config.site_name,
        "counts": {
            "papers": len(wiki.papers),
            "topics": len(wiki.topics),
            "listings": len(wiki.listings),
            "repeats": len(wiki.repeats),
        },
        "topics": [{"id": t.id, "name": t.name, "group": t.group} for t in wiki.topics.values()],
        "paths": [{"id": id_, "title": wiki.reading_paths[id_].title} for id_ in wiki.papers_by_path],
        "listings": [
            {"id": x.id, "title": x.title, "date": x.date, "printed": x.printed, "entries": len(x.entries)}
            for x in wiki.listings_in_order[:PER_PART]
        ],
    }


def _index(site: Site, head: Record, slugs: Sequence[Slug], following: str | None) -> bytes:
    layout = site.record_files
    papers = [
        {"slug": slug, "title": site.record(slug).title, "url": f"papers/{slug}/"}
        | ({} if layout.bits is None else {"record": layout.path(slug)})
        for slug in slugs
    ]
    return json_bytes({**head, "papers": papers, "next": following})


def paper_record(facts: PaperFacts, scores: Sequence[float]) -> Record:
    """Everything about one paper; `scores` are those of its related papers."""
    paper = facts.paper
    best, said = access.best(paper), paper.summary_by
    return {
        "slug": paper.slug,
        "title": paper.title,
        "plain_title": rich(paper.title).plain,
        "tldr": rich(paper.summary).lead.plain,
        "url": f"papers/{paper.slug}/",
        "authors": paper.authors,
        "authors_complete": paper.authors_complete,
        **({"orcids": facts.orcids} if any(facts.orcids) else {}),
        "year": paper.year,
        **fields_as_json(paper.publication),
        "keys": paper.keys,
        "added": paper.added,
        "status": paper.status,
        "ids": paper.ids,
        "topics": [topic.id for topic in facts.topics],
        "topic_names": [topic.name for topic in facts.topics],
        "topics_status": paper.topics_status,
        "summary": paper.summary,
        **({"summary_by": {key: value or None for key, value in fields_as_json(said).items()}} if said else {}),
        "links": paper.links,
        "gone": paper.gone,
        "read": {"url": best.url, "label": best.label} if best else None,
        "names": paper.names,
        "also_titled": paper.also_titled,
        "aliases": paper.aliases,
        "abstract": paper.abstract,
        "plain": _plain(paper),
        "notes": paper.notes.strip(),
        "related": [
            {"slug": near.slug, "score": score, "reason": reason(paper, near)}
            for near, score in zip(facts.related, scores, strict=True)
        ],
        "mentions": [{"slug": named.slug, "surface": named.surface} for named in facts.mentions],
        "mentioned_by": [named.slug for named in facts.backlinks],
        **({"results": paper.results} if paper.results else {}),
        **({"paths": [_on_path(place) for place in facts.paths]} if facts.paths else {}),
        "appearances": [{"listing": place.listing, "position": place.position} for place in facts.places],
    }


def _plain(paper: Paper) -> Record:
    """Summary, abstract and authors (given name first) as readers see them, where that is not what is stored."""
    stored = {"summary": paper.summary, "abstract": paper.abstract or "", "venue": paper.publication.venue}
    plain: Record = {name: shown for name, text in stored.items() if (shown := rich(text).plain) != text}
    authors = tuple(parse_name(name).in_order for name in paper.authors)
    return plain | ({"authors": authors} if authors != paper.authors else {})


def _on_path(place: OnPath) -> Record:
    return {"url": place.path.url, "title": place.path.label, "step": place.number, "steps": place.steps}


def reason(paper: Paper, near: Near) -> str:
    """Why two papers are near, in words."""
    parts = ["both on " + " and ".join(near.topics)] if near.topics else []
    parts += ["shared terms: " + ", ".join(near.terms)] if near.terms else []
    return "; ".join(parts) or f"similar words to {paper.title}"


def _topic_record(wiki: Wiki, topic: TopicId) -> Record:
    record = wiki.topics[topic]
    return {
        "id": topic,
        "name": record.name,
        "url": f"topics/{topic}/",
        "group": record.group,
        "definition": record.definition,
        "keywords": record.keywords,
        "parent": record.parent,
        "aliases": record.aliases,
        "introduction": record.introduction.strip(),
        "pinned": record.pinned,
        **({"columns": [_column(column) for column in record.columns]} if record.columns else {}),
        **({"updated": record.updated} if record.updated else {}),
        "papers": wiki.papers_by_topic[topic],
        "neighbours": wiki.co_topics.get(topic, ()),
    }


def _path_record(wiki: Wiki, id_: ReadingPathId) -> Record:
    path = wiki.reading_paths[id_]
    return {
        "id": id_,
        "title": path.title,
        "url": f"paths/{id_}/",
        "description": path.description,
        "audience": path.audience,
        "text": path.text.strip(),
        "papers": wiki.papers_by_path[id_],
    }


def _column(column: Column) -> Record:
    return {"key": column.key, "name": column.name, "unit": column.unit, "better": column.better or None}
