"""What is wrong with a collection as a whole: the wiki in, problems out.

Files that cannot be read and values of the wrong kind are reported by `content` while loading; this
module judges what only the whole shows: names that nobody has, two papers with one identity, references
and links that lead nowhere, summaries that readers will miss.
"""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path

from litwiki import content
from litwiki.curation import evidence, identity
from litwiki.curation.evidence import Verdict
from litwiki.markup import (
    disallowed_html,
    find_addresses,
    find_references,
    is_relative_url,
    is_safe_url,
)
from litwiki.model.config import WIKI_FILE
from litwiki.model.errors import UsageError
from litwiki.model.ids import Slug
from litwiki.model.records import Place, Problem, Severity, Uncertain
from litwiki.model.wiki import Wiki
from litwiki.site.deadlinks import check_site
from litwiki.text.words import first_sentence

LONGEST_SUMMARY = 90
LONGEST_TLDR = 32
"""Words; a page shows the first sentence alone."""


def check_content(
    root: Path, site: Path | None = None, *, alike: bool = True, known: content.Known | None = None
) -> tuple[Wiki, tuple[Problem, ...]]:
    """The wiki as far as it can be read, and everything that is wrong with it, sorted.

    With `site`, a folder that `build` made, also its links that lead nowhere. Raises `UsageError` where there
    is no such site. Without `alike`, papers are not compared with each other: that is a warning which costs
    seconds where there are ten thousand. What is `known` is not read again.
    """

    if site and not (site / "index.html").is_file():
        raise UsageError(f"{site} holds no site; `litwiki build` makes one")
    loaded = content.load(root, known) if known else content.load(root)
    problems = {*loaded.problems, *check(loaded.wiki, identity.alike(loaded.wiki) if alike else ())}
    if site:
        problems |= {*check_site(site, loaded.wiki.config.site_url)}
    return loaded.wiki, tuple(sorted(problems, key=lambda p: (p.place, p.code, p.message)))


def check(wiki: Wiki, alike: Iterable[Uncertain] = ()) -> tuple[Problem, ...]:
    """Everything wrong, sorted by place; `alike` are pairs of papers that may be one."""
    found = [
        *_topics_of_papers(wiki),
        *_identities(wiki, alike),
        *_decisions(wiki),
        *_excluded(wiki),
        *_names_of_files(wiki),
        *_reading_lists(wiki),
        *_ledgers(wiki),
        *_curated_text(wiki),
        *_summaries(wiki),
        *_terms(wiki),
        *_groups(wiki),
        *_redirects(wiki),
    ]
    return tuple(sorted(found, key=lambda problem: (problem.place, problem.code, problem.message)))


def _place(wiki: Wiki, path: str, *keys: str | int) -> Place:
    return content.locate(wiki.config.root, path, *keys)


def _suggest(word: str, known: Iterable[str]) -> str:
    close = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"did you mean {close[0]!r}?" if close else ""


def _topics_of_papers(wiki: Wiki) -> Iterator[Problem]:
    for slug, paper in wiki.papers.items():
        path = f"content/papers/{slug}.md"
        for index, topic in enumerate(paper.topics):
            if not wiki.resolve_topic(topic):
                fix = _suggest(topic, wiki.topics) or f"add content/topics/{topic}.md"
                yield Problem(_place(wiki, path, "topics", index), "T101", f"unknown topic {topic!r}", fix)
    for topic, record in wiki.topics.items():
        if record.parent and not wiki.resolve_topic(record.parent):
            place = _place(wiki, f"content/topics/{topic}.md", "parent")
            yield Problem(
                place, "T102", f"unknown parent topic {record.parent!r}", _suggest(record.parent, wiki.topics)
            )


def _identities(wiki: Wiki, alike: Iterable[Uncertain]) -> Iterator[Problem]:
    """Two files for one paper: an id in common is an error, a title a question, unless the rest contradicts it. A
    person's `different` in decisions.yml keeps them apart.
    """
    different = {decision.papers for decision in wiki.decisions if decision.verdict == "different"}
    groups = [(f"{kind} id", slugs) for (kind, _), slugs in wiki.slugs_by_id.items()]
    groups += [("title", slugs) for slugs in wiki.slugs_by_title_key.values()]
    seen: set[frozenset[Slug]] = set()
    for what, slugs in groups:
        for other in slugs[1:]:
            pair = frozenset({slugs[0], other})
            if pair in different or pair in seen:
                continue
            records = (evidence.of_paper(wiki.papers[slug]) for slug in (slugs[0], other))
            if what == "title" and evidence.compare(*records)[0] is Verdict.DIFFERENT:
                continue
            seen.add(pair)
            place = _place(wiki, f"content/papers/{other}.md", "title" if what == "title" else "ids")
            fix = f"merge them, or list [{slugs[0]}, {other}] under `different` in content/decisions.yml"
            severity = Severity.WARNING if what == "title" else Severity.ERROR
            yield Problem(place, "I101", f"the same {what} as content/papers/{slugs[0]}.md", fix, severity)
    for uncertain in alike:
        first, second = sorted((uncertain.slug, uncertain.other))
        if frozenset({first, second}) not in seen:
            place = _place(wiki, f"content/papers/{second}.md", "title")
            fix = f"`litwiki review` asks; or list [{first}, {second}] under `different` in content/decisions.yml"
            message = f"perhaps the same paper as content/papers/{first}.md"
            yield Problem(place, "I103", message, fix, Severity.WARNING)


def _decisions(wiki: Wiki) -> Iterator[Problem]:
    """Answers about papers that are not there, which would be silent about a pair that is."""
    named: list[tuple[Slug, tuple[str | int, ...]]] = []
    for verdict in ("same", "different"):
        pairs = [decision.papers for decision in wiki.decisions if decision.verdict == verdict]
        named += [(slug, (verdict, index)) for index, pair in enumerate(pairs) for slug in sorted(pair)]
    named += [(slug, ("kept",)) for slug in sorted({kept.paper for kept in wiki.kept})]
    for slug, keys in named:
        if not wiki.resolve(slug):
            fix = _suggest(slug, wiki.papers) or "remove it from the list"
            message = f"unknown paper {slug!r} in {keys[0]}"
            yield Problem(_place(wiki, "content/decisions.yml", *keys), "I104", message, fix, Severity.WARNING)


def _excluded(wiki: Wiki) -> Iterator[Problem]:
    """Papers that are here although somebody did not want them."""
    for index, one in enumerate(wiki.excluded):
        if one.paper in wiki.papers:
            place = _place(wiki, "content/decisions.yml", "excluded", index)
            fix = f"remove this line, or `litwiki exclude {one.paper} --because TEXT` again"
            yield Problem(place, "I105", f"{one.paper!r} is excluded and yet here", fix, Severity.WARNING)


def _terms(wiki: Wiki) -> Iterator[Problem]:
    """Files of words that no paper has: what is left when a paper's file is removed or renamed by hand."""
    for name in content.names_of_terms(wiki.config):
        if name not in wiki.papers:
            paper = wiki.resolve(name)
            fix = "remove it, or restore the paper from git"
            if paper:
                fix = "remove it" if wiki.papers[paper].terms else f"rename it to {paper}.txt"
            message = f"no paper {name!r} for these words"
            yield Problem(Place(f"content/terms/{name}.txt"), "L102", message, fix, Severity.WARNING)


def _groups(wiki: Wiki) -> Iterator[Problem]:
    """Groups in the settings that no topic is in, mostly misspelt or left over."""
    used = {topic.group for topic in wiki.topics.values()}
    for index, group in enumerate(wiki.config.groups):
        if group not in used:
            place = _place(wiki, WIKI_FILE, "groups", index)
            fix = _suggest(group, used - set(wiki.config.groups)) or "remove it, or write it as `group` of a topic"
            yield Problem(place, "T105", f"no topic is in the group {group!r}", fix, Severity.WARNING)


def _names_of_files(wiki: Wiki) -> Iterator[Problem]:
    owners: dict[str, str] = {slug: f"content/papers/{slug}.md" for slug in wiki.papers}
    for slug, paper in wiki.papers.items():
        path = f"content/papers/{slug}.md"
        for index, alias in enumerate(paper.aliases):
            if owners.setdefault(alias, path) != path or alias in wiki.papers:
                place = _place(wiki, path, "aliases", index)
                yield Problem(place, "I102", f"{alias!r} already names {owners[alias]}", "remove one of them")
    owners = {topic: f"content/topics/{topic}.md" for topic in wiki.topics}
    for topic, record in wiki.topics.items():
        path = f"content/topics/{topic}.md"
        for index, former in enumerate(record.aliases):
            if owners.setdefault(former, path) != path or former in wiki.topics:
                place = _place(wiki, path, "aliases", index)
                yield Problem(place, "I102", f"{former!r} already names {owners[former]}", "remove one of them")


def _reading_lists(wiki: Wiki) -> Iterator[Problem]:
    for topic, record in wiki.topics.items():
        path = f"content/topics/{topic}.md"
        for index, pin in enumerate(record.pinned):
            slug = wiki.resolve(pin.paper)
            if not slug:
                place = _place(wiki, path, "pinned", index, "paper")
                yield Problem(place, "T103", f"unknown paper {pin.paper!r} in pinned", _suggest(pin.paper, wiki.papers))
            elif topic not in {t.id for t in wiki.topics_of(slug)}:
                place = _place(wiki, path, "pinned", index, "paper")
                yield Problem(
                    place,
                    "T104",
                    f"{pin.paper!r} is in the reading list but not filed under {topic!r}",
                    f"add {topic} to topics in content/papers/{slug}.md",
                    Severity.WARNING,
                )


def _ledgers(wiki: Wiki) -> Iterator[Problem]:
    for listing, record in wiki.listings.items():
        for index, entry in enumerate(record.entries):
            if entry.paper and not entry.excluded and not wiki.paper_of(entry):
                if entry.paper in wiki.exclusions:
                    continue
                place = _place(wiki, f"content/listings/{listing}.yml", "entries", index, "paper")
                away = "`litwiki review` asks why it was taken away; or restore the paper from git"
                fix = _suggest(entry.paper, wiki.papers) or away
                yield Problem(place, "L101", f"no paper {entry.paper!r}", fix, Severity.WARNING)


def _curated_text(wiki: Wiki) -> Iterator[Problem]:
    yield from _text(wiki, "content/index.md", wiki.home)
    for slug, paper in wiki.papers.items():
        yield from _text(wiki, f"content/papers/{slug}.md", paper.notes)
    for topic, record in wiki.topics.items():
        yield from _text(wiki, f"content/topics/{topic}.md", record.introduction)


def _text(wiki: Wiki, path: str, markdown: str) -> Iterator[Problem]:
    if not markdown.strip():
        return
    first = content.body_line(wiki.config.root, path)
    for line, target in find_references(markdown):
        if not wiki.find(target, path):
            known = [*wiki.papers, *(f"topic:{topic}" for topic in wiki.topics)]
            yield Problem(Place(path, first + line), "R101", f"[[{target}]] names no page", _suggest(target, known))
    for line, address in find_addresses(markdown):
        place = Place(path, first + line)
        if is_safe_url(address) or address.startswith("#"):
            continue
        if not is_relative_url(address):
            yield Problem(place, "H102", f"the address {address[:80]!r} is not allowed", "use http, https or mailto")
        elif not wiki.find(address, path):
            fix = "link to a .md file under content/, or write [[slug]]"
            yield Problem(place, "R102", f"the link {address[:80]!r} leads nowhere", fix)
    for name in disallowed_html(markdown):
        fix = "write it in Markdown"
        yield Problem(Place(path, first), "H101", f"<{name}> is not shown", fix, Severity.WARNING)


def _summaries(wiki: Wiki) -> Iterator[Problem]:
    for slug, paper in wiki.papers.items():
        path = f"content/papers/{slug}.md"
        if not paper.summary:
            if paper.topics_status == "curated":
                place = _place(wiki, path, "summary")
                yield Problem(place, "S101", "no summary", "write two to four sentences", Severity.WARNING)
            continue
        total, first = len(paper.summary.split()), len(first_sentence(paper.summary).split())
        if total > LONGEST_SUMMARY:
            message = f"a summary of {total} words"
            yield Problem(
                _place(wiki, path, "summary"), "S102", message, f"{LONGEST_SUMMARY} at most", Severity.WARNING
            )
        if first > LONGEST_TLDR:
            message = f"a first sentence of {first} words"
            fix = f"it stands alone in lists: {LONGEST_TLDR} at most"
            yield Problem(_place(wiki, path, "summary"), "S103", message, fix, Severity.WARNING)


def _redirects(wiki: Wiki) -> Iterator[Problem]:
    for number, redirect in enumerate(wiki.redirects):
        if not wiki.find(redirect.target, "content/redirects.yml"):
            place = _place(wiki, "content/redirects.yml", "redirects", number, "to")
            fix = _suggest(redirect.target, wiki.papers) or "name a paper's slug, or topic:name"
            yield Problem(place, "R104", f"nothing is called {redirect.target!r}", fix)
