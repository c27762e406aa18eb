"""Checks of a collection as a whole.

Files that cannot be read and values of the wrong kind are reported by `content` while loading; this
module judges what only the whole shows: names that nobody has, two papers with one identity, references
and links that lead nowhere, summaries that readers will miss.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from litwiki import content
from litwiki.content.fields import nearest
from litwiki.content.files import names_of_terms
from litwiki.curation import evidence
from litwiki.curation.checks.names import check_names
from litwiki.curation.checks.papers import examine
from litwiki.curation.checks.parsed_texts import ParsedText, parse_texts
from litwiki.curation.checks.results import check_results
from litwiki.curation.checks.texts import check_reading_paths, check_status, check_texts
from litwiki.curation.checks.unread import DECISIONS, Unread, unread_files
from litwiki.curation.evidence import Verdict
from litwiki.memo import MemoryMemo
from litwiki.model.config import WIKI_FILE
from litwiki.model.ids import Slug, TopicId, slugify
from litwiki.model.matches import Uncertain
from litwiki.model.problems import Exchange, Place, Problem, Severity
from litwiki.model.records import Paper, Topic
from litwiki.model.wiki import Wiki
from litwiki.workers import InProcess


class Checked(NamedTuple):
    """A wiki as far as it can be read, everything that is wrong with it, sorted, and papers that may be one."""

    wiki: Wiki
    problems: tuple[Problem, ...]
    alike: Sequence[Uncertain]


def check_content(
    root: Path, *, alike: bool = True, known: content.Known | None = None, executor: Executor | None = None
) -> Checked:
    """What is wrong with the wiki at `root`.

    Without `alike`, papers are not compared with each other: that is a warning which costs seconds where there are ten
    thousand. What is `known` is not read again.
    """
    loaded = content.load(root, known, executor, examine=examine)
    unread = unread_files(root, loaded.wiki, loaded.problems)
    pairs: Sequence[Uncertain] = ()
    if alike:
        from litwiki.curation import identity  # which a build does without

        pairs = identity.alike(loaded.wiki, executor=executor)
    memo = known.memo if known else MemoryMemo()
    texts = parse_texts(loaded.wiki.texts, memo, executor or InProcess())
    # References to files that cannot be read are counted before these files' own problems are said.
    later = {*_problems(loaded.wiki, texts, pairs, unread)}
    problems = later | {*map(unread.said, loaded.problems)}
    return Checked(loaded.wiki, tuple(sorted(problems, key=lambda p: (p.place, p.code, p.message))), pairs)


def _problems(
    wiki: Wiki, texts: Mapping[str, ParsedText], alike: Iterable[Uncertain], away: Unread
) -> Iterator[Problem]:
    """Everything wrong; `alike` are pairs of papers that may be one. What only follows from files that are `away` is
    counted there."""
    return chain(
        _topics_of_papers(wiki, away),
        _parents(wiki, away),
        # Without a person's answers nobody knows which of these were given.
        (() if DECISIONS in away.files else _identities(wiki, alike)),
        _decisions(wiki, away),
        _excluded(wiki),
        check_names(wiki, away),
        _names_of_files(wiki),
        _reading_lists(wiki, away),
        (() if DECISIONS in away.files else _ledgers(wiki, away)),
        check_texts(wiki, texts, away),
        check_status(wiki, texts),
        _terms(wiki, away),
        _groups(wiki),
        _redirects(wiki),
        check_results(wiki, away),
        check_reading_paths(wiki),
    )


def _place(wiki: Wiki, path: str, *keys: str | int) -> Place:
    return content.locate(wiki.config.root, path, *keys)


def _topics_of_papers(wiki: Wiki, unread: Unread) -> Iterator[Problem]:
    named = {slugify(record.name): topic for topic, record in wiki.topics.items()}
    for slug, paper in wiki.papers.items():
        path = f"content/papers/{slug}.md"
        for index, topic in enumerate(paper.topics):
            if not wiki.resolve_topic(topic) and not unread.names("topic", topic):
                place, meant = _place(wiki, path, "topics", index), named.get(topic)
                mend = (Exchange(place.line, place.column, topic, meant),) if meant else ()
                fix = f"write {meant}" if meant else nearest(topic, wiki.topics) or f"add content/topics/{topic}.md"
                yield Problem(place, "T101", f"unknown topic {topic!r}", fix, mend=mend)


def _parents(wiki: Wiki, unread: Unread) -> Iterator[Problem]:
    """Parents that nobody has, and topics that are above themselves."""
    for topic, record in wiki.topics.items():
        if record.parent and not wiki.resolve_topic(record.parent) and not unread.names("topic", record.parent):
            place = _place(wiki, f"content/topics/{topic}.md", "parent")
            yield Problem(place, "T102", f"unknown parent topic {record.parent!r}", nearest(record.parent, wiki.topics))
    above = {topic: wiki.resolve_topic(record.parent or "") for topic, record in wiki.topics.items()}
    for circle in _circles(above):
        first = min(circle)
        way = " → ".join([*circle[circle.index(first) :], *circle[: circle.index(first)], first])
        message = "is its own parent" if len(circle) == 1 else f"is above itself: {way}"
        place = _place(wiki, f"content/topics/{first}.md", "parent")
        yield Problem(place, "T106", f"the topic {first!r} {message}", "write parent: null in one of these topics")


def _circles(above: Mapping[TopicId, TopicId | None]) -> Iterator[list[TopicId]]:
    """The circles of a graph in which everything has one successor at most, each once."""
    done: set[TopicId] = set()
    for start in above:
        way: list[TopicId] = []
        here: TopicId | None = start
        while here and here not in done:
            done.add(here)
            way.append(here)
            here = above[here]
        if here and here in way:
            yield way[way.index(here) :]


def _identities(wiki: Wiki, alike: Iterable[Uncertain]) -> Iterator[Problem]:
    """Two files for one paper: an id in common is an error, a title a question, unless the rest contradicts it. A
    person's `different` in decisions.yml keeps them apart.
    """
    different = {decision.papers for decision in wiki.decisions if decision.verdict == "different"}
    groups = [("ids", f"{kind} id", Severity.ERROR, slugs) for (kind, _), slugs in wiki.slugs_by_id.items()]
    groups += [("title", "title", Severity.WARNING, slugs) for slugs in wiki.slugs_by_title_key.values()]
    seen: set[frozenset[Slug]] = set()
    for key, what, severity, (first, *others) in groups:
        for other in others:
            pair = frozenset({first, other})
            if pair in different or pair in seen:
                continue
            records = (evidence.of_paper(wiki.papers[slug]) for slug in (first, other))
            if key == "title" and evidence.compare(*records)[0] is Verdict.DIFFERENT:
                continue
            seen.add(pair)
            place = _place(wiki, f"content/papers/{other}.md", key)
            fix = f"merge them, or list [{first}, {other}] under `different` in content/decisions.yml"
            yield Problem(place, "I101", f"the same {what} as content/papers/{first}.md", fix, severity)
    for uncertain in alike:
        first, second = sorted((uncertain.slug, uncertain.other))
        if frozenset({first, second}) not in seen:
            place = _place(wiki, f"content/papers/{second}.md", "title")
            fix = f"`litwiki review` asks; or list [{first}, {second}] under `different` in content/decisions.yml"
            message = f"perhaps the same paper as content/papers/{first}.md"
            yield Problem(place, "I103", message, fix, Severity.WARNING)


def _decisions(wiki: Wiki, unread: Unread) -> Iterator[Problem]:
    """Answers about papers that are not there, which would be silent about a pair that is."""
    named: list[tuple[Slug, tuple[str | int, ...]]] = []
    for verdict in ("same", "different"):
        pairs = [decision.papers for decision in wiki.decisions if decision.verdict == verdict]
        named += [(slug, (verdict, index)) for index, pair in enumerate(pairs) for slug in sorted(pair)]
    named += [(slug, ("kept",)) for slug in sorted({value.paper for value in wiki.kept})]
    for slug, keys in named:
        if not wiki.resolve(slug) and not unread.names("", slug):
            fix = nearest(slug, wiki.papers) or "remove it from the list"
            message = f"unknown paper {slug!r} in {keys[0]}"
            yield Problem(_place(wiki, "content/decisions.yml", *keys), "I104", message, fix, Severity.WARNING)


def _excluded(wiki: Wiki) -> Iterator[Problem]:
    """Papers that are here although somebody did not want them."""
    for index, one in enumerate(wiki.excluded):
        if one.paper in wiki.papers:
            place = _place(wiki, "content/decisions.yml", "excluded", index)
            fix = f"remove this line, or `litwiki exclude {one.paper} --because TEXT` again"
            yield Problem(place, "I105", f"{one.paper!r} is excluded and yet here", fix, Severity.WARNING)


def _terms(wiki: Wiki, unread: Unread) -> Iterator[Problem]:
    """Files of words that no paper has: what is left when a paper's file is removed or renamed by hand."""
    for name in names_of_terms(wiki.config.content):
        if name not in wiki.papers and name not in unread.files:
            fix = "remove it, or restore the paper from git"
            if paper := wiki.resolve(name):
                fix = "remove it" if wiki.papers[paper].terms else f"rename it to {paper}.txt"
            message = f"no paper {name!r} for these words"
            yield Problem(Place(f"content/terms/{name}.txt"), "L102", message, fix, Severity.WARNING)


def _groups(wiki: Wiki) -> Iterator[Problem]:
    """Groups in the settings that no topic is in, mostly misspelled or left over."""
    used = {topic.group for topic in wiki.topics.values()}
    for index, group in enumerate(wiki.config.groups):
        if group not in used:
            place = _place(wiki, WIKI_FILE, "groups", index)
            fix = nearest(group, used - set(wiki.config.groups)) or "remove it, or write it as `group` of a topic"
            yield Problem(place, "T105", f"no topic is in the group {group!r}", fix, Severity.WARNING)


def _names_of_files(wiki: Wiki) -> Iterator[Problem]:
    folders: tuple[tuple[str, Mapping[Any, Paper | Topic]], ...] = (("papers", wiki.papers), ("topics", wiki.topics))
    for folder, records in folders:
        owners = {name: f"content/{folder}/{name}.md" for name in records}
        for name, record in records.items():
            path = f"content/{folder}/{name}.md"
            for index, alias in enumerate(record.aliases):
                if owners.setdefault(alias, path) != path or alias in records:
                    place = _place(wiki, path, "aliases", index)
                    yield Problem(place, "I102", f"{alias!r} already names {owners[alias]}", "remove one of them")


def _reading_lists(wiki: Wiki, unread: Unread) -> Iterator[Problem]:
    for topic, record in wiki.topics.items():
        path = f"content/topics/{topic}.md"
        for index, pin in enumerate(record.pinned):
            slug, keys = wiki.resolve(pin.paper), ("pinned", index, "paper")
            if not slug and not unread.names("", pin.paper):
                message, fix = f"unknown paper {pin.paper!r} in pinned", nearest(pin.paper, wiki.papers)
                yield Problem(_place(wiki, path, *keys), "T103", message, fix)
            elif slug and topic not in {t.id for t in wiki.topics_of(slug)}:
                message = f"{pin.paper!r} is in the reading list but not filed under {topic!r}"
                fix = f"add {topic} to topics in content/papers/{slug}.md"
                yield Problem(_place(wiki, path, *keys), "T104", message, fix, Severity.WARNING)


def _ledgers(wiki: Wiki, unread: Unread) -> Iterator[Problem]:
    for listing, record in wiki.listings.items():
        for index, entry in enumerate(record.entries):
            name = entry.paper
            if not name or entry.excluded or wiki.paper_of(entry) or name in wiki.exclusions or unread.names("", name):
                continue
            place = _place(wiki, f"content/listings/{listing}.yml", "entries", index, "paper")
            away = "`litwiki review` asks why it was taken away; or restore the paper from git"
            fix = nearest(name, wiki.papers) or away
            yield Problem(place, "L101", f"no paper {name!r}", fix, Severity.WARNING)


def _redirects(wiki: Wiki) -> Iterator[Problem]:
    for number, redirect in enumerate(wiki.redirects):
        if not wiki.find(redirect.target, "content/redirects.yml"):
            place = _place(wiki, "content/redirects.yml", "redirects", number, "to")
            fix = nearest(redirect.target, wiki.papers) or "name a paper's slug, or topic:name"
            yield Problem(place, "R105", f"nothing is called {redirect.target!r}", fix)
