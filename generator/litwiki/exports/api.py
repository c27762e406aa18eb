"""The static JSON API: `/api/index.json`, `/api/papers/<slug>.json`, `/api/topics/<topic>.json`.

The index lists papers in parts of a thousand; each part names the next, so that no file grows without a
bound. Text is as stored (LaTeX and all), never escaped for HTML: whoever shows it escapes it.
"""

from collections.abc import Iterable, Sequence

from litwiki.markup import json_bytes
from litwiki.model.ids import DocPath, Slug, TopicId
from litwiki.model.records import JsonValue, LinkGraph, Paper, Publication, Related, Status
from litwiki.model.richtext import rich
from litwiki.model.wiki import Wiki
from litwiki.traces import Job, Shelf

name = "api"
PER_PART = 1_000


def plan(wiki: Wiki, graph: LinkGraph) -> Iterable[Job]:
    """One file a paper, one a topic, and the index."""
    del graph
    slugs = tuple(wiki.papers)
    parts = [slugs[start : start + PER_PART] for start in range(0, len(slugs), PER_PART)] or [()]
    for number, part in enumerate(parts, 1):
        name = "index" if number == 1 else f"index-{number}"
        following = f"index-{number + 1}.json" if number < len(parts) else None
        yield Job(DocPath(f"api/{name}.json"), _index, (part, number == 1, following))
    for slug in wiki.papers:
        yield Job(DocPath(f"api/papers/{slug}.json"), _paper, (slug,))
    for topic in wiki.topics:
        yield Job(DocPath(f"api/topics/{topic}.json"), _topic, (topic,))


def _paper(shelf: Shelf, path: DocPath, slug: Slug) -> bytes:
    del path
    return json_bytes(paper_record(shelf.wiki, shelf.graph, slug))


def _topic(shelf: Shelf, path: DocPath, topic: TopicId) -> bytes:
    del path
    return json_bytes(_topic_record(shelf.wiki, shelf.graph, topic))


def _index(shelf: Shelf, path: DocPath, slugs: Sequence[Slug], first: bool, following: str | None) -> bytes:
    del path
    wiki = shelf.wiki
    record: dict[str, JsonValue] = {}
    if first:
        record |= {
            "site_name": wiki.config.site_name,
            "counts": {
                "papers": len(wiki.papers),
                "topics": len(wiki.topics),
                "listings": len(wiki.listings),
                "repeats": len(wiki.repeats),
            },
            "topics": [{"id": t.id, "name": t.name, "group": t.group} for t in wiki.topics.values()],
            "listings": [
                {
                    "id": x.id,
                    "title": x.title,
                    "date": x.date,
                    "printed": x.printed,
                    "entries": len(x.entries),
                }
                for x in wiki.listings_in_order[:PER_PART]
            ],
        }
    record["papers"] = [{"slug": slug, "title": wiki.papers[slug].title, "url": f"papers/{slug}/"} for slug in slugs]
    record["next"] = following
    return json_bytes(record)


def paper_record(wiki: Wiki, graph: LinkGraph, slug: Slug) -> dict[str, JsonValue]:
    """Everything about one paper."""
    paper = wiki.papers[slug]
    return {
        "slug": slug,
        "title": paper.title,
        "plain_title": rich(paper.title).plain,
        "tldr": rich(paper.summary).lead.plain,
        "url": f"papers/{slug}/",
        "authors": list(paper.authors),
        "authors_complete": paper.authors_complete,
        "year": paper.year,
        **publication_record(paper.publication),
        "keys": list(paper.keys),
        "added": paper.added,
        "status": _status(paper.status),
        "ids": dict(paper.ids),
        "topics": [topic.id for topic in wiki.topics_of(slug)],
        "topic_names": [topic.name for topic in wiki.topics_of(slug)],
        "topics_status": paper.topics_status,
        "summary": paper.summary,
        "links": [{"kind": link.kind, "url": link.url} for link in paper.links],
        "names": list(paper.names),
        "also_titled": list(paper.also_titled),
        "aliases": list(paper.aliases),
        "abstract": paper.abstract,
        "notes": paper.notes.strip(),
        "related": [
            {"slug": near.slug, "score": near.score, "reason": reason(wiki, paper, near)}
            for near in graph.related.get(slug, ())
        ],
        "mentions": [{"slug": m.slug, "surface": m.surface} for m in graph.mentions.get(slug, ())],
        "mentioned_by": list(graph.backlinks.get(slug, ())),
        "appearances": [{"listing": a.listing, "position": a.position} for a in wiki.appearances.get(slug, ())],
    }


def publication_record(publication: Publication) -> dict[str, JsonValue]:
    """Where and how a paper appeared: every field, empty where nobody said it."""
    return {
        "type": publication.type,
        "venue": publication.venue,
        "volume": publication.volume,
        "issue": publication.issue,
        "pages": publication.pages,
        "publisher": publication.publisher,
        "editors": list(publication.editors),
        "date": publication.date,
    }


def _status(status: Status | None) -> JsonValue:
    if not status:
        return None
    return {"kind": status.kind, "notice": status.notice, "source": status.source, "date": status.date}


def reason(wiki: Wiki, paper: Paper, near: Related) -> str:
    """Why two papers are near, in words."""
    parts = []
    if near.topics:
        parts.append("both on " + " and ".join(wiki.topics[topic].name for topic in near.topics))
    if near.terms:
        parts.append("shared terms: " + ", ".join(near.terms))
    return "; ".join(parts) or f"similar words to {paper.title}"


def _topic_record(wiki: Wiki, graph: LinkGraph, topic: TopicId) -> dict[str, JsonValue]:
    record = wiki.topics[topic]
    return {
        "id": topic,
        "name": record.name,
        "url": f"topics/{topic}/",
        "group": record.group,
        "definition": record.definition,
        "keywords": list(record.keywords),
        "parent": record.parent,
        "aliases": list(record.aliases),
        "introduction": record.introduction.strip(),
        "pinned": [{"paper": pin.paper, "note": pin.note} for pin in record.pinned],
        "papers": list(wiki.papers_by_topic[topic]),
        "neighbours": [{"topic": near.topic, "papers": near.papers} for near in graph.co_topics.get(topic, ())],
    }
